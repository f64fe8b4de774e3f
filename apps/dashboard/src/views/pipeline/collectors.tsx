import { toVisible } from '../../format/names';
import { formatCount, formatRate } from '../../format/numbers';
import { formatLength } from '../../format/times';
import type { JoinRefusalReason } from '../../graphql/generated';
import { serverNow } from '../../graphql/server-time';
import { Panel } from '../../ui/panel';
import { Empty } from '../../ui/states';
import type { Collector } from './sum-collectors';

const REASONS: Readonly<Record<JoinRefusalReason, string>> = {
  SUSPENDED: 'suspended',
  BANNED: 'banned there',
  NOT_FOUND: 'not found',
  NO_PERMISSION: 'not allowed',
  LIMIT_REACHED: 'no room',
  NO_ANSWER: 'no answer',
};

/** `3 suspended, 1 no answer`; a reason that only a later server knows by its name. */
const toReasons = (refused: Collector['channelsRefused']): string =>
  refused.map(({ reason, channels }) => `${formatCount(channels)} ${REASONS[reason] ?? reason}`).join(', ');

/** Who reads chat, and how far each is with the channels that are its share. */
export function Collectors({ collectors }: { readonly collectors: readonly Collector[] }) {
  return (
    <Panel
      title="Collectors"
      note="who reads chat, as each tells every five seconds"
      isTableAlready
      table={() => ({
        title: 'Collectors',
        columns: [
          { label: 'Collector' },
          { label: 'State' },
          { label: 'Told at' },
          { label: 'Connections' },
          { label: 'Joined' },
          { label: 'Wanted' },
          { label: 'Refused' },
          { label: 'Messages a second' },
        ],
        rows: collectors.map((one) => [
          one.instance,
          one.silent ? 'SILENT' : 'READING',
          one.reportedAt,
          one.connections,
          one.channelsJoined,
          one.channelsWanted,
          toReasons(one.channelsRefused),
          one.messagesPerSecond,
        ]),
      })}
    >
      {collectors.length === 0 ? (
        <Empty title="Nobody reads chat">A collector shows here within seconds of its start.</Empty>
      ) : (
        <div class="table-frame open" tabIndex={0} role="region" aria-label="Collectors">
          <table>
            <thead>
              <tr>
                <th scope="col">Collector</th>
                <th scope="col">State</th>
                <th scope="col" class="number spare">
                  Told
                </th>
                <th scope="col" class="number spare">
                  Connections
                </th>
                <th scope="col" class="number">
                  Joined
                </th>
                <th scope="col" class="number spare">
                  Wanted
                </th>
                <th scope="col" class="number spare">
                  Messages/s
                </th>
                <th scope="col" class="reasons spare">
                  Refused
                </th>
              </tr>
            </thead>
            <tbody>
              {collectors.map((one) => (
                <CollectorRow key={one.instance} collector={one} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function CollectorRow({ collector }: { readonly collector: Collector }) {
  const { instance, silent, reportedAt, connections, channelsJoined, channelsWanted } = collector;
  const name = toVisible(instance);
  return (
    <tr>
      <th scope="row" title={name}>
        <bdi>{name}</bdi>
      </th>
      <td>
        <span class={silent ? 'job-state failed' : 'job-state'}>
          <span class="dot" aria-hidden="true" />
          {silent ? 'Silent' : 'Reading'}
        </span>
      </td>
      <td class="number spare">{formatLength(serverNow() - Date.parse(reportedAt))} ago</td>
      <td class="number spare">{formatCount(connections)}</td>
      <td class="number strong">{formatCount(channelsJoined)}</td>
      <td class="number spare">{formatCount(channelsWanted)}</td>
      <td class="number spare">{formatRate(collector.messagesPerSecond)}</td>
      <td class="reasons spare">{toReasons(collector.channelsRefused) || '–'}</td>
    </tr>
  );
}
