import { z } from 'zod';
import { toBucketParameters, toBucketSql, toStarts } from '../granularity';
import { expectKept } from '../not-kept';
import { count, defineQuery, timeMs } from '../query';
import { toPlanParameters } from '../read-plan';
import { toCut, type Comparison, type Cut, type CutInput } from '../series-cut';
import type { Store } from '../store';
import { toActivityTable, toFilterParameters, toMessagesKind, toUsesTable } from '../usage-filter';

export interface UsageSeriesInput extends CutInput {
  /** Whether buckets in which nothing was read are there, with zeros; else they are left out, which is the default. */
  readonly fill?: boolean;
  readonly compareTo?: Comparison;
  /** Points at most. */
  readonly limit: number;
}

const row = z.object({
  /** Start of the bucket. */
  startMs: timeMs,
  /** Messages read, with emotes or without. */
  messages: count,
  /** Messages with at least one emote, or with the emote asked for; null where other filters make it no sum of sums. */
  messagesWithEmotes: count.nullable(),
  uses: count,
});
type Measures = Omit<z.output<typeof row>, 'startMs'>;
export interface UsagePointRow extends z.output<typeof row> {
  /** What the time compared with had as long after its beginning; only when asked for. */
  readonly previous?: Measures;
}

interface CutUsage extends Cut {
  readonly input: UsageSeriesInput;
}

const series = defineQuery({
  sql: ({ input, bucketing, plan }: CutUsage) => {
    const kind = toMessagesKind(input);
    const bucket = toBucketSql(bucketing, 'toUnixTimestamp(at) + {shift:UInt32}');
    const shown = kind === 'unknown' ? "CAST(NULL, 'Nullable(UInt64)')" : 'sum(emote_messages)';
    return `
    SELECT
      ${bucket} AS startMs,
      sum(all_messages) AS messages, ${shown} AS messagesWithEmotes, sum(used) AS uses
    FROM (
      SELECT
        at, sum(messages) AS all_messages,
        ${kind === 'all' ? 'sum(messages_with_emotes)' : 'toUInt64(0)'} AS emote_messages, toUInt64(0) AS used
      FROM ${toActivityTable(input, plan)}
      GROUP BY at
      UNION ALL
      SELECT at, 0, ${kind === 'of-emote' ? 'sum(messages)' : 'toUInt64(0)'}, sum(uses)
      FROM ${toUsesTable(input, plan, kind === 'of-emote' ? ['uses', 'messages'] : ['uses'])}
      GROUP BY at
    )
    GROUP BY startMs
    ORDER BY startMs
    LIMIT {limit:UInt32}`;
  },
  parameters: ({ input, bucketing, plan, shift }) => ({
    ...toFilterParameters(input),
    ...toPlanParameters(plan),
    ...toBucketParameters(bucketing),
    shift,
    limit: input.limit,
  }),
  row,
});

/**
 * Usage over time, oldest first. The first and the last bucket hold only what lies in the range.
 *
 * @throws NotKept, TooManyBuckets. @throws RangeError for an unknown timezone, or when the range is no sound one.
 */
export async function usageSeries(store: Store, input: UsageSeriesInput): Promise<UsagePointRow[]> {
  const { range, compareTo, fill = false, limit } = input;
  const cut = toCut(input);
  const starts = fill ? toStarts(cut.bucketing, range, limit) : undefined;
  const read = async (of: Cut) => {
    const [rows] = await Promise.all([series(store, { input, ...of }), expectKept(store, of.plan)]);
    return new Map(rows.map(({ startMs, ...measures }) => [startMs, measures]));
  };
  const [now, before] = await Promise.all([
    read(cut),
    compareTo === undefined ? undefined : read(toCut(input, compareTo)),
  ]);
  const nothing: Measures = {
    messages: 0,
    messagesWithEmotes: toMessagesKind(input) === 'unknown' ? null : 0,
    uses: 0,
  };
  const found = starts?.map((start) => start * 1_000) ?? [
    ...new Set([...now.keys(), ...(before?.keys() ?? [])]),
  ];
  return found
    .sort((a, b) => a - b)
    .slice(0, limit)
    .map((startMs) => ({
      startMs,
      ...(now.get(startMs) ?? nothing),
      ...(before && { previous: before.get(startMs) ?? nothing }),
    }));
}
