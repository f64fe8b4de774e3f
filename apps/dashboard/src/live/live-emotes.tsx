import { useMemo } from 'preact/hooks';
import { BarRows, type BarRow, type Tone } from '../charts/bar-rows';
import type { Table } from '../export/table';
import { CLASS_WORDS, PROVIDER_WORDS } from '../format/words';
import { formatCount } from '../format/numbers';
import type { LiveEmotesSubscription, Price } from '../graphql/generated';
import type { LiveState } from '../graphql/use-live';
import { EmoteLink } from '../ui/names';
import { Panel } from '../ui/panel';
import { Await, Empty, Skeleton } from '../ui/states';
import { StaleReasonNote } from './freshness';

type Emotes = NonNullable<LiveEmotesSubscription['topEmotes']['emotes']>;

export const PRICE_TONES: Readonly<Record<Price, Tone>> = { FREE: 'free', PAID: 'paid', OTHER: 'other' };

/** Emotes ranked by uses, moving as they change. */
export function LiveEmotes({
  title,
  note,
  fileTitle,
  state,
  rows,
}: {
  readonly title: string;
  readonly note: string;
  readonly fileTitle: string;
  readonly state: LiveState<LiveEmotesSubscription>;
  readonly rows: number;
}) {
  const emotes = state.data?.topEmotes.emotes;
  return (
    <Panel title={title} note={note} table={emotes ? () => toLiveEmoteTable(fileTitle, emotes) : undefined}>
      <Await state={state} rows={rows}>
        {({ topEmotes: { emotes, stale, complete } }) => (
          <>
            <StaleReasonNote stale={stale} complete={complete} />
            {emotes === null ? <Skeleton rows={rows} /> : <Ranking emotes={emotes} label={fileTitle} />}
          </>
        )}
      </Await>
    </Panel>
  );
}

/** Emotes as bars. */
export function Ranking({ emotes, label }: { readonly emotes: Emotes; readonly label: string }) {
  const rows = useMemo(() => emotes.map(toRow), [emotes]);
  if (rows.length === 0) return <Empty title="None">No such emote was used in this time.</Empty>;
  return <BarRows rows={rows} label={label} />;
}

const toRow = ({ emote, uses }: Emotes[number]): BarRow => ({
  key: emote.id,
  name: <EmoteLink emote={emote} />,
  parts: [{ tone: PRICE_TONES[emote.price] ?? 'other', value: uses }],
  text: formatCount(uses),
});

/** Emotes with their uses in a live window, as they are exported. */
export const toLiveEmoteTable = (title: string, emotes: Emotes): Table => ({
  title,
  columns: [
    { label: 'Emote' },
    { label: 'Provider' },
    { label: 'Class' },
    { label: 'Uses', format: formatCount },
    { label: 'Messages', format: formatCount },
  ],
  rows: emotes.map(({ emote, uses, messages }) => [
    emote.name,
    PROVIDER_WORDS[emote.provider] ?? emote.provider,
    CLASS_WORDS[emote.class] ?? emote.class,
    uses,
    messages,
  ]),
});
