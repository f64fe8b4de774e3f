import { z } from 'zod';
import { CLASS_NOW, NAME_AND_CLASS, emoteClass, provider } from '../emote-columns';
import { findNotKept, type NotKept } from '../not-kept';
import { count, defineQuery } from '../query';
import { toPlanParameters } from '../read-plan';
import type { Store } from '../store';
import { toThemeParameters, toThemePlan, toThemeTable, type ThemeScope } from '../theme-condition';

export interface ThemeRankingInput {
  readonly theme: ThemeScope;
  readonly limit: number;
}

const row = z.object({
  provider,
  emoteId: z.string(),
  name: z.string(),
  class: emoteClass,
  uses: count,
  /** Messages with this emote. */
  messages: count,
  /** Distinct chatters who used it, those not to be known left out. */
  chatters: count,
  /** Number in the ranking, from 1. */
  place: count,
});
export type ThemeRankingRow = Omit<z.output<typeof row>, 'place'>;

const ranking = defineQuery({
  sql: ({ theme }: ThemeRankingInput) => `
    SELECT
      provider, emote_id AS emoteId, name, ${CLASS_NOW} AS class, total AS uses, messages, chatters,
      row_number() OVER (ORDER BY total DESC, emote_id, toString(provider)) AS place
    FROM (
      SELECT
        provider, emote_id, ${NAME_AND_CLASS}, sum(used) AS total, sum(seen) AS messages,
        uniqCombined64Merge(people) AS chatters
      FROM (
        SELECT
          provider, emote_id, emote_name, class, sum(uses) AS used, sum(messages) AS seen,
          uniqCombined64MergeState(chatters) AS people
        FROM ${toThemeTable(theme, toThemePlan(theme), 'provider, emote_id, emote_name, class, uses, messages, chatters')}
        GROUP BY provider, emote_id, emote_name, class
      )
      GROUP BY provider, emote_id
    )
    ORDER BY place
    LIMIT {limit:UInt32}`,
  parameters: ({ theme, limit }) => ({
    ...toThemeParameters(theme),
    ...toPlanParameters(toThemePlan(theme)),
    limit,
  }),
  row,
});

/**
 * A theme's emotes by uses, most used first; equals by id, then provider. Emotes that nobody used have no row.
 *
 * @throws NotKept
 */
export async function themeRanking(store: Store, input: ThemeRankingInput): Promise<ThemeRankingRow[]> {
  const [found] = await themeRankingOfMany(store, [input]);
  if (found instanceof Error) throw found;
  return found!;
}

/**
 * The same of several themes in two reads: for each its rows, or NotKept.
 *
 * @throws what the store throws, for all of them
 */
export async function themeRankingOfMany(
  store: Store,
  inputs: readonly ThemeRankingInput[],
): Promise<(ThemeRankingRow[] | NotKept)[]> {
  const [rows, lost] = await Promise.all([
    ranking.batch(store, inputs),
    findNotKept(
      store,
      inputs.map(({ theme }) => toThemePlan(theme)),
    ),
  ]);
  return rows.map((of, i) => lost[i] ?? of.sort(byPlace).map(({ place: _, ...row }) => row));
}

const byPlace = (a: { place: number }, b: { place: number }): number => a.place - b.place;
