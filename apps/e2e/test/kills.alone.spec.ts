import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_SAMPLE_DATA, createTemporaryDirectory, sampleData } from '@emotide/testkit';
import { toSegments, truthOf, type Limit } from '@emotide/twitch-sim/truth';
import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../src/drill/random';
import { startStack, until, type Part, type Stack } from '../src/stack';
import { readTotals } from '../src/warehouse-totals';

const CHANNEL = 'xqcow';
/** 463 s of chat in 15 s. */
const SPEED = '30';

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

async function startReplay(file: string): Promise<Stack> {
  const directory = createTemporaryDirectory();
  cleanup.push(() => directory.remove());
  const stack = await startStack(directory.path, ['--replay', file, '--speed', SPEED]);
  cleanup.push(() => stack.stop());
  return stack;
}

/** Kills the parts in turn, at moments that no rhythm of the system fits, until the replay is over. */
async function killUntilOver(
  stack: Stack,
  parts: readonly Part[],
  random: () => number,
): Promise<Map<Part, number>> {
  const kills = new Map<Part, number>();
  let isOver = false;
  const over = stack.said(/all [\d,]+ lines sent/, 120_000).then(() => {
    isOver = true;
  });
  for (let turn = 0; !isOver; turn++) {
    await new Promise((next) => setTimeout(next, 200 + random() * 600));
    if (isOver) break;
    const part = parts[turn % parts.length]!;
    await stack.kill(part);
    kills.set(part, (kills.get(part) ?? 0) + 1);
  }
  await over;
  return kills;
}

/** Waits until the warehouse has all that it will have. */
async function settled(stack: Stack, messages: number): Promise<void> {
  await until(
    async () => {
      const [row] = await stack.sql<{ messages: string }>('SELECT sum(messages) AS messages FROM activity');
      return Number(row!.messages) >= messages;
    },
    `${messages} messages`,
    30_000,
    200,
  ).catch(() => undefined);
}

describe.skipIf(sampleData === undefined)(`kill -9 during a replay${NO_SAMPLE_DATA}`, () => {
  const file = join(sampleData ?? '', 'irc/xqcow-2019-09-15.txt');

  it('of sink, ClickHouse and nats-server, several times each, changes no count', async () => {
    const stack = await startReplay(file);
    const kills = await killUntilOver(stack, ['sink', 'clickhouse', 'nats'], createRandom(7));
    for (const part of ['sink', 'clickhouse', 'nats'] as const)
      expect(kills.get(part)).toBeGreaterThanOrEqual(2);
    const truth = truthOf(new Map([[file, readFileSync(file, 'utf8').split('\n')]])).channels[CHANNEL]!;
    await settled(stack, truth.messages);
    const { messages, messagesWithEmotes, uses, emotes, minutes } = truth;
    expect(await readTotals(stack, CHANNEL)).toEqual({ messages, messagesWithEmotes, uses, emotes, minutes });
  });

  it('of the collector loses the lines of the recorded gaps, to the line, and counts none twice', async () => {
    const stack = await startReplay(file);
    const kills = await killUntilOver(stack, ['collector'], createRandom(11));
    expect(kills.get('collector')).toBeGreaterThanOrEqual(3);

    // Each session says how many messages it read; the simulator knows which came first on its connection.
    const sessionsNow = () =>
      stack.sql<{ first: string; messages: string }>(
        `SELECT toUnixTimestamp64Milli(min(first_sent_at)) AS first, sum(messages) AS messages
         FROM channel_coverage GROUP BY session ORDER BY first`,
      );
    let before = '';
    await until(
      async () => {
        const now = JSON.stringify(await sessionsNow());
        const isSettled = now === before;
        before = now;
        return isSettled;
      },
      'the last run',
      20_000,
      1_000,
    );
    const sessions = await sessionsNow();
    const segments = toSegments(readFileSync(join(stack.directory, 'twitch-sim/sent.ndjson'), 'utf8'));
    const files = new Map([[file, readFileSync(file, 'utf8').split('\n')]]);
    const onConnection = (connection: number) =>
      truthOf(
        files,
        segments.filter((segment) => segment.connection === connection),
      ).channels[CHANNEL];
    const connections = [
      ...new Set(segments.flatMap(({ connection }) => (connection === null ? [] : [connection]))),
    ]
      .filter((connection) => (onConnection(connection)?.messages ?? 0) > 0)
      .sort((a, b) => a - b);

    // A collector may die before it counted anything: then a connection has no session.
    const limits: Limit[] = [];
    let session = 0;
    for (const connection of connections) {
      const next = connections.find((other) => other > connection);
      const ends = next === undefined ? Infinity : Number(Object.keys(onConnection(next)!.minutes)[0]);
      const reading = sessions[session];
      const isIts = reading !== undefined && Number(reading.first) < ends + 60_000;
      limits.push({ connection, channel: CHANNEL, messages: isIts ? Number(reading.messages) : 0 });
      if (isIts) session++;
    }
    expect(session).toBe(sessions.length);

    const { messages, messagesWithEmotes, uses, emotes, minutes } = truthOf(files, segments, limits).channels[
      CHANNEL
    ]!;
    expect(await readTotals(stack, CHANNEL)).toEqual({ messages, messagesWithEmotes, uses, emotes, minutes });

    const { usage } = await stack.graphql<{
      usage: { dataFreshness: { gaps: unknown[]; complete: boolean } };
    }>(`{ usage(channel: "${CHANNEL}", window: ALL_TIME) { dataFreshness { complete gaps { from to } } } }`);
    expect(usage.dataFreshness.complete).toBe(false);
    expect(usage.dataFreshness.gaps.length).toBe(sessions.length - 1);
  });
});
