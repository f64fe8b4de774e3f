import { setTimeout as delay } from 'node:timers/promises';
import type { ChannelId, ChannelLogin, ChatLine, EmoteId, HeardEmote, ModerationLine } from '@emotide/domain';
import { counter, gauge, type Logger, type Registry } from '@emotide/service-kit';
import { Observable, type Subscriber } from 'rxjs';
import { ChatError } from '../chat-error';
import type { ChannelSignal, ChatSource, ChatState } from '../chat-source';
import { CHAT_SUBSCRIPTIONS, type EventSubApi } from './eventsub-api';
import { EventSubConnection } from './eventsub-connection';
import { chatEvent, clearUserEvent, deletionEvent, type ChatEvent } from './eventsub.external';
import { toChatLine } from './to-chat-line';

/** Twitch allows 300 subscriptions on a connection. */
export const MAX_EVENTSUB_CHANNELS = 300 / CHAT_SUBSCRIPTIONS.length;

export interface EventSubChatOptions {
  readonly url: URL;
  readonly api: Pick<EventSubApi, 'channelId' | 'subscribe' | 'unsubscribe'>;
  /** Lines that one channel may hold until the end of the turn; more are dropped, newest first, and counted. */
  readonly mailboxLines: number;
  /** Waits after sessions that ended or never opened, doubled each time. Default 1 s to 30 s. */
  readonly backOff?: { readonly firstMs: number; readonly longestMs: number };
  /** 0 to below 1: spreads those waits by a quarter either way. Default Math.random. */
  readonly random?: () => number;
  /** Told of each emote before the line that has it. */
  readonly onEmote?: (emote: HeardEmote) => void;
  readonly log: Logger;
  readonly registry: Registry;
}

const BACK_OFF = { firstMs: 1_000, longestMs: 30_000 };
/** A session that held for so long was a success. */
const SOUND_AFTER_MS = 60_000;

/** One channel that somebody reads. */
interface Reader {
  readonly login: ChannelLogin;
  readonly subscriber: Subscriber<ChannelSignal>;
  /** Aborted when it leaves. */
  readonly end: AbortController;
  channelId: ChannelId | undefined;
  readonly subscriptions: string[];
  isJoined: boolean;
  mailbox: ChatLine[];
  acts: ModerationLine[];
}

/**
 * Chat over EventSub as a source of lines by channel, for channels that authorised the reading user: one session, and a
 * channel's subscriptions on it. The same lines as over IRC, but for the time, which is the notification's, and for whether
 * it is a chatter's first message, which EventSub doesn't say.
 *
 * A session that ends errors all its channels with a {@link ChatError}; subscribing again opens the next one.
 */
export class EventSubChat implements ChatSource {
  readonly #options: EventSubChatOptions;
  readonly #readers = new Map<ChannelLogin, Reader>();
  readonly #byId = new Map<string, Reader>();
  readonly #messages;
  readonly #passed;
  readonly #dropped;
  readonly #sessions;
  #connection: EventSubConnection | undefined;
  /** Aborted when the session, or the attempt at one, ends. */
  #end = new AbortController();
  #isOpening = false;
  #isPaused = false;
  #isStopped = false;
  #isDrainDue = false;
  #failures = 0;
  #nextOpenAtMs = 0;
  #openedAtMs = 0;
  #trouble: string | undefined;
  /** Subscriptions are asked for one after the other. */
  #asking: Promise<unknown> = Promise.resolve();

