import type { Provider } from '@emotide/domain';

/** A use as a test says it; everything else is counted from a list of these, in plain TypeScript. */
export interface SaidUse {
  readonly atMs: number;
  readonly channelId: number;
  readonly user: number;
  readonly message: number;
  readonly provider: Provider;
  readonly emoteId: string;
  readonly name: string;
  /** Number of the class, as stamped. */
  readonly class: number;
  readonly uses: number;
  readonly isCopy: boolean;
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, one) => total + one, 0);

export function groupBy<Key, Row>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

const PROVIDER_NUMBERS: Readonly<Record<Provider, number>> = { TWITCH: 1, BTTV: 2, FFZ: 3, SEVENTV: 4 };
export const toProviderNumber = (provider: Provider): number => PROVIDER_NUMBERS[provider];
const COLUMN: Readonly<Record<Provider, string>> = {
  TWITCH: 'twitch',
  BTTV: 'bttv',
  FFZ: 'ffz',
  SEVENTV: '7tv',
};

/** Most uses first, equals by id, then provider's name in the tables. */
export function rankEmotes(uses: readonly SaidUse[]) {
  return [...groupBy(uses, ({ provider, emoteId }) => `${provider}/${emoteId}`).values()]
    .map((group) => ({
      provider: group[0]!.provider,
      emoteId: group[0]!.emoteId,
      uses: sum(group.map((one) => one.uses)),
      messages: group.length,
    }))
    .sort(
      (a, b) =>
        b.uses - a.uses || compare(a.emoteId, b.emoteId) || compare(COLUMN[a.provider], COLUMN[b.provider]),
    );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const distinct = (values: Iterable<unknown>): number => new Set(values).size;
