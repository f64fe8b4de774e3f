import { useMemo } from 'preact/hooks';
import { createTimeFormat, formatLength, parseDuration } from '../../format/times';
import { formatCount } from '../../format/numbers';
import {
  PipelineStoredDocument,
  PipelineWatchedDocument,
  type JobState,
  type PipelineStoredQuery,
  type PipelineWatchedQuery,
} from '../../graphql/generated';
import { serverNow } from '../../graphql/server-time';
import { useQuery } from '../../graphql/use-query';
import { useServices } from '../../services';
import { Figure, Figures } from '../../ui/figures';
import { Panel } from '../../ui/panel';
import { Await, Empty } from '../../ui/states';
import { toVisible } from '../../format/names';
import { Collectors } from './collectors';
import { sumCollectors } from './sum-collectors';

const ASK_EVERY_MS = 2_000;
const JOB_WORDS: Readonly<Record<JobState, string>> = {
  WAITING: 'Waiting',
  OK: 'Fine',
  FAILED: 'Failed',
  OFF: 'Off',
};

type Stored = PipelineStoredQuery['pipeline'];
type Watched = PipelineWatchedQuery['pipeline'];
type Format = ReturnType<typeof createTimeFormat>;

/**
 * How far what was read is stored, who reads it, what was put aside, and what is done again and again. Asked for in two
 * parts, so that a warehouse which is away hides only what it alone can tell.
 */
export function PipelineView() {
  const { preferences } = useServices();
  const format = useMemo(() => createTimeFormat(preferences.timeZone), [preferences.timeZone]);
  const stored = useQuery(PipelineStoredDocument, {}, { everyMs: ASK_EVERY_MS });
  const watched = useQuery(PipelineWatchedDocument, {}, { everyMs: ASK_EVERY_MS });
  return (
    <div class="view pipeline">
      <div class="view-head">
        <h1>Pipeline</h1>
      </div>
      <Await state={stored} rows={2}>
        {({ pipeline }) => <StoredFigures pipeline={pipeline} format={format} />}
      </Await>
      <Await state={watched}>
        {({ pipeline }) => <WatchedFigures pipeline={pipeline} format={format} />}
      </Await>
      <div class="stack">
        {watched.data && <Collectors collectors={watched.data.pipeline.collectors} />}
        {stored.data && <Partitions partitions={stored.data.pipeline.partitions} format={format} />}
        {watched.data && <Jobs jobs={watched.data.pipeline.jobs} format={format} />}
      </div>
    </div>
  );
}

function StoredFigures({
  pipeline: { watermark, lag, partitions },
  format,
}: {
  readonly pipeline: Stored;
  readonly format: Format;
}) {
  return (
    <Figures>
      <Figure
        id="freshness"
        label="behind chat"
        value={watermark === null ? '–' : formatLength(serverNow() - Date.parse(watermark))}
        note={watermark && `stored up to ${format.second(Date.parse(watermark))}`}
      />
      <Figure
        id="lag"
        label="since anything was stored"
        value={lag === null ? '–' : formatLength(parseDuration(lag))}
      />
      <Figure
        id="partitions"
        label={partitions.length === 1 ? 'partition' : 'partitions'}
        value={String(partitions.length)}
      />
    </Figures>
  );
}

