import { PRICE_OF_CLASS, type EmoteClass, type Price } from '@emotide/domain';
import { z } from 'zod';
import { PROVIDER_COLUMN, emoteClass, provider } from '../emote-columns';
import { NotKept, expectKept } from '../not-kept';
import { count, defineQuery } from '../query';
import type { Range } from '../range';
import { toPlanParameters, toReadPlan } from '../read-plan';
import type { Store } from '../store';
import {
  toClassedTable,
  toFilterParameters,
  toFilteredPlan,
  toUsesTable,
  type UsageFilter,
} from '../usage-filter';

export type UsageSplitInput = Omit<UsageFilter, 'emote'> & { readonly range: Range };

const partRow = z.object({
  provider,
  class: emoteClass,
  uses: count,
  /** Distinct emotes. */
  emotes: count,
});

const parts = defineQuery({
  sql: ({ classes, ...input }: UsageSplitInput) => `
    SELECT provider, known_class AS class, sum(total) AS uses, count() AS emotes
    FROM ${toClassedTable(input, toFilteredPlan(input.range, input))}
    ${classes ? 'WHERE toString(known_class) IN {classes:Array(String)}' : ''}
    GROUP BY provider, class
    ORDER BY provider, class`,
  parameters: (input) => ({
    ...toFilterParameters(input),
    ...toPlanParameters(toFilteredPlan(input.range, input)),
  }),
  row: partRow,
});

/** What the parts of a split have in common with none of the others. */
export interface UsagePart {
  readonly uses: number;
  readonly emotes: number;
}
export interface UsageSplit {
  readonly byProvider: ReadonlyMap<z.output<typeof provider>, UsagePart>;
  readonly byClass: ReadonlyMap<EmoteClass, UsagePart>;
  /** Free against paid, and what is neither for sure. */
  readonly byPrice: ReadonlyMap<Price, UsagePart>;
}

/**
 * Uses by provider, by class and by price, each adding up to all of them. Messages and chatters don't add up over emotes:
 * see `distinctSplit`.
 *
 * @throws NotKept
 */
export async function usageSplit(store: Store, input: UsageSplitInput): Promise<UsageSplit> {
  const plan = toFilteredPlan(input.range, input);
  const [rows] = await Promise.all([parts(store, input), expectKept(store, plan)]);
  const by = <Key>(keyOf: (row: z.output<typeof partRow>) => Key): Map<Key, UsagePart> => {
    const sums = new Map<Key, UsagePart>();
    for (const row of rows) {
      const { uses, emotes } = sums.get(keyOf(row)) ?? { uses: 0, emotes: 0 };
      sums.set(keyOf(row), { uses: uses + row.uses, emotes: emotes + row.emotes });
    }
    return sums;
  };
  return {
    byProvider: by((row) => row.provider),
    byClass: by((row) => row.class),
    byPrice: by((row) => PRICE_OF_CLASS[row.class]),
  };
}

/** What can be told apart, and what each emote's rows say of it. */
export const SPLITS = ['PROVIDER', 'CLASS', 'PRICE'] as const;
export type Split = (typeof SPLITS)[number];

export interface DistinctSplitInput extends UsageSplitInput {
  readonly by: Split;
}

const distinctRow = z.object({
  /** A provider, a class, or a price. */
  part: z.string(),
  /** Messages with any emote of this part; one message may be in several parts. */
  messages: count,
  /** Distinct known chatters who used one. */
  chatters: count,
});

const renamed = (what: string, names: readonly (readonly [string, string])[]): string => {
  const [from, to] = [0, 1].map((i) => names.map((pair) => `'${pair[i]}'`).join(', '));
  return `transform(toString(${what}), [${from}], [${to}])`;
};
const PART: Readonly<Record<Split, string>> = {
  PROVIDER: renamed(
    'provider',
    Object.entries(PROVIDER_COLUMN).map(([name, column]) => [column, name]),
  ),
  CLASS: 'toString(known_class)',
  PRICE: renamed('known_class', Object.entries(PRICE_OF_CLASS)),
};

const distinct = defineQuery({
  sql: ({ by, ...input }: DistinctSplitInput) => {
    const plan = toReadPlan(input.range, { type: 'steps', step: 1 });
    const rows = toUsesTable(input, plan, ['provider', 'emote_id', 'message_key', 'chatters']);
    return `
    SELECT part, uniqExact(message_key) AS messages, uniqCombined64If(user_id, user_id != 0) AS chatters
    FROM (
      SELECT ${PART[by]} AS part, message_key, user_id
      FROM ${rows} AS raw
      ${
        by === 'PROVIDER'
          ? ''
          : `JOIN ${toClassedTable(input, plan)} AS known ON known.provider = raw.provider AND known.emote_id = raw.emote_id`
      }
    )
    GROUP BY part
    ORDER BY part`;
  },
  parameters: (input) => ({
    ...toFilterParameters(input),
    ...toPlanParameters(toReadPlan(input.range, { type: 'steps', step: 1 })),
  }),
  row: distinctRow,
});

/**
 * Distinct messages and chatters of each part of a split, from raw rows; null where these are not kept any more, as nothing
 * else knows.
 *
 * Precondition: no filter by language or game, which minutes alone can tell.
 */
export async function distinctSplit(
  store: Store,
  input: DistinctSplitInput,
): Promise<z.output<typeof distinctRow>[] | null> {
  try {
    await expectKept(store, toReadPlan(input.range, { type: 'steps', step: 1 }));
  } catch (error) {
    if (error instanceof NotKept) return null;
    throw error;
  }
  return distinct(store, input);
}
