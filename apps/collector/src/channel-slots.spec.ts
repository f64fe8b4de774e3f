import type { ChannelId, ChannelLogin } from '@emotide/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReadingSession } from '@emotide/reading';
import { ChannelSlots } from './channel-slots';
import type { ReadingWindow } from './reading-window';

const NOW = Date.UTC(2026, 0, 1) + 300;
const logins = ['forsen', 'xqc', 'nymn'] as ChannelLogin[];
let slots: ChannelSlots;
let started: Map<ChannelLogin, ReadingWindow>;
let sessions: Map<ChannelLogin, ReadingSession>;
let log: string[];
let nowMs: number | undefined;
let newestMs: number;
let hurry: AbortController;

beforeEach(() => {
  started = new Map();
  sessions = new Map();
  log = [];
  nowMs = NOW;
  newestMs = NOW;
  hurry = new AbortController();
  slots = new ChannelSlots({
    slots: 1,
    wanted: { logins: logins.values(), viewersOf: (login) => (login === 'xqc' ? 20_000 : undefined) },
    channels: {
      start: (login, window) => void started.set(login, window),
      stop: (login) => void started.delete(login),
      sessionOf: (login) => sessions.get(login),
      rateOf: () => 3,
    },
    clock: {
      nowMs: () => nowMs,
      get newestMs() {
        return newestMs;
      },
    },
    isReading: () => true,
    published: () => Promise.resolve(void log.push('published')),
    mark: ({ login }, cutAtMs) => log.push(`${login} ${cutAtMs - NOW}`),
    joinsWithinMs: 400,
    hurry: hurry.signal,
  });
});

let number = 0;
const join = (...names: string[]): void => {
  for (const name of names) {
    const login = name as ChannelLogin;
    sessions.set(login, { login, channelId: '7' as ChannelId, number: ++number });
  }
};
const isStarted = () => [...started.keys()].sort();

describe('the channels of slots', () => {
  it('are read while the slot is held, and come and go with what is wanted', async () => {
    slots.onGranted(0);
    expect(isStarted()).toEqual(['forsen', 'nymn', 'xqc']);
    slots.change(['lirik' as ChannelLogin], ['xqc' as ChannelLogin]);
    expect(isStarted()).toEqual(['forsen', 'lirik', 'nymn']);
    await slots.onRevoked(0);
    slots.change(['xqc' as ChannelLogin], []);
    expect([isStarted(), log]).toEqual([[], ['published']]);
  });

  it('are weighed by viewers before anybody has measured them', () => {
    expect(slots.weigh().get(0)).toEqual({ value: 10 * (0.5 + 0.5 + 10) + 3, isMeasured: false });
  });

  it('are ready when all are joined, or when no more will be', async () => {
    const ready = slots.onPrepare(0);
    expect(started.get(logins[0]!)?.fromMs).toBeUndefined();
    join('forsen', 'xqc');
    await ready;
    slots.onAbandoned(0);
    expect(isStarted()).toEqual([]);
  });

  it('are cut five seconds ahead, at a whole second, and never behind what was read', () => {
    expect(slots.chooseCut(0)).toBe(NOW - 300 + 6_000);
    newestMs = NOW + 9_000;
    expect(slots.chooseCut(0)).toBeUndefined();
    nowMs = undefined;
    expect(slots.chooseCut(0)).toBeUndefined();
  });

  it('count from the cut on for their heir, who says so of those that were joined before it', async () => {
    join('forsen', 'xqc', 'nymn');
    await slots.onPrepare(0);
    const window = started.get(logins[0]!)!;
    join('xqc');
    slots.onCut(0, NOW + 100);
    expect(window.fromMs).toBe(NOW + 100);
    await new Promise((resolve) => setTimeout(resolve, 300));
    // Nobody is told of what has not happened yet.
    expect(log).toEqual([]);
    nowMs = NOW + 100;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(log.sort()).toEqual(['forsen 100', 'nymn 100']);
  });

  it('count up to the cut for their holder, who says so when all is in the log, of those that went on', async () => {
    slots.onGranted(0);
    join('forsen', 'xqc', 'nymn');
    nowMs = NOW + 10_000;
    const window = started.get(logins[0]!)!;
    const handing = slots.onHandOver(0, NOW);
    expect(window.untilMs).toBe(NOW);
    join('nymn');
    await handing;
    expect([isStarted(), log]).toEqual([[], ['published', 'forsen 0', 'xqc 0', 'published']]);
  });

  it('are given up at once, and nothing is said of them, when there is no time', async () => {
    slots.onGranted(0);
    join('forsen', 'xqc', 'nymn');
    const handing = slots.onHandOver(0, NOW + 5_000);
    hurry.abort();
    await handing;
    expect([isStarted(), log]).toEqual([[], ['published']]);
  });
});
