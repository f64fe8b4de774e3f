import { readLogEnds } from './log-ends';
import { readMetric } from './metric-value';
import { until, type Part, type Stack } from './stack';

const LOOK_EVERY_MS = 1_000;

/**
 * Waits until all that was read is counted: the collectors have nothing left to publish, every part says that it is
 * well, the warehouse has every partition to its end in the log, and has not changed between two looks.
 *
 * Precondition: no chat is sent.
 *
 * @throws Error naming what it still waited for
 */
export async function settle(stack: Stack, withinMs = 180_000): Promise<void> {
  let waitsFor = 'a first look';
  let before = '';
  await until(
    async () => {
      const missing = await findUnsettled(stack).catch((error: unknown) => (error as Error).message);
      const now = missing ?? JSON.stringify(await readWholeTotals(stack).catch(() => Math.random()));
      waitsFor = missing ?? 'totals that stay';
      const isSettled = missing === undefined && now === before;
      before = now;
      return isSettled;
    },
    'the warehouse to have all of the log',
    withinMs,
    LOOK_EVERY_MS,
  ).catch((error: unknown) => {
    throw new Error(`${(error as Error).message}; last it waited for ${waitsFor}`);
  });
}

/** Messages and uses over everything, from raw. */
export async function readWholeTotals(stack: Stack): Promise<{ messages: number; uses: number }> {
  const [row] = await stack.sql<{ messages: string; uses: string }>(
    'SELECT (SELECT sum(messages) FROM activity) AS messages, (SELECT sum(uses) FROM events) AS uses',
  );
  return { messages: Number(row!.messages), uses: Number(row!.uses) };
}

async function findUnsettled(stack: Stack): Promise<string | undefined> {
  for (const part of Object.keys(stack.pids()) as Part[]) {
    const trouble = await stack.trouble(part);
    if (trouble !== undefined) return trouble;
    if (!part.startsWith('collector')) continue;
    const [pending] = readMetric(await stack.metrics(part), 'emotide_publish_pending_bytes');
    if (pending !== 0) return `${part} to publish ${pending} bytes`;
  }
  const ends = await readLogEnds(stack);
  // Of the present log alone: one that was made anew counts from 1 again.
  const rows = await stack.sql<{ partition: number; last: string }>(
    `SELECT \`partition\`, max(run_last) AS last FROM sink_runs
     WHERE stream_created_at = (SELECT max(stream_created_at) FROM sink_runs) GROUP BY \`partition\``,
  );
  const committed = new Map(rows.map(({ partition, last }) => [partition, Number(last)]));
  for (const [partition, last] of ends)
    if ((committed.get(partition) ?? 0) < last)
      return `partition ${partition} at ${committed.get(partition) ?? 0} of ${last}`;
  return undefined;
}
