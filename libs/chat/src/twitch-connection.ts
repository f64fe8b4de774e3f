import {
  parseDecimalId,
  type ChannelId,
  type ChannelLogin,
  type ChatLine,
  type ModerationLine,
} from '@emotide/domain';
import { textBetween, toChatBytes, type ChatBytes } from './chat-bytes';
import { KeepAlive } from './keep-alive';
import { scanBytes, type RejectReason } from './scan-line';
import { scanModeration } from './scan-moderation';
import { loadTmi, type Tmi, type TmiClient, type TmiMessage } from './tmi-client.external';

/** What an open connection tells. Called synchronously while a frame is read; none of them may throw. */
export interface ConnectionEvents {
  line(line: ChatLine): void;
  /** CLEARCHAT or CLEARMSG. */
  moderation(act: ModerationLine): void;
  /** ROOMSTATE: the channel is joined, and this is its id; null where Twitch gives none. */
  room(login: ChannelLogin, channelId: ChannelId | null): void;
  /** Twitch's echo of a JOIN or PART: from here on the connection is in the channel, or is not. */
  echo(login: ChannelLogin, isHere: boolean): void;
  /** Twitch will close the connection, nobody knows when: until then it goes on as before. */
  reconnect(): void;
  /** Twitch's word about a channel. */
  notice(login: ChannelLogin, id: string, text: string): void;
  /** A line that gives no message: a command, or why it could not be read. */
  passed(what: { command: string } | { reason: RejectReason }): void;
  /** The connection is over, once, whatever ended it. Not called for one that never opened. */
  closed(reason: string): void;
}

export interface ConnectionOptions {
  /**
   * `wss://irc-ws.chat.twitch.tv` or a simulator's `ws://127.0.0.1:port`. tmi.js knows TLS on port 443 only, and no
   * path.
   */
  readonly url: URL;
  readonly events: ConnectionEvents;
  /** Gives up opening. */
  readonly signal?: AbortSignal;
  /** How long connecting and login may take together. */
  readonly openWithinMs?: number;
  /** Silence after which a PING is sent, and how long after it something must be heard. */
  readonly keepAlive?: { readonly pingAfterMs: number; readonly pongWithinMs: number };
}

/** Clients ping every 30 to 60 s; a connection with ninety channels is rarely silent for as long as this. */
const KEEP_ALIVE = { pingAfterMs: 15_000, pongWithinMs: 10_000 };
const OPEN_WITHIN_MS = 20_000;
const OPEN = 1;
const CARRIAGE_RETURN = 13;
/** Channels in one JOIN: 2.7 kB at most, where Twitch reads lines of 4 kB. */
const CHANNELS_PER_LINE = 100;
/** What is read beside messages: joins, news, keep-alive, login. Anything else is only counted. */
const HEEDED = new Set(['JOIN', 'PART', 'ROOMSTATE', 'NOTICE', 'PING', 'PONG', '001', '376']);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * One anonymous connection to Twitch chat. tmi.js opens it, logs in and answers PING; reading, joining and finding out
 * that it is dead are ours, because its parser loses messages (cheers and resubs never become `message`, a text-less line
 * throws uncaught), its join queue runs twice after a reconnect, and it holds on to a dead socket for half a minute. It is
 * never reopened: who owns it makes a new one.
 */
export class TwitchConnection {
  readonly #client: TmiClient;
  readonly #parseLine: (line: string) => TmiMessage | null;
  readonly #events: ConnectionEvents;
  readonly #keepAlive: KeepAlive;
  /** What waits for the answer to a PING, by its number. */
  readonly #roundTrips = new Map<number, () => void>();
  #pings = 0;
  /** What the socket itself said when it failed: tmi.js has one sentence for all. */
  #failure: string | undefined;
  #onOpened: (failure?: Error) => void = () => undefined;
  #isLoggedIn = false;
  #isOver = false;

