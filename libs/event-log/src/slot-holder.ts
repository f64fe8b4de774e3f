import {
  MAX_MEMBERS,
  clear,
  createSlotTable,
  evict,
  grant,
  isMember,
  shareOf,
  slotsOf,
  vacate,
  withMember,
  type SlotTable,
} from './slot-table';

export interface SlotHolderOptions {
  readonly instance: string;
  /** Of this life of the process; once it is no member any more, it never is again. */
  readonly epoch: string;
  readonly slots: number;
  /** How often a member shows that it lives. */
  readonly renewMs: number;
  /** How long a member must have been seen not to, before it is evicted. */
  readonly termMs: number;
}

/** What follows from what was read. */
export interface SlotDecision {
  /** To be stored in place of what was read, unless that has changed since. */
  readonly next: SlotTable | undefined;
  /** Slots that are ours from now on. */
  readonly granted: readonly number[];
  /** Slots to do nothing more for; {@link SlotHolder.released} when that is so. */
  readonly revoked: readonly number[];
  /** Epochs whose records nobody may take any more; {@link SlotHolder.fenced} when that is so. Said until then. */
  readonly toFence: readonly string[];
}

/**
 * How far this process is.
 * `joining`: no member yet. `member`. `leaving`: gives up what it holds. `left`: no member, holds nothing.
 * `evicted`: no member, and what it held others will have; it must end.
 */
export type SlotPhase = 'joining' | 'member' | 'leaving' | 'left' | 'evicted';

interface Sighting {
  readonly beat: number;
  readonly sinceMs: number;
}

/**
 * One process' side of a group: what it knows, holds, and does next. No IO and no clock: all times are of the one
 * monotonic clock of this process, and never meet another's.
 *
 * The order of calls: {@link read} with what is stored, then storing `next` and {@link wrote} when that has succeeded,
 * or {@link read} again when somebody else was first.
 */
export class SlotHolder {
  readonly #options: SlotHolderOptions;
  #phase: SlotPhase = 'joining';
  /** The table as last known to have been stored. */
  #known: SlotTable | undefined;
  #readAtMs = -Infinity;
  /** When the last write that went through was sent. */
  #renewedAtMs = -Infinity;
  #lineageSinceMs = 0;
  /** How many tables of ours there were. */
  #tables = 0;
  readonly #sightings = new Map<string, Sighting>();
  readonly #held = new Set<number>();
  readonly #releasing = new Set<number>();
  readonly #released = new Set<number>();
  readonly #fenced = new Set<string>();
  #trouble: string | undefined;

  constructor(options: SlotHolderOptions) {
    this.#options = options;
  }

  get phase(): SlotPhase {
    return this.#phase;
  }

