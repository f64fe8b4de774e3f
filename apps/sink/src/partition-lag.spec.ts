import { describe, expect, it } from 'vitest';
import { toLag } from './partition-lag';

const NOW_MS = 1_800_000_000_000;
const nothing = { records: 0, oldestStoredAtMs: undefined };

describe('the lag of a partition', () => {
  it('is nothing when the log has just said that it has no more', () => {
    expect(toLag(nothing, { silentMs: 900, asked: 77, nowMs: NOW_MS })).toEqual({ records: 0, seconds: 0 });
  });

  it('is what is in hand, from when the log stored it', () => {
    const inHand = { records: 12, oldestStoredAtMs: NOW_MS - 400 };
    expect(toLag(inHand, { silentMs: 3, asked: 77, nowMs: NOW_MS })).toEqual({ records: 12, seconds: 0.4 });
  });

  it('is what the log was found to have, while it has more than it could give', () => {
    const inHand = { records: 16_384, oldestStoredAtMs: NOW_MS - 3_600_000 };
    const lag = toLag(inHand, { silentMs: 60_000, asked: 250_000, nowMs: NOW_MS });
    expect(lag).toEqual({ records: 250_000, seconds: 3_600 });
  });

  it('grows while nobody can say what the log has', () => {
    expect(toLag(nothing, { silentMs: 30_000, asked: 0, nowMs: NOW_MS })).toEqual({
      records: 0,
      seconds: 30,
    });
  });

  it('is not below nothing when the clock of the log is ahead', () => {
    const inHand = { records: 1, oldestStoredAtMs: NOW_MS + 500 };
    expect(toLag(inHand, { silentMs: 0, asked: 0, nowMs: NOW_MS })).toEqual({ records: 1, seconds: 0 });
  });
});
