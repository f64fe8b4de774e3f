import { describe, expect, it } from 'vitest';
import { SlotHolder, type SlotDecision } from './slot-holder';
import { createSlotTable, evict, grant, withMember, type SlotTable } from './slot-table';

const RENEW_MS = 3_000;
const TERM_MS = 10_000;
const [OWN, OTHER, THIRD] = ['000000000000000a', '000000000000000b', '000000000000000c'] as const;

const holderOf = (instance = 'own', epoch: string = OWN) =>
  new SlotHolder({ instance, epoch, slots: 4, renewMs: RENEW_MS, termMs: TERM_MS });

/** Writes what it wants to write until it wants nothing. @returns the table, and all that followed */
function goOn(
  holder: SlotHolder,
  table: SlotTable | undefined,
  nowMs: number,
): { table: SlotTable; decisions: SlotDecision[] } {
  const decisions = [holder.read(table, nowMs)];
  let stored = table;
  while (decisions.at(-1)!.next !== undefined) {
    stored = decisions.at(-1)!.next!;
    decisions.push(holder.wrote(stored, nowMs, nowMs));
  }
  return { table: stored!, decisions };
}

const empty = createSlotTable('first', 0, false);
const grantedIn = (decisions: SlotDecision[]) => decisions.flatMap(({ granted }) => granted);
const beat = (table: SlotTable, epoch: string): SlotTable => ({
  ...table,
  change: table.change + 1,
  members: table.members.map((member) =>
    member.epoch === epoch ? { ...member, beat: member.beat + 1 } : member,
  ),
});
/** Reads the same table every second. */
function watch(holder: SlotHolder, table: SlotTable, fromMs: number, toMs: number): SlotTable {
  let stored = table;
  for (let ms = fromMs; ms <= toMs; ms += 1_000) stored = goOn(holder, stored, ms).table;
  return stored;
}

describe('a holder', () => {
  it('joins, takes what is vacant, and shows that it lives every three seconds', () => {
    const holder = holderOf();
    const { table, decisions } = goOn(holder, empty, 0);
    expect([holder.phase, holder.held, grantedIn(decisions)]).toEqual(['member', [0, 1, 2, 3], [0, 1, 2, 3]]);
    expect(holder.read(table, 2_999).next).toBeUndefined();
    const due = holder.read(table, 3_000).next!;
    expect(due.members[0]!.beat).toBe(table.members[0]!.beat + 1);
    expect({ ...due, change: 0, members: [] }).toEqual({ ...table, change: 0, members: [] });
  });

  it('is valid for a term from when its last renewal was sent, whenever the answer came', () => {
    const holder = holderOf();
    const { next } = holder.read(empty, 0);
    expect(holder.isValidAt(0)).toBe(false);
    holder.wrote(next!, 1_000, 4_000);
    expect([10_999, 11_000].map((ms) => holder.isValidAt(ms))).toEqual([true, false]);
  });

  it('goes on when it finds itself still there after a long time, valid from its next renewal on', () => {
    const holder = holderOf();
    const { table } = goOn(holder, empty, 0);
    const { next } = holder.read(table, 60_000);
    expect([holder.phase, holder.isValidAt(60_000)]).toEqual(['member', false]);
    holder.wrote(next!, 60_000, 60_001);
    expect([holder.held, holder.isValidAt(60_001)]).toEqual([[0, 1, 2, 3], true]);
  });

  it('is evicted for good when it finds itself missing', () => {
    const holder = holderOf();
    const { table } = goOn(holder, empty, 0);
    expect(holder.read(beat(evict(table, OWN), OWN), 60_000)).toMatchObject({ next: undefined, granted: [] });
    expect([holder.phase, holder.held, holder.isValidAt(60_000)]).toEqual(['evicted', [], false]);
    expect(holder.read(empty, 60_001).next).toBeUndefined();
  });

  it('takes its write for stored when it finds it so, though the answer was lost', () => {
    const holder = holderOf();
    const joined = holder.read(empty, 0).next!;
    const { next, granted } = holder.read(joined, 10);
    expect([holder.phase, granted]).toEqual(['member', []]);
    expect(holder.read(next!, 20).granted).toEqual([0, 1, 2, 3]);
  });
});

