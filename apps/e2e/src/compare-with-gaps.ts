import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createStore, gaps as readGaps, toWholeMinutes } from '@emotide/store';
import { secondsOf, toGeneratedRun } from '@emotide/twitch-sim/truth';
import type { Stack } from './stack';

/** A time of which something may be missing, [fromMs, toMs). */
export interface Gap {
  readonly channel: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface GapComparison {
  /** Messages that the simulator put on connections, and those that were counted. */
  readonly truth: number;
  readonly counted: number;
  readonly missing: number;
  readonly gaps: readonly Gap[];
  /** Channels and seconds compared. */
  readonly compared: number;
  /** What is missing outside of all gaps, or there twice, in words. */
  readonly differences: readonly string[];
}

const MOST_GAPS = 1_000_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Compares what is counted of each channel and second with what the simulator put on connections: nothing may be there
 * twice, and what is missing must lie in a gap that the product itself tells. Nothing may be sent any more.
 */
export async function compareWithGaps(stack: Stack): Promise<GapComparison> {
  const folder = join(stack.directory, 'twitch-sim');
  const truth = new Map<string, number>();
  for (const name of readdirSync(folder).filter((one) => /^generated-\d+\.log$/.test(one)))
    for (const { channel, secondMs, messages } of secondsOf(toGeneratedRun(readFileSync(join(folder, name)))))
      truth.set(`${channel} ${secondMs}`, (truth.get(`${channel} ${secondMs}`) ?? 0) + messages);

  const counted = new Map(
    (
      await stack.sql<{ login: string; at: string; messages: string }>(
        `SELECT names.login AS login, toUnixTimestamp(second) * 1000 AS at, sum(t.messages) AS messages
         FROM activity AS t
         INNER JOIN (SELECT channel_id, argMax(login, last_sent_at) AS login FROM channels GROUP BY channel_id) AS names
           ON names.channel_id = t.channel_id
         GROUP BY login, at HAVING messages > 0`,
      )
    ).map(({ login, at, messages }) => [`${login} ${at}`, Number(messages)]),
  );
  const gaps = await findGaps(stack);
  const inGap = (key: string): boolean => {
    const [channel, at] = key.split(' ') as [string, string];
    return (gaps.get(channel) ?? []).some(({ fromMs, toMs }) => fromMs <= Number(at) && Number(at) < toMs);
  };

  const differences: string[] = [];
  let missing = 0;
  for (const [key, messages] of truth) {
    const there = counted.get(key) ?? 0;
    if (there > messages) differences.push(`twice: ${key}: truth ${messages}, counted ${there}`);
    if (there >= messages) continue;
    missing += messages - there;
    if (!inGap(key)) differences.push(`missing in silence: ${key}: truth ${messages}, counted ${there}`);
  }
  for (const [key, messages] of counted)
    if (!truth.has(key)) differences.push(`twice: ${key}: truth nothing, counted ${messages}`);
  const [doubles] = await stack.sql<{ rows: string }>(
    'SELECT count() - uniqExact(channel_id, message_key, provider, emote_id) AS rows FROM events',
  );
  if (doubles?.rows !== '0') differences.push(`twice: ${doubles?.rows} rows of events`);
  const sum = (counts: ReadonlyMap<string, number>): number =>
    [...counts.values()].reduce((total, count) => total + count, 0);
  return {
    truth: sum(truth),
    counted: sum(counted),
    missing,
    gaps: [...gaps.values()].flat(),
    compared: truth.size,
    differences,
  };
}

async function findGaps(stack: Stack): Promise<Map<string, Gap[]>> {
  const store = createStore({
    url: stack.clickhouseUrl,
    username: 'app',
    password: stack.secrets.clickhouse.app,
  });
  try {
    const range = toWholeMinutes(Date.now() - DAY_MS, Date.now() + MINUTE_MS);
    const found = new Map<string, Gap[]>();
    for (const { login, fromMs, toMs } of await readGaps(store, { scope: 'all', range, limit: MOST_GAPS })) {
      const list = found.get(login) ?? [];
      found.set(login, list);
      list.push({ channel: login, fromMs, toMs });
    }
    return found;
  } finally {
    await store.close();
  }
}
