import { Observable, type Subscriber } from 'rxjs';
import type { ChannelId, ChannelLogin, ChatLine, ModerationLine } from '@emotide/domain';
import { counter, gauge, type Logger, type Registry } from '@emotide/service-kit';
import { ChatError, chatErrorOfNotice, type JoinRefusal } from './chat-error';
import type { ChannelOptions, ChannelSignal, ChatSource, ChatState } from './chat-source';
import { ConnectPace, type BackOff } from './connect-pace';
import { JoinBudget } from './join-budget';
import { RefusedChannels } from './refused-channels';
import { Shard } from './shard';
import { spreadChannels } from './spread-channels';
import { TwitchConnection, type ConnectionEvents, type ConnectionOptions } from './twitch-connection';

export interface TwitchChatOptions {
  readonly url: URL;
  /** Twitch allows an account 100; anonymous connections are kept below it as loggers do. */
  readonly channelsPerConnection: number;
  /** Least time between two connection attempts. */
  readonly connectEveryMs: number;
  /** Joins per connection and span. Twitch: 20 in 10 s. */
  readonly joins: { readonly count: number; readonly perMs: number };
  /** Joins of all connections together and span. Default: no such limit. */
  readonly totalJoins?: { readonly count: number; readonly perMs: number };
  /** How long after JOIN the ROOMSTATE may take, before it is asked for once more, and then given up. */
  readonly joinWithinMs: number;
  /**
   * Lines that one channel may hold until they are handed over, after 1,024 of all channels or at the end of the turn;
   * more are dropped, newest first, and counted.
   */
  readonly mailboxLines: number;
  /** Waits after failed attempts to connect, doubled each time. Default 1 s to 30 s. */
  readonly backOff?: BackOff;
  /** Silence after which a PING is sent, and how long after it something must be heard. Default 15 s and 10 s. */
  readonly keepAlive?: NonNullable<ConnectionOptions['keepAlive']>;
  /** How long both connections are heard when channels move from one to another. Default 2 s. */
  readonly overlapMs?: number;
  /** How often channels that are wanted and that are joined are compared. Default an hour. */
  readonly reconcileEveryMs?: number;
  /** 0 to below 1: spreads the waits of back-off by a quarter either way. Default Math.random. */
  readonly random?: () => number;
  readonly log: Logger;
  readonly registry: Registry;
}

/**
 * So many lines of all channels are handed over before their turn ends. One turn reads up to 2 MB from each socket that
 * has as much: with all of it waiting, every collection of garbage copied it, a fifth of the collector's time.
 */
const HANDOVER_LINES = 1_024;
/** Channels that are subscribed to within so long are spread over connections together. */
const PLACE_AFTER_MS = 20;
/** Twitch's lines come up to 0.4 s out of order; some edges may be later than others. */
const OVERLAP_MS = 2_000;
const RECONCILE_EVERY_MS = 3_600_000;

/** One channel that somebody reads. */
interface Reader {
  readonly login: ChannelLogin;
  readonly weight: number;
  readonly subscriber: Subscriber<ChannelSignal>;
  /** Whose lines it gets; undefined until it is placed, and once that is closed. */
  shard: Shard | undefined;
  /** Where it goes on when {@link shard} is closed, as Twitch announced. */
  move: Move | undefined;
  mailbox: ChatLine[];
  acts: ModerationLine[];
  isDirty: boolean;
  isJoined: boolean;
  channelId: ChannelId | null;
  /** Since the last comparison of what is wanted and joined. */
  isHeard: boolean;
}

interface Move {
  readonly shard: Shard;
  joinedAtMs: number | undefined;
  /** What that connection brought; the reader gets it behind all that the present one brings. */
  readonly held: ChatLine[];
  readonly heldActs: ModerationLine[];
}

/**
 * Twitch chat as a source of lines by channel, over as many anonymous connections as the channels need.
 *
 * `channel(login)` is cold: subscribing joins, unsubscribing parts. It errors with a {@link ChatError} when the
 * channel cannot be joined or its connection ends, after the lines that have come; subscribing again joins again, on
 * a sound connection. Joins and connection attempts are paced here, so a thousand readers may retry at once.
 *
 * When Twitch announces the end of a connection, its channels move to others without an end of their reading: see
 * docs/chat.md.
 */
