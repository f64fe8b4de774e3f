import { z } from 'zod';
import { CLASS_NOW, NAME_AND_CLASS, emoteClass, provider } from '../emote-columns';
import { expectKept } from '../not-kept';
import { count, defineQuery } from '../query';
import type { Range } from '../range';
import { toReadPlan } from '../read-plan';
import { toRawScopeCondition, toScopeParameters, type Scope } from '../scope';
import type { Store } from '../store';

export interface TrendingInput {
  readonly scope: Scope;
  /** The time that may show a trend, of whole minutes and at most a day. */
  readonly range: Range;
  /** How many days before are compared with, at the same time of day; 1 to 28, a week for instance. */
  readonly baselineDays: number;
  /** Uses of one chatter that count, of one emote in one range. */
  readonly mostUsesPerChatter: number;
  /** Distinct known chatters that an emote needs. */
  readonly leastChatters: number;
  /** The least score; 3.3 is one in 2,000 by chance for one emote, 4.9 one in 20 for all of 100,000. */
  readonly leastScore: number;
  readonly limit: number;
}

const row = z.object({
  provider,
  emoteId: z.string(),
  name: z.string(),
  class: emoteClass,
  /** Occurrences, of known chatters. */
  uses: count,
  /** Those that count when each chatter has a cap. */
  cappedUses: count,
  /** So many would be expected of the baseline's share in what is used now. */
  expectedUses: z.number(),
  chatters: count,
  /** How far above the expected, in standard deviations. */
  score: z.number(),
});
export type TrendingRow = z.output<typeof row>;

/** Raw rows of the range and of the same time on each day before it. */
const toPeriodsCondition = (days: number): string => {
  const periods = Array.from(
    { length: days + 1 },
    (_, day) =>
      `(sent_at >= toDateTime({from:UInt32} - ${day * 86_400}, 'UTC') AND sent_at < toDateTime({to:UInt32} - ${day * 86_400}, 'UTC'))`,
  );
  // The index of times leaves out what is older than all of them by one range alone, not by several.
  return `sent_at >= toDateTime({from:UInt32} - ${days * 86_400}, 'UTC') AND sent_at < toDateTime({to:UInt32}, 'UTC')
    AND (${periods.join(' OR ')})`;
};

const DAY = "intDiv({to:UInt32} - 1 - toUnixTimestamp(toDateTime(sent_at, 'UTC')), 86400)";

/** One cell's part of the log-likelihood ratio: observed times the logarithm of observed by expected, 0 for none. */
const toCell = (observed: string, expected: string): string =>
  `if(${observed} > 0, (${observed}) * log((${observed}) / (${expected})), 0)`;
const LOG_LIKELIHOOD_RATIO = `2 * (
  ${toCell('now_capped', 'k * all_now / n')}
  + ${toCell('before', 'k * all_before / n')}
  + ${toCell('all_now - now_capped', '(n - k) * all_now / n')}
  + ${toCell('all_before - before', '(n - k) * all_before / n')}
)`;

const ranking = defineQuery({
  sql: ({ scope, baselineDays }: TrendingInput) => `
    WITH
      per_day AS (
        SELECT
          provider, emote_id, day, sum(used) AS day_used, sum(least(used, {cap:UInt32})) AS day_capped,
          count() AS day_chatters, argMax(chatter_name, used) AS emote_name, max(chatter_class) AS class
        FROM (
          SELECT
            provider, emote_id, ${DAY} AS day, user_id,
            sum(uses) AS used, any(emote_name) AS chatter_name, any(class) AS chatter_class
          FROM events
          WHERE ${toRawScopeCondition(scope)} AND user_id != 0 AND ${toPeriodsCondition(baselineDays)}
          GROUP BY provider, emote_id, day, user_id
        )
        GROUP BY provider, emote_id, day
      ),
      totals AS (SELECT day, sum(day_capped) AS total FROM per_day GROUP BY day),
      (SELECT sumIf(total, day = 0) FROM totals) AS all_now,
      (SELECT sumIf(total, day > 0) FROM totals) AS all_before,
      (SELECT countIf(day > 0) FROM totals) AS days
    SELECT
      provider, emote_id AS emoteId, name, ${CLASS_NOW} AS class,
      now_used AS uses, now_capped AS cappedUses, before * all_now / all_before AS expectedUses,
      now_chatters AS chatters, sqrt(greatest(0, ${LOG_LIKELIHOOD_RATIO}) / dispersion) AS score
    FROM (
      SELECT
        *, now_capped + before AS k, all_now + all_before AS n,
        if(before = 0 OR days < 3, 1,
          greatest(1, (squares * all_before / before - before) / (days - 1))) AS dispersion
      FROM (
        SELECT
          provider, emote_id, ${NAME_AND_CLASS},
          sumIf(day_used, day = 0) AS now_used, sumIf(day_capped, day = 0) AS now_capped,
          sumIf(day_chatters, day = 0) AS now_chatters,
          sumIf(day_capped, day > 0) AS before, sumIf(day_capped * day_capped / total, day > 0) AS squares
        FROM (
          SELECT
            provider, emote_id, per_day.day AS day, emote_name, class, day_used AS used, day_used, day_capped, day_chatters,
            total
          FROM per_day JOIN totals ON totals.day = per_day.day
        )
        GROUP BY provider, emote_id
      )
      WHERE now_chatters >= {chatters:UInt64}
    )
    WHERE all_before > 0 AND now_capped * all_before > before * all_now AND score >= {score:Float64}
    ORDER BY score DESC, emote_id, toString(provider)
    LIMIT {limit:UInt32}`,
  parameters: (input) => ({
    ...toScopeParameters(input.scope),
    from: input.range.fromMs / 1_000,
    to: input.range.toMs / 1_000,
    cap: input.mostUsesPerChatter,
    chatters: input.leastChatters,
    score: input.leastScore,
    limit: input.limit,
  }),
  row,
});

/**
 * Emotes that are used more than at the same time of the days before, by how sure that is.
 *
 * Each chatter's uses of an emote count up to a cap, in the range and on each day alike, and chatters who are not to be
 * known not at all, so that one spammer is no trend. The share of an emote in all capped uses now is compared with its share
 * in the baseline's: more chat alone is no trend, either. The score is the signed root of the log-likelihood ratio of the
 * two by two table (Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics
 * 19(1), 1993), some standard normal deviations, and sound for small counts, where differences of means are not. It is
 * divided by the root of the dispersion between the baseline's days (Pearson's chi-square over its degrees of freedom, at
 * least 1; McCullagh and Nelder, "Generalized Linear Models", 1989, section 4.5), from three days on: chat comes in bursts,
 * and an emote that had some every day needs more than Poisson's law says. Days on which nobody was heard don't count as
 * days without uses. Where there is no baseline at all, nothing is a trend.
 *
 * @throws RangeError for a range of more than a day, or days that are not 1 to 28. @throws NotKept when raw rows of the
 *   range are gone; older days that are gone are days without a baseline.
 */
export async function trending(store: Store, input: TrendingInput): Promise<TrendingRow[]> {
  const { range, baselineDays } = input;
  if (!Number.isInteger(baselineDays) || baselineDays < 1 || baselineDays > 28)
    throw new RangeError('baselineDays: not 1 to 28');
  const plan = toReadPlan(range, { type: 'steps', step: 1 });
  if (plan.to - plan.from > 86_400) throw new RangeError('range: more than a day');
  const [rows] = await Promise.all([ranking(store, input), expectKept(store, plan)]);
  return rows;
}
