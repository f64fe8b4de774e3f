import type { ChannelLogin, CollectorReport, JoinRefusalReason } from '@emotide/domain';
import { Subject, mergeMap, tap, type Observable } from 'rxjs';
import type { CountedTurn, ReadingSession } from '@emotide/reading';
import { ReadingRate } from './reading-rate';
import type { ReadingWindow } from './reading-window';

/** Starts a channel's actor; it ends when `stop$` says so, after what it holds. */
export type StartActor = (login: ChannelLogin, stop$: Observable<void>) => Observable<CountedTurn>;

/**
 * How far a channel's actor is. `joining`: it has asked Twitch. `reading`. `waiting`: its join failed or ended, and it
 * asks again soon. `resting`: so often that it waits for long.
 */
export type ChannelPhase = 'joining' | 'reading' | 'waiting' | 'resting';

/** One channel that this process reads, as people are shown it. */
export interface ChannelView {
  readonly login: ChannelLogin;
  readonly phase: ChannelPhase;
  /** Of the last minute or so. */
  readonly linesPerSecond: number;
  /** Messages counted since it was started here. */
  readonly messages: number;
  /** Joins that failed or ended since then. */
  readonly interruptions: number;
  /** Why the last of them did. */
  readonly trouble: string | undefined;
}

interface Entry {
  readonly login: ChannelLogin;
  readonly window: ReadingWindow;
  readonly stop$: Subject<void>;
  readonly rate: ReadingRate;
  phase: ChannelPhase;
  session: ReadingSession | undefined;
  messages: number;
  interruptions: number;
  trouble: string | undefined;
}

export interface ChannelRegistryOptions {
  readonly startActor: StartActor;
  /** Told of each turn before it is cut to its window. */
  readonly onTurn: (turn: CountedTurn) => void;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

/** The actors of the channels that this process reads now, what is known of each, and their turns merged. */
export class ChannelRegistry {
  readonly #starts = new Subject<Entry>();
  readonly #entries = new Map<ChannelLogin, Entry>();
  readonly #clock: () => number;
  /** Of all actors, each within its window. Subscribe before the first {@link start}; it neither completes nor errors. */
  readonly turns$: Observable<CountedTurn>;

  constructor({ startActor, onTurn, clock }: ChannelRegistryOptions) {
    this.#clock = clock;
    // All at once: there are as many as channels are wanted, and none waits for another.
    this.turns$ = this.#starts.pipe(
      mergeMap((entry) =>
        startActor(entry.login, entry.stop$).pipe(
          tap((turn) => {
            entry.messages += turn.lines.length;
            entry.rate.add(turn.lines.length);
            onTurn(turn);
          }),
          entry.window.passes(),
        ),
      ),
    );
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Precondition: the channel is not read. */
  start(login: ChannelLogin, window: ReadingWindow): void {
    const entry: Entry = {
      login,
      window,
      stop$: new Subject(),
      rate: new ReadingRate(this.#clock()),
      phase: 'joining',
      session: undefined,
      messages: 0,
      interruptions: 0,
      trouble: undefined,
    };
    this.#entries.set(login, entry);
    this.#starts.next(entry);
  }

  /** Parts. What the actor had read has been given out when this returns. */
  stop(login: ChannelLogin): void {
    this.#entries.get(login)?.stop$.next();
    this.#entries.delete(login);
  }

  /** The reading of a channel that goes on now; undefined while there is none. */
  sessionOf(login: ChannelLogin): ReadingSession | undefined {
    return this.#entries.get(login)?.session;
  }

  /** Lines a second of a channel; 0 of one that is not read here. */
  rateOf(login: ChannelLogin): number {
    return this.#entries.get(login)?.rate.estimate(this.#clock()) ?? 0;
  }

  noteJoined(session: ReadingSession): void {
    const entry = this.#entries.get(session.login);
    if (entry === undefined) return;
    entry.session = session;
    entry.phase = 'reading';
    entry.trouble = undefined;
  }

  noteInterrupted(login: ChannelLogin, why: string, isResting: boolean): void {
    const entry = this.#entries.get(login);
    if (entry === undefined) return;
    entry.session = undefined;
    entry.phase = isResting ? 'resting' : 'waiting';
    entry.interruptions++;
    entry.trouble = why;
  }

  /** All of them in sum. @param refusalOf why Twitch refused a channel, where it did when it was last asked */
  tally(
    refusalOf: (login: ChannelLogin) => JoinRefusalReason | undefined,
  ): Pick<CollectorReport, 'wanted' | 'joined' | 'refused' | 'messagesPerSecond'> {
    const nowMs = this.#clock();
    const refused: Partial<Record<JoinRefusalReason, number>> = {};
    let joined = 0;
    let perSecond = 0;
    for (const { login, phase, rate } of this.#entries.values()) {
      perSecond += rate.estimate(nowMs);
      const reason = phase === 'reading' ? undefined : refusalOf(login);
      if (phase === 'reading') joined++;
      if (reason !== undefined) refused[reason] = (refused[reason] ?? 0) + 1;
    }
    return {
      wanted: this.#entries.size,
      joined,
      refused,
      messagesPerSecond: Math.round(perSecond * 100) / 100,
    };
  }

  /** Every channel, the busiest first. */
  view(): ChannelView[] {
    const nowMs = this.#clock();
    return [...this.#entries.values()]
      .map(({ login, phase, rate, messages, interruptions, trouble }) => ({
        login,
        phase,
        linesPerSecond: Math.round(rate.estimate(nowMs) * 100) / 100,
        messages,
        interruptions,
        trouble,
      }))
      .sort((a, b) => b.linesPerSecond - a.linesPerSecond || (a.login < b.login ? -1 : 1));
  }
}
