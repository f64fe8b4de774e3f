import { createTemporaryDirectory } from '@emotide/testkit';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { expect, it } from 'vitest';
import { readChannels } from '../src/simulator';
import { startStack } from '../src/stack';

const STEPS = ['received', 'published', 'consumed', 'stored', 'folded', 'pushed'] as const;
const LINE = /a traced message .*?trace=(\d+) {2}step=(\w+) {2}afterSentMs=(-?\d+)(.*)/;

it('tells the way of one message in so many, from its reading to its push, under one number', async () => {
  const directory = createTemporaryDirectory();
  const stack = await startStack(directory.path, ['--channels', '20', '--rate', '300', '--seed', '11'], {
    env: { EMOTIDE_TRACE_ONE_IN: '50' },
  });
  const client = createClient({ url: stack.apiUrl.replace('http', 'ws'), webSocketImpl: WebSocket });
  try {
    const answers = client.iterate({
      query: 'subscription { topEmotes(first: 5) { asOf emotes { uses } } }',
    });
    const ways = (): Map<string, Map<string, { afterSentMs: number; where: string }>> => {
      const found = new Map<string, Map<string, { afterSentMs: number; where: string }>>();
      for (const line of stack.output().split('\n')) {
        const [, trace = '', step = '', afterSentMs, where = ''] = LINE.exec(line) ?? [];
        if (trace === '') continue;
        const way = found.get(trace) ?? new Map<string, { afterSentMs: number; where: string }>();
        found.set(trace, way.set(step, { afterSentMs: Number(afterSentMs), where }));
      }
      return found;
    };
    const whole = () => [...ways()].filter(([, way]) => STEPS.every((step) => way.has(step)));
    const endsAtMs = Date.now() + 60_000;
    while (whole().length < 5 && Date.now() < endsAtMs) await answers.next();

    const some = whole();
    expect(some.length).toBeGreaterThanOrEqual(5);
    for (const [, way] of some) {
      const placeOf = (step: (typeof STEPS)[number]) => / seq=(\d+)/.exec(way.get(step)!.where)?.[1];
      // One batch of the log, wherever it is spoken of.
      const places = new Set((['published', 'consumed', 'stored', 'folded'] as const).map(placeOf));
      expect(places.size).toBe(1);
      expect([...places][0]).toBeDefined();
      const [received, , consumed, stored, , pushed] = STEPS.map((step) => way.get(step)!.afterSentMs);
      expect(received).toBeLessThanOrEqual(consumed!);
      expect(consumed).toBeLessThanOrEqual(stored!);
      expect(received).toBeLessThanOrEqual(pushed!);
    }

    // The number is the warehouse's own, of messages with emotes.
    const keys = some.map(([trace]) => trace);
    const rows = await stack.sql<{ message_key: string; messages: string }>(
      `SELECT message_key, uniqExact(message_key) AS messages FROM emotide.events
       WHERE message_key IN (${keys.join(', ')}) GROUP BY message_key`,
    );
    expect(rows.length).toBeGreaterThan(0);

    // One in fifty, and nothing that says who or what.
    const logins = await readChannels(stack);
    const traced = stack
      .output()
      .split('\n')
      .filter((line) => LINE.test(line));
    for (const login of logins) expect(traced.filter((line) => line.includes(login))).toEqual([]);
    const [{ messages }] = (await stack.sql<{ messages: string }>(
      'SELECT sum(messages) AS messages FROM emotide.activity',
    )) as [{ messages: string }];
    expect(ways().size).toBeLessThan(Number(messages) / 25);
  } finally {
    await client.dispose();
    await stack.stop();
    directory.remove();
  }
});