export class TwitchChat implements ChatSource {
  readonly #options: TwitchChatOptions;
  readonly #readers = new Map<ChannelLogin, Reader>();
  readonly #shards = new Set<Shard>();
  readonly #unplaced = new Set<Reader>();
  readonly #dirty: Reader[] = [];
  readonly #refused = new RefusedChannels();
  readonly #pace: ConnectPace;
  readonly #totalJoins: JoinBudget;
  readonly #metrics;
  #placeTimer: NodeJS.Timeout | undefined;
  #reconcileTimer: NodeJS.Timeout | undefined;
  #waitingLines = 0;
  #isDrainDue = false;
  #isPaused = false;
  #isStopped = false;
  /** Why the last attempt to connect failed; undefined while the last one succeeded. */
  #trouble: string | undefined;

  constructor(options: TwitchChatOptions) {
    this.#options = options;
    const { connectEveryMs, backOff, random, totalJoins, registry } = options;
    this.#pace = new ConnectPace({ everyMs: connectEveryMs, backOff, random });
    this.#totalJoins = new JoinBudget(totalJoins ?? { count: Infinity, perMs: 1 });
    this.#metrics = createMetrics(registry);
    gauge(registry, 'emotide_chat_connections', 'Connections open now', {
      collect: (g) => g.set(this.#openConnections()),
    });
    gauge(registry, 'emotide_chat_channels', 'Channels by state', {
      labelNames: ['state'],
      collect: (g) => {
        const { joined, joining } = this.state();
        g.set({ state: 'joined' }, joined);
        g.set({ state: 'joining' }, joining);
      },
    });
    gauge(registry, 'emotide_chat_refused_channels', 'Channels that Twitch let nobody join last, by reason', {
      labelNames: ['reason'],
      collect: (g) => {
        for (const [reason, channels] of Object.entries(this.#refused.counts(Date.now())))
          g.set({ reason }, channels);
      },
    });
  }

  state(): ChatState & {
    /** Channels that could not be joined when they were last asked for, with Twitch's notice. */
    readonly refused: ReadonlyMap<ChannelLogin, JoinRefusal>;
  } {
    let joined = 0;
    for (const reader of this.#readers.values()) if (reader.isJoined) joined++;
    return {
      connections: this.#openConnections(),
      joined,
      joining: this.#readers.size - joined,
      refused: this.#refused.all(Date.now()),
      trouble: this.#trouble,
    };
  }

  channel(login: ChannelLogin, { weight = 0 }: ChannelOptions = {}): Observable<ChannelSignal> {
    return new Observable((subscriber) => {
      if (this.#isStopped) return subscriber.complete();
      if (this.#readers.has(login))
        return subscriber.error(new ChatError('channel', `#${login} is already read here`));
      const reader: Reader = {
        login,
        weight,
        subscriber,
        shard: undefined,
        move: undefined,
        mailbox: [],
        acts: [],
        isDirty: false,
        isJoined: false,
        channelId: null,
        isHeard: false,
      };
      this.#readers.set(login, reader);
      this.#placeSoon(reader);
      this.#reconcileTimer ??= setInterval(
        () => this.#reconcile(),
        this.#options.reconcileEveryMs ?? RECONCILE_EVERY_MS,
      );
      return () => this.#leave(reader);
    });
  }

  /**
   * Stops reading from every connection: what is behind cannot take more. Nothing is joined or opened meanwhile, as
   * no answer would be read. A pause of some minutes costs the connections.
   */
  pause(): void {
    this.#isPaused = true;
    for (const shard of this.#shards) shard.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    for (const shard of this.#shards) {
      if (shard.isOpen) shard.resume();
      else this.#open(shard);
    }
  }

  /** Delivers what has come, then completes every reader and closes every connection. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#placeTimer);
    clearInterval(this.#reconcileTimer);
    const shards = [...this.#shards];
    this.#shards.clear();
    for (const shard of shards) shard.close();
    for (const reader of [...this.#readers.values()]) {
      this.#deliver(reader);
      reader.subscriber.complete();
    }
  }

  #openConnections(): number {
    return [...this.#shards].filter(({ isOpen }) => isOpen).length;
  }

  #placeSoon(reader: Reader): void {
    this.#unplaced.add(reader);
    this.#placeTimer ??= setTimeout(() => {
      this.#placeTimer = undefined;
      this.#place();
    }, PLACE_AFTER_MS);
  }

  /** Gives everybody who has none a place, and those who only wait for theirs perhaps a better one. */
  #place(): void {
    const shards = [...this.#shards].filter(({ isRetiring }) => !isRetiring);
    for (const shard of shards)
      for (const login of shard.takeWaiting()) this.#unplaced.add(this.#detach(login, shard));
    const readers = [...this.#unplaced];
    this.#unplaced.clear();
    for (let missing = this.#missingShards(readers, shards); missing > 0; missing--)
      shards.push(this.#createShard());

    const now = performance.now();
    const chosen = spreadChannels(
      readers.map(({ weight }) => weight),
      shards.map((shard) => shard.place(now)),
      this.#options.joins.count,
    );
    for (const [i, reader] of readers.entries()) {
      const shard = shards[chosen[i]!]!;
      if (reader.shard === undefined) reader.shard = shard;
      else reader.move = { shard, joinedAtMs: undefined, held: [], heldActs: [] };
      shard.add(reader.login, reader.weight);
    }
    for (const shard of shards) {
      this.#closeIfEmpty(shard);
      if (!shard.isOpen) this.#open(shard);
      else shard.askSome();
    }
  }

  /**
   * How many connections more are needed. Those who move have little time: for them there are as many, up to twice what
   * the channels need, as it takes to ask for all at once.
   */
  #missingShards(readers: readonly Reader[], shards: readonly Shard[]): number {
    const { channelsPerConnection, joins } = this.#options;
    const now = performance.now();
    const places = shards.map((shard) => shard.place(now));
    const room = sum(places.map((place) => Math.max(0, place.room)));
    const needed = Math.ceil((readers.length - room) / channelsPerConnection);
    if (readers.every(({ shard }) => shard === undefined)) return needed;
    const atOnce = sum(places.map((place) => Math.max(0, Math.min(place.room, joins.count - place.joins))));
    const wanted = Math.ceil((readers.length - atOnce) / joins.count);
    const most = 2 * Math.ceil(this.#readers.size / channelsPerConnection) - shards.length;
    return Math.max(needed, Math.min(wanted, most));
  }

  #createShard(): Shard {
    const { channelsPerConnection, joins, joinWithinMs } = this.#options;
    const shard: Shard = new Shard({
      channelsPerConnection,
      joins,
      totalJoins: this.#totalJoins,
      joinWithinMs,
      isPaused: () => this.#isPaused,
      onAsked: (channels) => this.#metrics.joins.inc(channels),
      onRefused: (login, error) => this.#onRefused(shard, login, error),
    });
    this.#shards.add(shard);
    return shard;
  }

  /** Takes a channel's reader off a shard that has given it up. */
  #detach(login: ChannelLogin, shard: Shard): Reader {
    const reader = this.#readers.get(login)!;
    if (reader.shard === shard) reader.shard = undefined;
    else reader.move = undefined;
    return reader;
  }

  /** Takes a reader out, whoever ended it. What it has not read is dropped. */
  #leave(reader: Reader): void {
    if (this.#readers.get(reader.login) !== reader) return;
    this.#readers.delete(reader.login);
    this.#unplaced.delete(reader);
    if (reader.mailbox.length > 0) {
      this.#metrics.dropped.inc({ reason: 'left' }, reader.mailbox.length);
      reader.mailbox = [];
    }
    reader.acts = [];
    const shards = [reader.shard, reader.move?.shard];
    reader.shard = undefined;
    reader.move = undefined;
    for (const shard of shards) {
      shard?.remove(reader.login);
      if (shard !== undefined) this.#closeIfEmpty(shard);
    }
  }

  /** Ends one channel's reading, after the lines that it has. */
  #fail(reader: Reader, error: ChatError): void {
    this.#deliver(reader);
    this.#leave(reader);
    if (error.refusal !== undefined) {
      this.#metrics.refusals.inc({ reason: error.refusal.reason });
      this.#refused.add(reader.login, error.refusal, Date.now());
    }
    reader.subscriber.error(error);
  }

  #open(shard: Shard): void {
    if (shard.isOpening || !this.#shards.has(shard)) return;
    shard.isOpening = true;
    void this.#connect(shard).finally(() => (shard.isOpening = false));
  }

  async #connect(shard: Shard): Promise<void> {
    const { url, keepAlive, log } = this.#options;
    const { signal } = shard.end;
    let connection: TwitchConnection;
    try {
      await this.#pace.turn(signal);
      // Resuming opens it.
      if (this.#isPaused) return;
      connection = await TwitchConnection.open({
        url,
        signal,
        events: this.#eventsFor(shard),
        ...(keepAlive && { keepAlive }),
      });
    } catch (error) {
      if (!signal.aborted) this.#onUnreachable(shard, (error as Error).message);
      return;
    }
    this.#metrics.connects.inc({ result: 'opened' });
    this.#pace.succeeded();
    this.#trouble = undefined;
    if (signal.aborted) return connection.close();
    log.info({ host: url.host, channels: shard.size }, 'chat connection open');
    shard.opened(connection);
  }

  #onUnreachable(shard: Shard, why: string): void {
    const { url, log } = this.#options;
    this.#metrics.connects.inc({ result: 'failed' });
    this.#trouble = `cannot reach ${url.host}: ${why}`;
    const retryInMs = this.#pace.failed();
    log.warn(
      { retryInMs: Math.round(retryInMs) },
      `${this.#trouble}; is the network up? Chat needs ${url.host}`,
    );
    this.#onEnded(shard, this.#trouble);
  }

  #eventsFor(shard: Shard): ConnectionEvents {
    return {
      line: (line) => this.#onLine(shard, line),
      moderation: (act) => this.#onModeration(shard, act),
      room: (login, channelId) => this.#onRoom(shard, login, channelId),
      echo: (login, isHere) => this.#onEcho(shard, login, isHere),
      notice: (login, id, text) => this.#onNotice(shard, login, id, text),
      reconnect: () => this.#onReconnect(shard),
      passed: (what) =>
        this.#metrics.passed.inc({ kind: 'reason' in what ? what.reason : commandLabel(what.command) }),
      closed: (reason) => {
        if (!this.#shards.has(shard)) return;
        this.#options.log.warn({ reason, channels: shard.size }, 'chat connection ended');
        this.#onEnded(shard, reason);
      },
    };
  }

  /** A connection is over, or never came to be: whoever goes on elsewhere does, the others' readings end. */
  #onEnded(shard: Shard, reason: string): void {
    this.#shards.delete(shard);
    shard.close();
    for (const login of shard.logins) {
      const reader = this.#readers.get(login);
      if (reader?.move?.shard === shard) {
        reader.move = undefined;
        this.#placeSoon(reader);
      } else if (reader?.shard === shard) {
        if (reader.move?.joinedAtMs !== undefined) this.#takeOver(reader, reader.move, 'cut');
        else this.#fail(reader, new ChatError('connection', reason));
      }
    }
  }

  #closeIfEmpty(shard: Shard): void {
    if (shard.size === 0 && this.#shards.delete(shard)) shard.close();
  }

  /**
   * Twitch will close a connection. Its channels are joined on others first, and read here until they are.
   */
  #onReconnect(shard: Shard): void {
    if (shard.isRetiring) return;
    shard.isRetiring = true;
    this.#options.log.info({ channels: shard.size }, 'Twitch asked to reconnect: channels move');
    for (const login of shard.logins) {
      const isRead = shard.isJoined(login) && this.#readers.get(login)?.shard === shard;
      if (!isRead) {
        shard.remove(login);
        this.#detach(login, shard);
      }
      this.#placeSoon(this.#readers.get(login)!);
    }
    this.#closeIfEmpty(shard);
  }

  #onRoom(shard: Shard, login: ChannelLogin, channelId: ChannelId | null): void {
    if (!shard.confirm(login)) return;
    const reader = this.#readers.get(login)!;
    if (reader.move?.shard === shard) {
      reader.move.joinedAtMs = performance.now();
      this.#moveSoon(reader.shard!);
      return;
    }
    reader.isJoined = true;
    reader.isHeard = true;
    reader.channelId = channelId;
    this.#refused.delete(login);
    reader.subscriber.next({ type: 'joined', channelId });
  }

  #onEcho(shard: Shard, login: ChannelLogin, isHere: boolean): void {
    const found = shard.echo(login, isHere);
    const reader = this.#readers.get(login);
    if (found === undefined || reader?.shard !== shard) return;
    if (found === 'expelled')
      return this.#fail(reader, new ChatError('channel', `Twitch ended the stay in #${login}`));
    this.#metrics.reconciled.inc({ found: 'lost' });
    this.#options.log.warn({ channel: login }, 'a channel had been left unseen; it is read again');
    this.#deliver(reader);
    reader.subscriber.next({ type: 'joined', channelId: reader.channelId });
  }

