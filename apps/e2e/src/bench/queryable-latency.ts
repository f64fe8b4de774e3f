import type { Stack } from '../stack';

/** From `tmi-sent-ts` to the end of the insert, over every row with emotes of a span of time. Milliseconds. */
export async function queryableLatency(
  stack: Stack,
  fromMs: number,
  untilMs: number,
): Promise<{ p50Ms: number; p99Ms: number }> {
  const [row] = await stack.sql<{ q: [number, number] }>(
    `SELECT quantilesExact(0.5, 0.99)(toUnixTimestamp64Milli(r.inserted_at) - toUnixTimestamp64Milli(e.sent_at)) AS q
     FROM events AS e INNER JOIN sink_runs AS r ON r.run_last = e.run_last AND r.partition = e.partition
     WHERE e.sent_at BETWEEN fromUnixTimestamp64Milli(${fromMs}) AND fromUnixTimestamp64Milli(${untilMs})`,
  );
  return { p50Ms: Number(row!.q[0]), p99Ms: Number(row!.q[1]) };
}
