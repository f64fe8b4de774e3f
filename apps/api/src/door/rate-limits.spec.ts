import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RATE_SECONDS, RateLimits } from './rate-limits';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const anybody = { keyId: undefined, network: '1.1.1.1' };
const keyed = { keyId: '0123456789', network: '1.1.1.1' };

describe('rates', () => {
  it('say how long to wait, and are over by then', async () => {
    const limits = new RateLimits({ perNetwork: 2, perKey: 3 });
    expect([await limits.take(anybody), await limits.take(anybody)]).toEqual([0, 0]);
    vi.advanceTimersByTime(4_000);
    const wait = await limits.take(anybody);
    expect(wait).toBe(RATE_SECONDS - 4);
    expect(await limits.take({ ...anybody, network: '2.2.2.2' })).toBe(0);
    vi.advanceTimersByTime(wait * 1_000);
    expect(await limits.take(anybody)).toBe(0);
  });

  it('of a key are its own, wherever it is used', async () => {
    const limits = new RateLimits({ perNetwork: 1, perKey: 2 });
    expect(await limits.take(anybody)).toBe(0);
    expect(await limits.take(keyed)).toBe(0);
    expect(await limits.take({ ...keyed, network: '2.2.2.2' })).toBe(0);
    expect(await limits.take(keyed)).toBeGreaterThan(0);
  });

  it('count a guessed key for many', async () => {
    const limits = new RateLimits({ perNetwork: 21, perKey: 2 });
    expect(await limits.takeGuess('1.1.1.1')).toBe(0);
    expect(await limits.takeGuess('1.1.1.1')).toBeGreaterThan(0);
    expect(await limits.take(anybody)).toBeGreaterThan(0);
  });

  it('of 0 are none', async () => {
    const limits = new RateLimits({ perNetwork: 0, perKey: 0 });
    for (let n = 0; n < 10_000; n++) expect(await limits.take(n % 2 ? anybody : keyed)).toBe(0);
  });
});
