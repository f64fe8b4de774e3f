import { z } from 'zod';
import { isEpoch } from './epoch';

/** One process of a group, for one life. */
export interface SlotMember {
  /** Its place (a pod, `sink-1`), which its next life has too. */
  readonly instance: string;
  /** This life. */
  readonly epoch: string;
  /** Goes up with everything that it writes; while it stands still, nothing shows that the member lives. */
  readonly beat: number;
}

/**
 * Who holds what in a group: one value, replaced as a whole by compare-and-set, so that all agree on the order of its
 * changes. What the states mean and what each failure does: docs/leases.md.
 */
export interface SlotTable {
  readonly version: 1;
  /** Which table this is: one that stands in for a lost one has another lineage. */
  readonly lineage: string;
  /** Counts changes, also from a lost table to the one that stands in for it. */
  readonly change: number;
  /** What was known of the lost table that this one stands in for; null when nothing was. */
  readonly ancestor: { readonly lineage: string; readonly change: number } | null;
  /** It stands in for a table that was lost, and nobody is granted anything until all had time to see it. */
  readonly isSettling: boolean;
  /** By instance. */
  readonly members: readonly SlotMember[];
  /** The epoch that holds each slot: a member's, or an evicted one's; null is vacant. */
  readonly slots: readonly (string | null)[];
  /** Epochs that are no members any more, and keep their slots until they are fenced. */
  readonly evicted: readonly string[];
}

/** Bounds of what is read: a full table is far below what one KV value may have. */
export const MAX_SLOTS = 1_024;
export const MAX_MEMBERS = 256;
export const MAX_INSTANCE_CHARACTERS = 253;

const whole = z.number().int().nonnegative();
const epoch = z.string().refine(isEpoch);
const lineage = z.string().min(1).max(64);
const schema = z
  .object({
    version: z.literal(1),
    lineage,
    change: whole,
    ancestor: z.object({ lineage, change: whole }).readonly().nullable().default(null),
    isSettling: z.boolean(),
    members: z
      .array(z.object({ instance: z.string().min(1).max(MAX_INSTANCE_CHARACTERS), epoch, beat: whole }))
      .max(MAX_MEMBERS)
      .readonly(),
    slots: z.array(epoch.nullable()).max(MAX_SLOTS).readonly(),
    evicted: z.array(epoch).max(MAX_SLOTS).readonly(),
  })
  .refine(({ members, slots, evicted }) => {
    const epochs = new Set([...members.map((member) => member.epoch), ...evicted]);
    return (
      epochs.size === members.length + evicted.length &&
      new Set(members.map(({ instance }) => instance)).size === members.length &&
      slots.every((holder) => holder === null || epochs.has(holder))
    );
  });

/** @throws SyntaxError when the text is no table of this version */
export function parseSlotTable(text: string): SlotTable {
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new SyntaxError('not a table of slots of this version');
  return parsed.data;
}

/** A table that nobody has been in. */
export function createSlotTable(name: string, slots: number, isSettling: boolean): SlotTable {
  return {
    version: 1,
    lineage: name,
    change: 0,
    ancestor: null,
    isSettling,
    members: [],
    slots: Array<null>(slots).fill(null),
    evicted: [],
  };
}

/** The slots that an epoch holds, ascending. */
export function slotsOf(table: SlotTable, holder: string): number[] {
  return table.slots.flatMap((one, slot) => (one === holder ? [slot] : []));
}

export function isMember(table: SlotTable, holder: string): boolean {
  return table.members.some((member) => member.epoch === holder);
}

/** Precondition: neither the instance nor the epoch is a member. */
export function withMember(table: SlotTable, instance: string, newEpoch: string): SlotTable {
  const members = [...table.members, { instance, epoch: newEpoch, beat: 0 }];
  return { ...table, members: members.sort((a, b) => compare(a.instance, b.instance)) };
}

/** The member is one no more; what it holds stays with its epoch until that is fenced. */
export function evict(table: SlotTable, holder: string): SlotTable {
  const members = table.members.filter((member) => member.epoch !== holder);
  const holds = table.slots.includes(holder);
  return { ...table, members, evicted: holds ? [...table.evicted, holder] : table.evicted };
}

/** An evicted epoch's slots are vacant. Precondition: its fence is published, everywhere. */
export function clear(table: SlotTable, holder: string): SlotTable {
  return {
    ...table,
    slots: table.slots.map((one) => (one === holder ? null : one)),
    evicted: table.evicted.filter((one) => one !== holder),
  };
}

/** Precondition: the epoch holds these slots, and does nothing for them any more. */
export function vacate(table: SlotTable, slots: readonly number[]): SlotTable {
  return { ...table, slots: table.slots.map((holder, slot) => (slots.includes(slot) ? null : holder)) };
}

/** Gives a member the first `count` vacant slots, or as many as there are. */
export function grant(table: SlotTable, holder: string, count: number): SlotTable {
  let left = count;
  return { ...table, slots: table.slots.map((one) => (one === null && left-- > 0 ? holder : one)) };
}

/**
 * How many slots a member is to take and to give up, so that no two members differ by more than one: what is free goes
 * to whoever has least, then whoever has most gives to whoever has least, one at a time; among equals the first by
 * instance. All compute the same from the same table, so nobody takes what another is to have, and a balanced table
 * moves nothing.
 *
 * An evicted epoch's slots count as free, though they can't be taken yet: they will be in a moment, and a slot that is
 * given up before that would only come back.
 */
export function shareOf(table: SlotTable, holder: string): { take: number; give: number } {
  const held = table.members.map((member) => slotsOf(table, member.epoch).length);
  const own = table.members.findIndex((member) => member.epoch === holder);
  if (own < 0) return { take: 0, give: 0 };
  const before = held[own]!;
  const vacant = table.slots.filter((one) => one === null).length;
  const free = table.slots.length - held.reduce((sum, count) => sum + count, 0);
  for (let left = free; left > 0; left--) held[held.indexOf(Math.min(...held))]!++;
  for (;;) {
    const [least, most] = [Math.min(...held), Math.max(...held)];
    if (most - least < 2) break;
    held[held.indexOf(most)]!--;
    held[held.indexOf(least)]!++;
  }
  const change = held[own]! - before;
  return { take: Math.min(Math.max(change, 0), vacant), give: Math.max(-change, 0) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
