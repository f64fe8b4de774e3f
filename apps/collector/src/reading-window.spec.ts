import type { ChannelId, ChannelLogin, UserId } from '@emotide/domain';
import { toU64 } from '@emotide/domain';
import type { CountedLine } from '@emotide/emotes';
import { Subject } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import type { CountedTurn } from '@emotide/reading';
import { ReadingWindow } from './reading-window';

const T = Date.UTC(2026, 0, 1);
const session = { login: 'tidepool' as ChannelLogin, channelId: '7' as ChannelId, number: 1 };
/** A turn with lines so many milliseconds from the cut. */
const turn = (...offsets: number[]): CountedTurn => ({
  session,
  lines: offsets.map((offset): CountedLine => ({
    type: 'counted',
    sentAtMs: T + offset,
    messageKey: toU64(offset + 100_000),
    userId: '64' as UserId,
    flags: 0,
    uses: [],
    unreadableRanges: 0,
  })),
});

/** What passes a window, as offsets by virtual millisecond. */
function pass(
  window: ReadingWindow,
  marbles: string,
  turns: Record<string, CountedTurn>,
  acts: Record<number, () => void>,
): [number, number[]][] {
  const seen: [number, number[]][] = [];
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run(({ cold }) => {
    for (const [atMs, act] of Object.entries(acts)) scheduler.schedule(act, Number(atMs));
    cold(marbles, turns)
      .pipe(window.passes())
      .subscribe(({ lines }) => seen.push([scheduler.now(), lines.map(({ sentAtMs }) => sentAtMs - T)]));
  });
  return seen;
}

describe('a reading window', () => {
  it('lets everything pass when it is open on both sides, as it is', () => {
    const all = turn(-5, 5);
    expect(new ReadingWindow(-Infinity).cut(all)).toBe(all);
  });

  it('counts what comes before a cut on one side, and what comes from it on on the other: each once', () => {
    const [holder, heir] = [new ReadingWindow(-Infinity), new ReadingWindow(undefined)];
    const turns = { a: turn(-9), b: turn(-1, 0, 1), c: turn(-2), d: turn(3, 4) };
    const holderSaw = pass(holder, 'ab-cd', turns, { 0: () => holder.close(T) });
    const heirSaw = pass(heir, 'ab-cd', turns, { 0: () => heir.open(T) });
    expect(holderSaw).toEqual([
      [0, [-9]],
      [1, [-1]],
      [3, [-2]],
    ]);
    expect(heirSaw).toEqual([
      [1, [0, 1]],
      [4, [3, 4]],
    ]);
  });

  it('holds what comes until it hears of the cut, also when that has passed', () => {
    const window = new ReadingWindow(undefined);
    const turns = { a: turn(-7_000), b: turn(-1, 0), c: turn(2), d: turn(9) };
    expect(pass(window, 'abc---d', turns, { 4: () => window.open(T) })).toEqual([
      [4, [0]],
      [4, [2]],
      [6, [9]],
    ]);
    expect(window.isWhole).toBe(true);
  });

  it('does not hold for ever, and tells when it let something go that counted', () => {
    const window = new ReadingWindow(undefined);
    const turns = { a: turn(-1, 1), b: turn(20_000), c: turn(40_000) };
    expect(pass(window, 'abc', turns, { 3: () => window.open(T) })).toEqual([
      [3, [20_000]],
      [3, [40_000]],
    ]);
    expect(window.isWhole).toBe(false);
  });

  it('is left with nothing when the channel ends before it opens', () => {
    const window = new ReadingWindow(undefined);
    const turns$ = new Subject<CountedTurn>();
    let seen = 0;
    const reading = turns$.pipe(window.passes()).subscribe(() => seen++);
    turns$.next(turn(1));
    reading.unsubscribe();
    window.open(T);
    expect(seen).toBe(0);
  });
});
