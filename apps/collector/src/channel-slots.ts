import { setTimeout as delay } from 'node:timers/promises';
import { messageKey, type ChannelLogin } from '@emotide/domain';
import type { SlotHandover, SlotWeight } from '@emotide/event-log';
import { attend } from './attended-time';
import type { ReadingSession } from '@emotide/reading';
import type { ChannelRegistry } from './channel-registry';
import { ReadingWindow } from './reading-window';
import type { TwitchClock } from './twitch-clock';
import type { WantedChannels } from './wanted-channels';

export interface ChannelSlotsOptions {
  /** The same for all collectors. */
  readonly slots: number;
  readonly wanted: Pick<WantedChannels, 'logins' | 'viewersOf'>;
  readonly channels: Pick<ChannelRegistry, 'start' | 'stop' | 'sessionOf' | 'rateOf'>;
  readonly clock: Pick<TwitchClock, 'nowMs' | 'newestMs'>;
  /** Whether sockets are read now. */
  readonly isReading: () => boolean;
  /** Resolves when all that was counted so far is in the log. */
  readonly published: () => Promise<void>;
  /** Says in the log that a session read all on its side of a cut. */
  readonly mark: (session: ReadingSession, cutAtMs: number) => void;
  /** Longer than a join may take: while none succeeds for so long, those that are missing are not waited for. */
  readonly joinsWithinMs: number;
  /** Aborted when readings are to end without waiting for their heirs. */
  readonly hurry: AbortSignal;
}

/** How far ahead of the newest line a cut lies. The heir hears of it within a second or two. */
const CUT_AHEAD_MS = 5_000;
/** Lines come up to 6 s after they were sent: so long after the cut nothing from before it comes any more. */
const LEAVE_AFTER_MS = 10_000;
/** Coverage knows seconds. */
const SECOND_MS = 1_000;
const LOOK_EVERY_MS = 250;
/** A rate is believed when it was measured for so long. */
const MEASURED_AFTER_MS = 60_000;
/** Lines a second of a channel with a thousand viewers: the thousand biggest have half a line, all of them together. */
const LINES_PER_THOUSAND_VIEWERS = 0.5;
/** Viewers of a channel of which nothing is known. */
const UNKNOWN_VIEWERS = 1_000;
/** A channel with nobody in it is a tenth of a line a second of work. */
const WEIGHT_PER_LINE = 10;

/** One slot whose channels are read here. */
interface Slot {
  readonly window: ReadingWindow;
  readonly begunAtMs: number;
  /** Aborted when its channels are not read here any more. */
  readonly end: AbortController;
  /** The readings that went on when it was said that all is ready. */
  readySessions: ReadonlyMap<ChannelLogin, ReadingSession>;
}

/**
 * Which channels are read here: those of the slots that this process holds, or is to inherit. How slots move is
 * described in docs/leases.md.
 */
export class ChannelSlots implements SlotHandover {
  readonly #options: ChannelSlotsOptions;
  readonly #inSlots: readonly Set<ChannelLogin>[];
  readonly #slots = new Map<number, Slot>();

  constructor(options: ChannelSlotsOptions) {
    this.#options = options;
    this.#inSlots = Array.from({ length: options.slots }, () => new Set<ChannelLogin>());
    for (const login of options.wanted.logins) this.#inSlots[this.slotOf(login)]!.add(login);
  }

  /** A channel's slot. It keeps it as long as it has its name and the number of slots stays. */
  slotOf(login: ChannelLogin): number {
    return messageKey(login).lo % this.#options.slots;
  }

