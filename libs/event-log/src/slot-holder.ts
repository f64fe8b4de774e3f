import { shareOf } from './slot-shares';
import {
  MAX_MEMBERS,
  MAX_WEIGHT,
  ask,
  clear,
  createSlotTable,
  evict,
  grant,
  isMember,
  retire,
  slotsOf,
  vacate,
  withHandover,
  withMember,
  type Handover,
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
  /** A slot that moves is begun by its heir before its holder ends: see {@link Handover}. Default: the other way round. */
  readonly isHandingOver?: boolean;
  /** By how much of the average members' work may differ without a slot being moved. Default 0. */
  readonly slack?: number;
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
  /** Slots to get ready for, without any effect yet; {@link SlotHolder.prepared} when that is so. */
  readonly toPrepare: readonly number[];
  /** Slots of ours whose heir is ready: {@link SlotHolder.cut} says from when on they are the heir's. Said until then. */
  readonly toCut: readonly number[];
  /** Slots that we act for from a moment on; we hold them once their holder has done the rest, or is fenced. */
  readonly cuts: readonly SlotCut[];
  /** Slots that we were ready for, or getting ready, and that are not to be ours. */
  readonly abandoned: readonly number[];
}

/** How much work a slot is, in the unit of its group. */
export interface SlotWeight {
  readonly value: number;
  /** Otherwise estimated, which is only good as long as nobody has measured it. */
  readonly isMeasured: boolean;
}

export interface SlotCut {
  readonly slot: number;
  readonly atMs: number;
}

/**
 * How far this process is.
 * `joining`: no member yet. `member`. `retiring`: hands over what it holds. `leaving`: gives it up. `left`: no member,
 * holds nothing. `evicted`: no member, and what it held others will have; it must end.
 */
export type SlotPhase = 'joining' | 'member' | 'retiring' | 'leaving' | 'left' | 'evicted';

