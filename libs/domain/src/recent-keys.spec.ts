import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentKeys } from './recent-keys';

const keys = () => new RecentKeys({ spanMs: 1_000, capacity: 128 });

describe('RecentKeys', () => {
  it('knows a key again within the span', () => {
    const recent = keys();
    expect(recent.add({ hi: 1, lo: 2 }, 0)).toBe(true);
    expect(recent.add({ hi: 1, lo: 2 }, 900)).toBe(false);
    expect(recent.add({ hi: 2, lo: 2 }, 900)).toBe(true);
  });

  it('forgets a key once a later message is more than the span away', () => {
    const recent = keys();
    recent.add({ hi: 1, lo: 2 }, 0);
    recent.add({ hi: 9, lo: 9 }, 1_500);
    expect(recent.add({ hi: 1, lo: 2 }, 1_600)).toBe(true);
  });

  it('forgets the oldest first when full', () => {
    const recent = keys();
    for (let i = 0; i < 200; i++) recent.add({ hi: 0, lo: i * 256 }, 0);
    expect(recent.size).toBe(128);
    expect(recent.add({ hi: 0, lo: 199 * 256 }, 0)).toBe(false);
    expect(recent.add({ hi: 0, lo: 0 }, 0)).toBe(true);
  });

  it('agrees with a plain map for any sequence', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 400 })), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(steps, (sequence) => {
        const recent = keys();
        const model = new Map<number, number>();
        let now = 0;
        for (const [id, later] of sequence) {
          now += later;
          const isNew = !model.has(id);
          expect(recent.add({ hi: 0, lo: id * 128 }, now)).toBe(isNew);
          // The table looks before it forgets, so a key exactly at the edge is still known.
          if (isNew) {
            for (const [known, at] of model) if (at < now - 1_000) model.delete(known);
            model.set(id, now);
          }
        }
      }),
    );
  });
});
