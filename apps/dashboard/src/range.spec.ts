import { describe, expect, it } from 'vitest';
import { toDrawnRange, toEarlier } from './range';

const at = Date.parse('2026-11-23T18:07:42.123Z');
const iso = (ms: number) => new Date(ms).toISOString();

describe('ranges', () => {
  it.each([
    ['1h', '2026-11-23T17:07:00.000Z', '2026-11-23T18:07:00.000Z', 'MINUTE'],
    ['24h', '2026-11-22T18:00:00.000Z', '2026-11-23T18:00:00.000Z', 'MINUTE'],
    ['7d', '2026-11-16T18:00:00.000Z', '2026-11-23T18:00:00.000Z', 'HOUR'],
    ['30d', '2026-10-24T18:00:00.000Z', '2026-11-23T18:00:00.000Z', 'HOUR'],
  ] as const)('the last %s are whole steps that are over', (length, from, to, asked) => {
    const range = toDrawnRange({ type: 'last', length }, at);
    expect([iso(range.fromMs), iso(range.toMs), range.asked]).toEqual([from, to, asked]);
  });

  it('fixed times take the steps of the shortest length that holds them', () => {
    const range = toDrawnRange({ type: 'fixed', fromMs: at, toMs: at + 2 * 3_600_000 }, 0);
    expect([iso(range.fromMs), iso(range.toMs)]).toEqual([
      '2026-11-23T18:00:00.000Z',
      '2026-11-23T20:10:00.000Z',
    ]);
  });

  it('a year is asked in days', () => {
    expect(toDrawnRange({ type: 'fixed', fromMs: at - 365 * 86_400_000, toMs: at }, 0).asked).toBe('DAY');
  });

  it('the earlier range is as long and ends where this one begins', () => {
    const range = toDrawnRange({ type: 'last', length: '7d' }, at);
    const earlier = toEarlier(range);
    expect(earlier.toMs).toBe(range.fromMs);
    expect(earlier.toMs - earlier.fromMs).toBe(range.toMs - range.fromMs);
  });
});
