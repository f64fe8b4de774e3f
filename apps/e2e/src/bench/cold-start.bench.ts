import { TWITCH_PACE, TwitchChat } from '@emotide/chat';
import type { ChannelLogin } from '@emotide/domain';
import { Registry } from '@emotide/service-kit';
import { quietLog } from '@emotide/testkit';
import type { Result } from './benchmarks-page';
import { startOwnSimulator } from './own-simulator';
import { format } from './statistics';

const CHANNELS = [1_000, 3_000];
/** Lines a second over all channels: enough for a line's way to be seen, too few to matter. */
const RATE = 500;
const WITHIN_MS = 240_000;

/** How long does it take to join a thousand channels from cold, within Twitch's limits? */
export async function benchColdStart(command: string): Promise<Result> {
  const rows: string[][] = [];
  for (const channels of CHANNELS) {
    process.stderr.write(`cold start: ${channels} channels …\n`);
    rows.push(await measure(channels));
  }
  const { joins, totalJoins, connectEveryMs, channelsPerConnection } = TWITCH_PACE;
  return {
    question: 'How long does it take to join a thousand channels from cold, within Twitch’s limits?',
    command,
    table: {
      head: [
        'channels',
        'joined',
        'half of them after, s',
        'all after, s',
        'connections',
        'joins in 10 s, one connection, at most',
        'all connections, at most',
        'logins in 10 s, at most',
        'limits broken',
        'lines read meanwhile',
      ],
      rows,
    },
    notes: [
      `The chat room with its usual pace (${channelsPerConnection} channels a connection, one every ${connectEveryMs} ms, ${joins.count} joins in ${joins.perMs / 1_000} s on each, ${totalJoins.count} on all) against the simulator with Twitch's limits: 20 joins in 10 s and 100 channels on a connection, 20 logins in 10 s. Who breaks one is cut off, refused or turned away, and counted.`,
      'As the simulator saw them; a channel counts as joined with its ROOMSTATE.',
    ],
  };
}

async function measure(channels: number): Promise<string[]> {
  const simulator = await startOwnSimulator({
    EMOTIDE_SIM_GENERATE_CHANNELS: String(channels),
    EMOTIDE_SIM_GENERATE_RATE: String(RATE),
    EMOTIDE_SIM_LIMITS: 'true',
  });
  const chat = new TwitchChat({
    ...TWITCH_PACE,
    url: simulator.chatUrl,
    mailboxLines: 65_536,
    log: quietLog,
    registry: new Registry(),
  });
  try {
    const logins = await simulator.channels();
    const joinedAfterMs: number[] = [];
    const failures: unknown[] = [];
    let lines = 0;
    const startedAt = performance.now();
    for (const login of logins)
      chat.channel(login as ChannelLogin, { weight: 1 }).subscribe({
        next: (signal) => {
          if (signal.type === 'joined') joinedAfterMs.push(performance.now() - startedAt);
          else if (signal.type === 'lines') lines += signal.lines.length;
        },
        error: (error: unknown) => failures.push(error),
      });
    while (joinedAfterMs.length + failures.length < channels && performance.now() - startedAt < WITHIN_MS)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const peaks = await simulator.ask<{ joinsOfOneConnection: number; joins: number; logins: number }>(
      'GET',
      'peaks',
    );
    const violations = await simulator.ask<Record<string, number>>('GET', 'violations');
    const { connections } = await simulator.ask<{ connections: unknown[] }>('GET', 'progress');
    const broken = Object.values(violations).reduce((sum, times) => sum + times, 0);
    for (const failure of failures.slice(0, 3)) process.stderr.write(`  ${String(failure)}\n`);
    return [
      format(channels),
      format(joinedAfterMs.length),
      format((joinedAfterMs[Math.ceil(channels / 2) - 1] ?? Number.NaN) / 1_000),
      format((joinedAfterMs[channels - 1] ?? Number.NaN) / 1_000),
      String(connections.length),
      String(peaks.joinsOfOneConnection),
      String(peaks.joins),
      String(peaks.logins),
      String(broken),
      format(lines),
    ];
  } finally {
    chat.stop();
    await simulator.stop();
  }
}