  private constructor(options: ConnectionOptions, tmi: Tmi) {
    const { url, events, keepAlive = KEEP_ALIVE } = options;
    const secure = url.protocol === 'wss:';
    this.#events = events;
    this.#parseLine = tmi.parseLine;
    this.#client = new tmi.Client({
      connection: {
        server: url.hostname,
        port: Number(url.port || (secure ? 443 : 80)),
        secure,
        reconnect: false,
      },
      options: { skipMembership: true, skipUpdatingEmotesets: true },
      channels: [],
      logger: quiet,
    });
    this.#client.on('connected', () => {
      this.#isLoggedIn = true;
      this.#onOpened();
    });
    this.#client.on('disconnected', (reason) => this.#end(this.#failure ?? reason));
    this.#keepAlive = new KeepAlive({
      ...keepAlive,
      ping: () => this.#ping(),
      onDead: () => this.#end(`silent, and no answer to PING within ${keepAlive.pongWithinMs} ms`),
    });
  }

  /**
   * Opens a connection and logs in.
   *
   * @throws Error saying what failed; within `openWithinMs`, or as soon as `signal` is aborted
   */
  static async open(options: ConnectionOptions): Promise<TwitchConnection> {
    const { signal, openWithinMs = OPEN_WITHIN_MS } = options;
    const tmi = await loadTmi();
    signal?.throwIfAborted();
    const connection = new TwitchConnection(options, tmi);
    const giveUp = (): void => connection.#end('given up');
    const timer = setTimeout(() => connection.#end(`no login within ${openWithinMs} ms`), openWithinMs);
    signal?.addEventListener('abort', giveUp);
    try {
      await connection.#login();
      return connection;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
  }

  get isOpen(): boolean {
    return !this.#isOver && this.#client.ws?.readyState === OPEN;
  }

  /** Each channel counts as one join for Twitch's limits, also in one line. */
  join(logins: readonly ChannelLogin[]): void {
    for (let at = 0; at < logins.length; at += CHANNELS_PER_LINE)
      this.#send(`JOIN #${logins.slice(at, at + CHANNELS_PER_LINE).join(',#')}`);
  }

  part(login: ChannelLogin): void {
    this.#send(`PART #${login}`);
  }

  /** Calls `then` once everything has been read that Twitch had sent when this was called. */
  roundTrip(then: () => void): void {
    this.#roundTrips.set(this.#ping(), then);
  }

  /**
   * Stops reading, so that the sender feels it. Not for more than some minutes: Twitch closes a connection that has not
   * answered its PING.
   */
  pause(): void {
    this.#keepAlive.pause();
    this.#client.ws?.pause();
  }

  resume(): void {
    if (this.#isOver) return;
    this.#client.ws?.resume();
    this.#keepAlive.resume();
  }

  close(): void {
    this.#end('closed');
  }

  #login(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#onOpened = (failure) => (failure === undefined ? resolve() : reject(failure));
      // Success and most failures come as events; what is left is an address that no socket can be made for.
      this.#client.connect().catch((error: unknown) => this.#end(String(error)));
      const socket = this.#client.ws;
      if (socket === null) return;
      socket.onmessage = null;
      socket.on('message', (data) => this.#onFrame(toChatBytes(data)));
      socket.prependOnceListener('error', ({ message, code }) => (this.#failure = message || code));
      socket.prependOnceListener('close', (code) => (this.#failure ??= `connection closed, code ${code}`));
    });
  }

  /** @returns its number, which comes back with the answer */
  #ping(): number {
    this.#send(`PING :${++this.#pings}`);
    return this.#pings;
  }

  #send(line: string): void {
    if (this.isOpen) this.#client.ws!.send(line);
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#keepAlive.stop();
    this.#roundTrips.clear();
    // Without the closing handshake: on a dead socket it would take half a minute.
    this.#client.ws?.terminate();
    if (this.#isLoggedIn) this.#events.closed(reason);
    else this.#onOpened(new Error(reason));
  }

  #onFrame(frame: ChatBytes): void {
    this.#keepAlive.heard();
    const { bytes, latin1 } = frame;
    const { length } = bytes;
    for (let at = 0; at < length && !this.#isOver;) {
      let end = latin1.indexOf('\n', at);
      if (end < 0) end = length;
      const lineEnd = end > at && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
      if (lineEnd > at) this.#onLine(frame, at, lineEnd);
      at = end + 1;
    }
  }

  #onLine(frame: ChatBytes, start: number, end: number): void {
    const scanned = scanBytes(frame, start, end);
    switch (scanned.type) {
      case 'message':
        return this.#events.line(scanned.line);
      case 'reject':
        return this.#events.passed(scanned);
      case 'other':
        this.#events.passed(scanned);
        return this.#onCommand(scanned.command, frame, start, end);
    }
  }

  #onCommand(command: string, frame: ChatBytes, start: number, end: number): void {
    if (command === 'RECONNECT') return this.#events.reconnect();
    if (command === 'CLEARCHAT' || command === 'CLEARMSG') return this.#onModeration(frame, start, end);
    if (!HEEDED.has(command)) return;
    const message = this.#parseLine(textBetween(frame, start, end));
    if (message === null) return;
    const login = loginOf(message);
    switch (command) {
      case 'ROOMSTATE':
        if (login !== undefined) this.#events.room(login, roomIdOf(message));
        return;
      case 'JOIN':
      case 'PART':
        // Others' would come only with the capability for membership, which is not asked for.
        if (login !== undefined) this.#events.echo(login, command === 'JOIN');
        return;
      case 'NOTICE':
        return this.#onNotice(login, message);
      case 'PING':
        // tmi.js heeds it only without a prefix, which Twitch may well send.
        return this.#toTmi({ ...message, prefix: null });
      case 'PONG':
        return this.#onPong(message);
      default:
        // Each 376 starts timers in tmi.js, and it stops the last one's only.
        if (this.#isLoggedIn) return;
        this.#toTmi(message);
        clearInterval(this.#client.pingLoop ?? undefined);
    }
  }

  /** Answers come in the order of the questions, so one tells of all before it. */
  #onPong({ params }: TmiMessage): void {
    const number = Number(params.at(-1));
    for (const [asked, then] of this.#roundTrips) {
      if (!(asked <= number)) return;
      this.#roundTrips.delete(asked);
      then();
    }
  }

  #onModeration(frame: ChatBytes, start: number, end: number): void {
    const act = scanModeration(frame, start, end);
    if (act === undefined) this.#events.passed({ command: 'unreadable' });
    else this.#events.moderation(act);
  }

  #toTmi(message: TmiMessage): void {
    try {
      this.#client.handleMessage(message);
    } catch {
      // It trusts the tags of what it is given; one odd line must not end the process.
      this.#events.passed({ command: 'unreadable' });
    }
  }

  #onNotice(login: ChannelLogin | undefined, message: TmiMessage): void {
    const id = message.tags['msg-id'];
    const text = message.params[1] ?? '';
    if (login !== undefined) this.#events.notice(login, typeof id === 'string' ? id : '', text);
    else if (!this.#isLoggedIn) this.#end(`login refused: ${text.slice(0, 200)}`);
  }
}

function loginOf({ params: [target] }: TmiMessage): ChannelLogin | undefined {
  return target?.startsWith('#') === true ? (target.slice(1) as ChannelLogin) : undefined;
}

/** Twitch's number of the room, or null where the tag is none. */
function roomIdOf({ tags }: TmiMessage): ChannelId | null {
  const text = tags['room-id'];
  const id = typeof text === 'string' ? parseDecimalId(text) : undefined;
  return id === undefined || (id.hi === 0 && id.lo === 0) ? null : (text as ChannelId);
}
