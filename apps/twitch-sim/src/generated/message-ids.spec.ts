import { describe, expect, it } from 'vitest';
import { createMessageIds } from './message-ids';

const run = { seed: 1, number: 1, startedAtMs: 1_700_000_000_000 };
const idsOf = (more: Partial<typeof run>, numbers: readonly number[]): string[] => {
  const ids = createMessageIds({ ...run, ...more });
  const target = Buffer.alloc(36);
  return numbers.map((number) => {
    ids.write(number, target);
    return target.toString('latin1');
  });
};
const first = Array.from({ length: 20_000 }, (_, number) => number);

describe('message ids', () => {
  it('look like Twitch’s', () => {
    const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(idsOf({}, first).filter((id) => !form.test(id))).toEqual([]);
  });

  it('are never the same, in one run or in two', () => {
    const all = [
      idsOf({}, first),
      idsOf({ number: 2 }, first),
      idsOf({ startedAtMs: run.startedAtMs + 1 }, first),
      idsOf({ seed: 2 }, first),
      idsOf(
        {},
        first.map((number) => number + 2 ** 40),
      ),
    ].flat();
    expect(new Set(all).size).toBe(all.length);
    expect(idsOf({}, first)).toEqual(all.slice(0, first.length));
  });

  it('have no digit that tells another: each is as frequent as the rest', () => {
    const all = idsOf({}, first);
    const places = [...Array(36).keys()].filter((place) => ![8, 13, 14, 18, 19, 23].includes(place));
    for (const place of places) {
      const counts = new Map<string, number>();
      for (const id of all) counts.set(id[place] ?? '', (counts.get(id[place] ?? '') ?? 0) + 1);
      expect(counts.size).toBe(16);
      for (const count of counts.values()) expect(Math.abs(count - 1_250)).toBeLessThan(200);
    }
  });
});
