import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_MEMBERS,
  MAX_SLOTS,
  clear,
  createSlotTable,
  evict,
  grant,
  parseSlotTable,
  shareOf,
  slotsOf,
  vacate,
  withMember,
  type SlotTable,
} from './slot-table';

const epochOf = (n: number) => n.toString(16).padStart(16, '0');
/** Members with so many slots each, then an evicted one, then vacant ones. */
function tableOf(counts: readonly number[], evicted = 0, vacant = 0): SlotTable {
  let table = createSlotTable(
    't',
    counts.reduce((sum, count) => sum + count, evicted + vacant),
    false,
  );
  for (const [n, count] of [...counts, evicted].entries()) {
    table = withMember(table, `p${String(n).padStart(3, '0')}`, epochOf(n + 1));
    table = grant(table, epochOf(n + 1), count);
  }
  return evict(table, epochOf(counts.length + 1));
}

describe('shareOf', () => {
  it.each([
    ['a first member takes all', [0], 0, 5, [{ take: 5, give: 0 }]],
    [
      'a second one gets half',
      [4, 0],
      0,
      0,
      [
        { take: 0, give: 2 },
        { take: 0, give: 0 },
      ],
    ],
    [
      'whoever has most gives, the first by name among equals',
      [2, 2, 0],
      0,
      0,
      [
        { take: 0, give: 1 },
        { take: 0, give: 0 },
        { take: 0, give: 0 },
      ],
    ],
    [
      'one more than another is even',
      [3, 2, 2],
      0,
      0,
      [
        { take: 0, give: 0 },
        { take: 0, give: 0 },
        { take: 0, give: 0 },
      ],
    ],
    [
      'what is vacant goes to who has least',
      [2, 1, 0],
      0,
      3,
      [
        { take: 0, give: 0 },
        { take: 1, give: 0 },
        { take: 2, give: 0 },
      ],
    ],
    [
      'what an evicted one has is waited for, not given for',
      [3, 0],
      3,
      0,
      [
        { take: 0, give: 0 },
        { take: 0, give: 0 },
      ],
    ],
  ] as const)('%s', (_, counts, evicted, vacant, shares) => {
    const table = tableOf(counts, evicted, vacant);
    expect(counts.map((_count, n) => shareOf(table, epochOf(n + 1)))).toEqual(shares);
  });

  it('gives nothing to who is no member', () => {
    expect(shareOf(tableOf([1], 0, 3), epochOf(99))).toEqual({ take: 0, give: 0 });
  });

  it('leads from anywhere to an even share in which nothing moves, and nobody takes back what it gave', () => {
    const counts = fc.array(fc.nat(9), { minLength: 1, maxLength: 6 });
    const order = fc.infiniteStream(fc.nat(5));
    fc.assert(
      fc.property(counts, fc.nat(9), fc.nat(9), order, (held, evicted, vacant, turns) => {
        const members = held.map((_, n) => epochOf(n + 1));
        let table = tableOf(held, evicted, vacant);
        const moved = held.map(() => ({ given: 0, taken: 0 }));
        // One after the other as compare-and-set has it; what is evicted becomes free somewhere in between.
        for (let turn = 0; turn < 200; turn++) {
          if (turn === 5) table = clear(table, epochOf(held.length + 1));
          const n = turns.next().value! % held.length;
          const { take, give } = shareOf(table, members[n]!);
          expect(take > 0 && give > 0).toBe(false);
          table = grant(vacate(table, slotsOf(table, members[n]!).slice(0, give)), members[n]!, take);
          moved[n]!.given += give;
          moved[n]!.taken += take;
        }
        const final = members.map((member) => slotsOf(table, member).length);
        expect(Math.max(...final) - Math.min(...final)).toBeLessThanOrEqual(1);
        expect(final.reduce((sum, count) => sum + count)).toBe(table.slots.length);
        expect(members.map((member) => shareOf(table, member))).toEqual(
          members.map(() => ({ take: 0, give: 0 })),
        );
        for (const { given, taken } of moved) expect(given * taken).toBe(0);
      }),
    );
  });
});

describe('a table of slots', () => {
  const table = tableOf([2, 1], 1, 1);

  it('keeps an evicted member’s slots with its epoch until it is cleared', () => {
    const gone = evict(table, epochOf(1));
    expect([slotsOf(gone, epochOf(1)), gone.evicted]).toEqual([
      [0, 1],
      [epochOf(3), epochOf(1)],
    ]);
    expect(slotsOf(grant(gone, epochOf(2), 9), epochOf(2))).toEqual([2, 4]);
    const free = clear(gone, epochOf(1));
    expect([slotsOf(grant(free, epochOf(2), 9), epochOf(2)), free.evicted]).toEqual([
      [0, 1, 2, 4],
      [epochOf(3)],
    ]);
  });

  it('forgets an evicted member that holds nothing', () => {
    expect(evict(withMember(table, 'x', epochOf(9)), epochOf(9))).toEqual(table);
  });

  it('comes back from its text as it was, at any size', () => {
    expect(parseSlotTable(JSON.stringify(table))).toEqual(table);
    let full = createSlotTable('full', MAX_SLOTS, true);
    for (let n = 0; n < MAX_MEMBERS; n++)
      full = grant(
        withMember(full, `${n}`.padStart(253, 'x'), epochOf(n)),
        epochOf(n),
        MAX_SLOTS / MAX_MEMBERS,
      );
    const text = JSON.stringify(full);
    expect(parseSlotTable(text)).toEqual(full);
    expect(text.length).toBeLessThan(128 * 1024);
  });

  it.each([
    ['no JSON', '{'],
    ['another version', { version: 2 }],
    ['a foreign value', { members: 'all of them' }],
    ['a slot of nobody', { slots: [epochOf(7)] }],
    ['two members in one place', { members: [table.members[0], { ...table.members[1]!, instance: 'p000' }] }],
    [
      'one member in two places',
      { members: [table.members[0], { ...table.members[0]!, instance: 'x' }, table.members[1]] },
    ],
    ['an evicted member', { evicted: [epochOf(1), epochOf(3)] }],
    ['an epoch that is none', { evicted: ['x'] }],
    ['too many slots', { slots: Array<null>(MAX_SLOTS + 1).fill(null) }],
    ['a beat that is no number', { members: [{ instance: 'p000', epoch: epochOf(1), beat: null }] }],
    ['a nameless member', { members: [{ instance: '', epoch: epochOf(1), beat: 1 }] }],
  ])('is refused with %s', (_, change) => {
    const text = typeof change === 'string' ? change : JSON.stringify({ ...table, ...change });
    expect(() => parseSlotTable(text)).toThrow(SyntaxError);
  });

  it('refuses whatever it may be given without another error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => parseSlotTable(JSON.stringify(value))).toThrow(SyntaxError);
        expect(() => parseSlotTable(JSON.stringify({ ...table, members: value }))).toThrow(SyntaxError);
      }),
    );
  });
});
