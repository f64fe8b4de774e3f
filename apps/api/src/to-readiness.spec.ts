import { describe, expect, it } from 'vitest';
import type { LiveMoment } from './live/live-feed';
import { toReadiness } from './to-readiness';

const known = {} as NonNullable<LiveMoment['known']>;
const stale = (reason: 'HYDRATING' | 'LOG_AWAY' | 'WAREHOUSE_AWAY') => ({ reason, sinceMs: 0 });

describe('readiness', () => {
  it('is there with fresh live answers, whatever the warehouse does', () => {
    expect(toReadiness({ known, stale: null }, false)).toEqual({ ready: true });
  });

  it('waits for the live windows of a process that has just started', () => {
    const state = { known: undefined, stale: stale('HYDRATING') };
    expect(toReadiness(state, true)).toEqual({ ready: false, reason: 'reading the last hour' });
  });

  it('is there for queries while the log is away, or while live answers stand still', () => {
    expect(toReadiness({ known: undefined, stale: stale('LOG_AWAY') }, true)).toEqual({ ready: true });
    expect(toReadiness({ known, stale: stale('HYDRATING') }, true)).toEqual({ ready: true });
  });

  it('is not there when neither can be answered', () => {
    const reason = { ready: false, reason: 'warehouse unavailable' };
    expect(toReadiness({ known, stale: stale('LOG_AWAY') }, false)).toEqual(reason);
    expect(toReadiness({ known: undefined, stale: stale('WAREHOUSE_AWAY') }, false)).toEqual(reason);
  });
});
