import { RecentKeys, messageKey } from '@emotide/domain';
import { WebSocket, type RawData } from 'ws';
import type { z } from 'zod';
import { envelope, notification, session, subscription } from './eventsub.external';

/** What a session tells. Called synchronously; none of them may throw. */
export interface EventSubEvents {
  notification(type: string, channelId: string, event: unknown, sentAtMs: number | null): void;
  /** Twitch ended a subscription for good. */
  revoked(channelId: string, type: string, status: string): void;
  /** What came and is nothing of these, by kind. */
  passed(kind: 'keepalive' | 'unknown-type' | 'unreadable' | 'duplicate'): void;
  /** The session is over, once, whatever ended it. Not called for one that never opened. */
  closed(reason: string): void;
}

export interface EventSubConnectionOptions {
  /** `wss://eventsub.wss.twitch.tv/ws`, or a test's `ws://…`. */
  readonly url: URL;
  readonly events: EventSubEvents;
  readonly signal: AbortSignal;
  /** How long connecting may take, the welcome included. */
  readonly openWithinMs?: number;
}

const OPEN_WITHIN_MS = 20_000;
/** Longest silence that is asked for, in seconds; Twitch sends a keepalive before. */
const KEEPALIVE_S = 10;
/** The network may hold a keepalive back for a while. */
const GRACE = 1.5;
const RETIRE_WITHIN_MS = 5_000;
const MAX_MESSAGE_BYTES = 1024 * 1024;
/** Twitch sends a notification again when it doubts that it arrived. */
const DUPLICATES_SPAN_MS = 10 * 60_000;

/** One socket of the session: the one that is read, or the one that a reconnect opens beside it. */
interface Socket {
  readonly ws: WebSocket;
  isWelcome: boolean;
}

/**
 * One EventSub session over WebSocket. When Twitch asks to reconnect, a second socket is opened at the address that it
 * gives, and the first goes on until the second is welcomed: subscriptions move along, nothing is missed, and what comes
 * twice is known by its id. A session that ends is never reopened: who owns it makes a new one and subscribes anew.
 *
 * Whatever comes is checked before it is used; what can't be read is counted.
 */
export class EventSubConnection {
  readonly #options: EventSubConnectionOptions;
  readonly #seen = new RecentKeys({ spanMs: DUPLICATES_SPAN_MS, capacity: 65_536 });
  readonly #watchdog: NodeJS.Timeout;
  #current: Socket | undefined;
  #next: Socket | undefined;
  #sessionId = '';
  #heardAtMs = performance.now();
  #silenceMs = KEEPALIVE_S * GRACE * 1_000;
  #openTimer: NodeJS.Timeout | undefined;
  #onOpened: ((failure?: Error) => void) | undefined;
  #isPaused = false;
  #isOver = false;

