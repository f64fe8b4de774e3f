import type { ChannelId } from '@emotide/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadingQueue } from './reading-queue';

const MINUTE_MS = 60_000;
const everyMs = {
  FFZ: 10 * MINUTE_MS,
  BTTV: 30 * MINUTE_MS,
  SEVENTV: 30 * MINUTE_MS,
  TWITCH: 30 * MINUTE_MS,
};
const create = (random = () => 0.5) => new ReadingQueue({ everyMs, random });
const channel = (n: number) => String(n) as ChannelId;

describe('ReadingQueue', () => {
  it('reads a channel that was never read at once, before all that was', () => {
    const queue = create();
    queue.add(channel(1), ['BTTV'], { BTTV: -100 * MINUTE_MS }, 0);
    queue.add(channel(2), ['BTTV'], {}, 20 * MINUTE_MS);
    queue.ask(channel(1), 'BTTV', 20 * MINUTE_MS);
    expect(queue.take('BTTV', 1, 20 * MINUTE_MS)).toEqual([channel(2)]);
    expect(queue.take('BTTV', 9, 20 * MINUTE_MS)).toEqual([channel(1)]);
    expect(queue.take('BTTV', 9, 20 * MINUTE_MS)).toEqual([]);
    expect(queue.take('FFZ', 9, 20 * MINUTE_MS)).toEqual([]);
  });

  it('reads again when the reading is old enough, each source in its own time', () => {
    const queue = create();
    queue.add(channel(1), ['FFZ', 'BTTV'], {}, 0);
    for (const source of ['FFZ', 'BTTV'] as const) {
      expect(queue.take(source, 9, 0)).toEqual([channel(1)]);
      queue.done(channel(1), source, 0);
    }
    expect(queue.take('FFZ', 9, 10 * MINUTE_MS - 1)).toEqual([]);
    expect(queue.take('FFZ', 9, 10 * MINUTE_MS)).toEqual([channel(1)]);
    expect(queue.take('BTTV', 9, 10 * MINUTE_MS)).toEqual([]);
    expect(queue.take('BTTV', 9, 30 * MINUTE_MS)).toEqual([channel(1)]);
  });

  it('goes on from what was read before it was started, and spreads what is overdue', () => {
    let drawn = 0;
    const queue = create(() => (drawn++ % 100) / 100);
    for (let i = 0; i < 1_000; i++) queue.add(channel(i), ['BTTV'], { BTTV: 0 }, 60 * MINUTE_MS);
    expect(queue.take('BTTV', 5_000, 60 * MINUTE_MS).length).toBeLessThan(50);
    expect(queue.take('BTTV', 5_000, 68 * MINUTE_MS).length).toBeGreaterThan(950);
    const fresh = create();
    for (let i = 0; i < 1_000; i++) fresh.add(channel(i), ['BTTV'], { BTTV: 59 * MINUTE_MS }, 60 * MINUTE_MS);
    expect(fresh.take('BTTV', 5_000, 80 * MINUTE_MS)).toEqual([]);
  });

  it('reads once more what is asked for during a reading, as that may be older', () => {
    const queue = create();
    queue.add(channel(1), ['SEVENTV'], {}, 0);
    queue.take('SEVENTV', 1, 0);
    queue.ask(channel(1), 'SEVENTV', 5);
    queue.ask(channel(1), 'SEVENTV', 6);
    expect(queue.take('SEVENTV', 1, 7)).toEqual([]);
    queue.done(channel(1), 'SEVENTV', 10);
    expect(queue.take('SEVENTV', 1, 10)).toEqual([channel(1)]);
    queue.done(channel(1), 'SEVENTV', 20);
    expect(queue.take('SEVENTV', 1, 20)).toEqual([]);
  });

  it('tries again after a failure, later each time, behind those that have not failed', () => {
    const queue = create(() => 0);
    queue.add(channel(1), ['FFZ'], {}, 0);
    let nowMs = 0;
    for (const waitMs of [15_000, 30_000, 60_000]) {
      expect(queue.take('FFZ', 1, nowMs)).toEqual([channel(1)]);
      queue.failed(channel(1), 'FFZ', nowMs);
      expect(queue.take('FFZ', 1, nowMs + waitMs - 1)).toEqual([]);
      nowMs += waitMs;
    }
    queue.add(channel(2), ['FFZ'], {}, nowMs);
    expect(queue.take('FFZ', 1, nowMs)).toEqual([channel(2)]);
  });

  it('forgets a channel, also one that is being read', () => {
    const queue = create();
    queue.add(channel(1), ['TWITCH'], {}, 0);
    queue.take('TWITCH', 1, 0);
    queue.remove(channel(1));
    queue.done(channel(1), 'TWITCH', 1);
    queue.ask(channel(1), 'TWITCH', 1);
    queue.askSoon(channel(1), 'TWITCH', 1);
    expect(queue.counts('TWITCH', 1)).toEqual({ channels: 0, underWay: 0, due: 0, unread: 0, oldestMs: 0 });
  });

  it('spreads the readings of a thousand channels that were all read in one minute', () => {
    let drawn = 0;
    const queue = create(() => (drawn++ * 0.618_033_988_749_895) % 1);
    for (let i = 0; i < 1_000; i++) queue.add(channel(i), ['BTTV'], {}, 0);
    for (const id of queue.take('BTTV', 1_000, 0)) queue.done(id, 'BTTV', MINUTE_MS);
    const byMinute = new Map<number, number>();
    for (let minute = 1; minute < 60; minute++) {
      const ids = queue.take('BTTV', 1_000, minute * MINUTE_MS);
      byMinute.set(minute, ids.length);
      for (const id of ids) queue.done(id, 'BTTV', minute * MINUTE_MS);
    }
    expect(Math.max(...byMinute.values())).toBeLessThan(250);
  });

  it('never gives a channel twice at once, loses none, and reads each at least every so often', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            do: fc.constantFrom('take', 'done', 'fail', 'ask', 'add', 'remove'),
            id: fc.integer({ min: 0, max: 5 }),
            passMs: fc.integer({ min: 0, max: 5 * MINUTE_MS }),
          }),
          { maxLength: 200 },
        ),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (steps, draw) => {
          const queue = create(() => draw);
          const known = new Set<ChannelId>();
          const underWay = new Set<ChannelId>();
          let nowMs = 0;
          for (const step of steps) {
            nowMs += step.passMs;
            const id = channel(step.id);
            if (step.do === 'take')
              for (const taken of queue.take('FFZ', 2, nowMs)) {
                expect(known.has(taken) && !underWay.has(taken)).toBe(true);
                underWay.add(taken);
              }
            if ((step.do === 'done' || step.do === 'fail') && underWay.delete(id))
              queue[step.do === 'done' ? 'done' : 'failed'](id, 'FFZ', nowMs);
            if (step.do === 'ask') queue.ask(id, 'FFZ', nowMs);
            if (step.do === 'add') queue.add(id, ['FFZ'], {}, nowMs);
            if (step.do === 'add') known.add(id);
            // A reading that outlives its channel's removal is nobody's.
            if (step.do === 'remove' && !underWay.has(id)) queue.remove(id);
            if (step.do === 'remove' && !underWay.has(id)) known.delete(id);
          }
          const soon = queue.take('FFZ', 99, nowMs + everyMs.FFZ * 1.26);
          expect(new Set([...soon, ...underWay])).toEqual(known);
        },
      ),
      { numRuns: 200 },
    );
  });
});
