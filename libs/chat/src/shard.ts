import type { ChannelLogin } from '@emotide/domain';
import { ChatError } from './chat-error';
import { JoinBudget } from './join-budget';
import type { Place } from './spread-channels';
import type { TwitchConnection } from './twitch-connection';

export interface ShardOptions {
  readonly channelsPerConnection: number;
  readonly joins: { readonly count: number; readonly perMs: number };
  /** Of all connections together. */
  readonly totalJoins: JoinBudget;
  readonly joinWithinMs: number;
  /** Nothing is read: an answer may have come all the same. */
  readonly isPaused: () => boolean;
  readonly onAsked: (channels: number) => void;
  /** Twitch said nothing, twice. The channel is still here. */
  readonly onRefused: (login: ChannelLogin, error: ChatError) => void;
}

/** One channel's place on the connection. */
interface Stay {
  readonly login: ChannelLogin;
  readonly weight: number;
  /** Has yet to be asked for; Twitch has yet to answer; Twitch confirmed it. */
  state: 'waiting' | 'asked' | 'joined';
  /** JOINs sent. */
  tries: number;
  /** A JOIN was sent though it was joined, to see whether it still is. */
  isChecked: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** How often a channel is asked for before it counts as refused. */
const TRIES = 2;

/**
 * One connection with its channels: which are to be joined, are, or were refused. The list is ours, so that it outlives
 * the connection; joins are sent as the connection's limit and that of all allow.
 */
export class Shard {
  /** Aborted when it is closed: whatever is under way for it stops. */
  readonly end = new AbortController();
  /** Twitch will close it: nothing more is joined here. */
  isRetiring = false;
  isOpening = false;
  /** Until those who hear another connection as well no longer need this one. */
  moveTimer: NodeJS.Timeout | undefined;
  readonly #options: ShardOptions;
  readonly #budget: JoinBudget;
  readonly #stays = new Map<ChannelLogin, Stay>();
  readonly #toAsk = new Set<Stay>();
  /** Channels that the connection is in by Twitch's own word. */
  readonly #echoed = new Set<ChannelLogin>();
  #capacity: number;
  #connection: TwitchConnection | undefined;
  #askTimer: NodeJS.Timeout | undefined;

  constructor(options: ShardOptions) {
    this.#options = options;
    this.#budget = new JoinBudget(options.joins);
    this.#capacity = options.channelsPerConnection;
  }

  get size(): number {
    return this.#stays.size;
  }

  get isOpen(): boolean {
    return this.#connection !== undefined;
  }

