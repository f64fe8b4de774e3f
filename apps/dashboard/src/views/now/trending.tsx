import type { Table } from '../../export/table';
import { formatCount, formatRate } from '../../format/numbers';
import { TrendingDocument, type TrendingSubscription } from '../../graphql/generated';
import { useLive } from '../../graphql/use-live';
import { StaleReasonNote } from '../../live/freshness';
import { EmoteLink } from '../../ui/names';
import { Panel } from '../../ui/panel';
import { Await, Empty, Skeleton } from '../../ui/states';

const SHOWN = 6;
const ROOM = 3;

type Trends = NonNullable<TrendingSubscription['trending']['emotes']>;

/** Emotes that are used more than usual, and what says so. */
export function Trending() {
  const state = useLive(TrendingDocument, { first: SHOWN });
  const emotes = state.data?.trending.emotes;
  return (
    <Panel
      title="Rising"
      note="15 minutes against the same time of the week before"
      table={emotes && emotes.length > 0 ? () => toTable(emotes) : undefined}
    >
      <Await state={state} rows={ROOM}>
        {({ trending: { emotes: known, stale, complete } }) => (
          <>
            <StaleReasonNote stale={stale} complete={complete} />
            {known === null ? <Skeleton rows={ROOM} /> : <Rising emotes={known} />}
          </>
        )}
      </Await>
    </Panel>
  );
}

function Rising({ emotes }: { readonly emotes: Trends }) {
  if (emotes.length === 0)
    return (
      <Empty title="Nothing out of the ordinary">
        An emote shows here when at least ten chatters use it clearly more than usual.
      </Empty>
    );
  return (
    <ol class="trends">
      {emotes.map((trend) => (
        <li key={trend.emote.id}>
          <EmoteLink emote={trend.emote} />
          <span class="trend-why">
            <b>{toTimes(trend)}</b> {formatCount(trend.chatters)} chatters
          </span>
        </li>
      ))}
    </ol>
  );
}

/** How many times as often as expected; an emote that was hardly used before has no such number. */
function toTimes({ cappedUses, expectedUses }: Trends[number]): string {
  return expectedUses < 1 ? 'new' : `× ${formatRate(cappedUses / expectedUses)}`;
}

const toTable = (emotes: Trends): Table => ({
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
