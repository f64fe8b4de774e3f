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
  /** It gives everything up, and takes nothing. */
  readonly isRetiring: boolean;
}

/**
 * One slot on its way from the member that holds it to another, which begins before the first ends. `asked`: the heir is
 * to get ready. `ready`: it is. `cut`: the holder acts for what comes before {@link cutAtMs} only, and the heir for all
 * from then on, whatever happens.
 */
export interface Handover {
  readonly slot: number;
  /** Epoch. */
  readonly heir: string;
  readonly stage: 'asked' | 'ready' | 'cut';
  /** On the clock of what is shared (of chat: Twitch's), epoch ms; null before the cut. */
  readonly cutAtMs: number | null;
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
  /** How much work each slot is, in whatever unit the group measures; empty where all are alike. */
  readonly weights: readonly number[];
  /** One a slot at most. */
  readonly handovers: readonly Handover[];
  /** Epochs that are no members any more, and keep their slots until they are fenced. */
  readonly evicted: readonly string[];
}

/** Bounds of what is read: a full table is far below what one KV value may have. */
export const MAX_SLOTS = 1_024;
export const MAX_MEMBERS = 256;
export const MAX_WEIGHT = 1_000_000_000;
export const MAX_INSTANCE_CHARACTERS = 253;

const whole = z.number().int().nonnegative();
const epoch = z.string().refine(isEpoch);
const lineage = z.string().min(1).max(64);
const handover = z
  .object({
    slot: whole,
    heir: epoch,
    stage: z.enum(['asked', 'ready', 'cut']),
    cutAtMs: whole.nullable(),
  })
  .refine(({ stage, cutAtMs }) => (stage === 'cut') === (cutAtMs !== null));
const schema = z
  .object({
    version: z.literal(1),
    lineage,
    change: whole,
    ancestor: z.object({ lineage, change: whole }).readonly().nullable().default(null),
    isSettling: z.boolean(),
    members: z
      .array(
        z.object({
          instance: z.string().min(1).max(MAX_INSTANCE_CHARACTERS),
          epoch,
          beat: whole,
          isRetiring: z.boolean().default(false),
        }),
      )
      .max(MAX_MEMBERS)
      .readonly(),
    slots: z.array(epoch.nullable()).max(MAX_SLOTS).readonly(),
    weights: z.array(whole.max(MAX_WEIGHT)).max(MAX_SLOTS).readonly().default([]),
    handovers: z.array(handover).max(MAX_SLOTS).readonly().default([]),
    evicted: z.array(epoch).max(MAX_SLOTS).readonly(),
  })
  .refine(({ members, slots, weights, handovers, evicted }) => {
    const epochs = new Set([...members.map((member) => member.epoch), ...evicted]);
    return (
      epochs.size === members.length + evicted.length &&
      new Set(members.map(({ instance }) => instance)).size === members.length &&
      slots.every((holder) => holder === null || epochs.has(holder)) &&
      (weights.length === 0 || weights.length === slots.length) &&
      new Set(handovers.map(({ slot }) => slot)).size === handovers.length &&
      handovers.every(
        ({ slot, heir }) => typeof slots[slot] === 'string' && slots[slot] !== heir && epochs.has(heir),
      )
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
    weights: [],
    handovers: [],
    evicted: [],
  };
}

/** The slots that an epoch holds, or that are vacant, ascending. */
export function slotsOf(table: SlotTable, holder: string | null): number[] {
  return table.slots.flatMap((one, slot) => (one === holder ? [slot] : []));
}

export function isMember(table: SlotTable, holder: string): boolean {
  return table.members.some((member) => member.epoch === holder);
}

/** Precondition: neither the instance nor the epoch is a member. */
export function withMember(table: SlotTable, instance: string, newEpoch: string): SlotTable {
  const members = [...table.members, { instance, epoch: newEpoch, beat: 0, isRetiring: false }];
  return { ...table, members: members.sort((a, b) => compare(a.instance, b.instance)) };
}

/** From now on the member takes nothing, and others get what it has. */
export function retire(table: SlotTable, holder: string): SlotTable {
  const members = table.members.map((one) => (one.epoch === holder ? { ...one, isRetiring: true } : one));
  return { ...table, members };
}

/**
 * The member is one no more; what it holds stays with its epoch until that is fenced, and so does what it has inherited
 * from a cut on. Handovers without a cut are off.
 */
export function evict(table: SlotTable, holder: string): SlotTable {
  const members = table.members.filter((member) => member.epoch !== holder);
  const handovers = table.handovers.filter(
    ({ slot, heir, stage }) => stage === 'cut' || (heir !== holder && table.slots[slot] !== holder),
  );
  const isHeard = table.slots.includes(holder) || handovers.some(({ heir }) => heir === holder);
  return { ...table, members, handovers, evicted: isHeard ? [...table.evicted, holder] : table.evicted };
}

/**
 * An evicted epoch's slots are vacant, or their heirs', who act for them since the cut. Precondition: its fence is
 * published, everywhere.
 */
export function clear(table: SlotTable, holder: string): SlotTable {
  const heirs = heirsOf(table);
  return {
    ...table,
    slots: table.slots.map((one, slot) => (one === holder ? (heirs.get(slot) ?? null) : one)),
    handovers: table.handovers.filter(({ slot, heir }) => heir !== holder && table.slots[slot] !== holder),
    evicted: table.evicted.filter((one) => one !== holder),
  };
}

/**
 * The holder does nothing for these slots any more: they are their heirs' where there was a cut, and vacant otherwise.
 * Precondition: one epoch holds them all.
 */
export function vacate(table: SlotTable, slots: readonly number[]): SlotTable {
  const heirs = heirsOf(table);
  return {
    ...table,
    slots: table.slots.map((holder, slot) => (slots.includes(slot) ? (heirs.get(slot) ?? null) : holder)),
    handovers: table.handovers.filter(({ slot }) => !slots.includes(slot)),
  };
}

/** Gives a member slots. Precondition: they are vacant. */
export function grant(table: SlotTable, holder: string, slots: readonly number[]): SlotTable {
  return { ...table, slots: table.slots.map((one, slot) => (slots.includes(slot) ? holder : one)) };
}

/** Precondition: the slot has a holder, which is not the heir, and no handover. */
export function ask(table: SlotTable, slot: number, heir: string): SlotTable {
  return { ...table, handovers: [...table.handovers, { slot, heir, stage: 'asked', cutAtMs: null }] };
}

/** Replaces the handover of a slot; null ends it. */
export function withHandover(table: SlotTable, slot: number, next: Handover | null): SlotTable {
  return {
    ...table,
    handovers: table.handovers.flatMap((one) => (one.slot === slot ? (next === null ? [] : [next]) : [one])),
  };
}

/** Who acts for a slot since its cut. */
function heirsOf({ handovers }: SlotTable): ReadonlyMap<number, string> {
  return new Map(handovers.flatMap(({ slot, heir, stage }) => (stage === 'cut' ? [[slot, heir]] : [])));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
