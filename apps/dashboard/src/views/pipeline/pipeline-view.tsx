import { useMemo } from 'preact/hooks';
import { createTimeFormat, formatLength, parseDuration } from '../../format/times';
import { formatCount } from '../../format/numbers';
import { PipelineStateDocument, type JobState, type PipelineStateQuery } from '../../graphql/generated';
import { serverNow } from '../../graphql/server-time';
import { useQuery } from '../../graphql/use-query';
import { useServices } from '../../services';
import { Figure, Figures } from '../../ui/figures';
import { Panel } from '../../ui/panel';
import { Await, Empty } from '../../ui/states';
import { toVisible } from '../../format/names';

const ASK_EVERY_MS = 2_000;
const JOB_WORDS: Readonly<Record<JobState, string>> = {
  WAITING: 'Waiting',
  OK: 'Fine',
  FAILED: 'Failed',
  OFF: 'Off',
};

type Pipeline = PipelineStateQuery['pipeline'];

/** How far what was read is stored, and what is done again and again. */
export function PipelineView() {
  const { preferences } = useServices();
  const format = useMemo(() => createTimeFormat(preferences.timeZone), [preferences.timeZone]);
  const state = useQuery(PipelineStateDocument, {}, { everyMs: ASK_EVERY_MS });
  return (
    <div class="view pipeline">
      <div class="view-head">
        <h1>Pipeline</h1>
      </div>
      <Await state={state}>
        {({ pipeline }) => {
          const failing = pipeline.jobs.filter((job) => job.state === 'FAILED').length;
          const running = pipeline.jobs.filter((job) => job.state !== 'OFF').length;
          return (
            <>
              <Figures>
                <Figure
                  id="freshness"
                  label="behind chat"
                  value={
                    pipeline.watermark === null
                      ? '–'
                      : formatLength(serverNow() - Date.parse(pipeline.watermark))
                  }
                  note={pipeline.watermark && `stored up to ${format.second(Date.parse(pipeline.watermark))}`}
                />
                <Figure
                  id="lag"
                  label="since anything was stored"
                  value={pipeline.lag === null ? '–' : formatLength(parseDuration(pipeline.lag))}
                />
                <Figure
                  id="partitions"
                  label={pipeline.partitions.length === 1 ? 'partition' : 'partitions'}
                  value={String(pipeline.partitions.length)}
                />
                <Figure
                  id="jobs"
                  label={failing === 0 ? 'jobs, none failing' : `of ${running} jobs failing`}
                  value={String(failing === 0 ? running : failing)}
                  {...(failing > 0 && { tone: 'paid' as const })}
                />
              </Figures>
              <div class="stack">
                <Partitions pipeline={pipeline} format={format} />
                <Jobs pipeline={pipeline} format={format} />
              </div>
            </>
          );
        }}
      </Await>
    </div>
  );
}

type Part = { readonly pipeline: Pipeline; readonly format: ReturnType<typeof createTimeFormat> };

function Partitions({ pipeline: { partitions }, format }: Part) {
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
                <th scope="col" class="number">
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
                  <td class="number">{formatCount(lastRun.rows)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Jobs({ pipeline: { jobs }, format }: Part) {
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
