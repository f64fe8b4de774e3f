import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeenIds } from './seen-ids';

describe('seen ids', () => {
  it('say what a Set says', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 })), (ids) => {
        const seen = createSeenIds();
        const set = new Set<string>();
        for (const id of ids) {
          expect(seen.add(id)).toBe(!set.has(id));
          set.add(id);
        }
      }),
    );
  });

  it('tell a hundred thousand ids that differ in one place apart', () => {
    const seen = createSeenIds();
    let known = 0;
    for (let i = 0; i < 100_000; i++) if (!seen.add(`6bc7135e-e209-37f7-b540-${i}`)) known += 1;
    expect(known).toBe(0);
    expect(seen.add('6bc7135e-e209-37f7-b540-99999')).toBe(false);
  });
});
