import { z } from 'zod';
import { toChatterParameters, toChatterPlan, toChatterTable, type ChatterPlan } from '../chatter-plan';
import { PROVIDER_COLUMN, type EmoteKey } from '../emote-columns';
import { toBucketParameters, toBucketSql, toBucketing, type Granularity } from '../granularity';
import { expectKept } from '../not-kept';
import { count, defineQuery, timeMs } from '../query';
import { toRangeParameters, type Range } from '../range';
import { toReadPlan } from '../read-plan';
import { toScopeParameters, type Scope } from '../scope';
import type { Store } from '../store';

export interface ChatterUsageInput {
  readonly scope: Scope;
  readonly range: Range;
  /** As the warehouse has it: hashed unless configured otherwise. `0` is nobody. */
  readonly userId: string;
  /** Only uses of this emote. */
  readonly emote?: EmoteKey;
  readonly granularity: Granularity;
  /** Whose hours, days, weeks and months, an IANA name; default UTC. */
  readonly timezone?: string;
  readonly limit: number;
}

const row = z.object({
  /** Start of the bucket. */
  startMs: timeMs,
  uses: count,
});
export type ChatterUsagePointRow = z.output<typeof row>;

/** Chatters' days are UTC's, so what is cut otherwise comes from raw rows alone. */
function toPlan({ range, granularity, timezone = 'UTC' }: ChatterUsageInput): ChatterPlan {
  const isWholeDays = granularity === 'DAY' || granularity === 'WEEK' || granularity === 'MONTH';
  if (isWholeDays && timezone === 'UTC') return toChatterPlan(range);
  toRangeParameters(range);
  return { days: { from: 0, to: 0 }, raw: [toReadPlan(range, { type: 'steps', step: 1 })] };
}
const toBuckets = ({ range, granularity, timezone = 'UTC' }: ChatterUsageInput) =>
  toBucketing(range, granularity, timezone);

const series = defineQuery({
  sql: (input: ChatterUsageInput) => {
    const ofEmote = input.emote ? 'AND emote_id = {emote_id:String} AND provider = {provider:String}' : '';
    const condition = `user_id = {user_id:UInt64} AND user_id != 0 ${ofEmote}`;
    return `
    SELECT ${toBucketSql(toBuckets(input), 'toUnixTimestamp(at)')} AS startMs, sum(uses) AS uses
    FROM ${toChatterTable(toPlan(input), input.scope, condition)}
    GROUP BY startMs
    ORDER BY startMs
    LIMIT {limit:UInt32}`;
  },
  parameters: (input) => ({
    ...toScopeParameters(input.scope),
    ...toChatterParameters(toPlan(input)),
    ...toBucketParameters(toBuckets(input)),
    user_id: input.userId,
    ...(input.emote && { provider: PROVIDER_COLUMN[input.emote.provider], emote_id: input.emote.emoteId }),
    limit: input.limit,
  }),
  row,
});

/**
 * One chatter's uses over time, oldest first; buckets without any are left out. Days, weeks and months of UTC reach as far
 * back as chatters' days are kept, all others as raw rows.
 *
 * @throws NotKept, TooManyBuckets. @throws RangeError for an unknown timezone.
 */
export async function chatterUsage(store: Store, input: ChatterUsageInput): Promise<ChatterUsagePointRow[]> {
  const { raw } = toPlan(input);
  const [rows] = await Promise.all([series(store, input), ...raw.map((plan) => expectKept(store, plan))]);
  return rows;
}
