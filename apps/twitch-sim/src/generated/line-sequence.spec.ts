import { describe, expect, it } from 'vitest';
import { LineCursor } from './line-cursor';
import { createLinePool, VISITORS, type LinePool } from './line-pool';
import { createLineSequence } from './line-sequence';
import type { GeneratedSettings } from './settings';

const settings: GeneratedSettings = { seed: 3, channels: 30, linesPerSecond: 1_000, mix: 'real' };
const pool = createLinePool(settings);

const first = (count: number, more: Partial<GeneratedSettings> = {}, of: LinePool = pool): number[] => {
  const sequence = createLineSequence({ ...settings, ...more }, of);
  return Array.from({ length: count }, (_, position) => sequence.at(position));
};
const channelsOf = (choices: readonly number[]): number[] =>
  choices.map((choice) => pool.channelOf[Math.floor(choice / VISITORS)] ?? -1);

describe('the order of generated lines', () => {
  it('is the same for the same seed, asked in any order', () => {
    const forwards = first(2_000);
    expect(first(2_000)).toEqual(forwards);
    const sequence = createLineSequence(settings, pool);
    const backwards = [...forwards.keys()].reverse().map((position) => sequence.at(position));
    expect(backwards.reverse()).toEqual(forwards);
    expect(first(2_000, { seed: 4 })).not.toEqual(forwards);
  });

  it('gives channels their share by Zipf’s law, over bursts', () => {
    const heard = channelsOf(first(200_000));
    const count = (channel: number): number => heard.filter((each) => each === channel).length;
    expect(Math.abs(count(0) / count(1) - 2)).toBeLessThan(0.6);
    expect(count(0) / count(9)).toBeGreaterThan(4);
    expect(new Set(heard).size).toBe(30);
  });

  it('has bursts in which a channel has ten times its lines, opened by a raid', () => {
    const heard = channelsOf(first(600_000));
    const usual = (channel: number): number => heard.filter((each) => each === channel).length / 600;
    // Seconds of a thousand lines: the most of a small channel against its average.
    const small = 19;
    const bySecond = Array.from(
      { length: 600 },
      (_, second) =>
        heard.slice(second * 1_000, (second + 1) * 1_000).filter((each) => each === small).length,
    );
    expect(Math.max(...bySecond)).toBeGreaterThan(5 * usual(small));
    const raids = new Set(pool.firstOf);
    const opened = first(600_000).filter((choice) => raids.has(Math.floor(choice / VISITORS))).length;
    expect(opened).toBeGreaterThan(20);
    expect(opened).toBeLessThan(60);
    expect(first(600_000, { mix: 'dense' }).some((choice) => raids.has(Math.floor(choice / VISITORS)))).toBe(
      false,
    );
  });

  it('uses every visitor', () => {
    expect(new Set(first(2_000).map((choice) => choice % VISITORS)).size).toBe(VISITORS);
  });
});

describe('a cursor over the lines', () => {
  const sequence = createLineSequence(settings, pool);

  it('goes from anywhere on as it would from the start', () => {
    const cursor = new LineCursor(pool, sequence);
    const walked = Array.from({ length: 3_000 }, () => {
      const { number, headNumber, template, visitor } = cursor;
      cursor.next();
      return { number, headNumber, template, visitor };
    });
    const followers = walked.filter(({ number, headNumber }) => number !== headNumber);
    expect(followers.length).toBeGreaterThan(30);
    for (const [i, expected] of walked.entries()) {
      const { number, headNumber, template, visitor } = new LineCursor(pool, sequence, expected.number);
      expect({ number, headNumber, template, visitor }).toEqual(expected);
      const before = walked[i - 1];
      if (before === undefined) continue;
      expect(number).toBeGreaterThan(before.number);
      const isFollower = number !== headNumber;
      expect(isFollower).toBe(before.number === headNumber);
      if (isFollower) expect([before.template, before.visitor]).toEqual([expectedHead(template), visitor]);
    }
    function expectedHead(follower: number): number {
      return pool.followerOf.indexOf(follower);
    }
  });
});
