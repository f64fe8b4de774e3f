import { setTimeout as delay } from 'node:timers/promises';
import { Observable, type Subscriber } from 'rxjs';
import type { ChannelId, ChannelLogin, ChatLine, ModerationLine } from '@emotide/domain';
import { counter, gauge, type Logger, type Registry } from '@emotide/service-kit';
import { ChatError, chatErrorOfNotice } from './chat-error';
import type { ChannelSignal, ChatSource } from './chat-source';
import { JoinBudget } from './join-budget';
import { TwitchConnection } from './twitch-connection';

export interface TwitchChatOptions {
  readonly url: URL;
  /** Twitch allows an account 100; anonymous connections are kept below it as loggers do. */
  readonly channelsPerConnection: number;
  /** Least time between two connection attempts. */
  readonly connectEveryMs: number;
  /** Joins per connection and span. Twitch: 20 in 10 s. */
  readonly joins: { readonly count: number; readonly perMs: number };
  /** How long after JOIN the ROOMSTATE may take. */
  readonly joinWithinMs: number;
  /**
   * Lines that one channel may hold until they are handed over, after 1,024 of all channels or at the end of the turn;
   * more are dropped, newest first, and counted.
   */
  readonly mailboxLines: number;
  /** Waits after failed attempts to connect, doubled each time. Default 1 s to 30 s. */
  readonly backOff?: { readonly firstMs: number; readonly longestMs: number };
  /** 0 to below 1: spreads those waits by a quarter either way. Default Math.random. */
  readonly random?: () => number;
  readonly log: Logger;
  readonly registry: Registry;
}

const BACK_OFF = { firstMs: 1_000, longestMs: 30_000 };

/**
 * So many lines of all channels are handed over before their turn ends. One turn reads up to 2 MB from each socket that
 * has as much: with all of it waiting, every collection of garbage copied it, a fifth of the collector's time.
 */
const HANDOVER_LINES = 1_024;

/** One channel that somebody reads. */
interface Reader {
  readonly login: ChannelLogin;
  readonly subscriber: Subscriber<ChannelSignal>;
  /** Undefined once it has left. */
  shard: Shard | undefined;
  mailbox: ChatLine[];
  acts: ModerationLine[];
  isDirty: boolean;
  isJoined: boolean;
  joinTimer: NodeJS.Timeout | undefined;
}

/** One connection and its channels. */
interface Shard {
  readonly readers: Map<ChannelLogin, Reader>;
  readonly toJoin: Reader[];
  readonly budget: JoinBudget;
  /** Aborted when the shard ends: whatever is under way for it stops. */
  readonly end: AbortController;
  /** Undefined until it is open. */
  connection: TwitchConnection | undefined;
  isOpening: boolean;
  joinTimer: NodeJS.Timeout | undefined;
}

/**
 * Twitch chat as a source of lines by channel, over as many anonymous connections as the channels need.
 *
 * `channel(login)` is cold: subscribing joins, unsubscribing parts. It errors with a {@link ChatError} when the
 * channel cannot be joined or its connection ends, after the lines that have come; subscribing again joins again, on
 * a sound connection. Joins and connection attempts are paced here, so a thousand readers may retry at once.
 */
export class TwitchChat implements ChatSource {
  readonly #options: TwitchChatOptions;
  readonly #readers = new Map<ChannelLogin, Reader>();
  readonly #shards = new Set<Shard>();
  readonly #dirty: Reader[] = [];
  readonly #lines;
  readonly #passed;
  readonly #dropped;
  readonly #connects;
  #nextConnectAtMs = 0;
  #failedConnects = 0;
  #waitingLines = 0;
  #isDrainDue = false;
  #isPaused = false;
  #isStopped = false;
  /** Why the last attempt to connect failed; undefined while the last one succeeded. */
  #trouble: string | undefined;

