import { LogUnavailable } from '@emotide/event-log';
import { createLogger } from '@emotide/service-kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ValueWriter } from './value-writer';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const bytes = (text: string) => (): Uint8Array => new TextEncoder().encode(text);

function start(options: { mayWrite?: () => boolean; putMs?: number } = {}) {
  const puts: string[] = [];
  const state = { isAway: false };
  const writer = new ValueWriter({
    values: {
      put: async (key, value) => {
        if (options.putMs !== undefined) await new Promise((resolve) => setTimeout(resolve, options.putMs));
        if (state.isAway) throw new LogUnavailable('away');
        if (key === 'no key') throw new RangeError('not a key');
        puts.push(`${key}=${new TextDecoder().decode(value as Uint8Array)}`);
      },
      remove: (key) => Promise.resolve(void puts.push(`-${key}`)),
    },
    mayWrite: options.mayWrite ?? (() => true),
    log: createLogger('test', 'silent'),
  });
  return { writer, puts, state };
}

describe('ValueWriter', () => {
  it('takes a value away, unless it is written again before that', async () => {
    const { writer, puts } = start();
    writer.write('gone', () => undefined);
    writer.write('back', () => undefined, 1_000);
    writer.write('back', bytes('2'));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(puts).toEqual(['-gone', 'back=2']);
  });

  it('writes at once, or after a while in which the latest wins', async () => {
    const { writer, puts } = start();
    writer.write('now', bytes('1'));
    writer.write('later', bytes('1'), 1_000);
    await vi.advanceTimersByTimeAsync(600);
    writer.write('later', bytes('2'), 1_000);
    expect(puts).toEqual(['now=1']);
    await vi.advanceTimersByTimeAsync(401);
    expect(puts).toEqual(['now=1', 'later=2']);
    expect(writer.pending).toBe(0);
  });

  it('keeps values while the log is away, the latest of each, and writes them when it is back', async () => {
    const { writer, puts, state } = start();
    state.isAway = true;
    writer.write('a', bytes('1'));
    await vi.advanceTimersByTimeAsync(2_000);
    writer.write('a', bytes('2'));
    writer.write('b', bytes('1'));
    await vi.advanceTimersByTimeAsync(2_000);
    expect([puts, writer.pending]).toEqual([[], 2]);
    state.isAway = false;
    await vi.advanceTimersByTimeAsync(600);
    expect(puts.sort()).toEqual(['a=2', 'b=1']);
  });

  it('writes nothing without the lease, and all of it once it holds', async () => {
    let isValid = false;
    const { writer, puts } = start({ mayWrite: () => isValid });
    writer.write('a', bytes('1'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(puts).toEqual([]);
    isValid = true;
    await vi.advanceTimersByTimeAsync(600);
    expect(puts).toEqual(['a=1']);
  });

  it('never has two writes of one key under way, and puts the newer one last', async () => {
    const { writer, puts } = start({ putMs: 50 });
    writer.write('a', bytes('1'));
    await vi.advanceTimersByTimeAsync(10);
    writer.write('a', bytes('2'));
    writer.write('a', bytes('3'));
    await vi.advanceTimersByTimeAsync(200);
    expect(puts).toEqual(['a=1', 'a=3']);
  });

  it('has all written when it is drained, without waiting for more to come', async () => {
    const { writer, puts } = start({ putMs: 50 });
    for (let i = 0; i < 40; i++) writer.write(`k${i}`, bytes('1'), 60_000);
    let isDrained = false;
    void writer.drained().then(() => (isDrained = true));
    await vi.advanceTimersByTimeAsync(149);
    expect(isDrained).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    expect([isDrained, puts.length]).toEqual([true, 40]);
    await expect(writer.drained()).resolves.toBeUndefined();
  });

  it('gives up what can never be a value, and the rest when it is stopped', async () => {
    const { writer, puts, state } = start();
    writer.write('no key', bytes('1'));
    writer.write('a', bytes('1'));
    await vi.advanceTimersByTimeAsync(0);
    expect([puts, writer.pending]).toEqual([['a=1'], 0]);
    state.isAway = true;
    writer.write('b', bytes('1'));
    await vi.advanceTimersByTimeAsync(0);
    const drained = writer.drained();
    writer.stop();
    await drained;
    writer.write('c', bytes('1'));
    expect([vi.getTimerCount(), writer.pending]).toEqual([0, 0]);
  });
});
