import { TwitchChat, TWITCH_PACE, type TwitchChatOptions } from '@emotide/chat';
import type { ChannelLogin } from '@emotide/domain';
import { createLogger, Registry } from '@emotide/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TWITCH_LIMITS } from '../src/irc-limits';
import { runSimulator, until, type RunningSimulator } from './running-simulator';

const CHANNELS = 85;

let simulator: RunningSimulator;
let chat: TwitchChat;

beforeEach(async () => {
  simulator = await runSimulator({
    generate: { seed: 5, channels: CHANNELS, linesPerSecond: 10, mix: 'real', lines: null },
    limits: TWITCH_LIMITS,
  });
});
afterEach(async () => {
  chat.stop();
  await simulator.stop();
});

function join(pace: Partial<TwitchChatOptions>): { joined: Set<string>; errors: number } {
  chat = new TwitchChat({
    ...TWITCH_PACE,
    url: new URL(`ws://127.0.0.1:${simulator.port}`),
    mailboxLines: 65_536,
    log: createLogger('chat', 'silent'),
    registry: new Registry(),
    ...pace,
  });
  const state = { joined: new Set<string>(), errors: 0 };
  for (const { login } of simulator.channels())
    chat.channel(login as ChannelLogin).subscribe({
      next: ({ type }) => void (type === 'joined' && state.joined.add(login)),
      error: () => state.errors++,
    });
  return state;
}

describe('a cold start against a Twitch that enforces its limits', () => {
  it('joins every channel once and breaks none of them', async () => {
    const state = join({ channelsPerConnection: 17, connectEveryMs: 550 });
    await until(() => state.joined.size === CHANNELS, 'all joined');
    expect(state.errors).toBe(0);
    expect((await simulator.ask('GET', 'violations')).body).toEqual({ joins: 0, logins: 0, channels: 0 });
    expect(simulator.peaks()).toEqual({ joinsOfOneConnection: 17, joins: CHANNELS, logins: 5 });
    expect(simulator.progress().connections).toHaveLength(5);
  });

  it('is cut off where it goes faster than Twitch allows', async () => {
    const state = join({ joins: { count: 90, perMs: 12_500 }, connectEveryMs: 1 });
    await until(() => state.errors > 0, 'the cut');
    expect(simulator.violations().joins).toBe(1);
    expect(simulator.peaks().joinsOfOneConnection).toBe(21);
  });
});
