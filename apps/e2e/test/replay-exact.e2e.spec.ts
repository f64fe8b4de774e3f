import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_SAMPLE_DATA, createTemporaryDirectory, sampleData } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startStack, type Stack } from '../src/stack';
import { readTotals } from '../src/warehouse-totals';

interface Expected {
  room_id: string;
  messages: number;
  messages_with_emotes: number;
  emote_occurrences: number;
  distinct_emotes: number;
  emotes: Record<string, { name: string; occurrences: number; messages: number; chatters: number }>;
  minutes: Record<string, { messages: number; messages_with_emotes: number; emote_occurrences: number }>;
}

const CHANNEL = 'xqcow';

describe.skipIf(sampleData === undefined)(`a replay of 5,000 real lines${NO_SAMPLE_DATA}`, () => {
  const file = join(sampleData ?? '', 'irc/xqcow-2019-09-15.txt');
  const directory = createTemporaryDirectory();
  const args = ['--replay', file, '--speed', 'max'];
  let expected: Expected;
  let stack: Stack;

  beforeAll(async () => {
    const truth = JSON.parse(readFileSync(join(sampleData!, 'irc/expected.json'), 'utf8')) as {
      channels: Record<string, Expected>;
    };
    expected = truth.channels[CHANNEL]!;
    stack = await startStack(directory.path, args);
    await stack.said(/replay over/);
  });
  afterAll(async () => {
    await stack.stop();
    directory.remove();
  });

  const expectWarehouse = async () => {
    const totals = await readTotals(stack, CHANNEL);
    expect(totals).toMatchObject({
      messages: expected.messages,
      messagesWithEmotes: expected.messages_with_emotes,
      uses: expected.emote_occurrences,
    });
    expect(totals.emotes).toEqual(
      Object.fromEntries(
        Object.entries(expected.emotes).map(([id, { occurrences, messages, chatters }]) => [
          id,
          { uses: occurrences, messages, chatters },
        ]),
      ),
    );
    expect(totals.minutes).toEqual(
      Object.fromEntries(
        Object.entries(expected.minutes).map(([at, counts]) => [
          at,
          {
            messages: counts.messages,
            messagesWithEmotes: counts.messages_with_emotes,
            uses: counts.emote_occurrences,
          },
        ]),
      ),
    );
  };

  const expectGraphql = async () => {
    const { channel, topEmotes, usage } = await stack.graphql<{
      channel: {
        twitchId: string;
        usage: {
          usage: { messages: number; messagesWithEmotes: number; uses: number; distinctEmotes: number };
        };
      };
      topEmotes: {
        nodes: {
          emote: { emoteId: string; name: string };
          uses: number;
          messages: number;
          chatters: number;
        }[];
        pageInfo: { hasNextPage: boolean };
      };
      usage: { points: { start: string; messages: number; messagesWithEmotes: number; uses: number }[] };
    }>(
      `query Everything($login: String!) {
        channel(login: $login) {
          twitchId
          usage(window: ALL_TIME) { usage { messages messagesWithEmotes uses distinctEmotes } }
        }
        topEmotes(channel: $login, window: ALL_TIME, first: 100) {
          nodes { emote { emoteId name } uses messages chatters }
          pageInfo { hasNextPage }
        }
        usage(channel: $login, from: "2019-09-15T00:00:00Z", to: "2019-09-15T00:08:00Z", granularity: MINUTE) {
          points { start messages messagesWithEmotes uses }
        }
      }`,
      { login: CHANNEL },
    );
    expect(channel).toEqual({
      twitchId: expected.room_id,
      usage: {
        usage: {
          messages: expected.messages,
          messagesWithEmotes: expected.messages_with_emotes,
          uses: expected.emote_occurrences,
          distinctEmotes: expected.distinct_emotes,
        },
      },
    });
    expect(topEmotes.pageInfo.hasNextPage).toBe(true);
    for (const { emote, uses, messages, chatters } of topEmotes.nodes)
      expect({ name: emote.name, occurrences: uses, messages, chatters }).toEqual(
        expected.emotes[emote.emoteId],
      );
    expect(usage.points.map(({ start, ...counts }) => [Date.parse(start), counts])).toEqual(
      Object.entries(expected.minutes).map(([at, counts]) => [
        Number(at),
        {
          messages: counts.messages,
          messagesWithEmotes: counts.messages_with_emotes,
          uses: counts.emote_occurrences,
        },
      ]),
    );
  };

  it('counts in the warehouse what the truth counts: totals, every emote, every minute', async () => {
    // One insert fills one table after the other; the replay is over when the first of them has all.
    await vi.waitFor(expectWarehouse, { timeout: 30_000, interval: 250 });
  });

  it('answers the same in GraphQL', expectGraphql);

  it('counts what moderators did as the file has it, by action and minute', async () => {
    const wanted = new Map<string, number>();
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (!line.includes(' CLEARCHAT #')) continue;
      const minute = Math.floor(Number(/tmi-sent-ts=(\d+)/.exec(line)![1]) / 60_000);
      const action = line.includes('ban-duration=')
        ? 'TIMEOUT'
        : / CLEARCHAT #\S+ :/.test(line)
          ? 'BAN'
          : 'CHAT_CLEARED';
      wanted.set(`${action} ${minute}`, (wanted.get(`${action} ${minute}`) ?? 0) + 1);
    }
    expect([...wanted.values()].reduce((sum, acts) => sum + acts)).toBe(58);
    for (const [table, time, acts] of [
      ['moderation_minute', 'minute', 'sum(acts)'],
      ['moderation', 'sent_at', 'count()'],
    ]) {
      const rows = await stack.sql<{ key: string; acts: string }>(
        `SELECT concat(toString(action), ' ', toString(intDiv(toUnixTimestamp(${time}), 60))) AS key, ${acts} AS acts
         FROM ${table} GROUP BY key`,
      );
      expect(new Map(rows.map((row) => [row.key, Number(row.acts)])), table).toEqual(wanted);
    }
  });

  it('keeps no chat text and no plain user id', async () => {
    const [row] = await stack.sql<{ plain: string; texts: string }>(
      `SELECT (SELECT count() FROM events WHERE user_id IN (27151341, 93438390, 66331243)) AS plain,
              (SELECT count() FROM events WHERE emote_name LIKE '% %') AS texts`,
    );
    expect(row).toEqual({ plain: '0', texts: '0' });
  });

  it('is not changed by a restart', async () => {
    expect(await stack.stop()).toBe(0);
    stack = await startStack(directory.path, args);
    await stack.said(/replay over/);
    await expectWarehouse();
    await expectGraphql();
  });
});