function WatchedFigures({
  pipeline: { collectors, quarantine, jobs },
  format,
}: {
  readonly pipeline: Watched;
  readonly format: Format;
}) {
  const chat = sumCollectors(collectors);
  const failing = jobs.filter((job) => job.state === 'FAILED').length;
  const running = jobs.filter((job) => job.state !== 'OFF').length;
  return (
    <Figures>
      <Figure
        id="connections"
        label={chat.connections === 1 ? 'connection to chat' : 'connections to chat'}
        value={formatCount(chat.connections)}
        {...(chat.silent > 0 && {
          tone: 'paid' as const,
          note: chat.silent === 1 ? '1 collector is silent' : `${chat.silent} collectors are silent`,
        })}
      />
      <Figure
        id="joined"
        label={`of ${formatCount(chat.wanted)} channels joined`}
        value={formatCount(chat.joined)}
        note={chat.refused > 0 && `Twitch refused ${formatCount(chat.refused)}`}
      />
      <Figure
        id="quarantine"
        label={quarantine?.records === 1 ? 'record in quarantine' : 'records in quarantine'}
        value={quarantine === null ? '–' : formatCount(quarantine.records)}
        note={
          quarantine === null
            ? 'the log does not answer'
            : quarantine.newestAt && `the last at ${format.dayMinute(Date.parse(quarantine.newestAt))}`
        }
        {...(quarantine !== null && quarantine.records > 0 && { tone: 'paid' as const })}
      />
      <Figure
        id="jobs"
        label={failing === 0 ? 'jobs, none failing' : `of ${running} jobs failing`}
        value={String(failing === 0 ? running : failing)}
        {...(failing > 0 && { tone: 'paid' as const })}
      />
    </Figures>
  );
}

function Partitions({
  partitions,
  format,
}: {
  readonly partitions: Stored['partitions'];
  readonly format: Format;
}) {
  return (
    <Panel
      title="Event log"
      note="what the sinks have stored"
      isTableAlready
      table={() => ({
        title: 'Partitions',
        columns: [{ label: 'Partition' }, { label: 'Last batch' }, { label: 'Rows' }, { label: 'Stored at' }],
        rows: partitions.map(({ partition, lastRun }) => [
          partition,
          lastRun.last,
          lastRun.rows,
          lastRun.storedAt,
        ]),
      })}
    >
      {partitions.length === 0 ? (
        <Empty title="Nothing was stored yet">The first run of batches shows here.</Empty>
      ) : (
        <div class="table-frame open" tabIndex={0} role="region" aria-label="Partitions">
          <table>
            <thead>
              <tr>
                <th scope="col">Partition</th>
                <th scope="col">Newest message</th>
                <th scope="col" class="number">
                  Stored
                </th>
                <th scope="col" class="number spare">
                  Last run
                </th>
                <th scope="col" class="number spare">
                  Rows in it
                </th>
              </tr>
            </thead>
            <tbody>
              {partitions.map(({ partition, lastRun, newestMessageAt, lag }) => (
                <tr key={partition}>
                  <th scope="row">{partition}</th>
                  <td>{newestMessageAt === null ? '–' : format.second(Date.parse(newestMessageAt))}</td>
                  <td class="number strong">{formatLength(parseDuration(lag))} ago</td>
                  <td class="number spare">
                    {formatCount(Number(lastRun.first))} – {formatCount(Number(lastRun.last))}
                  </td>
                  <td class="number spare">{formatCount(lastRun.rows)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Jobs({ jobs, format }: { readonly jobs: Watched['jobs']; readonly format: Format }) {
  return (
    <Panel
      title="Jobs"
      note="what is learnt again and again"
      isTableAlready
      table={() => ({
        title: 'Jobs',
        columns: [{ label: 'Job' }, { label: 'State' }, { label: 'Failures in a row' }, { label: 'Summary' }],
        rows: jobs.map((job) => [job.name, job.state, job.failuresInRow, job.summary]),
      })}
    >
      {jobs.length === 0 ? (
        <Empty title="None has run yet" />
      ) : (
        <ul class="jobs">
          {jobs.map((job) => (
            <li key={job.name}>
              <span class="job-name">{job.name}</span>
              <span class={`job-state ${job.state.toLowerCase()}`}>
                <span class="dot" aria-hidden="true" />
                {JOB_WORDS[job.state] ?? job.state}
                {job.failuresInRow > 1 && ` ${job.failuresInRow} times`}
              </span>
              <span class="job-summary">
                <bdi>{toVisible(job.summary)}</bdi>
              </span>
              <span class="job-times">
                {job.lastOkAt !== null && `last ${format.second(Date.parse(job.lastOkAt))}`}
                {job.every !== null && ` · every ${formatLength(parseDuration(job.every))}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