  private constructor(options: EventSubConnectionOptions) {
    this.#options = options;
    this.#watchdog = setInterval(() => {
      if (!this.#isPaused && performance.now() - this.#heardAtMs > this.#silenceMs) this.#end('silent');
    }, 1_000);
  }

  /** Connects and waits for the welcome. @throws Error saying what failed */
  static async open(options: EventSubConnectionOptions): Promise<EventSubConnection> {
    options.signal.throwIfAborted();
    const connection = new EventSubConnection(options);
    const giveUp = (): void => connection.#end('given up');
    options.signal.addEventListener('abort', giveUp, { once: true });
    await new Promise<void>((resolve, reject) => {
      connection.#onOpened = (failure) => (failure === undefined ? resolve() : reject(failure));
      const url = new URL(options.url);
      url.searchParams.set('keepalive_timeout_seconds', String(KEEPALIVE_S));
      connection.#next = connection.#openSocket(url);
    }).finally(() => options.signal.removeEventListener('abort', giveUp));
    return connection;
  }

  get sessionId(): string {
    return this.#sessionId;
  }

  pause(): void {
    this.#isPaused = true;
    // One that waits for its welcome goes on: it brings nothing before.
    this.#current?.ws.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#heardAtMs = performance.now();
    this.#current?.ws.resume();
  }

  close(): void {
    this.#end('closed');
  }

  #openSocket(url: URL): Socket {
    const { openWithinMs = OPEN_WITHIN_MS } = this.#options;
    const ws = new WebSocket(url, {
      perMessageDeflate: false,
      followRedirects: false,
      maxPayload: MAX_MESSAGE_BYTES,
      handshakeTimeout: openWithinMs,
    });
    const socket: Socket = { ws, isWelcome: false };
    ws.on('message', (data: RawData, isBinary) => this.#onMessage(socket, data, isBinary));
    ws.on('error', (error) => this.#onGone(socket, error.message));
    ws.on('close', (code) => this.#onGone(socket, `connection closed, code ${code}`));
    clearTimeout(this.#openTimer);
    this.#openTimer = setTimeout(
      () => this.#onGone(socket, `no welcome within ${openWithinMs} ms`),
      openWithinMs,
    );
    return socket;
  }

  /** While a successor is being opened, it alone decides: Twitch may close the first before. */
  #onGone(socket: Socket, reason: string): void {
    if (socket === this.#next)
      this.#end(this.#current === undefined ? reason : `reconnect failed: ${reason}`);
    else if (socket === this.#current && this.#next === undefined) this.#end(reason);
    else socket.ws.terminate();
  }

  #onMessage(socket: Socket, data: RawData, isBinary: boolean): void {
    if (this.#isOver) return;
    const message = isBinary ? undefined : parse(envelope, toJson(data));
    if (message === undefined) return this.#options.events.passed('unreadable');
    this.#heardAtMs = performance.now();
    const { metadata, payload } = message;
    switch (metadata.message_type) {
      case 'session_welcome':
        return this.#onWelcome(socket, payload);
      case 'session_keepalive':
        return this.#options.events.passed('keepalive');
      case 'session_reconnect':
        return socket === this.#current ? this.#onReconnect(payload) : undefined;
      case 'notification':
        return this.#onNotification(metadata, payload);
      case 'revocation':
        return this.#onRevocation(payload);
      default:
        return this.#options.events.passed('unknown-type');
    }
  }

  #onWelcome(socket: Socket, payload: unknown): void {
    const welcome = parse(session, payload);
    if (welcome === undefined) return this.#options.events.passed('unreadable');
    const { id, keepalive_timeout_seconds: keepaliveS } = welcome.session;
    if (socket !== this.#next || socket.isWelcome) return;
    socket.isWelcome = true;
    clearTimeout(this.#openTimer);
    this.#silenceMs = (keepaliveS ?? KEEPALIVE_S) * GRACE * 1_000;
    this.#sessionId = id;
    const before = this.#current;
    this.#current = socket;
    this.#next = undefined;
    if (before !== undefined) this.#retire(before);
    if (this.#isPaused) socket.ws.pause();
    this.#onOpened?.();
    this.#onOpened = undefined;
  }

  /** What it still has under way is read. */
  #retire({ ws }: Socket): void {
    ws.resume();
    ws.close();
    setTimeout(() => ws.terminate(), RETIRE_WITHIN_MS).unref();
  }

  #onReconnect(payload: unknown): void {
    const text = parse(session, payload)?.session.reconnect_url ?? null;
    const { url } = this.#options;
    const to = text !== null && URL.canParse(text) ? new URL(text) : undefined;
    if (to === undefined || !isOfSameService(to, url))
      return this.#end('asked to reconnect to another place');
    // A second request while one is under way is the same one.
    if (this.#next === undefined) this.#next = this.#openSocket(to);
  }

  #onNotification({ message_id: id, message_timestamp: at }: Metadata, payload: unknown): void {
    const said = parse(notification, payload);
    if (said === undefined) return this.#options.events.passed('unreadable');
    const timeMs = Date.parse(at);
    if (!this.#seen.add(messageKey(id), Number.isNaN(timeMs) ? Date.now() : timeMs))
      return this.#options.events.passed('duplicate');
    const { type, condition } = said.subscription;
    this.#options.events.notification(
      type,
      condition.broadcaster_user_id,
      said.event,
      Number.isNaN(timeMs) ? null : timeMs,
    );
  }

  #onRevocation(payload: unknown): void {
    const said = parse(subscription, payload);
    if (said === undefined) return this.#options.events.passed('unreadable');
    const { type, status, condition } = said.subscription;
    this.#options.events.revoked(condition.broadcaster_user_id, type, status);
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#watchdog);
    clearTimeout(this.#openTimer);
    for (const socket of [this.#current, this.#next]) socket?.ws.terminate();
    if (this.#onOpened === undefined) this.#options.events.closed(reason);
    else this.#onOpened(new Error(reason));
  }
}

type Metadata = z.output<typeof envelope>['metadata'];

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

function toJson(data: RawData): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}

/** Twitch moves sessions between hosts below the one asked first; nobody else is to send us anywhere. */
function isOfSameService(to: URL, from: URL): boolean {
  const isSameHost = to.host === from.host || to.host.endsWith(`.${from.host}`);
  return to.protocol === from.protocol && isSameHost && to.username + to.password === '';
}
