import type { Limit } from '@emotide/twitch-sim/truth';
import type { Stack } from '../stack';

/** One life of the collector, by what a drill saw of it. */
export interface CollectorLife {
  /** When it was started, epoch ms; nothing that it read was sent before. */
  readonly fromMs: number;
  /** Greatest number of a connection to the simulator when it ended; its own are those above the life before. */
  lastConnection: number;
}

/** What one reading session of one channel gave, as the warehouse has it. */
interface Session {
  readonly login: string;
  readonly firstSentAtMs: number;
  readonly messages: number;
}

/**
 * What each connection's reader must have counted of each channel: as many messages, from the first on, as its reading
 * session says. With it the simulator can tell the exact truth of a collector that was killed.
 *
 * @param sent messages that the simulator put on each connection for each channel
 */
export async function toLimits(
  stack: Stack,
  lives: readonly CollectorLife[],
  sent: readonly { connection: number; channel: string; messages: number }[],
): Promise<Limit[]> {
  const rows = await stack.sql<{ login: string; first: string; messages: string }>(
    `SELECT names.login AS login, toUnixTimestamp64Milli(min(c.first_sent_at)) AS first, sum(c.messages) AS messages
     FROM channel_coverage AS c
     INNER JOIN (SELECT channel_id, argMax(login, last_sent_at) AS login FROM channels GROUP BY channel_id) AS names
       ON names.channel_id = c.channel_id
     GROUP BY login, session`,
  );
  const counted = new Map<string, number>();
  for (const { login, first, messages } of rows) {
    const session: Session = { login, firstSentAtMs: Number(first), messages: Number(messages) };
    const key = `${lifeOf(lives, session)} ${login}`;
    counted.set(key, (counted.get(key) ?? 0) + session.messages);
  }
  return sent.map(({ connection, channel }) => {
    const life = lives.findIndex(({ lastConnection }) => connection <= lastConnection);
    return { connection, channel, messages: counted.get(`${life} ${channel}`) ?? 0 };
  });
}

/** Sessions know their start to the second; lives are further apart. */
function lifeOf(lives: readonly CollectorLife[], { firstSentAtMs }: Session): number {
  return lives.findLastIndex(({ fromMs }) => firstSentAtMs + 999 >= fromMs);
}
