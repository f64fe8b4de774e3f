import type { Logger } from '@emotide/service-kit';
import { isEpoch } from './epoch';
import { LogUnavailable } from './log-unavailable';
import type { LeaseGroup } from './names';
import { SlotHolder, type SlotDecision, type SlotWeight } from './slot-holder';
import type { SlotStore } from './slot-store';
import { MAX_INSTANCE_CHARACTERS, MAX_SLOTS } from './slot-table';

/**
 * How a slot moves from a member to another while both live, cut at a time of what is shared: nothing is lost or done
 * twice. See docs/leases.md.
 */
export interface SlotHandover {
  /** Gets ready to act for a slot, without any effect yet. Resolves when it is. A rejection is an eviction. */
  readonly onPrepare: (slot: number) => Promise<void>;
  /**
   * From when on another is to act for a slot of ours, epoch ms: after all that we can have acted for so far. Undefined
   * where no such time can be told: then the slot is revoked, and the other begins after that.
   */
  readonly chooseCut: (slot: number) => number | undefined;
  /**
   * From now on it acts for what comes before `atMs` only. Resolves when it has done all of that, and nothing of it is on
   * its way. A rejection is an eviction.
   */
  readonly onHandOver: (slot: number, atMs: number) => Promise<void>;
  /** It acts for what comes from `atMs` on. Called after `onPrepare`, which may not have resolved. */
  readonly onCut: (slot: number, atMs: number) => void;
  /** The slot is another's: nothing is to be done for it any more, and nothing was. */
  readonly onAbandoned: (slot: number) => void;
}

export interface LeaveOptions {
  /** How long others may take to begin with what is handed over; what is left then is given up. Default 0. */
  readonly handOverWithinMs?: number;
  /** Aborted when there is no time for handing over, or no more. */
  readonly hurry?: AbortSignal;
}

export interface SlotGroupOptions {
  readonly group: LeaseGroup;
  /** How many there are to share; the same for all members. */
  readonly slots: number;
  /** Stable name of this process' place (a pod, `sink-1`), so that its next life may evict it at once. */
  readonly instance: string;
  /** New at each start: `createEpoch`. */
  readonly epoch: string;
  /**
   * Makes every reader ignore what an evicted epoch still sends; its slots are granted to others only after that. Without
   * it, something else must keep a frozen holder from doing harm when it wakes.
   *
   * @throws LogUnavailable it is called again
   */
  readonly fence?: (epoch: string) => Promise<void>;
  readonly onGranted: (slot: number) => void;
  /**
   * Resolves when nothing more is done for the slot and nothing of it is on its way. A rejection is an eviction. Of slots
   * that were only prepared too.
   */
  readonly onRevoked: (slot: number) => Promise<void>;
  /** Default: who has a slot ends before another begins. */
  readonly handover?: SlotHandover;
  /** How much work each slot is. Asked at each turn. */
  readonly weigh?: () => ReadonlyMap<number, SlotWeight>;
  /** By how much of the average members' work may differ without a slot being moved. Default 0. */
  readonly slack?: number;
  /** Others have, or will have, what this process held: it must end, and may start again under a new epoch. */
  readonly onEvicted: () => void;
  /** Called at each change of {@link SlotGroup.isValid}. */
  readonly onValidity?: (isValid: boolean) => void;
  /** How often a member shows that it lives. Milliseconds. */
  readonly renewMs?: number;
  /** How long others must have seen that it does not, before they take over. Milliseconds. */
  readonly termMs?: number;
}

export interface SlotGroupState {
  /** Members of the group as last read, this one included once it has joined. */
  readonly members: number;
  /** Slots granted to this process and not revoked, ascending. */
  readonly held: readonly number[];
  readonly isValid: boolean;
  /** Slots on their way between two members, as last read. */
  readonly moving: number;
  /** Slots that no living member holds, as last read. */
  readonly unowned: number;
  /** Why the group can't be read or joined, for people. */
  readonly trouble: string | undefined;
}

const RENEW_MS = 3_000;
const TERM_MS = 10_000;
/** Others' signs of life are looked for this often per own one: a dead member's slots are taken that much sooner. */
const READS_PER_RENEWAL = 3;
/** Writes in a row, own and lost ones, before the table is left alone until the next reading. */
const WRITES_PER_TURN = 32;
/** How long to try to say goodbye, which takes milliseconds; who does not hear it finds out in a term. */
const LEAVE_WITHIN_MS = 1_000;

/**
 * A share in the slots of a group, for one life of a process: joins in the background, keeps its lease, takes and gives
 * slots so that all members have as many, and takes over from the dead. Decisions are {@link SlotHolder}'s; this reads,
 * writes and keeps the time. How it behaves in each failure: docs/leases.md.
 */
