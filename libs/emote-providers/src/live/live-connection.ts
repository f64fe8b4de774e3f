import { WebSocket, type RawData } from 'ws';
import type { Logger } from '@emotide/service-kit';
import type { ProviderMetrics } from '../provider-metrics';
import type { ProviderLabel } from '../provider-label';
import { backOffMs, type BackOff } from '../retry-wait';
import type { LiveEvent } from './live-event';
import type { LiveAction, LiveSession } from './live-session';

/** How sockets are kept. The defaults suit the real servers. */
export interface LiveSettings {
  readonly connectWithinMs: number;
  /** Between looks at deadlines. */
  readonly checkEveryMs: number;
  /** Silence after which the server is pinged, and after which the connection is dead. */
  readonly pingAfterMs: number;
  readonly deadAfterMs: number;
  /** Of one message. */
  readonly maxMessageBytes: number;
  readonly backOff: BackOff;
  /** A connection that held this long counts as a success; a shorter one as one more failure. */
  readonly stableAfterMs: number;
  /** Least time between two attempts to connect, over all connections to the provider. */
  readonly connectEveryMs: number;
  readonly maxConnections: number;
}

export const LIVE_DEFAULTS: LiveSettings = {
  connectWithinMs: 10_000,
  checkEveryMs: 1_000,
  pingAfterMs: 30_000,
  deadAfterMs: 45_000,
  maxMessageBytes: 4 * 1024 * 1024,
  backOff: { firstMs: 1_000, longestMs: 60_000 },
  stableAfterMs: 30_000,
  connectEveryMs: 500,
  maxConnections: 50,
};

export interface LiveConnectionOptions {
  readonly label: ProviderLabel;
  readonly url: URL;
  readonly userAgent: string;
  readonly session: LiveSession;
  readonly settings: LiveSettings;
  readonly log: Logger;
  readonly metrics: ProviderMetrics;
  readonly random: () => number;
  readonly monotonicMs: () => number;
  /** Milliseconds until this connection may attempt: its turn among the others. */
  readonly takeTurnMs: () => number;
  readonly tell: (event: LiveEvent) => void;
  /** A socket opened or ended, or the session's capacity changed. */
  readonly onChange: () => void;
}

/**
 * Keeps one socket open for a session: connects, hands over what comes, does what the session wants, and connects again
 * with back-off when the socket ends, fails or falls silent. A half-open socket is found by pings.
 */
export class LiveConnection {
  readonly #options: LiveConnectionOptions;
  #socket: WebSocket | undefined;
  #isOpen = false;
  #openedAtMs = 0;
  #lastHeardMs = 0;
  #isPinged = false;
  #failuresInRow = 0;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: LiveConnectionOptions) {
    this.#options = options;
    this.#wait(0);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The last attempts failed, or the sockets did not last. */
  get isFailing(): boolean {
    return this.#failuresInRow > 0;
  }

  get session(): LiveSession {
    return this.#options.session;
  }

  /** Does what the session wants now, after something was added or removed. */
  run(actions: readonly LiveAction[]): void {
    for (const action of actions) {
      if (this.#isStopped) return;
      switch (action.type) {
        case 'send':
          if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(action.text);
          break;
        case 'tell':
          this.#options.tell(action.event);
          break;
        case 'garbage':
          this.#options.metrics.liveEvents.inc({ provider: this.#options.label, kind: 'garbage' });
          break;
        case 'end':
          this.#ended(action.why, 1000);
          return;
      }
    }
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#letGo();
    this.#isOpen = false;
  }

  #wait(leastMs: number): void {
    clearTimeout(this.#timer);
    const { backOff } = this.#options.settings;
    const random = this.#options.random();
    const backOffForMs = this.#failuresInRow === 0 ? 0 : backOffMs(backOff, this.#failuresInRow, random);
    const waitMs = Math.max(backOffForMs, leastMs * (1 + random / 4), this.#options.takeTurnMs());
    this.#timer = setTimeout(() => this.#connect(), waitMs);
  }

  #connect(): void {
    const { url, settings, session, log, label, userAgent } = this.#options;
    const socket = new WebSocket(url, {
      handshakeTimeout: settings.connectWithinMs,
      maxPayload: settings.maxMessageBytes,
      // A few hundred bytes now and then; unpacking would be one more thing to bound.
      perMessageDeflate: false,
      headers: { 'user-agent': userAgent },
    });
    this.#socket = socket;
    socket.on('open', () => {
      this.#isOpen = true;
      this.#openedAtMs = this.#options.monotonicMs();
      this.#heard();
      this.#timer = setInterval(() => this.#check(), settings.checkEveryMs);
      this.#options.onChange();
      this.run(session.opened(this.#openedAtMs));
    });
    socket.on('message', (data: RawData, isBinary: boolean) => {
      this.#heard();
      // Both protocols are text; a binary message is as good as any other garbage.
      const text = isBinary ? '' : data.toString();
      this.run(session.received(text, this.#lastHeardMs));
      if (session.size > session.capacity) this.#options.onChange();
    });
    socket.on('pong', () => this.#heard());
    socket.on('error', (error) => log.debug({ provider: label, err: error }, 'live socket failed'));
    socket.on('close', (code) => this.#ended(this.#isOpen ? 'closed' : 'unreachable', code));
  }

  #heard(): void {
    this.#lastHeardMs = this.#options.monotonicMs();
    this.#isPinged = false;
  }

  #check(): void {
    const { settings, session, monotonicMs } = this.#options;
    const nowMs = monotonicMs();
    const silentForMs = nowMs - this.#lastHeardMs;
    if (silentForMs > settings.deadAfterMs) return this.#ended('dead', 1006);
    if (silentForMs > settings.pingAfterMs && !this.#isPinged) {
      this.#isPinged = true;
      this.#socket?.ping();
    }
    if (nowMs - this.#openedAtMs > settings.stableAfterMs) this.#failuresInRow = 0;
    this.run(session.checked(nowMs));
  }

  #ended(why: string, code: number): void {
    const { label, log, metrics, session, monotonicMs, settings } = this.#options;
    this.#letGo();
    clearTimeout(this.#timer);
    const wasStable = this.#isOpen && monotonicMs() - this.#openedAtMs > settings.stableAfterMs;
    this.#isOpen = false;
    metrics.liveEnds.inc({ provider: label, why });
    const leastMs = session.closed(code);
    // Being asked to go is no failure, unless it is all that ever happens.
    this.#failuresInRow = wasStable ? 0 : this.#failuresInRow + 1;
    const about = { provider: label, why, code, failures: this.#failuresInRow };
    if (this.#failuresInRow === 2) log.warn(about, 'live updates fail; polling goes on');
    else log.debug(about, 'live socket ended');
    this.#wait(leastMs);
    this.#options.onChange();
  }

  /** Nothing of the old socket may be heard again. */
  #letGo(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    socket.removeAllListeners();
    // Ending an unfinished handshake is an error of its own.
    socket.on('error', () => undefined);
    if (socket.readyState === WebSocket.OPEN) socket.close(1000);
    // `close` waits half a minute for a server that does not answer.
    setTimeout(() => socket.terminate(), socket.readyState === WebSocket.CLOSING ? 1_000 : 0).unref();
  }
}
