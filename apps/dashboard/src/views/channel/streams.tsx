import { toVisible } from '../../format/names';
import { formatLength, type TimeFormat } from '../../format/times';
import { formatCount } from '../../format/numbers';
import type { ChannelStreamsQuery } from '../../graphql/generated';
import type { QueryState } from '../../graphql/use-query';
import { serverNow } from '../../graphql/server-time';
import { Panel } from '../../ui/panel';
import { Await, Empty } from '../../ui/states';

type Stream = NonNullable<ChannelStreamsQuery['channel']>['streams']['nodes'][number];

const LONGEST_MARK = 28;

/** Where streams began, and where they went on with another game. */
export const toStreamMarks = (data: ChannelStreamsQuery | undefined) =>
  (data?.channel?.streams.nodes ?? []).flatMap(({ games, startedAt, title }) =>
    games.length === 0
      ? [{ atMs: Date.parse(startedAt), label: toVisible(title).slice(0, LONGEST_MARK) }]
      : games.map(({ since, game }) => ({
          atMs: Date.parse(since),
          label: toVisible(game?.name ?? 'no game').slice(0, LONGEST_MARK),
        })),
  );

/** What was streamed in the time shown. */
export function Streams({
  state,
  format,
}: {
  readonly state: QueryState<ChannelStreamsQuery>;
  readonly format: TimeFormat;
}) {
  const streams = state.data?.channel?.streams.nodes ?? [];
  return (
    <Panel
      title="Streams"
      note="in the time shown"
      isTableAlready
      table={
        streams.length === 0
          ? undefined
          : () => ({
              title: 'Streams',
              columns: [
                { label: 'Title' },
                { label: 'From' },
                { label: 'To' },
                { label: 'Games' },
                { label: 'Most viewers' },
              ],
              rows: streams.map((one) => [
                one.title,
                one.startedAt,
                one.endedAt,
                toGames(one),
                one.mostViewers,
              ]),
            })
      }
    >
      <Await state={state} rows={2}>
        {() =>
          streams.length === 0 ? (
            <Empty title="No stream is known in this time">
              Streams are known where the scout may ask Twitch about them.
            </Empty>
          ) : (
            <ul class="streams">
              {streams.map((stream) => (
                <li key={stream.id}>
                  <span class="stream-title">
                    <bdi>{toVisible(stream.title)}</bdi>
                  </span>
                  <span class="note">
                    <bdi>{toVisible(toGames(stream))}</bdi> · {format.dayMinute(Date.parse(stream.startedAt))}{' '}
                    · {toLength(stream)} · at most {formatCount(stream.mostViewers)} viewers
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Await>
    </Panel>
  );
}

const toGames = ({ games }: Stream): string =>
  games.map(({ game }) => game?.name ?? 'no game').join(', ') || 'no game';

const toLength = ({ startedAt, endedAt }: Stream): string => {
  const length = formatLength((endedAt === null ? serverNow() : Date.parse(endedAt)) - Date.parse(startedAt));
  return endedAt === null ? `for ${length} so far` : length;
};
