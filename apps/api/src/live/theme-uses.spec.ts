import { EMOTE_CLASSES, PROVIDERS, type ChannelId, type EmoteId } from '@emotide/domain';
import type { Theme } from '@emotide/emotes';
import { createLiveWindows } from '@emotide/live';
import { describe, expect, it } from 'vitest';
import { countsThroughout, themeUses } from './theme-uses';

const END = 1_700_000_000;
const windows = createLiveWindows({ endSecond: END });
const use = (channel: number, secondsAgo: number, emoteId: string, emoteName: string, uses: number): void => {
  windows.foldUse({
    sentAtMs: (END - secondsAgo) * 1_000,
    channelId: { hi: 0, lo: channel },
    provider: PROVIDERS.TWITCH,
    emoteId,
    emoteName,
    emoteClass: EMOTE_CLASSES.GLOBAL,
    uses,
    flags: 0,
  });
};
use(1, 10, '25', 'Kappa', 2);
use(2, 20, '25', 'Kappa', 1);
use(1, 30, '26', 'cupKick', 5);
use(2, 400, '27', 'cupGoal', 7);
use(2, 10, '99', 'Other', 100);

const theme: Theme = {
  slug: 'ours',
  name: 'Ours',
  windows: [],
  match: {
    ids: [{ provider: 'TWITCH', id: '25' as EmoteId, name: 'Kappa' }],
    names: [],
    patterns: [{ provider: null, pattern: 'cup*' }],
  },
};

describe('the uses of a theme', () => {
  it('are those of its emotes, by id and by name, in each window', () => {
    const minute = themeUses(windows, 'LAST_MINUTE', theme);
    expect(minute.emotes.map(({ name, uses, messages }) => [name, uses, messages])).toEqual([
      ['cupKick', 5, 1],
      ['Kappa', 3, 2],
    ]);
    expect([minute.uses, themeUses(windows, 'LAST_15_MINUTES', theme).uses]).toEqual([8, 15]);
  });

  it('are those in its channels, where it has some', () => {
    const channels = ['1' as ChannelId];
    expect(themeUses(windows, 'LAST_HOUR', { ...theme, channels }).emotes.map(({ uses }) => uses)).toEqual([
      5, 2,
    ]);
  });

  it('count where all of the window lies in its time', () => {
    const during = { ...theme, windows: [{ fromMs: 1_000, toMs: 2_000 }] };
    expect(countsThroughout(theme, 0, 9_000)).toBe(true);
    expect(countsThroughout(during, 1_000, 2_000)).toBe(true);
    expect(countsThroughout(during, 999, 2_000)).toBe(false);
    expect(countsThroughout(during, 1_000, 2_001)).toBe(false);
    expect(countsThroughout({ ...theme, windows: [{ fromMs: null, toMs: null }] }, 0, 9_000)).toBe(true);
  });
});
