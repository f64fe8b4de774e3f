import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeepAlive } from './keep-alive';

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] }),
);
afterEach(() => void vi.useRealTimers());

function watch() {
  const said: string[] = [];
  const keepAlive = new KeepAlive({
    pingAfterMs: 15_000,
    pongWithinMs: 10_000,
    ping: () => void said.push(`ping ${performance.now()}`),
    onDead: () => void said.push(`dead ${performance.now()}`),
  });
  const startedAtMs = performance.now();
  const at = (ms: number) => `${startedAtMs + ms}`;
  return { keepAlive, said, at };
}

describe('KeepAlive', () => {
  it('sends a PING after silence, and gives up when nothing is heard within the deadline', () => {
    const { said, at } = watch();
    vi.advanceTimersByTime(14_999);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(10_010);
    // The turn after the deadline judges.
    expect(said).toEqual([`ping ${at(15_000)}`, `dead ${at(25_001)}`]);
    vi.advanceTimersByTime(100_000);
    expect(said).toHaveLength(2);
  });

  it('takes anything that is heard for an answer, and asks nothing of who talks', () => {
    const { keepAlive, said, at } = watch();
    vi.advanceTimersByTime(10_000);
    keepAlive.heard();
    vi.advanceTimersByTime(14_999);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(said).toEqual([`ping ${at(25_000)}`]);
    keepAlive.heard();
    vi.advanceTimersByTime(14_000);
    expect(said).toHaveLength(1);
  });

  it('judges nothing while nobody reads, and begins anew after it', () => {
    const { keepAlive, said, at } = watch();
    vi.advanceTimersByTime(16_000);
    keepAlive.pause();
    vi.advanceTimersByTime(600_000);
    expect(said).toEqual([`ping ${at(15_000)}`]);
    keepAlive.resume();
    vi.advanceTimersByTime(15_000);
    expect(said).toHaveLength(2);
    keepAlive.stop();
    vi.advanceTimersByTime(60_000);
    expect(said).toHaveLength(2);
  });

  it('hears what came while the process was frozen before it judges', () => {
    const { keepAlive, said } = watch();
    vi.advanceTimersByTime(15_000);
    expect(said).toHaveLength(1);
    // Awake after a minute: timers fire first, then sockets are read.
    setTimeout(() => setImmediate(() => keepAlive.heard()), 9_999);
    vi.advanceTimersByTime(10_000);
    expect(said).toHaveLength(1);
  });
});
