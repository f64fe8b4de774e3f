import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_MEMBERS,
  MAX_SLOTS,
  MAX_WEIGHT,
  ask,
  clear,
  createSlotTable,
  evict,
  grant,
  parseSlotTable,
  slotsOf,
  vacate,
  withMember,
  withHandover,
  type Handover,
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
    table = grant(table, epochOf(n + 1), slotsOf(table, null).slice(0, count));
  }
  return evict(table, epochOf(counts.length + 1));
}

const asked = (slot: number, heir: number): Handover => ({
  slot,
  heir: epochOf(heir),
  stage: 'asked',
  cutAtMs: null,
});

describe('a table of slots', () => {
  const table = tableOf([2, 1], 1, 1);

  it('keeps an evicted member’s slots with its epoch until it is cleared', () => {
    const gone = evict(table, epochOf(1));
    expect([slotsOf(gone, epochOf(1)), gone.evicted]).toEqual([
      [0, 1],
      [epochOf(3), epochOf(1)],
    ]);
    expect(slotsOf(grant(gone, epochOf(2), slotsOf(gone, null)), epochOf(2))).toEqual([2, 4]);
    const free = clear(gone, epochOf(1));
    expect([slotsOf(grant(free, epochOf(2), slotsOf(free, null)), epochOf(2)), free.evicted]).toEqual([
      [0, 1, 2, 4],
      [epochOf(3)],
    ]);
  });

  it('gives a slot to its heir after a cut, when its holder ends or is fenced, and to nobody before one', () => {
    const moving = ask(table, 0, epochOf(2));
    const cut = withHandover(moving, 0, { ...asked(0, 2), stage: 'cut', cutAtMs: 7 });
    expect([vacate(moving, [0]).slots[0], vacate(cut, [0]).slots[0]]).toEqual([null, epochOf(2)]);
    expect([
      clear(evict(moving, epochOf(1)), epochOf(1)),
      clear(evict(cut, epochOf(1)), epochOf(1)),
    ]).toMatchObject([
      { slots: [null, null, epochOf(2), epochOf(3), null], handovers: [] },
      { slots: [epochOf(2), null, epochOf(2), epochOf(3), null], handovers: [] },
    ]);
  });

  it('keeps an evicted heir until it is fenced, when it may have acted since a cut', () => {
    const idle = withMember(table, 'heir', epochOf(9));
    const moving = ask(idle, 0, epochOf(9));
    const cut = withHandover(moving, 0, { ...asked(0, 9), stage: 'cut', cutAtMs: 7 });
    expect(evict(moving, epochOf(9))).toEqual(table);
    const gone = evict(cut, epochOf(9));
    expect(gone.evicted).toEqual([epochOf(3), epochOf(9)]);
    expect(vacate(gone, [0]).slots[0]).toBe(epochOf(9));
    expect(clear(gone, epochOf(9))).toEqual(table);
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
        Array.from({ length: MAX_SLOTS / MAX_MEMBERS }, (_, i) => n * (MAX_SLOTS / MAX_MEMBERS) + i),
      );
    full = { ...full, weights: full.slots.map(() => MAX_WEIGHT) };
    for (const slot of full.slots.keys()) full = ask(full, slot, epochOf(slot < 4 ? 1 : 0));
    full = {
      ...full,
      handovers: full.handovers.map((one) => ({ ...one, stage: 'cut', cutAtMs: Date.UTC(2200) })),
    };
    const text = JSON.stringify(full);
    expect(parseSlotTable(text)).toEqual(full);
    expect(text.length).toBeLessThan(240 * 1024);
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
    ['weights of some slots only', { weights: [1] }],
    ['a slot that two are to inherit', { handovers: [asked(0, 2), asked(0, 2)] }],
    ['an heir that is none', { handovers: [asked(0, 7)] }],
    ['a holder as its own heir', { handovers: [asked(0, 1)] }],
    ['a vacant slot with an heir', { handovers: [asked(4, 1)] }],
    ['a cut without a time', { handovers: [{ ...asked(0, 2), stage: 'cut' }] }],
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