describe('a silent member', () => {
  const others = grant(withMember(createSlotTable('t', 4, false), 'other', OTHER), OTHER, [0, 1, 2, 3]);

  it('is evicted after a term of readings in which it gave no sign of life, then fenced, then replaced', () => {
    const holder = holderOf();
    let table = watch(holder, others, 0, 9_000);
    expect(table.members.map(({ epoch }) => epoch)).toEqual([OTHER, OWN]);
    table = watch(holder, table, 10_000, 10_000);
    expect([table.members.length, table.evicted, table.slots]).toEqual([
      1,
      [OTHER],
      [OTHER, OTHER, OTHER, OTHER],
    ]);
    table = watch(holder, table, 11_000, 20_000);
    expect([holder.held, table.slots[0]]).toEqual([[], OTHER]);
    holder.fenced(OTHER);
    const { table: final, decisions } = goOn(holder, table, 20_001);
    expect([final.evicted, grantedIn(decisions)]).toEqual([[], [0, 1, 2, 3]]);
  });

  it('is left alone as long as it gives signs of life', () => {
    const holder = holderOf();
    let table = others;
    for (let ms = 0; ms < 60_000; ms += 1_000)
      ({ table } = goOn(holder, ms % 9_000 === 0 ? beat(table, OTHER) : table, ms));
    expect(table.members.map(({ epoch }) => epoch)).toEqual([OTHER, OWN]);
  });

  it('is given a whole new term by who did not look for a while', () => {
    const holder = holderOf();
    let table = watch(holder, others, 0, 9_000);
    table = watch(holder, table, 13_000, 22_000);
    expect(table.members.length).toBe(2);
    expect(watch(holder, table, 23_000, 23_000).members.length).toBe(1);
  });

  it('is evicted at once by its own next life, which waits for the fence like any other', () => {
    const holder = holderOf('other');
    const { table, decisions } = goOn(holder, others, 0);
    expect([table.members.map(({ epoch }) => epoch), table.evicted]).toEqual([[OWN], [OTHER]]);
    expect([decisions.at(-1)!.toFence, holder.held]).toEqual([[OTHER], []]);
    holder.fenced(OTHER);
    goOn(holder, table, 1);
    expect(holder.held).toEqual([0, 1, 2, 3]);
  });

  it('is fenced to the end by another when its evictor dies in between', () => {
    const evicted = evict(withMember(others, 'third', THIRD), OTHER);
    const holder = holderOf();
    const { table, decisions } = goOn(holder, evicted, 0);
    expect(decisions.at(-1)!.toFence).toEqual([OTHER]);
    holder.fenced(OTHER);
    expect(goOn(holder, table, 1).table.evicted).toEqual([]);
  });
});

describe('a full member', () => {
  it('gives slots to a newcomer, each only when nothing is done for it any more', () => {
    const holder = holderOf();
    const { table } = goOn(holder, empty, 0);
    const shared = withMember(table, 'second', OTHER);
    const { revoked } = holder.read(shared, 100);
    expect([revoked, holder.held, holder.read(shared, 200)]).toMatchObject([[3, 2], [0, 1], { revoked: [] }]);
    holder.released(2);
    const first = goOn(holder, shared, 300).table;
    expect(first.slots).toEqual([OWN, OWN, null, OWN]);
    holder.released(3);
    expect(goOn(holder, first, 400).table.slots).toEqual([OWN, OWN, null, null]);
  });

  it('takes back what it has just given when nobody is there for it any more, as a new grant', () => {
    const holder = holderOf();
    const { table } = goOn(holder, empty, 0);
    expect(holder.read(withMember(table, 'second', OTHER), 100).revoked).toEqual([3, 2]);
    holder.released(2);
    holder.released(3);
    const { table: final, decisions } = goOn(holder, table, 200);
    expect([grantedIn(decisions), final.slots]).toEqual([
      [2, 3],
      [OWN, OWN, OWN, OWN],
    ]);
  });

  it('leaves with all at once, when nothing is done for any slot any more', () => {
    const holder = holderOf();
    const { table } = goOn(holder, empty, 0);
    expect([holder.leave(), holder.held]).toEqual([[0, 1, 2, 3], []]);
    expect(holder.read(table, 100).next).toBeUndefined();
    for (const slot of [0, 1, 2, 3]) holder.released(slot);
    const { table: final } = goOn(holder, table, 200);
    expect([holder.phase, final.members, final.slots]).toEqual(['left', [], [null, null, null, null]]);
  });
});

