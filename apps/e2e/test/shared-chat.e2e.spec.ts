import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryDirectory } from '@emotide/testkit';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, type Stack } from '../src/stack';

const AT = Date.UTC(2026, 0, 1);
const ROOMS = { tidepool: '11', lagoon: '12', reef: '13' } as const;
type Room = keyof typeof ROOMS;
let number = 0;

/** A message as one room is told of it. */
function tell(room: Room, id: string, text: string, more: string, command = 'PRIVMSG'): string {
  const uses = text.split(' ').map((_word, i) => `${i * 6}-${i * 6 + 4}`);
  const tags = `emotes=25:${uses.join(',')};id=${id};room-id=${ROOMS[room]};tmi-sent-ts=${AT + number++};user-id=64`;
  return `@${tags}${more} :u!u@u.tmi.twitch.tv ${command} #${room} :${text}`;
}

/** A message of a shared chat: in the room where it was sent and, under ids of their own, in the others. */
function share(origin: string, id: string, text: string, rooms: readonly Room[], msgId?: string): string[] {
  return rooms.map((room) => {
    const isOrigin = ROOMS[room] === origin;
    const kind =
      msgId === undefined
        ? ''
        : isOrigin
          ? `;msg-id=${msgId}`
          : `;msg-id=sharedchatnotice;source-msg-id=${msgId}`;
    const source = `;source-id=${id};source-room-id=${origin}${kind}`;
    return tell(
      room,
      isOrigin ? id : `${id}-${room}`,
      text,
      source,
      msgId === undefined ? 'PRIVMSG' : 'USERNOTICE',
    );
  });
}

const all: readonly Room[] = ['tidepool', 'lagoon', 'reef'];
const LINES = [
  ...share('11', 'one', 'Kappa', all),
  ...share('12', 'two', 'Kappa Kappa', all),
  ...share('13', 'resub', 'Kappa', all, 'resub'),
  // The room where it was sent is not read: it stays a copy.
  ...share('99', 'far', 'Kappa Kappa Kappa', ['tidepool']),
  tell('lagoon', 'alone', 'Kappa', ''),
];
/** What each room saw, copies included: messages and uses. */
const SEEN: Readonly<Record<Room, readonly [messages: number, uses: number]>> = {
  tidepool: [4, 1 + 2 + 1 + 3],
  lagoon: [4, 1 + 2 + 1 + 1],
  reef: [3, 1 + 2 + 1],
};
/** What was sent in each, which is what counts over rooms. */
const SENT: Readonly<Record<Room, readonly [messages: number, uses: number]>> = {
  tidepool: [1, 1],
  lagoon: [2, 3],
  reef: [1, 1],
};
const TOTAL = [4, 5] as const;

describe('a chat that three rooms share', () => {
  const directory = createTemporaryDirectory();
  let stack: Stack;

  beforeAll(async () => {
    const file = join(directory.path, 'shared-chat.txt');
    writeFileSync(file, LINES.join('\n'));
    stack = await startStack(directory.path, ['--replay', file, '--speed', 'max', '--retime']);
    await stack.said(/replay over/);
  });
  afterAll(async () => {
    await stack.stop();
    directory.remove();
  });

  it('is visible in each room, and counts once, where it was sent, over all of them', async () => {
    const fields = 'messages uses';
    const answer = await stack.graphql<{
      usage: { points: { messages: number; uses: number }[] };
      topEmotes: { nodes: { uses: number; messages: number }[] };
      topChannels: { nodes: { channel: { login: Room }; usage: { messages: number; uses: number } }[] };
    }>(
      `{ usage(window: ALL_TIME, granularity: DAY) { points { ${fields} } }
         topEmotes(window: ALL_TIME) { nodes { uses messages } }
         topChannels(window: ALL_TIME) { nodes { channel { login } usage { ${fields} } } } }`,
    );
    const sum = (points: readonly { messages: number; uses: number }[]): number[] => [
      points.reduce((total, { messages }) => total + messages, 0),
      points.reduce((total, { uses }) => total + uses, 0),
    ];
    expect(sum(answer.usage.points)).toEqual(TOTAL);
    expect(answer.topEmotes.nodes).toEqual([{ uses: TOTAL[1], messages: TOTAL[0] }]);
    expect(
      Object.fromEntries(
        answer.topChannels.nodes.map(({ channel, usage }) => [channel.login, [usage.messages, usage.uses]]),
      ),
    ).toEqual(SENT);
    for (const room of all) {
      const own = await stack.graphql<{
        channel: { usage: { usage: { messages: number; uses: number } } };
        usage: { points: { messages: number; uses: number }[] };
        topEmotes: { nodes: { uses: number }[] };
      }>(
        `{ channel(login: "${room}") { usage(window: ALL_TIME) { usage { ${fields} } } }
           usage(channel: "${room}", window: ALL_TIME, granularity: DAY) { points { ${fields} } }
           topEmotes(channel: "${room}", window: ALL_TIME) { nodes { uses } } }`,
      );
      const [messages, uses] = SEEN[room];
      expect(own.channel.usage.usage, room).toEqual({ messages, uses });
      expect(sum(own.usage.points), room).toEqual([messages, uses]);
      expect(own.topEmotes.nodes, room).toEqual([{ uses }]);
    }
  });

  it('is the same live', async () => {
    const client = createClient({ url: stack.apiUrl.replace('http', 'ws'), webSocketImpl: WebSocket });
    /** Answers of a subscription until one is as wanted; a wrong one that stays fails by the test's time. */
    const expectLive = async (field: string, wanted: readonly [number, number]): Promise<void> => {
      const query = `subscription { usage(${field}window: LAST_HOUR, seconds: 0) { totals { messages uses } } }`;
      type Answer = { usage: { totals: { messages: number; uses: number } | null } };
      for await (const { data } of client.iterate<Answer>({ query })) {
        const totals = data?.usage.totals;
        if (totals?.messages === wanted[0] && totals.uses === wanted[1]) return;
      }
    };
    await expectLive('', TOTAL);
    for (const room of all) await expectLive(`channel: "${room}", `, SEEN[room]);
    await client.dispose();
  });

  it('is flagged in every row of a copy', async () => {
    const rows = await stack.sql<{ login: Room; copies: string; rows: string }>(
      `SELECT channel_login AS login, countIf(bitAnd(flags, 2) != 0) AS copies, count() AS rows FROM events GROUP BY login`,
    );
    expect(Object.fromEntries(rows.map(({ login, copies, rows: n }) => [login, [copies, n]]))).toEqual({
      tidepool: ['3', '4'],
      lagoon: ['2', '4'],
      reef: ['2', '3'],
    });
  });
});
