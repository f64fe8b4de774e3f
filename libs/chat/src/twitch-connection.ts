import type { ChannelId, ChannelLogin, ChatLine } from '@emotide/domain';
import { scanLine, type RejectReason } from './scan-line';
import { loadTmi, type TmiClient, type TmiMessage } from './tmi-client.external';

/** What a connection tells. Called synchronously while a frame is read; none of them may throw. */
export interface ConnectionEvents {
  line(line: ChatLine): void;
  /** ROOMSTATE: the channel is joined, and this is its id. */
  room(login: ChannelLogin, channelId: ChannelId | null): void;
  /** Twitch's word about a channel, or about the connection where the login is undefined. */
  notice(login: ChannelLogin | undefined, id: string, text: string): void;
  /** A line that gives no message: a command, or why it could not be read. */
  passed(what: { command: string } | { reason: RejectReason }): void;
  /** The connection is over, once, whatever ended it. */
  closed(reason: string): void;
}

export interface ConnectionOptions {
  /** `wss://irc-ws.chat.twitch.tv` or a simulator's `ws://127.0.0.1:port`. */
  readonly url: URL;
  readonly events: ConnectionEvents;
  /** Silence after which the connection counts as dead. tmi.js pings every 60 s, so it is never silent that long. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 75_000;
const OPEN_WITHIN_MS = 20_000;
const OPEN = 1;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * One anonymous connection to Twitch chat. tmi.js opens it, logs in and keeps it alive; reading and joining are ours,
 * because its parser loses messages (cheers and resubs never become `message`, a text-less line throws uncaught) and
 * its join queue runs twice after a reconnect. It is never reopened: who owns it makes a new one.
 */
export class TwitchConnection {
  readonly #client: TmiClient;
  readonly #parseLine: (line: string) => TmiMessage | null;
  readonly #events: ConnectionEvents;
  readonly #watchdog: NodeJS.Timeout;
  #heardAtMs = performance.now();
  #isPaused = false;
  #isOver = false;

  private constructor(options: ConnectionOptions, tmi: Awaited<ReturnType<typeof loadTmi>>) {
    const { url, events, silenceMs = SILENCE_MS } = options;
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
    this.#client._onMessage = ({ data }) => this.#onFrame(String(data));
    this.#client.on('disconnected', (reason) => this.#end(reason));
    this.#watchdog = setInterval(() => {
      if (!this.#isPaused && performance.now() - this.#heardAtMs > silenceMs) this.#end('silent');
    }, silenceMs / 10);
  }

  /**
   * Opens a connection and logs in.
   *
   * @throws Error saying what failed, when there is no login within 20 s
   */
  static async open(options: ConnectionOptions): Promise<TwitchConnection> {
    const connection = new TwitchConnection(options, await loadTmi());
    let timer: NodeJS.Timeout | undefined;
    try {
      await Promise.race([
        connection.#client.connect(),
        new Promise((_, reject) => {
          timer = setTimeout(() => reject(new Error('no login in time')), OPEN_WITHIN_MS);
        }),
      ]);
      return connection;
    } catch (error) {
      connection.#isOver = true;
      connection.#stop();
      throw error instanceof Error ? error : new Error(String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  get isOpen(): boolean {
    return !this.#isOver && this.#client.ws?.readyState === OPEN;
  }

  /** Each channel counts as one join for Twitch's limits, also in one line. */
  join(logins: readonly ChannelLogin[]): void {
    this.#send(`JOIN ${logins.map((login) => `#${login}`).join(',')}`);
  }

  part(login: ChannelLogin): void {
    this.#send(`PART #${login}`);
  }

  /** Stops reading, so that the sender feels it; Twitch closes a connection that stays so for minutes. */
  pause(): void {
    this.#isPaused = true;
    this.#client.ws?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#heardAtMs = performance.now();
    this.#client.ws?.resume();
  }

  close(): void {
    this.#end('closed');
  }

  #send(line: string): void {
    if (this.isOpen) this.#client.ws!.send(line);
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stop();
    this.#events.closed(reason);
  }

  #stop(): void {
    clearInterval(this.#watchdog);
    // Without the closing handshake: on a dead socket it would take half a minute.
    this.#client.ws?.terminate();
  }

  #onFrame(frame: string): void {
    this.#heardAtMs = performance.now();
    const length = frame.length;
    for (let at = 0; at < length && !this.#isOver;) {
      let end = frame.indexOf('\n', at);
      if (end < 0) end = length;
      const lineEnd = end > at && frame.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
      if (lineEnd > at) this.#onLine(frame, at, lineEnd);
      at = end + 1;
    }
  }

  #onLine(frame: string, start: number, end: number): void {
    const scanned = scanLine(frame, start, end);
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

  #onCommand(command: string, frame: string, start: number, end: number): void {
    switch (command) {
      case 'CLEARCHAT':
      case 'CLEARMSG':
      case 'USERNOTICE':
      case 'JOIN':
      case 'PART':
        return;
      case 'RECONNECT':
        return this.#end('Twitch asked to reconnect');
    }
    try {
      const message = this.#parseLine(frame.slice(start, end));
      if (message === null) return;
      if (command === 'ROOMSTATE') {
        const id = message.tags['room-id'];
        const login = loginOf(message);
        if (login !== undefined) this.#events.room(login, typeof id === 'string' ? (id as ChannelId) : null);
      } else if (command === 'NOTICE') {
        const id = message.tags['msg-id'];
        this.#events.notice(loginOf(message), typeof id === 'string' ? id : '', message.params[1] ?? '');
      } else if (FOR_TMI.test(command)) this.#client.handleMessage(message);
    } catch {
      this.#events.passed({ command: 'unreadable' });
    }
  }
}

const CARRIAGE_RETURN = 13;
/** What tmi.js needs to log in and to stay: numerics, capabilities, PING, PONG. */
const FOR_TMI = /^(\d{3}|CAP|PING|PONG)$/;

function loginOf(message: TmiMessage): ChannelLogin | undefined {
  const target = message.params[0];
  return target?.startsWith('#') === true ? (target.slice(1) as ChannelLogin) : undefined;
}
