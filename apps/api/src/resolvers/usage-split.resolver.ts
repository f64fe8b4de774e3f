import { EMOTE_CLASSES, type EmoteClass, type Price } from '@emotide/domain';
import type { Provider, QueryResolvers, UsageSplitBy } from '@emotide/graphql-types';
import { distinctSplit, usageSplit as readUsageSplit, type UsageSplit } from '@emotide/store';
import type { ApiContext } from '../context';
import { once } from '../once';
import { parseTimeRange } from '../time-range';
import { toCovered } from './covered';
import { isBySituation, parseFilter } from './filter';
import { parseScope } from './scope';

export const usageSplit: NonNullable<QueryResolvers<ApiContext>['usageSplit']> = async (
  _parent,
  { channel, by, filter: asked, ...time },
  context,
) => {
  const { store, nowMs } = context;
  const filter = parseFilter(asked, context);
  const range = parseTimeRange(time, nowMs);
  const scope = await parseScope(channel, context);
  const parts = toParts(by, await readUsageSplit(store, { ...filter, scope, range }));
  const distinct = once(async () => {
    if (isBySituation(filter)) return null;
    const rows = await distinctSplit(store, { ...filter, scope, range, by });
    return rows && new Map(rows.map((row) => [row.part, row]));
  });
  return {
    by,
    parts: parts.map(({ key, uses, emotes, ...part }) => ({
      provider: null,
      class: null,
      price: null,
      ...part,
      uses,
      distinctEmotes: emotes,
      messages: async () => countOf(await distinct(), key)?.messages ?? null,
      emoteChatters: async () => countOf(await distinct(), key)?.chatters ?? null,
    })),
    ...toCovered(scope, range),
  };
};

type Counts = ReadonlyMap<string, { readonly messages: number; readonly chatters: number }> | null;
const countOf = (counts: Counts, key: string) => counts && (counts.get(key) ?? { messages: 0, chatters: 0 });

interface Part {
  /** What `distinctSplit` calls it. */
  readonly key: string;
  readonly uses: number;
  readonly emotes: number;
  readonly provider?: Provider;
  readonly class?: EmoteClass;
  readonly price?: Price;
}

function toParts(by: UsageSplitBy, { byProvider, byClass, byPrice }: UsageSplit): Part[] {
  const pick = <Key extends string>(order: readonly Key[], of: UsageSplit[keyof UsageSplit]) =>
    order.flatMap((key) => {
      const part = (of as ReadonlyMap<string, { uses: number; emotes: number }>).get(key);
      return part ? [{ key, ...part }] : [];
    });
  switch (by) {
    case 'PROVIDER':
      return pick(['TWITCH', 'BTTV', 'FFZ', 'SEVENTV'] as const, byProvider).map((part) => ({
        ...part,
        provider: part.key,
      }));
    case 'CLASS':
      return pick(Object.keys(EMOTE_CLASSES) as EmoteClass[], byClass).map((part) => ({
        ...part,
        class: part.key,
      }));
    case 'PRICE':
      return pick(['FREE', 'PAID', 'OTHER'] as const, byPrice).map((part) => ({ ...part, price: part.key }));
  }
}