/** A slot that is to be ours: how far we are. */
interface Inheritance {
  isReady: boolean;
  cutAtMs: number | undefined;
}

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
  readonly #inheritances = new Map<number, Inheritance>();
  /** From when on slots of ours are their heirs'. */
  readonly #cuts = new Map<number, number>();
  #weights: ReadonlyMap<number, SlotWeight> = new Map();
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

  /** Slots on their way between two members, as far as is known. */
  get moving(): number {
    return this.#known?.handovers.length ?? 0;
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
    return this.#isIn ? this.#renewedAtMs + this.#options.termMs : -Infinity;
  }

  get #isIn(): boolean {
    return this.#phase === 'member' || this.#phase === 'retiring' || this.#phase === 'leaving';
  }

  /** Whether it takes part in the sharing. */
  get #isSharing(): boolean {
    return this.#phase === 'member' || this.#phase === 'retiring';
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
    const inherited = this.#inherit(stored);
    if (inherited === undefined) return this.#out();
    const granted = this.#accept(stored);
    const toFence = stored.evicted.filter((one) => !this.#fenced.has(one));
    const toCut = this.#toCut(stored);
    return { next: this.#next(stored, nowMs), granted, revoked, toFence, toCut, ...inherited };
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

  /** All is ready to act for a slot as soon as it is told from when on. */
  prepared(slot: number): void {
    const inheritance = this.#inheritances.get(slot);
    if (inheritance !== undefined) inheritance.isReady = true;
  }

  /**
   * From now on we act for what comes before `atMs` only, and say {@link released} when we have. It is so whatever
   * becomes of the heir: somebody may have read it.
   */
  cut(slot: number, atMs: number): void {
    if (!this.#held.delete(slot)) return;
    this.#cuts.set(slot, atMs);
    this.#releasing.add(slot);
  }

  /** What is known here of how much work each slot is. */
  weigh(weights: ReadonlyMap<number, SlotWeight>): void {
    this.#weights = weights;
  }

  /** From now on it takes nothing, and hands over what it holds as long as there is somebody who takes it. */
  retire(): void {
    if (this.#phase === 'member') this.#phase = 'retiring';
  }

  /** Whether it holds nothing any more, or nobody is there to take it: time to {@link leave}. */
  get isRetired(): boolean {
    if (this.#phase !== 'retiring') return true;
    const known = this.#known;
    const { epoch } = this.#options;
    if (known === undefined || slotsOf(known, epoch).length === 0)
      return this.#isIdle && this.#inheritances.size === 0;
    return known.members.every((member) => member.epoch === epoch || member.isRetiring);
  }

  /** Ours no more when {@link released}, without a cut: whoever takes it begins after that. */
  giveUp(slot: number): void {
    if (this.#held.delete(slot)) this.#releasing.add(slot);
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
    if (this.#phase !== 'joining' && !this.#isSharing) return [];
    this.#phase = 'leaving';
    const revoked = [...this.held, ...this.#inheritances.keys()];
    this.#held.clear();
    this.#inheritances.clear();
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
    this.#inheritances.clear();
    return NOTHING;
  }

  /** Takes from `held` what is to be given up. */
  #revoke(stored: SlotTable): number[] {
    const { epoch } = this.#options;
    const isOurs = (slot: number): boolean => stored.slots[slot] === epoch;
    for (const slot of this.#released)
      if (!isOurs(slot)) {
        this.#released.delete(slot);
        this.#cuts.delete(slot);
      }
    const revoked = this.held.filter((slot) => !isOurs(slot));
    if (this.#isSharing && !stored.isSettling) {
      for (const { slot } of this.#share(stored).give) {
        // What it never began with, it need not end.
        if (this.#isUnbegun(slot)) this.#released.add(slot);
        else if (this.#options.isHandingOver !== true && this.#held.has(slot)) revoked.push(slot);
      }
    }
    for (const slot of revoked) {
      this.#held.delete(slot);
      this.#releasing.add(slot);
    }
    return revoked;
  }

  #share(stored: SlotTable): ReturnType<typeof shareOf> {
    return shareOf(stored, this.#options.epoch, this.#options.slack);
  }

  /** Follows the handovers to us. @returns undefined when one of them was lost after its cut, so that we must end */
  #inherit(stored: SlotTable): Pick<SlotDecision, 'toPrepare' | 'cuts' | 'abandoned'> | undefined {
    const { epoch } = this.#options;
    const toPrepare: number[] = [];
    const cuts: SlotCut[] = [];
    const abandoned: number[] = [];
    const ours = new Map<number, Handover>();
    for (const one of stored.handovers) if (one.heir === epoch) ours.set(one.slot, one);
    for (const [slot, { cutAtMs }] of this.#inheritances) {
      if (ours.has(slot)) continue;
      const isOurs = stored.slots[slot] === epoch;
      if (!isOurs && cutAtMs !== undefined) return undefined;
      this.#inheritances.delete(slot);
      // One that is ours though we never knew of the cut begins like any other.
      if (isOurs && cutAtMs !== undefined) this.#held.add(slot);
      else abandoned.push(slot);
    }
    if (!this.#isSharing) return { toPrepare, cuts, abandoned };
    for (const [slot, { stage, cutAtMs }] of ours) {
      // Who has said that it is ready may be counted on already: the cut can be chosen and not be stored yet.
      if (this.#phase === 'retiring' && stage === 'asked') {
        if (this.#inheritances.delete(slot)) abandoned.push(slot);
        continue;
      }
      let inheritance = this.#inheritances.get(slot);
      if (inheritance === undefined) {
        this.#inheritances.set(slot, (inheritance = { isReady: false, cutAtMs: undefined }));
        toPrepare.push(slot);
      }
      if (cutAtMs === null || inheritance.cutAtMs !== undefined) continue;
      inheritance.cutAtMs = cutAtMs;
      cuts.push({ slot, atMs: cutAtMs });
    }
    return { toPrepare, cuts, abandoned };
  }

  /** Slots of ours whose heir is ready, and no cut was chosen for yet. */
  #toCut({ handovers, slots, isSettling }: SlotTable): number[] {
    if (!this.#isSharing || isSettling) return [];
    return handovers.flatMap(({ slot, stage }) =>
      stage === 'ready' && slots[slot] === this.#options.epoch && this.#held.has(slot) ? [slot] : [],
    );
  }

  /** Adds to `held` what the stored table says is ours. In a table that settles it may be another's still. */
  #accept(stored: SlotTable): number[] {
    if (!this.#isSharing || stored.isSettling) return [];
    const granted = slotsOf(stored, this.#options.epoch).filter((slot) => this.#isUnbegun(slot));
    for (const slot of granted) this.#held.add(slot);
    return granted;
  }

  /** Whether nothing was ever done for it: one that was handed over is acted for since its cut. Precondition: it is ours by the table. */
  #isUnbegun(slot: number): boolean {
    const isBegun = this.#held.has(slot) || this.#releasing.has(slot) || this.#released.has(slot);
    return !isBegun && this.#inheritances.get(slot)?.cutAtMs === undefined;
  }

  #next(stored: SlotTable, nowMs: number): SlotTable | undefined {
    const { epoch, renewMs } = this.#options;
    let table = this.#withoutDead(stored, nowMs);
    if (this.#phase === 'joining') table = this.#joined(table);
    else table = this.#phase === 'leaving' && this.#isIdle ? this.#left(table) : this.#balanced(table, nowMs);
    const isDue = isMember(table, epoch) && nowMs - this.#renewedAtMs >= renewMs;
    return table !== stored || isDue ? this.#touched(this.#weighed(table)) : undefined;
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
    const fitting = isFitting ? table : { ...table, slots: Array<null>(slots).fill(null), weights: [] };
    return withMember(fitting, instance, epoch);
  }

  #left(table: SlotTable): SlotTable {
    const { epoch } = this.#options;
    // What we inherited, we have ended: its holder finds nobody there.
    const handovers = table.handovers.filter(({ heir }) => heir !== epoch);
    return evict(vacate({ ...table, handovers }, slotsOf(table, epoch)), epoch);
  }

  #balanced(stored: SlotTable, nowMs: number): SlotTable {
    const { epoch, termMs } = this.#options;
    let table = stored;
    if (table.isSettling && nowMs - this.#lineageSinceMs >= termMs) table = { ...table, isSettling: false };
    table = this.#moved(table);
    const released = slotsOf(table, epoch).filter((slot) => this.#released.has(slot));
    // One of them may come back to us, but as a new grant: nobody could tell it from the old one in the same write.
    if (released.length > 0) return vacate(table, released);
    if (table.isSettling || !this.#isSharing) return table;
    if (this.#phase === 'retiring' && !isRetiring(table, epoch)) table = retire(table, epoch);
    const { take, give } = this.#share(table);
    if (this.#options.isHandingOver === true)
      for (const { slot, heir } of give) if (this.#held.has(slot)) table = ask(table, slot, heir);
    return take.length > 0 ? grant(table, epoch, take) : table;
  }

  /** Handovers, ours and to us, as far as we have brought them. */
  #moved(stored: SlotTable): SlotTable {
    const { epoch } = this.#options;
    let table = stored;
    for (const handover of stored.handovers) {
      const { slot, heir, stage } = handover;
      const cutAtMs = this.#cuts.get(slot);
      if (stored.slots[slot] === epoch && cutAtMs !== undefined && stage !== 'cut')
        table = withHandover(table, slot, { ...handover, stage: 'cut', cutAtMs });
      if (heir !== epoch || stage === 'cut') continue;
      const inheritance = this.#inheritances.get(slot);
      if (inheritance === undefined) table = withHandover(table, slot, null);
      else if (inheritance.isReady && stage === 'asked')
        table = withHandover(table, slot, { ...handover, stage: 'ready' });
    }
    return table;
  }

  /** With the weights that we know: measured of what we hold, estimated of what nobody knows yet. */
  #weighed(table: SlotTable): SlotTable {
    if (this.#weights.size === 0) return table;
    const weights = table.slots.map((holder, slot) => {
      const before = table.weights[slot] ?? 0;
      const now = this.#weights.get(slot);
      if (now === undefined) return before;
      const isBetter = before === 0 || (now.isMeasured && holder === this.#options.epoch);
      return isBetter ? Math.min(Math.max(1, Math.round(now.value)), MAX_WEIGHT) : before;
    });
    return { ...table, weights };
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

const isRetiring = (table: SlotTable, epoch: string): boolean =>
  table.members.some((member) => member.epoch === epoch && member.isRetiring);

const NOTHING: SlotDecision = {
  next: undefined,
  granted: [],
  revoked: [],
  toFence: [],
  toPrepare: [],
  toCut: [],
  cuts: [],
  abandoned: [],
};