  constructor(options: EventSubChatOptions) {
    this.#options = options;
    const { registry } = options;
    this.#messages = counter(registry, 'emotide_eventsub_messages_total', 'Messages read from EventSub');
    this.#passed = counter(
      registry,
      'emotide_eventsub_other_total',
      'What came from EventSub and gave no message: by kind, or why it could not be read',
      ['kind'],
    );
    this.#dropped = counter(registry, 'emotide_eventsub_dropped_total', 'Messages dropped, by reason', [
      'reason',
    ]);
    this.#sessions = counter(registry, 'emotide_eventsub_sessions_total', 'Sessions, by how they went', [
      'result',
    ]);
    gauge(registry, 'emotide_eventsub_channels', 'Channels by state', {
      labelNames: ['state'],
      collect: (g) => {
        const { joined, joining } = this.state();
        g.set({ state: 'joined' }, joined);
        g.set({ state: 'joining' }, joining);
      },
    });
  }

  state(): ChatState {
    let joined = 0;
    for (const reader of this.#readers.values()) if (reader.isJoined) joined++;
    return {
      connections: this.#connection === undefined ? 0 : 1,
      joined,
      joining: this.#readers.size - joined,
      trouble: this.#trouble,
    };
  }

  channel(login: ChannelLogin): Observable<ChannelSignal> {
    return new Observable((subscriber) => {
      if (this.#isStopped) return subscriber.complete();
      if (this.#readers.has(login))
        return subscriber.error(new ChatError('channel', `#${login} is already read here`));
      if (this.#readers.size >= MAX_EVENTSUB_CHANNELS)
        return subscriber.error(
          new ChatError('channel', `more than ${MAX_EVENTSUB_CHANNELS} channels over EventSub`, true),
        );
      const reader: Reader = {
        login,
        subscriber,
        end: new AbortController(),
        channelId: undefined,
        subscriptions: [],
        isJoined: false,
        mailbox: [],
        acts: [],
      };
      this.#readers.set(login, reader);
      if (this.#connection === undefined) this.#open();
      else this.#join(reader, this.#connection);
      return () => this.#leave(reader);
    });
  }

  pause(): void {
    this.#isPaused = true;
    this.#connection?.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#connection?.resume();
    if (this.#connection === undefined && this.#readers.size > 0) this.#open();
  }

  stop(): void {
    this.#isStopped = true;
    const readers = [...this.#readers.values()];
    for (const reader of readers) this.#deliver(reader);
    // Without their readers the session is over.
    for (const { subscriber } of readers) subscriber.complete();
  }

  #open(): void {
    if (this.#isOpening || this.#isPaused) return;
    this.#isOpening = true;
    this.#end = new AbortController();
    void this.#connect(this.#end.signal).finally(() => {
      this.#isOpening = false;
      // Somebody came while the attempt before was being given up.
      if (this.#connection === undefined && this.#readers.size > 0) this.#open();
    });
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const { url, log } = this.#options;
    try {
      await delay(Math.max(0, this.#nextOpenAtMs - performance.now()), undefined, { signal });
      const connection = await EventSubConnection.open({ url, signal, events: this.#events() });
      if (signal.aborted) return connection.close();
      this.#sessions.inc({ result: 'opened' });
      this.#connection = connection;
      this.#openedAtMs = performance.now();
      this.#trouble = undefined;
      if (this.#isPaused) connection.pause();
      log.info({ host: url.host, channels: this.#readers.size }, 'EventSub session open');
      for (const reader of this.#readers.values()) this.#join(reader, connection);
    } catch (error) {
      if (signal.aborted) return;
      this.#sessions.inc({ result: 'failed' });
      this.#onSessionOver(`cannot reach ${url.host}: ${(error as Error).message}`);
    }
  }

  #events(): Parameters<typeof EventSubConnection.open>[0]['events'] {
    return {
      notification: (type, channelId, event, sentAtMs) =>
        this.#onNotification(type, channelId, event, sentAtMs),
      revoked: (channelId, type, status) => {
        const reader = this.#byId.get(channelId);
        if (reader !== undefined)
          this.#fail(reader, new ChatError('channel', `Twitch revoked ${type}: ${status}`, true));
      },
      passed: (kind) => this.#passed.inc({ kind }),
      closed: (reason) => {
        this.#sessions.inc({ result: 'ended' });
        if (performance.now() - this.#openedAtMs > SOUND_AFTER_MS) this.#failures = 0;
        this.#onSessionOver(reason);
      },
    };
  }

  #onSessionOver(reason: string): void {
    const { backOff = BACK_OFF, random = Math.random, log } = this.#options;
    this.#connection = undefined;
    const steadyMs = Math.min(backOff.firstMs * 2 ** this.#failures++, backOff.longestMs);
    this.#nextOpenAtMs = performance.now() + steadyMs * (0.75 + random() / 2);
    this.#trouble = reason;
    log.warn({ reason, channels: this.#readers.size }, 'EventSub session ended');
    for (const reader of [...this.#readers.values()]) this.#fail(reader, new ChatError('connection', reason));
  }

  #join(reader: Reader, connection: EventSubConnection): void {
    this.#asking = this.#asking
      .then(() => this.#subscribe(reader, connection))
      .catch((error: unknown) => {
        if (reader.end.signal.aborted) return;
        this.#fail(reader, error instanceof ChatError ? error : new ChatError('channel', String(error)));
      });
  }

  async #subscribe(reader: Reader, connection: EventSubConnection): Promise<void> {
    const { api } = this.#options;
    const { signal } = reader.end;
    if (signal.aborted || connection !== this.#connection) return;
    const channelId = await api.channelId(reader.login, signal);
    reader.channelId = channelId;
    this.#byId.set(channelId, reader);
    for (const type of CHAT_SUBSCRIPTIONS) {
      const id = await api.subscribe(type, channelId, connection.sessionId, signal);
      if (id !== undefined) reader.subscriptions.push(id);
    }
    if (signal.aborted) return;
    reader.isJoined = true;
    reader.subscriber.next({ type: 'joined', channelId });
    this.#deliver(reader);
  }

  #leave(reader: Reader): void {
    if (this.#readers.get(reader.login) !== reader) return;
    this.#readers.delete(reader.login);
    if (reader.channelId !== undefined) this.#byId.delete(reader.channelId);
    reader.end.abort();
    if (reader.mailbox.length > 0) this.#dropped.inc({ reason: 'left' }, reader.mailbox.length);
    if (this.#readers.size === 0) return this.#close();
    if (this.#connection === undefined) return;
    const { signal } = this.#end;
    for (const id of reader.subscriptions)
      this.#asking = this.#asking
        .then(() => this.#options.api.unsubscribe(id, signal))
        .catch(() => undefined);
  }

  /** Twitch ends the subscriptions of a session that is closed. */
  #close(): void {
    this.#end.abort();
    this.#connection?.close();
    this.#connection = undefined;
  }

  #fail(reader: Reader, error: ChatError): void {
    this.#deliver(reader);
    this.#leave(reader);
    reader.subscriber.error(error);
  }

  #onNotification(type: string, channelId: string, event: unknown, sentAtMs: number | null): void {
    const reader = this.#byId.get(channelId);
    if (reader === undefined) return this.#dropped.inc({ reason: 'not-joined' });
    const { login } = reader;
    const where = { channelLogin: login, channelId: channelId as ChannelId, sentAtMs };
    switch (type) {
      case 'channel.chat.message':
      case 'channel.chat.notification': {
        const parsed = chatEvent.safeParse(event);
        if (!parsed.success) return this.#passed.inc({ kind: 'unreadable' });
        const isNotice = type === 'channel.chat.notification';
        const line = toChatLine(parsed.data, { ...where, isNotice });
        // A notice without text is no message, as over IRC.
        if (isNotice && line.text === '') return this.#passed.inc({ kind: 'notice-without-text' });
        this.#tellEmotes(parsed.data);
        return this.#take(reader, reader.mailbox, line);
      }
      case 'channel.chat.message_delete': {
        const parsed = deletionEvent.safeParse(event);
        if (!parsed.success) return this.#passed.inc({ kind: 'unreadable' });
        const targetId = parsed.data.message_id;
        return this.#take(reader, reader.acts, { ...where, action: 'MESSAGE_DELETED', targetId });
      }
      case 'channel.chat.clear_user_messages': {
        const parsed = clearUserEvent.safeParse(event);
        if (!parsed.success) return this.#passed.inc({ kind: 'unreadable' });
        const targetId = parsed.data.target_user_id;
        return this.#take(reader, reader.acts, { ...where, action: 'TIMEOUT_OR_BAN', targetId });
      }
      case 'channel.chat.clear':
        return this.#take(reader, reader.acts, { ...where, action: 'CHAT_CLEARED', targetId: null });
      default:
        return this.#passed.inc({ kind: 'unknown-type' });
    }
  }

  #tellEmotes({ message }: ChatEvent): void {
    const { onEmote } = this.#options;
    if (onEmote === undefined) return;
    for (const { emote } of message.fragments)
      if (emote !== null)
        onEmote({
          id: emote.id as EmoteId,
          setId: emote.emote_set_id,
          ownerId: emote.owner_id as ChannelId | null,
        });
  }

  #take<T>(reader: Reader, box: T[], item: T): void {
    if (reader.mailbox.length + reader.acts.length >= this.#options.mailboxLines)
      return this.#dropped.inc({ reason: 'mailbox-full' });
    box.push(item);
    if (this.#isDrainDue) return;
    this.#isDrainDue = true;
    setImmediate(() => {
      this.#isDrainDue = false;
      for (const one of [...this.#readers.values()]) if (one.isJoined) this.#deliver(one);
    });
  }

  #deliver(reader: Reader): void {
    const { mailbox: lines, acts, subscriber } = reader;
    if (!reader.isJoined) return;
    reader.mailbox = [];
    reader.acts = [];
    if (lines.length > 0) {
      this.#messages.inc(lines.length);
      subscriber.next({ type: 'lines', lines });
    }
    if (acts.length > 0) subscriber.next({ type: 'moderation', acts });
  }
}
