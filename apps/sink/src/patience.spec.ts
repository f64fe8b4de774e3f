import { LogUnavailable } from '@emotide/event-log';
import { Registry, createLogger } from '@emotide/service-kit';
import { StoreUnavailable } from '@emotide/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Patience } from './patience';
import { createSinkMetrics } from './sink-metrics';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const create = () => {
  const stopping = new AbortController();
  return {
    stopping,
    patience: new Patience(
      stopping.signal,
      createLogger('test', 'silent'),
      createSinkMetrics(new Registry()),
    ),
  };
};

/** Fails with these, one after the other, and then gives 42. */
const failing = (...errors: Error[]) => {
  const attempt = vi.fn(() => {
    const error = errors.shift();
    return error === undefined ? Promise.resolve(42) : Promise.reject(error);
  });
  return attempt;
};

describe('patience', () => {
  it('repeats what could not be done, ever more seldom, and says who was away', async () => {
    const { patience } = create();
    const attempt = failing(new StoreUnavailable(), new LogUnavailable(), new LogUnavailable());
    const done = patience.until(attempt);
    await vi.advanceTimersByTimeAsync(99);
    expect([attempt.mock.calls.length, patience.waitingFor]).toEqual([1, 'store']);
    await vi.advanceTimersByTimeAsync(1);
    expect([attempt.mock.calls.length, patience.waitingFor]).toEqual([2, 'log']);
    await vi.advanceTimersByTimeAsync(200);
    expect(attempt.mock.calls.length).toBe(3);
    await vi.advanceTimersByTimeAsync(400);
    expect([await done, patience.waitingFor]).toEqual([42, undefined]);
  });

  it('does not repeat what is no absence', async () => {
    const { patience } = create();
    const attempt = failing(new Error('a bug'));
    await expect(patience.until(attempt)).rejects.toThrow('a bug');
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it('ends at once, even while it waits, when nobody wants the result', async () => {
    const { patience, stopping } = create();
    const attempt = failing(new StoreUnavailable(), new StoreUnavailable('last'));
    const done = expect(patience.until(attempt)).rejects.toThrow('last');
    await vi.advanceTimersByTimeAsync(10);
    stopping.abort();
    await done;
    expect([attempt.mock.calls.length, patience.waitingFor]).toEqual([2, undefined]);
  });
});