  #onNotice(shard: Shard, login: ChannelLogin, id: string, text: string): void {
    const error = chatErrorOfNotice(id, text);
    if (error !== undefined) this.#onRefused(shard, login, error);
  }

  #onRefused(shard: Shard, login: ChannelLogin, error: ChatError): void {
    const reader = this.#readers.get(login);
    const reason = error.refusal?.reason;
    if (reason === 'limit-reached') shard.limitReached();
    if (reader?.shard === shard) return this.#fail(reader, error);
    if (reader?.move?.shard !== shard) return;
    if (error.isLasting) return this.#fail(reader, error);
    // It is still read where it was; without an answer it stays there, to the end.
    shard.remove(login);
    reader.move = undefined;
    this.#closeIfEmpty(shard);
    if (reason === 'limit-reached') this.#placeSoon(reader);
  }

  /** Sees to it that what hears two connections is read from the new one alone after a while. */
  #moveSoon(old: Shard): void {
    const overlapMs = this.#options.overlapMs ?? OVERLAP_MS;
    old.moveTimer ??= setTimeout(() => {
      old.moveTimer = undefined;
      const now = performance.now();
      const moving = old.logins.flatMap((login) => {
        const reader = this.#readers.get(login);
        return reader?.move?.joinedAtMs === undefined ? [] : [{ reader, move: reader.move }];
      });
      const due = moving.filter(({ move }) => now - move.joinedAtMs! >= overlapMs);
      if (due.length < moving.length || this.#isPaused) this.#moveSoon(old);
      // What the old connection was sent in time may lie unread in a buffer: Twitch's answer comes behind it.
      if (!this.#isPaused && due.length > 0)
        old.roundTrip(() => {
          for (const { reader, move } of due)
            if (reader.shard === old && reader.move === move) this.#takeOver(reader, move, 'whole');
        });
    }, overlapMs);
  }

  /** A reader goes on with the connection that it moved to: first what that brought, then what it brings. */
  #takeOver(reader: Reader, move: Move, overlap: 'whole' | 'cut'): void {
    this.#deliver(reader);
    if (reader.move !== move) return;
    const old = reader.shard;
    reader.shard = move.shard;
    reader.move = undefined;
    old?.remove(reader.login);
    if (old !== undefined) this.#closeIfEmpty(old);
    this.#metrics.moves.inc({ overlap });
    if (overlap === 'cut') reader.subscriber.next({ type: 'joined', channelId: reader.channelId });
    for (const line of move.held) this.#put(reader, line);
    for (const act of move.heldActs) this.#onModeration(move.shard, act);
  }

  #reconcile(): void {
    if (this.#isPaused) return;
    for (const shard of this.#shards) this.#metrics.reconciled.inc({ found: 'stray' }, shard.partStrays());
    for (const reader of this.#readers.values()) {
      if (reader.isJoined && !reader.isHeard) reader.shard?.check(reader.login);
      reader.isHeard = false;
    }
    for (const shard of this.#shards) shard.askSome();
  }

  #onLine(shard: Shard, line: ChatLine): void {
    const reader = this.#readers.get(line.channelLogin);
    if (reader?.shard === shard) return this.#put(reader, line);
    if (reader?.move?.shard !== shard) return this.#metrics.dropped.inc({ reason: 'not-joined' });
    if (reader.move.held.length >= this.#options.mailboxLines)
      return this.#metrics.dropped.inc({ reason: 'mailbox-full' });
    reader.move.held.push(line);
  }

  #put(reader: Reader, line: ChatLine): void {
    if (reader.mailbox.length >= this.#options.mailboxLines)
      return this.#metrics.dropped.inc({ reason: 'mailbox-full' });
    reader.isHeard = true;
    reader.mailbox.push(line);
    this.#expectDrain(reader);
  }

  #onModeration(shard: Shard, act: ModerationLine): void {
    const reader = this.#readers.get(act.channelLogin);
    const acts =
      reader?.shard === shard
        ? reader.acts
        : reader?.move?.shard === shard
          ? reader.move.heldActs
          : undefined;
    if (reader === undefined || acts === undefined)
      return this.#metrics.dropped.inc({ reason: 'not-joined' });
    if (acts.length >= this.#options.mailboxLines)
      return this.#metrics.dropped.inc({ reason: 'mailbox-full' });
    acts.push(act);
    if (acts === reader.acts) this.#expectDrain(reader);
  }

  #expectDrain(reader: Reader): void {
    if (!reader.isDirty) {
      reader.isDirty = true;
      this.#dirty.push(reader);
    }
    if (++this.#waitingLines >= HANDOVER_LINES) return this.#drain();
    if (this.#isDrainDue) return;
    this.#isDrainDue = true;
    setImmediate(() => {
      this.#isDrainDue = false;
      this.#drain();
    });
  }

  #drain(): void {
    this.#waitingLines = 0;
    for (const reader of this.#dirty.splice(0)) {
      reader.isDirty = false;
      this.#deliver(reader);
    }
  }

  #deliver(reader: Reader): void {
    const lines = reader.mailbox;
    if (lines.length > 0) {
      reader.mailbox = [];
      this.#metrics.lines.inc(lines.length);
      reader.subscriber.next({ type: 'lines', lines });
    }
    const { acts } = reader;
    if (acts.length === 0) return;
    reader.acts = [];
    reader.subscriber.next({ type: 'moderation', acts });
  }
}

