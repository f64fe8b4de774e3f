import type { ChannelLogin } from '@emotide/domain';
import { Subject, mergeMap, type Observable } from 'rxjs';
import type { CountedTurn } from '@emotide/reading';

/** Starts a channel's actor; it ends when `stop$` says so, after what it holds. */
export type StartActor = (login: ChannelLogin, stop$: Observable<void>) => Observable<CountedTurn>;

/** The actors of the channels that this process reads now, and their turns merged. */
export class ChannelRegistry {
  readonly #starts = new Subject<ChannelLogin>();
  readonly #stops = new Map<ChannelLogin, Subject<void>>();
  /** Of all actors. Subscribe before the first {@link start}; it neither completes nor errors. */
  readonly turns$: Observable<CountedTurn>;

  constructor(startActor: StartActor) {
    // All at once: there are as many as channels are configured, and none waits for another.
    this.turns$ = this.#starts.pipe(mergeMap((login) => startActor(login, this.#stops.get(login)!)));
  }

  get size(): number {
    return this.#stops.size;
  }

  /** Precondition: the channel is not read. */
  start(login: ChannelLogin): void {
    this.#stops.set(login, new Subject());
    this.#starts.next(login);
  }

  /** Parts. What the actor had read has been given out when this returns. */
  stop(login: ChannelLogin): void {
    this.#stops.get(login)?.next();
    this.#stops.delete(login);
  }
}