describe('a lost table', () => {
  it('is put back by a member whose lease is valid, which keeps what it has', () => {
    const holder = holderOf();
    const { table } = goOn(holder, empty, 0);
    const { table: restored, decisions } = goOn(holder, undefined, 1_000);
    expect(restored).toMatchObject({ isSettling: true, slots: table.slots });
    expect([restored.change > table.change, restored.lineage === table.lineage]).toEqual([true, false]);
    expect([holder.held, grantedIn(decisions)]).toEqual([[0, 1, 2, 3], []]);
    expect(watch(holder, restored, 2_000, 11_000).isSettling).toBe(false);
  });

  it('evicts a member whose lease is not, as it may have been evicted in it', () => {
    const holder = holderOf();
    goOn(holder, empty, 0);
    expect(holder.read(undefined, 10_000).next).toBeUndefined();
    expect(holder.phase).toBe('evicted');
  });

  it('is made anew by a newcomer, who takes nothing for a term', () => {
    const holder = holderOf();
    const { table } = goOn(holder, undefined, 0);
    expect([table.members.length, table.isSettling]).toEqual([1, true]);
    const settling = watch(holder, table, 1_000, 9_000);
    expect([settling.isSettling, settling.slots]).toEqual([true, [null, null, null, null]]);
    watch(holder, settling, 10_000, 10_000);
    expect(holder.held).toEqual([0, 1, 2, 3]);
  });

  it('is put back over what a newcomer has made', () => {
    const [holder, newcomer] = [holderOf(), holderOf('new', OTHER)];
    const { table } = goOn(holder, empty, 0);
    const made = goOn(newcomer, undefined, 100).table;
    const { table: restored } = goOn(holder, made, 200);
    expect(restored.slots).toEqual(table.slots);
    newcomer.read(restored, 300);
    expect([holder.phase, newcomer.phase]).toEqual(['member', 'evicted']);
  });

  it('that another put back from an older memory takes what was not in it away at once, and gives nothing at once', () => {
    const holder = holderOf();
    const { table } = goOn(holder, empty, 0);
    const { revoked, granted } = holder.read(
      { ...table, lineage: 'x', change: table.change + 1, isSettling: true, slots: [OWN, null, null, null] },
      100,
    );
    expect([revoked, granted, holder.held]).toEqual([[1, 2, 3], [], [0]]);
  });

  it('that another put back from an older memory gives nothing back that is another’s since, before all had time', () => {
    const holder = holderOf();
    const older = withMember(goOn(holder, empty, 0).table, 'other', OTHER);
    expect(holder.read(older, 100).revoked).toEqual([3, 2]);
    holder.released(2);
    holder.released(3);
    const given = goOn(holder, older, 200).table;
    goOn(holder, { ...grant(given, OTHER, [2, 3]), change: given.change + 1 }, 300);
    const { table, decisions } = goOn(
      holder,
      { ...older, lineage: 'x', change: given.change + 9, isSettling: true },
      400,
    );
    expect([grantedIn(decisions), holder.held, table.slots]).toEqual([[], [0, 1], [OWN, OWN, OWN, OWN]]);
    // The other one has had its time to find itself without them.
    let stored = table;
    for (let ms = 1_000; ms <= 10_000; ms += 1_000) stored = goOn(holder, beat(stored, OTHER), ms).table;
    expect([stored.isSettling, holder.held]).toEqual([true, [0, 1]]);
    const { decisions: settled } = goOn(holder, beat(stored, OTHER), 10_400);
    expect([holder.held, settled.at(-1)!.next, grantedIn(settled)]).toEqual([[0, 1], undefined, []]);
  });

  it('that another put back from an older memory is put right by who knows later changes', () => {
    const [holder, second] = [holderOf(), holderOf('second', OTHER)];
    const shared = goOn(second, goOn(holder, empty, 0).table, 0).table;
    expect(holder.read(shared, 100).revoked).toEqual([3, 2]);
    holder.released(2);
    holder.released(3);
    const given = goOn(holder, shared, 100).table;
    const { table: taken } = goOn(second, given, 200);
    expect([taken.slots, second.held]).toEqual([
      [OWN, OWN, OTHER, OTHER],
      [2, 3],
    ]);
    // The first has not read that yet.
    const older = goOn(holder, undefined, 300).table;
    expect(older.slots).toEqual([OWN, OWN, null, null]);
    const { table: right } = goOn(second, older, 400);
    expect([right.slots, second.held]).toEqual([taken.slots, [2, 3]]);
    const { table: final } = goOn(holder, right, 500);
    expect([final.lineage, holder.held, holder.phase]).toEqual([right.lineage, [0, 1], 'member']);
  });

  it('that went back in time is put right by who remembers', () => {
    const holder = holderOf();
    const { table, decisions } = goOn(holder, empty, 0);
    expect(decisions.length).toBeGreaterThan(2);
    const { table: restored } = goOn(holder, decisions[0]!.next, 100);
    expect(restored).toMatchObject({ slots: table.slots, isSettling: true });
  });
});

describe('a group of another size', () => {
  it('is not joined while anybody is in it, and made anew when nobody is', () => {
    const holder = holderOf();
    const small = grant(withMember(createSlotTable('t', 2, false), 'other', OTHER), OTHER, [0, 1]);
    watch(holder, small, 0, 3_000);
    expect([holder.phase, holder.trouble]).toEqual([
      'joining',
      'the group shares 2 slots, and 4 were expected here',
    ]);
    const evicted = watch(holder, small, 4_000, 14_000);
    holder.fenced(OTHER);
    goOn(holder, evicted, 14_100);
    expect([holder.phase, holder.trouble, holder.held]).toEqual(['member', undefined, [0, 1, 2, 3]]);
  });
});
