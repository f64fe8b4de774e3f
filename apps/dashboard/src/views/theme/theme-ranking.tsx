import { BarRows } from '../../charts/bar-rows';
import { formatCount } from '../../format/numbers';
import { PRICE_TONES } from '../../live/live-emotes';
import { EmoteLink } from '../../ui/names';
import { Panel } from '../../ui/panel';
import { Empty } from '../../ui/states';
import { toEmoteTable } from '../emote/emote-table';
import type { ThemeData } from './theme-view';

/** A theme's emotes by uses. */
export function ThemeRanking({ theme }: { readonly theme: ThemeData }) {
  const { emotes } = theme.ranking;
  return (
    <Panel
      title={`Emotes of ${theme.name}`}
      note="by uses in its windows"
      table={() => toEmoteTable(`Emotes of ${theme.name}`, emotes)}
    >
      {emotes.length === 0 ? (
        <Empty title="None yet">Nobody used one of its emotes in its windows, as far as chat was read.</Empty>
      ) : (
        <BarRows
          label={`Emotes of ${theme.name}`}
          rows={emotes.map(({ emote, uses, chatters }) => ({
            key: emote.id,
            name: <EmoteLink emote={emote} />,
            parts: [{ tone: PRICE_TONES[emote.price] ?? 'other', value: uses }],
            text: formatCount(uses),
            detail: `${formatCount(chatters)} chatters`,
          }))}
        />
      )}
    </Panel>
  );
}
