import { describe, expect, it } from 'vitest';
import { toInitials, toTint, toVisible } from './names';
import { formatChange, formatCount, formatRate, formatShare, formatShort } from './numbers';
import { createTimeFormat, formatLength, formatStep, parseDuration } from './times';

describe('numbers', () => {
  it('have groups, and are short where there is little room', () => {
    expect([0, 9_999, 12_345, 1_234_567].map(formatCount)).toEqual(['0', '9,999', '12,345', '1,234,567']);
    expect([0, 9_999, 12_345, 1_234_567].map(formatShort)).toEqual(['0', '9,999', '12.3K', '1.23M']);
    expect([0, 4.26, 311.7].map(formatRate)).toEqual(['0.0', '4.3', '312']);
  });

  it('a share of nothing is no number', () => {
    expect([formatShare(1, 3), formatShare(0, 0)]).toEqual(['33.3%', '–']);
    expect([formatChange(112, 100), formatChange(50, 100), formatChange(5, 0)]).toEqual([
      '+12%',
      '-50%',
      undefined,
    ]);
  });
});

describe('times', () => {
  const ms = Date.parse('2026-11-23T23:04:05Z');

  it('are written in the zone that was chosen', () => {
    expect(createTimeFormat('UTC').dayMinute(ms)).toBe('23 Nov, 23:04');
    expect(createTimeFormat('Asia/Tokyo').dayMinute(ms)).toBe('24 Nov, 08:04');
    expect(createTimeFormat('UTC').minute(Date.parse('2026-11-23T00:00:00Z'))).toBe('00:00');
  });

  it('say as much as their step needs', () => {
    const format = createTimeFormat('UTC');
    expect(formatStep(format, ms, 1_000)).toBe('23:04:05');
    expect(formatStep(format, ms, 60_000)).toBe('23 Nov, 23:04');
    expect(formatStep(format, ms, 86_400_000)).toBe('23 Nov 2026');
  });

  it('lengths show their two greatest units', () => {
    expect([-5, 420, 12_000, 65_000, 7_500_000, 90_000_000, 172_800_000].map(formatLength)).toEqual([
      '0.0 s',
      '0.4 s',
      '12 s',
      '1 min 5 s',
      '2 h 5 min',
      '1 d 1 h',
      '2 d',
    ]);
  });

  it('durations are read as the contract writes them', () => {
    expect(parseDuration('PT1.5S')).toBe(1_500);
    expect(parseDuration('P1D')).toBeNaN();
  });
});

describe('names', () => {
  it('show what would turn or hide them', () => {
    expect(toVisible('abc\u202Etxt\u200B')).toBe('abc\u25aftxt\u25af');
    expect(toVisible('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
    expect(toVisible('')).toBe('\u25af');
    expect(toVisible('Ελλάδα é 😀')).toBe('Ελλάδα é 😀');
  });

  it('have initials of their own part', () => {
    expect(['forsenE', 'Kappa', 'moon2WOW', ':)', 'éa', 'xqcL'].map(toInitials)).toEqual([
      'E',
      'Ka',
      'Wo',
      ':)',
      'Éa',
      'L',
    ]);
  });

  it('keep their tint', () => {
    expect(toTint('Kappa', 6)).toBe(toTint('Kappa', 6));
    expect(
      new Set(['Kappa', 'LUL', 'PogChamp', 'monkaS', 'KEKW', 'Sadge'].map((n) => toTint(n, 6))).size,
    ).toBeGreaterThan(2);
  });
});