function createMetrics(registry: Registry) {
  return {
    lines: counter(registry, 'emotide_chat_messages_total', 'Messages read from chat'),
    passed: counter(
      registry,
      'emotide_chat_other_lines_total',
      'Lines that gave no message: commands by name, rejects by reason',
      ['kind'],
    ),
    dropped: counter(registry, 'emotide_chat_dropped_total', 'Messages dropped, by reason', ['reason']),
    connects: counter(registry, 'emotide_chat_connections_total', 'Connection attempts, by result', [
      'result',
    ]),
    joins: counter(registry, 'emotide_chat_joins_total', 'Channels asked for by JOIN'),
    refusals: counter(registry, 'emotide_chat_join_refusals_total', 'Channels not joined, by reason', [
      'reason',
    ]),
    moves: counter(
      registry,
      'emotide_chat_moves_total',
      'Channels moved to another connection: with the whole overlap, or cut off within it',
      ['overlap'],
    ),
    reconciled: counter(
      registry,
      'emotide_chat_reconciled_total',
      'Channels left unseen and joined again (lost), or joined though nobody reads them and parted from (stray)',
      ['found'],
    ),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Commands come from outside: only known ones become a label of a metric. */
function commandLabel(command: string): string {
  return KNOWN_COMMANDS.test(command) ? command : 'other';
}

const KNOWN_COMMANDS =
  /^(\d{3}|PING|PONG|CAP|JOIN|PART|NOTICE|ROOMSTATE|USERSTATE|GLOBALUSERSTATE|USERNOTICE|CLEARCHAT|CLEARMSG|RECONNECT|HOSTTARGET|WHISPER|unreadable)$/;