export class SlotGroup {
  readonly #store: SlotStore;
  readonly #options: SlotGroupOptions;
  readonly #holder: SlotHolder;
  readonly #clock: () => number;
  readonly #log: Logger;
  readonly #readEveryMs: number;
  readonly #fencing = new Set<string>();
  readonly #releases = new Set<Promise<void>>();
  /** What is under way to get ready, by slot. */
  readonly #preparing = new Map<number, Promise<void>>();
  #onRetired: (() => void) | undefined;
  #trouble: string | undefined;
  #wasValid = false;
  #validityTimer: NodeJS.Timeout | undefined;
  #isOver = false;
  #isWoken = false;
  #wake: (() => void) | undefined;
  #left: Promise<void> | undefined;
  readonly #running: Promise<void>;

  /**
   * @param clock monotonic milliseconds of this process
   * @throws RangeError for options out of bounds
   */
  constructor(store: SlotStore, options: SlotGroupOptions, clock: () => number, log: Logger) {
    const { group, slots, instance, epoch, renewMs = RENEW_MS, termMs = TERM_MS, slack, handover } = options;
    if (!(slots >= 1 && slots <= MAX_SLOTS)) throw new RangeError(`a group of ${slots} slots`);
    if (instance === '' || instance.length > MAX_INSTANCE_CHARACTERS)
      throw new RangeError(`an instance needs a name of at most ${MAX_INSTANCE_CHARACTERS} characters`);
    if (!isEpoch(epoch)) throw new RangeError(`no epoch: ${epoch}`);
    // Of three signs of life, two may get lost.
    if (!(termMs >= 3 * renewMs)) throw new RangeError('a term of less than three renewals');
    this.#store = store;
    this.#options = options;
    this.#clock = clock;
    this.#log = log.child({ group, instance, epoch });
    this.#readEveryMs = renewMs / READS_PER_RENEWAL;
    const isHandingOver = handover !== undefined;
    this.#holder = new SlotHolder({
      instance,
      epoch,
      slots,
      renewMs,
      termMs,
      isHandingOver,
      ...(slack !== undefined && { slack }),
    });
    this.#running = this.#run();
  }

  /**
   * Whether what is held may be acted upon: the lease was renewed less than a term ago, counted from when the renewal was
   * sent. False while the log is away for long, and after this process was frozen, until the next renewal.
   */
  get isValid(): boolean {
    return !this.#isOver && this.#holder.isValidAt(this.#clock());
  }

  state(): SlotGroupState {
    const { held, members, moving, unowned, trouble } = this.#holder;
    return { held, members, moving, unowned, isValid: this.isValid, trouble: this.#trouble ?? trouble };
  }

  /**
   * Hands over all slots where there is time for it, gives up what is left, and the membership. Resolves when every `onRevoked` has, and the others know or could not be
   * told within seconds; they find out by themselves then.
   */
  leave(options: LeaveOptions = {}): Promise<void> {
    this.#left ??= this.#leave(options);
    return this.#left;
  }

  async #leave({ handOverWithinMs = 0, hurry }: LeaveOptions): Promise<void> {
    if (this.#options.handover !== undefined && handOverWithinMs > 0 && hurry?.aborted !== true)
      await this.#retire(handOverWithinMs, hurry);
    this.#release(this.#holder.leave());
    await Promise.all(this.#releases);
    this.#wakeUp();
    let timer: NodeJS.Timeout | undefined;
    const isLate = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(true), LEAVE_WITHIN_MS);
    });
    if (await Promise.race([this.#running.then(() => false), isLate]))
      this.#log.warn('could not say goodbye to the group');
    clearTimeout(timer);
    this.#end();
  }

  /** Resolves when all slots are handed over, nobody is there to take them, or time is up. */
  async #retire(withinMs: number, hurry: AbortSignal | undefined): Promise<void> {
    this.#holder.retire();
    this.#log.info({ slots: this.#holder.held.length }, 'handing over before it leaves');
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      hurry?.addEventListener('abort', () => resolve(), { once: true });
      this.#onRetired = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#wakeUp();
    });
    this.#onRetired = undefined;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      await this.#turn();
      if (this.#isOver || this.#holder.isRetired) this.#onRetired?.();
      if (!this.#isOver) await this.#sleep();
    }
  }

  /** Reads the table, and goes on with it until there is nothing to change. */
  async #turn(): Promise<void> {
    try {
      if (this.#options.weigh !== undefined) this.#holder.weigh(this.#options.weigh());
      let { table, revision } = await this.#store.read();
      let decision = this.#holder.read(table, this.#clock());
      for (let writes = 0; this.#act(decision) && writes < WRITES_PER_TURN; writes++) {
        // A cut is to be stored at once: its heir has seconds.
        if (this.#cut(decision)) {
          decision = this.#holder.read(table, this.#clock());
          if (!this.#act(decision)) break;
        }
        const { next } = decision;
        if (next === undefined) break;
        const sentAtMs = this.#clock();
        const stored = await this.#store.replace(next, revision);
        if (stored === undefined) {
          ({ table, revision } = await this.#store.read());
          decision = this.#holder.read(table, this.#clock());
        } else {
          revision = stored;
          decision = this.#holder.wrote(next, sentAtMs, this.#clock());
        }
      }
      this.#noteTrouble(undefined);
    } catch (error) {
      if (this.#isOver) return;
      if (error instanceof LogUnavailable) this.#noteTrouble(error.message);
      else if (error instanceof SyntaxError) this.#noteTrouble(`the group’s table: ${error.message}`);
      else this.#evict(error);
    }
  }

  /** @returns whether this goes on */
  #act({ granted, revoked, toFence, toPrepare, cuts, abandoned }: SlotDecision): boolean {
    this.#noteValidity();
    this.#release(revoked);
    for (const slot of abandoned) this.#abandon(slot);
    for (const slot of toPrepare) this.#prepare(slot);
    for (const { slot, atMs } of cuts) this.#options.handover?.onCut(slot, atMs);
    for (const epoch of toFence) this.#fence(epoch);
    const { phase } = this.#holder;
    if (phase === 'evicted') this.#evict(undefined);
    if (phase === 'left') this.#end();
    if (this.#isOver) return false;
    if (granted.length > 0)
      this.#log.info({ slots: granted.length, held: this.#holder.held.length }, 'slots granted');
    for (const slot of granted) this.#options.onGranted(slot);
    return true;
  }

  #release(slots: readonly number[]): void {
    if (slots.length > 0) this.#log.info({ slots }, 'slots revoked');
    for (const slot of slots) {
      this.#preparing.delete(slot);
      this.#endWith(slot, this.#options.onRevoked(slot));
    }
  }

  /** @param end resolves when nothing is done for the slot any more */
  #endWith(slot: number, end: Promise<void>): void {
    const release = end
      .then(
        () => this.#holder.released(slot),
        (error: unknown) => this.#evict(error),
      )
      .finally(() => {
        this.#releases.delete(release);
        this.#wakeUp();
      });
    this.#releases.add(release);
  }

  #prepare(slot: number): void {
    const { handover } = this.#options;
    if (handover === undefined) return;
    const preparing = handover.onPrepare(slot).then(
      () => {
        if (this.#preparing.get(slot) !== preparing) return;
        this.#holder.prepared(slot);
        this.#wakeUp();
      },
      (error: unknown) => this.#evict(error),
    );
    this.#preparing.set(slot, preparing);
  }

  #abandon(slot: number): void {
    this.#preparing.delete(slot);
    this.#options.handover?.onAbandoned(slot);
  }

  /** @returns whether a cut was chosen */
  #cut({ toCut }: SlotDecision): boolean {
    const { handover } = this.#options;
    if (handover === undefined) return false;
    for (const slot of toCut) {
      const atMs = handover.chooseCut(slot);
      if (atMs === undefined) {
        this.#holder.giveUp(slot);
        this.#release([slot]);
        continue;
      }
      this.#log.info({ slot, at: new Date(atMs).toISOString() }, 'handing over a slot');
      this.#holder.cut(slot, atMs);
      this.#endWith(slot, handover.onHandOver(slot, atMs));
    }
    return toCut.length > 0;
  }

  #fence(epoch: string): void {
    if (this.#fencing.has(epoch)) return;
    this.#fencing.add(epoch);
    const { fence = () => Promise.resolve() } = this.#options;
    fence(epoch)
      .then(
        () => {
          this.#log.warn({ fenced: epoch }, 'took over from a member that was silent, or has a new life');
          this.#holder.fenced(epoch);
          this.#wakeUp();
        },
        (error: unknown) => {
          if (!(error instanceof LogUnavailable)) this.#evict(error);
        },
      )
      // Said again by the next reading, when it failed.
      .finally(() => this.#fencing.delete(epoch));
  }

  /** @param fault why this process can't go on by itself; undefined when others have decided so */
  #evict(fault: unknown): void {
    if (this.#isOver) return;
    if (fault === undefined)
      this.#log.error(
        'no member of the group any more: this process was silent for a term, or has a namesake',
      );
    else this.#log.error({ err: fault }, 'this process can not keep its part in the group');
    this.#end();
    this.#options.onEvicted();
  }

  #end(): void {
    this.#isOver = true;
    this.#noteValidity();
    this.#wakeUp();
  }

  #noteValidity(): void {
    clearTimeout(this.#validityTimer);
    const { isValid } = this;
    if (isValid) {
      const leftMs = this.#holder.validUntilMs - this.#clock();
      this.#validityTimer = setTimeout(() => this.#noteValidity(), Math.ceil(leftMs) + 1);
      this.#validityTimer.unref();
    }
    if (isValid === this.#wasValid) return;
    this.#wasValid = isValid;
    // Who gave all back, or was put out, has none that could run out.
    const hasLease = this.#holder.validUntilMs > -Infinity;
    if (!isValid && hasLease && !this.#isOver)
      this.#log.warn('the lease has run out without a renewal; nothing is done under it until there is one');
    this.#options.onValidity?.(isValid);
  }

  #noteTrouble(trouble: string | undefined): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    if (trouble !== undefined) this.#log.warn({ trouble }, 'the group can not be read');
  }

  #wakeUp(): void {
    this.#isWoken = true;
    this.#wake?.();
  }

  async #sleep(): Promise<void> {
    if (!this.#isWoken)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.#readEveryMs);
        timer.unref();
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#isWoken = false;
    this.#wake = undefined;
  }
}