  /** Other channels are wanted than before. */
  change(came: readonly ChannelLogin[], went: readonly ChannelLogin[]): void {
    const { channels } = this.#options;
    for (const login of went) {
      const slot = this.slotOf(login);
      this.#inSlots[slot]!.delete(login);
      if (this.#slots.has(slot)) channels.stop(login);
    }
    for (const login of came) {
      const slot = this.slotOf(login);
      this.#inSlots[slot]!.add(login);
      const read = this.#slots.get(slot);
      if (read !== undefined) channels.start(login, read.window);
    }
  }

  onGranted(slot: number): void {
    this.#begin(slot, new ReadingWindow(-Infinity));
  }

  async onRevoked(slot: number): Promise<void> {
    this.#end(slot);
    await this.#options.published();
  }

  async onPrepare(slot: number): Promise<void> {
    const { signal } = this.#begin(slot, new ReadingWindow(undefined)).end;
    let sessions = this.#sessionsOf(slot);
    let joinedAtMs = performance.now();
    while (sessions.size < this.#inSlots[slot]!.size) {
      if (await isAborted(signal)) return;
      const before = sessions.size;
      sessions = this.#sessionsOf(slot);
      if (sessions.size > before) joinedAtMs = performance.now();
      // Suspended channels can't be joined by anybody; who can join none at all has other troubles.
      const isLate = performance.now() - joinedAtMs > this.#options.joinsWithinMs;
      if (isLate && sessions.size > 0) break;
    }
    const prepared = this.#slots.get(slot);
    if (prepared !== undefined && !signal.aborted) prepared.readySessions = sessions;
  }

  chooseCut(_slot: number): number | undefined {
    const { clock } = this.#options;
    const nowMs = clock.nowMs();
    if (nowMs === undefined) return undefined;
    const cutAtMs = Math.ceil((nowMs + CUT_AHEAD_MS) / SECOND_MS) * SECOND_MS;
    return clock.newestMs >= cutAtMs ? undefined : cutAtMs;
  }

  async onHandOver(slot: number, cutAtMs: number): Promise<void> {
    const { clock, isReading, hurry, published, mark } = this.#options;
    const read = this.#slots.get(slot);
    if (read === undefined) return;
    read.window.close(cutAtMs);
    const before = this.#sessionsOf(slot);
    const waitMs = cutAtMs - (clock.nowMs() ?? cutAtMs) + LEAVE_AFTER_MS;
    const hasReadAll = before.size === 0 || (await attend(waitMs, isReading, hurry));
    const after = this.#sessionsOf(slot);
    this.#end(slot);
    await published();
    if (!hasReadAll) return;
    // What is not in the log yet might never be; so this is said when it is.
    for (const [login, session] of before) if (after.get(login) === session) mark(session, cutAtMs);
    await published();
  }

  onCut(slot: number, cutAtMs: number): void {
    const inherited = this.#slots.get(slot);
    if (inherited === undefined) return;
    inherited.window.open(cutAtMs);
    void this.#markBegin(slot, inherited, cutAtMs);
  }

  onAbandoned(slot: number): void {
    this.#end(slot);
  }

  /** How much work each slot is, in tenths of a line a second. */
  weigh(): ReadonlyMap<number, SlotWeight> {
    const { wanted, channels } = this.#options;
    const nowMs = performance.now();
    const weights = new Map<number, SlotWeight>();
    for (const [slot, logins] of this.#inSlots.entries()) {
      const read = this.#slots.get(slot);
      const isMeasured = read !== undefined && nowMs - read.begunAtMs >= MEASURED_AFTER_MS;
      let lines = 0;
      for (const login of logins)
        lines += isMeasured
          ? channels.rateOf(login)
          : ((wanted.viewersOf(login) ?? UNKNOWN_VIEWERS) / 1_000) * LINES_PER_THOUSAND_VIEWERS;
      weights.set(slot, { value: lines * WEIGHT_PER_LINE + logins.size, isMeasured });
    }
    return weights;
  }

  #begin(slot: number, window: ReadingWindow): Slot {
    // One that was prepared, and becomes ours without a cut that we knew of, begins anew.
    if (this.#slots.has(slot)) this.#end(slot);
    const begun: Slot = {
      window,
      begunAtMs: performance.now(),
      end: new AbortController(),
      readySessions: new Map(),
    };
    this.#slots.set(slot, begun);
    for (const login of this.#inSlots[slot]!) this.#options.channels.start(login, window);
    return begun;
  }

  #end(slot: number): void {
    const read = this.#slots.get(slot);
    if (read === undefined) return;
    this.#slots.delete(slot);
    read.end.abort();
    for (const login of this.#inSlots[slot]!) this.#options.channels.stop(login);
  }

  /** Once the cut has passed: what is told before it happens would be in the future of all who read it. */
  async #markBegin(slot: number, { window, end, readySessions }: Slot, cutAtMs: number): Promise<void> {
    const { clock, mark } = this.#options;
    while ((clock.nowMs() ?? Infinity) < cutAtMs) if (await isAborted(end.signal)) return;
    if (!window.isWhole) return;
    const now = this.#sessionsOf(slot);
    for (const [login, session] of readySessions) if (now.get(login) === session) mark(session, cutAtMs);
  }

  #sessionsOf(slot: number): Map<ChannelLogin, ReadingSession> {
    const sessions = new Map<ChannelLogin, ReadingSession>();
    for (const login of this.#inSlots[slot]!) {
      const session = this.#options.channels.sessionOf(login);
      if (session !== undefined) sessions.set(login, session);
    }
    return sessions;
  }
}

/** Waits a moment. @returns whether it was aborted meanwhile */
function isAborted(signal: AbortSignal): Promise<boolean> {
  return delay(LOOK_EVERY_MS, false, { signal }).catch(() => true);
}
