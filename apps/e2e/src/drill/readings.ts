import type { Limit, Reading } from '@emotide/twitch-sim/truth';
import type { Stack } from '../stack';

/** What one reading session of one channel gave, as the warehouse has it. */
export interface Session {
  /** Login. */
  readonly channel: string;
  /** Start of the second of its first message, epoch ms. */
  readonly firstSecondMs: number;
  /** Start of the second of its last message, epoch ms. */
  readonly lastSecondMs: number;
  readonly messages: number;
}

const SECOND_MS = 1_000;

/** All sessions that gave a message. */
export async function readSessions(stack: Stack): Promise<Session[]> {
  const rows = await stack.sql<{ login: string; first: string; last: string; messages: string }>(
    `SELECT names.login AS login, toUnixTimestamp64Milli(min(c.first_sent_at)) AS first,
       toUnixTimestamp64Milli(max(c.last_sent_at)) AS last, sum(c.messages) AS messages
     FROM channel_coverage AS c
     INNER JOIN (SELECT channel_id, argMax(login, last_sent_at) AS login FROM channels GROUP BY channel_id) AS names
       ON names.channel_id = c.channel_id
     GROUP BY login, c.session
     HAVING messages > 0`,
  );
  return rows.map(({ login, first, last, messages }) => ({
    channel: login,
    firstSecondMs: Number(first),
    lastSecondMs: Number(last),
    messages: Number(messages),
  }));
}

/**
 * What each connection's reader must have counted of each channel: the first messages, as many as its reading session
 * says. With it the simulator can tell the exact truth of collectors that were killed or frozen.
 *
 * A session belongs to the last reading of its channel that had begun by its first message, whoever read. Sessions know
 * that moment to the second: where a channel was joined anew within it, the session may be of the reading before, and is
 * when the newer reading has a session of its own. Of two that began in the same second, the one that ended first was
 * there first.
 */
export function toLimits(readings: readonly Reading[], sessions: readonly Session[]): Limit[] {
  const limits = new Map<string, Limit>();
  const sessionsOf = byChannel(sessions);
  for (const [channel, channelReadings] of byChannel(readings)) {
    const inOrder = [...channelReadings].sort((a, b) => a.fromMs - b.fromMs);
    const counts = countByReading(inOrder, sessionsOf.get(channel) ?? []);
    for (const [i, { connection }] of inOrder.entries()) {
      const key = `${connection} ${channel}`;
      const before = limits.get(key)?.messages ?? 0;
      limits.set(key, { connection, channel, messages: before + counts[i]! });
    }
  }
  return [...limits.values()];
}

function byChannel<T extends { readonly channel: string }>(list: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(one.channel);
    if (group === undefined) groups.set(one.channel, [one]);
    else group.push(one);
  }
  return groups;
}

function countByReading(readings: readonly Reading[], sessions: readonly Session[]): number[] {
  const owner = (session: Session): number =>
    readings.findLastIndex(({ fromMs }) => fromMs < session.firstSecondMs + SECOND_MS);
  const owned = readings.map((): Session[] => []);
  const inOrder = [...sessions].sort(
    (a, b) => a.firstSecondMs - b.firstSecondMs || a.lastSecondMs - b.lastSecondMs,
  );
  for (const session of inOrder) owned[owner(session)]?.push(session);
  for (let i = owned.length - 1; i > 0; i--) {
    const [first, second] = owned[i]!;
    const mayBeEarlier = first !== undefined && first.firstSecondMs < readings[i]!.fromMs;
    if (mayBeEarlier && second !== undefined && owned[i - 1]!.length === 0)
      owned[i - 1]!.push(owned[i]!.shift()!);
  }
  return owned.map((list) => list.reduce((sum, { messages }) => sum + messages, 0));
}