  constructor(options: TwitchChatOptions) {
    this.#options = options;
    const { registry } = options;
    this.#lines = counter(registry, 'emotide_chat_messages_total', 'Messages read from chat');
    this.#passed = counter(
      registry,
      'emotide_chat_other_lines_total',
      'Lines that gave no message: commands by name, rejects by reason',
      ['kind'],
    );
    this.#dropped = counter(registry, 'emotide_chat_dropped_total', 'Messages dropped, by reason', [
      'reason',
    ]);
    this.#connects = counter(registry, 'emotide_chat_connections_total', 'Connection attempts, by result', [
      'result',
    ]);
    gauge(registry, 'emotide_chat_connections', 'Connections open now', {
      collect: (g) => g.set([...this.#shards].filter((shard) => shard.connection !== undefined).length),
    });
    gauge(registry, 'emotide_chat_channels', 'Channels by state', {
      labelNames: ['state'],
      collect: (g) => {
        const { joined, joining } = this.state();
        g.set({ state: 'joined' }, joined);
        g.set({ state: 'joining' }, joining);
      },
    });
  }

  state(): { joined: number; joining: number; trouble: string | undefined } {
    let joined = 0;
    for (const reader of this.#readers.values()) if (reader.isJoined) joined++;
    return { joined, joining: this.#readers.size - joined, trouble: this.#trouble };
  }

  channel(login: ChannelLogin): Observable<ChannelSignal> {
    return new Observable((subscriber) => {
      if (this.#isStopped) return subscriber.complete();
      if (this.#readers.has(login))
        return subscriber.error(new ChatError('channel', `#${login} is already read here`));
      const reader: Reader = {
        login,
        subscriber,
        shard: undefined,
        mailbox: [],
        acts: [],
        isDirty: false,
        isJoined: false,
        joinTimer: undefined,
      };
      this.#readers.set(login, reader);
      this.#place(reader);
      return () => this.#leave(reader);
    });
  }

  /**
   * Stops reading from every connection: what is behind cannot take more. Nothing is joined or opened meanwhile, as
   * no answer would be read. A pause of more than a minute costs the connections.
   */
  pause(): void {
    this.#isPaused = true;
    for (const { connection } of this.#shards) connection?.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    for (const shard of this.#shards) {
      shard.connection?.resume();
      if (shard.connection === undefined) this.#open(shard);
      else this.#joinSome(shard);
    }
  }

  /** Delivers what has come, then completes every reader and closes every connection. */
  stop(): void {
    this.#isStopped = true;
    for (const shard of this.#shards) {
      for (const reader of this.#closeShard(shard)) {
        this.#deliver(reader);
        reader.subscriber.complete();
      }
    }
  }

  #place(reader: Reader): void {
    const shard = this.#shardWithRoom();
    reader.shard = shard;
    shard.readers.set(reader.login, reader);
    shard.toJoin.push(reader);
    this.#joinSome(shard);
  }

  #shardWithRoom(): Shard {
    for (const shard of this.#shards)
      if (shard.readers.size < this.#options.channelsPerConnection) return shard;
    const shard: Shard = {
      readers: new Map(),
      toJoin: [],
      budget: new JoinBudget(this.#options.joins),
      end: new AbortController(),
      connection: undefined,
      isOpening: false,
      joinTimer: undefined,
    };
    this.#shards.add(shard);
    this.#open(shard);
    return shard;
  }

  /** Takes a reader out, whoever ended it. What it has not read is dropped. */
  #leave(reader: Reader): void {
    if (this.#readers.get(reader.login) !== reader) return;
    this.#readers.delete(reader.login);
    clearTimeout(reader.joinTimer);
    if (reader.mailbox.length > 0) {
      this.#dropped.inc({ reason: 'left' }, reader.mailbox.length);
      reader.mailbox = [];
    }
    reader.acts = [];
    const { shard } = reader;
    reader.shard = undefined;
    if (shard === undefined) return;
    shard.readers.delete(reader.login);
    const waiting = shard.toJoin.indexOf(reader);
    if (waiting >= 0) shard.toJoin.splice(waiting, 1);
    else shard.connection?.part(reader.login);
    if (shard.readers.size === 0) this.#closeShard(shard);
  }

  /** Ends one channel's reading, after the lines that it has. */
  #fail(reader: Reader, error: ChatError): void {
    this.#deliver(reader);
    this.#leave(reader);
    reader.subscriber.error(error);
  }

  #open(shard: Shard): void {
    if (shard.isOpening) return;
    shard.isOpening = true;
    void this.#connect(shard).finally(() => (shard.isOpening = false));
  }

  async #connect(shard: Shard): Promise<void> {
    const { url, connectEveryMs, log } = this.#options;
    const { signal } = shard.end;
    const now = performance.now();
    const waitMs = Math.max(0, this.#nextConnectAtMs - now);
    this.#nextConnectAtMs = now + waitMs + connectEveryMs;
    let connection: TwitchConnection;
    try {
      await delay(waitMs, undefined, { signal });
      // Resuming opens it.
      if (this.#isPaused) return;
      connection = await TwitchConnection.open({ url, signal, events: this.#eventsFor(shard) });
    } catch (error) {
      if (!signal.aborted) this.#onUnreachable(shard, (error as Error).message);
      return;
    }
    this.#connects.inc({ result: 'opened' });
    this.#failedConnects = 0;
    this.#trouble = undefined;
    if (signal.aborted) return connection.close();
    shard.connection = connection;
    if (this.#isPaused) connection.pause();
    log.info({ host: url.host, channels: shard.readers.size }, 'chat connection open');
    this.#joinSome(shard);
  }

  #onUnreachable(shard: Shard, why: string): void {
    const { url, backOff = BACK_OFF, random = Math.random, log } = this.#options;
    this.#connects.inc({ result: 'failed' });
    this.#trouble = `cannot reach ${url.host}: ${why}`;
    const steadyMs = Math.min(backOff.firstMs * 2 ** this.#failedConnects++, backOff.longestMs);
    const retryInMs = steadyMs * (0.75 + random() / 2);
    this.#nextConnectAtMs = Math.max(this.#nextConnectAtMs, performance.now() + retryInMs);
    log.warn(
      { retryInMs: Math.round(retryInMs) },
      `${this.#trouble}; is the network up? Chat needs ${url.host}`,
    );
    this.#failShard(shard, this.#trouble);
  }

  #eventsFor(shard: Shard): Parameters<typeof TwitchConnection.open>[0]['events'] {
    return {
      line: (line) => this.#onLine(shard, line),
      moderation: (act) => this.#onModeration(shard, act),
      room: (login, channelId) => this.#onRoom(shard, login, channelId),
      notice: (login, id, text) => this.#onNotice(shard, login, id, text),
      passed: (what) =>
        this.#passed.inc({ kind: 'reason' in what ? what.reason : commandLabel(what.command) }),
      closed: (reason) => {
        if (!this.#shards.has(shard)) return;
        this.#options.log.warn({ reason, channels: shard.readers.size }, 'chat connection ended');
        this.#failShard(shard, reason);
      },
    };
  }

  #failShard(shard: Shard, reason: string): void {
    for (const reader of this.#closeShard(shard)) this.#fail(reader, new ChatError('connection', reason));
  }

  /** @returns the readers that it had: they are nowhere until somebody ends them. */
  #closeShard(shard: Shard): Reader[] {
    if (!this.#shards.delete(shard)) return [];
    shard.end.abort();
    clearTimeout(shard.joinTimer);
    shard.connection?.close();
    const readers = [...shard.readers.values()];
    for (const reader of readers) reader.shard = undefined;
    return readers;
  }

  #joinSome(shard: Shard): void {
    const { connection, toJoin, budget } = shard;
    if (connection === undefined || this.#isPaused) return;
    if (toJoin.length === 0 || shard.joinTimer !== undefined) return;
    const now = performance.now();
    const batch = toJoin.splice(0, budget.take(toJoin.length, now));
    connection.join(batch.map(({ login }) => login));
    for (const reader of batch) this.#expectRoom(reader);
    if (toJoin.length > 0) {
      shard.joinTimer = setTimeout(() => {
        shard.joinTimer = undefined;
        this.#joinSome(shard);
      }, budget.waitMs(now));
    }
  }

  #expectRoom(reader: Reader): void {
    reader.joinTimer = setTimeout(() => {
      // The answer may have come, unread.
      if (this.#isPaused) return this.#expectRoom(reader);
      this.#fail(
        reader,
        new ChatError('channel', `Twitch did not confirm #${reader.login}: suspended, or does not exist`),
      );
    }, this.#options.joinWithinMs);
  }

  #onRoom(shard: Shard, login: ChannelLogin, channelId: ChannelId | null): void {
    const reader = shard.readers.get(login);
    if (reader === undefined || reader.isJoined) return;
    clearTimeout(reader.joinTimer);
    reader.isJoined = true;
    reader.subscriber.next({ type: 'joined', channelId });
  }

  #onNotice(shard: Shard, login: ChannelLogin, id: string, text: string): void {
    const reader = shard.readers.get(login);
    const error = chatErrorOfNotice(id, text);
    if (reader !== undefined && error !== undefined) this.#fail(reader, error);
  }

  #onLine(shard: Shard, line: ChatLine): void {
    const reader = shard.readers.get(line.channelLogin);
    if (reader === undefined) return this.#dropped.inc({ reason: 'not-joined' });
    if (reader.mailbox.length >= this.#options.mailboxLines)
      return this.#dropped.inc({ reason: 'mailbox-full' });
    reader.mailbox.push(line);
    this.#expectDrain(reader);
  }

  #onModeration(shard: Shard, act: ModerationLine): void {
    const reader = shard.readers.get(act.channelLogin);
    if (reader === undefined) return this.#dropped.inc({ reason: 'not-joined' });
    if (reader.acts.length >= this.#options.mailboxLines)
      return this.#dropped.inc({ reason: 'mailbox-full' });
    reader.acts.push(act);
    this.#expectDrain(reader);
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
      this.#lines.inc(lines.length);
      reader.subscriber.next({ type: 'lines', lines });
    }
    const { acts } = reader;
    if (acts.length === 0) return;
    reader.acts = [];
    reader.subscriber.next({ type: 'moderation', acts });
  }
}

/** Commands come from outside: only known ones become a label of a metric. */
function commandLabel(command: string): string {
  return KNOWN_COMMANDS.test(command) ? command : 'other';
}

const KNOWN_COMMANDS =
  /^(\d{3}|PING|PONG|CAP|JOIN|PART|NOTICE|ROOMSTATE|USERSTATE|GLOBALUSERSTATE|USERNOTICE|CLEARCHAT|CLEARMSG|RECONNECT|HOSTTARGET|WHISPER|unreadable)$/;
