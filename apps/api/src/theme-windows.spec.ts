import type { Theme } from '@emotide/emotes';
import { describe, expect, it } from 'vitest';
import { toThemeWindows } from './theme-windows';

const minutes = (from: number, to: number) => ({ fromMs: from * 60_000, toMs: to * 60_000 });
const withWindows = (...windows: Theme['windows']): Theme => ({
  slug: 'footies',
  name: 'Footies',
  windows,
  match: { ids: [], names: [], patterns: [] },
});

describe('toThemeWindows', () => {
  it('is the whole range for a theme that always counts', () => {
    expect(toThemeWindows(withWindows(), minutes(1, 9))).toEqual([minutes(1, 9)]);
  });

  it('cuts windows to the range and leaves out those beyond it', () => {
    const theme = withWindows(minutes(0, 2), minutes(3, 4), minutes(8, 20), minutes(30, 40));
    expect(toThemeWindows(theme, minutes(1, 9))).toEqual([minutes(1, 2), minutes(3, 4), minutes(8, 9)]);
    expect(toThemeWindows(theme, minutes(5, 7))).toEqual([]);
  });

  it('takes an open end as far as the range goes', () => {
    const theme = withWindows({ fromMs: null, toMs: 60_000 }, { fromMs: 180_000, toMs: null });
    expect(toThemeWindows(theme, minutes(0, 9))).toEqual([minutes(0, 1), minutes(3, 9)]);
  });

  it('counts a minute once where two windows meet in it', () => {
    const theme = withWindows({ fromMs: 0, toMs: 90_000 }, { fromMs: 90_000, toMs: 150_000 });
    expect(toThemeWindows(theme, minutes(0, 9))).toEqual([minutes(0, 3)]);
  });
});
