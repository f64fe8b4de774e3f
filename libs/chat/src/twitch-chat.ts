import { Observable, type Subscriber } from 'rxjs';
import type { ChannelId, ChannelLogin, ChatLine } from '@emotide/domain';
import { counter, gauge, type Logger, type Registry } from '@emotide/service-kit';
import { ChatError, chatErrorOfNotice } from './chat-error';
import { JoinBudget } from './join-budget';
import { TwitchConnection } from './twitch-connection';

/** What a channel's reader hears. */
export type ChannelSignal =
  | { readonly type: 'joined'; readonly channelId: ChannelId | null }
  /** All that came in one turn of the event loop, in order. */
  | { readonly type: 'lines'; readonly lines: readonly ChatLine[] };

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
  /** Lines that one channel may hold in one turn; more are dropped, newest first, and counted. */
  readonly mailboxLines: number;
  readonly log: Logger;
  readonly registry: Registry;
}

const FIRST_BACK_OFF_MS = 1_000;
const LONGEST_BACK_OFF_MS = 30_000;

/** One channel that somebody reads. */
interface Reader {
  readonly login: ChannelLogin;
  readonly subscriber: Subscriber<ChannelSignal>;
  shard: Shard | undefined;
  mailbox: ChatLine[];
  isDirty: boolean;
  isJoined: boolean;
  joinTimer: NodeJS.Timeout | undefined;
}

/** One connection and its channels. */
interface Shard {
  readonly readers: Map<ChannelLogin, Reader>;
  readonly toJoin: Reader[];
  readonly budget: JoinBudget;
  connection: TwitchConnection | undefined;
  joinTimer: NodeJS.Timeout | undefined;
}

/**
 * Twitch chat as a source of lines by channel, over as many anonymous connections as the channels need.
 *
 * `channel(login)` is cold: subscribing joins, unsubscribing parts. It errors with a {@link ChatError} when the
 * channel cannot be joined or its connection ends; subscribing again joins again, on a sound connection. Joins and
 * connection attempts are paced here, so a thousand readers may retry at once.
 */
