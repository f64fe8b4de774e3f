import { describe, expect, it } from 'vitest';
import { parseTimeRange } from './time-range';

const now = Date.parse('2026-11-23T18:30:20.500Z');
const shown = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
  [fromMs, toMs].map((timeMs) => new Date(timeMs).toISOString().slice(0, 16));

describe('parseTimeRange', () => {
  it.each([
    [{}, '2026-11-23T17:30', '2026-11-23T18:31'],
    [{ window: null, from: null, to: null }, '2026-11-23T17:30', '2026-11-23T18:31'],
    [{ window: 'LAST_MINUTE' }, '2026-11-23T18:29', '2026-11-23T18:31'],
    [{ window: 'LAST_5_MINUTES' }, '2026-11-23T18:25', '2026-11-23T18:31'],
    [{ window: 'LAST_WEEK' }, '2026-11-16T18:30', '2026-11-23T18:31'],
    [{ window: 'ALL_TIME' }, '2010-01-01T00:00', '2026-11-24T18:31'],
    [{ from: now - 61_000, to: now }, '2026-11-23T18:29', '2026-11-23T18:31'],
  ] as const)('reads %j as whole minutes from %s to %s', (asked, from, to) => {
    expect(shown(parseTimeRange(asked, now))).toEqual([from, to]);
  });

  it.each([
    ['a window and an end', { window: 'LAST_HOUR', to: now }],
    ['a start alone', { from: now }],
    ['an end alone', { to: now }],
    ['an empty range', { from: now, to: now }],
    ['a range that runs backwards', { from: now, to: now - 1 }],
    ['a time before Twitch', { from: Date.UTC(2009, 11, 31), to: now }],
    ['a time beyond reason', { from: now, to: Date.UTC(2100, 0, 2) }],
  ] as const)('refuses %s with BAD_RANGE', (_, asked) => {
    expect(() => parseTimeRange(asked, now)).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_RANGE' } }),
    );
  });
});