  /** Slots that are ours and not revoked, ascending. */
  get held(): number[] {
    return [...this.#held].sort((a, b) => a - b);
  }

  get members(): number {
    return this.#known?.members.length ?? 0;
  }

  /** Slots that no living member holds, as far as is known. */
  get unowned(): number {
    const known = this.#known;
    if (known === undefined) return this.#options.slots;
    return known.slots.filter((holder) => holder === null || !isMember(known, holder)).length;
  }

  /** Why it can't be a member. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /**
   * Whether no other member can have come to the end of our term yet: they count from when they saw our last sign of
   * life, which was after it was sent.
   */
  isValidAt(nowMs: number): boolean {
    return nowMs < this.validUntilMs;
  }

  /** `-Infinity` when it holds no lease. */
  get validUntilMs(): number {
    const isIn = this.#phase === 'member' || this.#phase === 'leaving';
    return isIn ? this.#renewedAtMs + this.#options.termMs : -Infinity;
  }

  /** @param stored what was just read; undefined when there is no table */
  read(stored: SlotTable | undefined, nowMs: number): SlotDecision {
    if (this.#phase === 'left' || this.#phase === 'evicted') return NOTHING;
    const isJoining = this.#phase === 'joining';
    const isIn = stored !== undefined && isMember(stored, this.#options.epoch);
    const known = this.#known;
    this.#watch(stored, nowMs);
    if (stored === undefined && isJoining) return { ...NOTHING, next: this.#created() };
    if (!isJoining && known !== undefined && this.#isLost(known, stored)) {
      // Who is not valid may have been evicted in what was lost.
      if (!this.isValidAt(nowMs)) return this.#out();
      if (stored === undefined || isOlder(stored, known))
        return { ...NOTHING, next: this.#restored(known, stored) };
    }
    if (stored === undefined || (!isIn && !isJoining)) return this.#out();
    this.#known = stored;
    if (isIn && isJoining) this.#phase = 'member';
    const revoked = this.#revoke(stored);
    const granted = this.#accept(stored);
    const toFence = stored.evicted.filter((one) => !this.#fenced.has(one));
    return { next: this.#next(stored, nowMs), granted, revoked, toFence };
  }

  /**
   * What the last decision had as `next` is stored.
   *
   * @param sentAtMs when the request was sent
   */
  wrote(table: SlotTable, sentAtMs: number, nowMs: number): SlotDecision {
    if (isMember(table, this.#options.epoch)) this.#renewedAtMs = sentAtMs;
    return this.read(table, nowMs);
  }

  /** Nothing is done for the slot any more, and nothing of it is on its way. */
  released(slot: number): void {
    if (this.#releasing.delete(slot)) this.#released.add(slot);
  }

  /** No reader takes anything of this epoch that comes after now. */
  fenced(epoch: string): void {
    this.#fenced.add(epoch);
  }

  /**
   * From now on it gives up what it holds, and is `left` when that is stored.
   *
   * @returns slots to do nothing more for, as in a decision
   */
  leave(): readonly number[] {
    if (this.#phase !== 'joining' && this.#phase !== 'member') return [];
    this.#phase = 'leaving';
    const revoked = this.held;
    this.#held.clear();
    for (const slot of revoked) this.#releasing.add(slot);
    return revoked;
  }

  get #isIdle(): boolean {
    return this.#held.size === 0 && this.#releasing.size === 0;
  }

  /** Notes what was seen of the others. After a gap in the reading nothing is known of the time between. */
  #watch(stored: SlotTable | undefined, nowMs: number): void {
    const isGap = nowMs - this.#readAtMs > this.#options.renewMs;
    this.#readAtMs = nowMs;
    // With a table, signs of life were lost: who gave one must have the time to give another.
    if (isGap || stored?.lineage !== this.#known?.lineage) {
      this.#sightings.clear();
      this.#lineageSinceMs = nowMs;
    }
    if (stored === undefined) return;
    const epochs = new Set(stored.members.map(({ epoch }) => epoch));
    for (const seen of this.#sightings.keys()) if (!epochs.has(seen)) this.#sightings.delete(seen);
    for (const { epoch, beat } of stored.members)
      if (this.#sightings.get(epoch)?.beat !== beat) this.#sightings.set(epoch, { beat, sinceMs: nowMs });
    for (const done of this.#fenced) if (!stored.evicted.includes(done)) this.#fenced.delete(done);
  }

  /**
   * Whether this is not what came of the table that we know: that one was lost, or went back to what a power cut left of
   * it.
   */
  #isLost(known: SlotTable, stored: SlotTable | undefined): boolean {
    return stored === undefined || stored.lineage !== known.lineage || stored.change < known.change;
  }

  /** An empty table where none was. There may have been one, so nothing is granted from it before others had time. */
  #created(): SlotTable {
    const { epoch, slots } = this.#options;
    return createSlotTable(`${epoch}.${++this.#tables}`, slots, true);
  }

  /** The lost table as we know it, likewise: others may know later changes. */
  #restored(known: SlotTable, stored: SlotTable | undefined): SlotTable {
    const lineage = `${this.#options.epoch}.${++this.#tables}`;
    const ancestor = { lineage: known.lineage, change: known.change };
    const change = Math.max(known.change, stored?.change ?? 0);
    return this.#touched({ ...known, lineage, change, ancestor, isSettling: true });
  }

  #out(): SlotDecision {
    this.#phase = this.#phase === 'leaving' && this.#isIdle ? 'left' : 'evicted';
    this.#held.clear();
    return NOTHING;
  }

  /** Takes from `held` what is to be given up. */
  #revoke(stored: SlotTable): number[] {
    const { epoch } = this.#options;
    const isOurs = (slot: number): boolean => stored.slots[slot] === epoch;
    for (const slot of this.#released) if (!isOurs(slot)) this.#released.delete(slot);
    const revoked = this.held.filter((slot) => !isOurs(slot));
    if (this.#phase === 'member' && !stored.isSettling) {
      const underWay = [...this.#releasing, ...this.#released].filter(isOurs).length;
      const due = Math.max(0, shareOf(stored, epoch).give - underWay);
      // First what it never began with.
      const unbegun = this.#unbegun(stored).slice(0, due);
      for (const slot of unbegun) this.#released.add(slot);
      const begun = this.held.reverse().filter(isOurs);
      revoked.push(...begun.slice(0, due - unbegun.length));
    }
    for (const slot of revoked) {
      this.#held.delete(slot);
      this.#releasing.add(slot);
    }
    return revoked;
  }

  /** Adds to `held` what the stored table says is ours. In a table that settles it may be another's still. */
  #accept(stored: SlotTable): number[] {
    if (this.#phase !== 'member' || stored.isSettling) return [];
    const granted = this.#unbegun(stored);
    for (const slot of granted) this.#held.add(slot);
    return granted;
  }

  /** What is ours by the table, and nothing was ever done for. */
  #unbegun(stored: SlotTable): number[] {
    return slotsOf(stored, this.#options.epoch).filter(
      (slot) => !this.#held.has(slot) && !this.#releasing.has(slot) && !this.#released.has(slot),
    );
  }

  #next(stored: SlotTable, nowMs: number): SlotTable | undefined {
    const { epoch, renewMs } = this.#options;
    let table = this.#withoutDead(stored, nowMs);
    if (this.#phase === 'joining') table = this.#joined(table);
    else table = this.#phase === 'leaving' && this.#isIdle ? this.#left(table) : this.#balanced(table, nowMs);
    const isDue = isMember(table, epoch) && nowMs - this.#renewedAtMs >= renewMs;
    return table !== stored || isDue ? this.#touched(table) : undefined;
  }

  /** Without the silent, without our own former life, and with the slots free that fenced ones had. */
  #withoutDead(stored: SlotTable, nowMs: number): SlotTable {
    const { instance, epoch, termMs } = this.#options;
    let table = stored;
    for (const member of stored.members) {
      if (member.epoch === epoch) continue;
      const seen = this.#sightings.get(member.epoch);
      const isSilent = seen !== undefined && nowMs - seen.sinceMs >= termMs;
      if (isSilent || member.instance === instance) table = evict(table, member.epoch);
    }
    for (const one of table.evicted) if (this.#fenced.has(one)) table = clear(table, one);
    return table;
  }

  #joined(table: SlotTable): SlotTable {
    const { instance, epoch, slots } = this.#options;
    const isUnused = table.members.length === 0 && table.slots.every((holder) => holder === null);
    const isFitting = table.slots.length === slots;
    if (!isFitting && !isUnused)
      this.#trouble = `the group shares ${table.slots.length} slots, and ${slots} were expected here`;
    else if (table.members.length >= MAX_MEMBERS) this.#trouble = `the group has ${MAX_MEMBERS} members`;
    else this.#trouble = undefined;
    if (this.#trouble !== undefined) return table;
    const fitting = isFitting ? table : { ...table, slots: Array<null>(slots).fill(null) };
    return withMember(fitting, instance, epoch);
  }

  #left(table: SlotTable): SlotTable {
    const { epoch } = this.#options;
    return evict(vacate(table, slotsOf(table, epoch)), epoch);
  }

  #balanced(stored: SlotTable, nowMs: number): SlotTable {
    const { epoch, termMs } = this.#options;
    let table = stored;
    if (table.isSettling && nowMs - this.#lineageSinceMs >= termMs) table = { ...table, isSettling: false };
    const released = slotsOf(table, epoch).filter((slot) => this.#released.has(slot));
    // One of them may come back to us, but as a new grant: nobody could tell it from the old one in the same write.
    if (released.length > 0) return vacate(table, released);
    if (table.isSettling || this.#phase !== 'member') return table;
    const { take } = shareOf(table, epoch);
    return take > 0 ? grant(table, epoch, take) : table;
  }

  #touched(table: SlotTable): SlotTable {
    const members = table.members.map((member) =>
      member.epoch === this.#options.epoch ? { ...member, beat: member.beat + 1 } : member,
    );
    return { ...table, change: table.change + 1, members };
  }
}

/** Whether less is known in the stored table than here, of what both come from. */
function isOlder(stored: SlotTable, known: SlotTable): boolean {
  const { ancestor } = stored;
  return ancestor?.lineage === known.lineage ? ancestor.change < known.change : stored.change < known.change;
}

const NOTHING: SlotDecision = { next: undefined, granted: [], revoked: [], toFence: [] };