export class TwitchChat {
  readonly #options: TwitchChatOptions;
  readonly #readers = new Map<ChannelLogin, Reader>();
  readonly #shards = new Set<Shard>();
  readonly #dirty: Reader[] = [];
  readonly #lines;
  readonly #passed;
  readonly #dropped;
  readonly #connects;
  #nextConnectAtMs = 0;
  #backOffMs = FIRST_BACK_OFF_MS;
  #isDraining = false;
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
      if (this.#readers.has(login)) {
        return subscriber.error(new ChatError('channel', `${login} is already read here`));
      }
      const reader: Reader = {
        login,
        subscriber,
        shard: undefined,
        mailbox: [],
        isDirty: false,
        isJoined: false,
        joinTimer: undefined,
      };
      this.#readers.set(login, reader);
      this.#place(reader);
      return () => this.#leave(reader);
    });
  }

  /** Stops reading from every connection: what is behind cannot take more. */
  pause(): void {
    this.#isPaused = true;
    for (const { connection } of this.#shards) connection?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    for (const { connection } of this.#shards) connection?.resume();
  }

  /** Delivers what has come, then completes every reader and closes every connection. */
  stop(): void {
    this.#isStopped = true;
    this.#drain();
    for (const reader of [...this.#readers.values()]) reader.subscriber.complete();
    for (const shard of [...this.#shards]) this.#endShard(shard, 'stopped');
  }

  #place(reader: Reader): void {
    let shard = [...this.#shards].find((one) => one.readers.size < this.#options.channelsPerConnection);
    if (shard === undefined) {
      shard = {
        readers: new Map(),
        toJoin: [],
        budget: new JoinBudget(this.#options.joins),
        connection: undefined,
        joinTimer: undefined,
      };
      this.#shards.add(shard);
      void this.#open(shard);
    }
    reader.shard = shard;
    shard.readers.set(reader.login, reader);
    shard.toJoin.push(reader);
    this.#joinSome(shard);
  }

  #leave(reader: Reader): void {
    this.#readers.delete(reader.login);
    clearTimeout(reader.joinTimer);
    const { shard } = reader;
    if (shard === undefined) return;
    reader.shard = undefined;
    shard.readers.delete(reader.login);
    const waiting = shard.toJoin.indexOf(reader);
    if (waiting >= 0) shard.toJoin.splice(waiting, 1);
    else shard.connection?.part(reader.login);
    if (shard.readers.size === 0) this.#endShard(shard, 'no channels left');
  }

  async #open(shard: Shard): Promise<void> {
    const { url, log } = this.#options;
    const now = performance.now();
    const waitMs = Math.max(0, this.#nextConnectAtMs - now);
    this.#nextConnectAtMs = now + waitMs + this.#options.connectEveryMs;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (!this.#shards.has(shard)) return;
    try {
      const connection = await TwitchConnection.open({
        url,
        events: {
          line: (line) => this.#onLine(shard, line),
          room: (login, channelId) => this.#onRoom(shard, login, channelId),
          notice: (login, id, text) => this.#onNotice(shard, login, id, text),
          passed: (what) =>
            this.#passed.inc({ kind: 'reason' in what ? what.reason : commandLabel(what.command) }),
          closed: (reason) => {
            if (this.#shards.has(shard))
              log.warn({ reason, channels: shard.readers.size }, 'chat connection ended');
            this.#endShard(shard, reason);
          },
        },
      });
      this.#connects.inc({ result: 'opened' });
      this.#backOffMs = FIRST_BACK_OFF_MS;
      this.#trouble = undefined;
      if (!this.#shards.has(shard)) return connection.close();
      shard.connection = connection;
      if (this.#isPaused) connection.pause();
      log.info({ host: url.host, channels: shard.readers.size }, 'chat connection open');
      this.#joinSome(shard);
    } catch (error) {
      this.#connects.inc({ result: 'failed' });
      this.#trouble = `cannot reach ${url.host}: ${(error as Error).message}`;
      const delayMs = this.#backOffMs * (0.75 + Math.random() / 2);
      this.#backOffMs = Math.min(this.#backOffMs * 2, LONGEST_BACK_OFF_MS);
      this.#nextConnectAtMs = Math.max(this.#nextConnectAtMs, performance.now() + delayMs);
      log.warn(
        { retryInMs: Math.round(delayMs) },
        `${this.#trouble}; is the network up? Chat needs ${url.host}`,
      );
      this.#endShard(shard, this.#trouble);
    }
  }

  #endShard(shard: Shard, reason: string): void {
    if (!this.#shards.delete(shard)) return;
    clearTimeout(shard.joinTimer);
    shard.connection?.close();
    this.#drain();
    for (const reader of [...shard.readers.values()]) {
      reader.shard = undefined;
      reader.subscriber.error(new ChatError('connection', reason));
    }
  }

  #joinSome(shard: Shard): void {
    const { connection, toJoin, budget } = shard;
    if (connection === undefined || toJoin.length === 0 || shard.joinTimer !== undefined) return;
    const now = performance.now();
    const batch = toJoin.splice(0, budget.take(toJoin.length, now));
    if (batch.length > 0) connection.join(batch.map(({ login }) => login));
    for (const reader of batch) {
      reader.joinTimer = setTimeout(() => {
        reader.subscriber.error(
          new ChatError('channel', `Twitch did not confirm #${reader.login}: suspended, or does not exist`),
        );
      }, this.#options.joinWithinMs);
    }
    if (toJoin.length > 0) {
      shard.joinTimer = setTimeout(() => {
        shard.joinTimer = undefined;
        this.#joinSome(shard);
      }, budget.waitMs(now));
    }
  }

  #onRoom(shard: Shard, login: ChannelLogin, channelId: ChannelId | null): void {
    const reader = shard.readers.get(login);
    if (reader === undefined || reader.isJoined) return;
    clearTimeout(reader.joinTimer);
    reader.isJoined = true;
    reader.subscriber.next({ type: 'joined', channelId });
  }

  #onNotice(shard: Shard, login: ChannelLogin | undefined, id: string, text: string): void {
    const reader = login === undefined ? undefined : shard.readers.get(login);
    const error = chatErrorOfNotice(id, text);
    if (reader !== undefined && error !== undefined) reader.subscriber.error(error);
  }

  #onLine(shard: Shard, line: ChatLine): void {
    const reader = shard.readers.get(line.channelLogin);
    if (reader === undefined) return this.#dropped.inc({ reason: 'not-joined' });
    if (reader.mailbox.length >= this.#options.mailboxLines)
      return this.#dropped.inc({ reason: 'mailbox-full' });
    reader.mailbox.push(line);
    this.#lines.inc();
    if (reader.isDirty) return;
    reader.isDirty = true;
    this.#dirty.push(reader);
    if (this.#isDraining) return;
    this.#isDraining = true;
    setImmediate(() => this.#drain());
  }

  #drain(): void {
    this.#isDraining = false;
    for (const reader of this.#dirty.splice(0)) {
      const lines = reader.mailbox;
      reader.mailbox = [];
      reader.isDirty = false;
      if (lines.length > 0) reader.subscriber.next({ type: 'lines', lines });
    }
  }
}

/** Commands come from outside: only known ones become a label of a metric. */
function commandLabel(command: string): string {
  return /^(\d{3}|PING|PONG|CAP|JOIN|PART|NOTICE|ROOMSTATE|USERSTATE|GLOBALUSERSTATE|USERNOTICE|CLEARCHAT|CLEARMSG|RECONNECT|HOSTTARGET|WHISPER|unreadable)$/.test(
    command,
  )
    ? command
    : 'other';
}