  get logins(): ChannelLogin[] {
    return [...this.#stays.keys()];
  }

  isJoined(login: ChannelLogin): boolean {
    return this.#stays.get(login)?.state === 'joined';
  }

  place(nowMs: number): Place {
    let weight = 0;
    for (const stay of this.#stays.values()) weight += stay.weight;
    const joins = this.#options.joins.count - this.#budget.free(nowMs) + this.#toAsk.size;
    return { room: this.#capacity - this.size, channels: this.size, weight, joins };
  }

  /** Joins a channel as soon as may be. Precondition: it is not here. */
  add(login: ChannelLogin, weight: number): void {
    const stay: Stay = {
      login,
      weight,
      state: 'waiting',
      tries: 0,
      isChecked: false,
      timer: undefined,
    };
    this.#stays.set(login, stay);
    this.#toAsk.add(stay);
  }

  /** Parts from a channel, however far its joining is. */
  remove(login: ChannelLogin): void {
    const stay = this.#stays.get(login);
    if (stay === undefined) return;
    clearTimeout(stay.timer);
    this.#stays.delete(login);
    this.#toAsk.delete(stay);
    if (stay.tries > 0) this.#connection?.part(login);
  }

  /** Gives back the channels that it has not yet asked for: they may do better elsewhere. */
  takeWaiting(): ChannelLogin[] {
    const logins: ChannelLogin[] = [];
    for (const { login, tries } of this.#toAsk) if (tries === 0) logins.push(login);
    for (const login of logins) this.remove(login);
    return logins;
  }

  opened(connection: TwitchConnection): void {
    this.#connection = connection;
    if (this.#options.isPaused()) connection.pause();
    this.askSome();
  }

  pause(): void {
    this.#connection?.pause();
  }

  resume(): void {
    this.#connection?.resume();
    this.askSome();
  }

  close(): void {
    this.end.abort();
    clearTimeout(this.#askTimer);
    clearTimeout(this.moveTimer);
    for (const { timer } of this.#stays.values()) clearTimeout(timer);
    this.#connection?.close();
  }

  /** See {@link TwitchConnection.roundTrip}. */
  roundTrip(then: () => void): void {
    this.#connection?.roundTrip(then);
  }

  /** Sends what joins may be sent now, and sees to the rest. */
  askSome(): void {
    if (this.#connection === undefined || this.#options.isPaused()) return;
    if (this.#toAsk.size === 0 || this.#askTimer !== undefined) return;
    const { totalJoins, onAsked } = this.#options;
    const now = performance.now();
    const granted = totalJoins.take(Math.min(this.#toAsk.size, this.#budget.free(now)), now);
    this.#budget.take(granted, now);
    const batch = [...this.#toAsk].slice(0, granted);
    // What Twitch may still think of the first try would leave the second one without an answer.
    for (const { login, state, tries } of batch)
      if (state === 'waiting' && tries > 0) this.#connection.part(login);
    this.#connection.join(batch.map(({ login }) => login));
    for (const stay of batch) this.#asked(stay);
    if (granted > 0) onAsked(granted);
    if (this.#toAsk.size === 0) return;
    this.#askTimer = setTimeout(
      () => {
        this.#askTimer = undefined;
        this.askSome();
      },
      Math.max(this.#budget.waitMs(now), totalJoins.waitMs(now)),
    );
  }

  /** ROOMSTATE came. @returns whether it confirms a join */
  confirm(login: ChannelLogin): boolean {
    const stay = this.#stays.get(login);
    // What answers a JOIN of an earlier stay here is followed by the end of that one.
    if (stay === undefined || stay.state === 'joined' || stay.tries === 0) return false;
    clearTimeout(stay.timer);
    this.#toAsk.delete(stay);
    stay.state = 'joined';
    return true;
  }

  /**
   * Twitch's echo of a JOIN or PART.
   *
   * @returns `rejoined` where a check found that a channel had been left unseen, and it is joined again; `expelled` where
   * Twitch ended the stay in a channel that is wanted
   */
  echo(login: ChannelLogin, isHere: boolean): 'rejoined' | 'expelled' | undefined {
    if (isHere) this.#echoed.add(login);
    else this.#echoed.delete(login);
    const stay = this.#stays.get(login);
    if (stay?.state !== 'joined') return undefined;
    if (!isHere) return 'expelled';
    const wasChecked = stay.isChecked;
    stay.isChecked = false;
    return wasChecked ? 'rejoined' : undefined;
  }

  /** Sends JOIN for a channel that is joined: Twitch answers where it is not. */
  check(login: ChannelLogin): void {
    const stay = this.#stays.get(login);
    if (stay?.state === 'joined') this.#toAsk.add(stay);
  }

  /** Parts from the channels that the connection is in though nobody wants them. @returns how many they are */
  partStrays(): number {
    const strays = [...this.#echoed].filter((login) => !this.#stays.has(login));
    for (const login of strays) this.#connection?.part(login);
    return strays.length;
  }

  /** Twitch lets this connection into no more channels. */
  limitReached(): void {
    let joined = 0;
    for (const { state } of this.#stays.values()) if (state === 'joined') joined++;
    this.#capacity = Math.min(this.#capacity, joined);
  }

  #asked(stay: Stay): void {
    this.#toAsk.delete(stay);
    stay.tries++;
    if (stay.state === 'joined') stay.isChecked = true;
    else {
      stay.state = 'asked';
      this.#expectRoom(stay);
    }
  }

  #expectRoom(stay: Stay): void {
    const { isPaused, joinWithinMs, onRefused } = this.#options;
    stay.timer = setTimeout(() => {
      if (isPaused()) return this.#expectRoom(stay);
      if (stay.tries < TRIES) {
        stay.state = 'waiting';
        this.#toAsk.add(stay);
        return this.askSome();
      }
      const notice = `Twitch did not confirm #${stay.login}, asked ${TRIES} times`;
      onRefused(stay.login, new ChatError('channel', notice, false, { reason: 'no-answer', notice }));
    }, joinWithinMs);
  }
}
