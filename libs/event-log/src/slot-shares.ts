import type { SlotTable } from './slot-table';

/** What one member is to take and to give, by the table as it is. */
export interface SlotShare {
  /** Vacant ones. */
  readonly take: readonly number[];
  /** Its own, and who is to have them. */
  readonly give: readonly { readonly slot: number; readonly heir: string }[];
}

/** The part of the slack down to which members are brought together once they are further apart. */
const ENOUGH = 0.25;

interface Load {
  readonly epoch: string;
  weight: number;
  readonly slots: Set<number>;
}

/**
 * Which slots a member is to take and to give up, so that all members have as much work: what is free goes, the heaviest
 * first, to whoever has least, as does what a retiring member has; then whoever has most gives to whoever has least, one
 * slot at a time, as long as the difference gets smaller by it. Among equals the first by instance, and of its slots the last. All compute the same from the same table, so nobody takes
 * what another is to have, and a balanced table moves nothing.
 *
 * Weights are measured, and go up and down: `slack` is by how much of the average members may differ without a slot being
 * moved. With slots that are all alike and no slack, members' numbers differ by one at most.
 *
 * An evicted epoch's slots count as free, though they can't be taken yet: they will be in a moment, and a slot that is
 * given up before that would only come back. A slot on its way counts as its heir's.
 */
export function shareOf(table: SlotTable, holder: string, slack = 0): SlotShare {
  const loads = table.members
    .filter(({ isRetiring }) => !isRetiring)
    .map(({ epoch }): Load => ({ epoch, weight: 0, slots: new Set() }));
  if (loads.length === 0) return { take: [], give: [] };
  const weightOf = (slot: number): number => Math.max(1, table.weights[slot] ?? 1);
  const heirs = new Map(table.handovers.map(({ slot, heir }) => [slot, heir]));
  const byEpoch = new Map(loads.map((load) => [load.epoch, load]));
  const assign = (slot: number, load: Load): void => {
    load.slots.add(slot);
    load.weight += weightOf(slot);
  };

  const free: number[] = [];
  for (const [slot, current] of table.slots.entries()) {
    const owner = byEpoch.get(heirs.get(slot) ?? current ?? '');
    if (owner === undefined) free.push(slot);
    else assign(slot, owner);
  }
  for (const slot of free.sort((a, b) => weightOf(b) - weightOf(a) || a - b)) assign(slot, leastOf(loads));

  const total = loads.reduce((sum, { weight }) => sum + weight, 0);
  const tolerated = (slack * total) / loads.length;
  // Once it is worth moving anything, it is moved as far as it gets better: who stops at the edge is soon over it again.
  const isUneven = mostOf(loads).weight - leastOf(loads).weight > tolerated;
  while (isUneven) {
    const [least, most] = [leastOf(loads), mostOf(loads)];
    const difference = most.weight - least.weight;
    if (difference <= tolerated * ENOUGH) break;
    const slot = bestToMove(most, difference, weightOf, (one) => heirs.has(one));
    if (slot === undefined) break;
    most.slots.delete(slot);
    most.weight -= weightOf(slot);
    assign(slot, least);
  }

  const take: number[] = [];
  const give: { slot: number; heir: string }[] = [];
  for (const { epoch, slots } of loads)
    for (const slot of slots) {
      const current = table.slots[slot];
      if (current === null && epoch === holder) take.push(slot);
      if (current === holder && epoch !== holder && !heirs.has(slot)) give.push({ slot, heir: epoch });
    }
  return { take: take.sort((a, b) => a - b), give: give.sort((a, b) => b.slot - a.slot) };
}

function leastOf(loads: readonly Load[]): Load {
  return loads.reduce((least, load) => (load.weight < least.weight ? load : least));
}

function mostOf(loads: readonly Load[]): Load {
  return loads.reduce((most, load) => (load.weight > most.weight ? load : most));
}

/** The slot that brings the two closest together; undefined when none brings them closer than they are. */
function bestToMove(
  { slots }: Load,
  difference: number,
  weightOf: (slot: number) => number,
  isOnItsWay: (slot: number) => boolean,
): number | undefined {
  let best: number | undefined;
  let remaining = difference;
  for (const slot of slots) {
    if (isOnItsWay(slot)) continue;
    const after = Math.abs(difference - 2 * weightOf(slot));
    if (after < remaining || (best !== undefined && after === remaining && slot > best)) {
      best = slot;
      remaining = after;
    }
  }
  return best;
}
