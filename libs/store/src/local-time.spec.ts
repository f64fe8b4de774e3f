import { describe, expect, it } from 'vitest';
import { offsetMs, startOfLocalDay, toLocalDate } from './local-time';

const HOUR = 3_600_000;
const at = (iso: string) => Date.parse(iso);

describe('local time', () => {
  it.each([
    ['UTC', '2026-07-01T00:00:00Z', 0],
    ['Europe/Madrid', '2026-07-01T00:00:00Z', 2],
    ['Europe/Madrid', '2026-01-01T00:00:00Z', 1],
    ['Asia/Kolkata', '2026-01-01T00:00:00Z', 5.5],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', 5.75],
    ['America/St_Johns', '2026-01-01T00:00:00Z', -3.5],
  ])('is ahead in %s at %s by %d hours', (timezone, time, hours) => {
    expect(offsetMs(at(time) + 1, timezone)).toBe(hours * HOUR);
  });

  it.each([
    ['UTC', 2026, 1, 28, '2026-02-28T00:00:00Z'],
    ['America/New_York', 2026, 2, 8, '2026-03-08T05:00:00Z'],
    ['America/New_York', 2026, 2, 9, '2026-03-09T04:00:00Z'],
    // Clocks skip midnight: the day begins at one.
    ['America/Santiago', 2026, 8, 6, '2026-09-06T04:00:00Z'],
    // Clocks go back over midnight: the first of two begins the day.
    ['America/Havana', 2026, 10, 1, '2026-11-01T04:00:00Z'],
    ['Asia/Kolkata', 2026, 0, 1, '2025-12-31T18:30:00Z'],
  ])('begins the day in %s on %i-%i-%i at its first moment', (timezone, year, month, day, start) => {
    const found = startOfLocalDay({ year, month, day }, timezone);
    expect(new Date(found).toISOString()).toBe(new Date(start).toISOString());
    expect(toLocalDate(found, timezone)).toEqual({ year, month, day });
    expect(toLocalDate(found - 1, timezone)).not.toEqual({ year, month, day });
  });

  it('knows no timezone that the IANA database does not', () => {
    expect(() => offsetMs(0, "UTC'; DROP")).toThrow(RangeError);
  });
});
