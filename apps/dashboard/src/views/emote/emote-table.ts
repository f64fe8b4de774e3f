import type { Table } from '../../export/table';
import { formatCount } from '../../format/numbers';
import { CLASS_WORDS, PRICE_WORDS, PROVIDER_WORDS } from '../../format/words';
import type { RankedEmoteFragment } from '../../graphql/generated';

/** Emotes with their uses, as they are exported. */
export const toEmoteTable = (title: string, emotes: readonly RankedEmoteFragment[]): Table => ({
  title,
  columns: [
    { label: 'Emote' },
    { label: 'Provider' },
    { label: 'Price' },
    { label: 'Class' },
    { label: 'Uses', format: formatCount },
    { label: 'Messages', format: formatCount },
    { label: 'Chatters', format: formatCount },
  ],
  rows: emotes.map(({ emote, uses, messages, chatters }) => [
    emote.name,
    PROVIDER_WORDS[emote.provider] ?? emote.provider,
    PRICE_WORDS[emote.price] ?? emote.price,
    CLASS_WORDS[emote.class] ?? emote.class,
    uses,
    messages,
    chatters,
  ]),
});
