import type { Table } from '../../export/table';
import { formatCount, formatRate } from '../../format/numbers';
import { TrendingDocument, type TrendingQuery } from '../../graphql/generated';
import { useQuery } from '../../graphql/use-query';
import { EmoteLink } from '../../ui/names';
import { Panel } from '../../ui/panel';
import { Await, Empty } from '../../ui/states';

const ASK_EVERY_MS = 20_000;

type Trend = TrendingQuery['trending']['emotes'][number];

/** Emotes that are used more than usual, and what says so. */
export function Trending() {
  const state = useQuery(TrendingDocument, {}, { everyMs: ASK_EVERY_MS });
  const emotes = state.data?.trending.emotes;
  return (
    <Panel
      title="Rising"
      note="15 minutes against the same time of the week before"
      table={emotes && emotes.length > 0 ? () => toTable(emotes) : undefined}
    >
      <Await state={state} rows={3}>
        {({ trending }) =>
          trending.emotes.length === 0 ? (
            <Empty title="Nothing out of the ordinary">
              An emote shows here when at least ten chatters use it clearly more than usual.
            </Empty>
          ) : (
            <ol class="trends">
              {trending.emotes.map((trend) => (
                <li key={trend.emote.id}>
                  <EmoteLink emote={trend.emote} />
                  <span class="trend-why">
                    <b>{toTimes(trend)}</b> {formatCount(trend.chatters)} chatters
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </Await>
    </Panel>
  );
}

/** How many times as often as expected; an emote that was hardly used before has no such number. */
function toTimes({ cappedUses, expectedUses }: Trend): string {
  return expectedUses < 1 ? 'new' : `× ${formatRate(cappedUses / expectedUses)}`;
}

const toTable = (emotes: readonly Trend[]): Table => ({
  title: 'Rising emotes',
  columns: [
    { label: 'Emote' },
    { label: 'Uses', format: formatCount },
    { label: 'Counted', format: formatCount },
    { label: 'Expected', format: formatRate },
    { label: 'Chatters', format: formatCount },
    { label: 'Score', format: formatRate },
  ],
  rows: emotes.map(({ emote, uses, cappedUses, expectedUses, chatters, score }) => [
    emote.name,
    uses,
    cappedUses,
    expectedUses,
    chatters,
    score,
  ]),
});
