import { parseSevenTvDispatch } from '@emotide/emotes';
import { topicKey, type LiveTopic, type ResyncReason } from './live-event';
import { MAX_GARBAGE, parseMessage, type LiveAction, type LiveSession } from './live-session';

/** As Chatterino. The server says its own limit in its greeting (500 by default); the lesser one holds. */
const CAPACITY = 100;
const GREETING_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 10_000;
/** Missing this many heartbeats, the connection is dead (EventAPI README, "Heartbeat"). */
const HEARTBEATS = 3;
/** What a greeting may say of its heartbeat; 45 s usually. */
const HEARTBEAT_MS = { least: 100, most: 300_000, usual: 45_000 };

const OP = {
  dispatch: 0,
  hello: 1,
  heartbeat: 2,
  reconnect: 4,
  ack: 5,
  error: 6,
  endOfStream: 7,
  resume: 34,
  subscribe: 35,
  unsubscribe: 36,
} as const;

interface Subscribed {
  readonly topic: LiveTopic & { readonly type: 'set' | 'user' };
  state: 'wanted' | 'sent' | 'live';
  sentAtMs: number;
  hasBeenLive: boolean;
}

/**
 * 7TV's EventAPI v3 (SevenTV/EventAPI README; the server of today, SevenTV/SevenTV `apps/event-api`, answers a resume
 * with `success: false`). Whatever a resume brings back, every topic is told to be read again after a reconnect.
 */
export class SevenTvSession implements LiveSession {
  readonly #topics = new Map<string, Subscribed>();
  #capacity = CAPACITY;
  #phase: 'closed' | 'greeting' | 'resuming' | 'ready' = 'closed';
  /** When the phase began. */
  #phaseSinceMs = 0;
  #lastHeardMs = 0;
  #heartbeatMs = HEARTBEAT_MS.usual;
  /** Of the socket before this one while resuming. */
  #sessionId: string | undefined;
  /** The code of an "end of stream", which says more than the close frame after it. */
  #endCode: number | undefined;
  #garbage = 0;

  get capacity(): number {
    return this.#capacity;
  }

  get size(): number {
    return this.#topics.size;
  }

  add(topic: LiveTopic, nowMs: number): readonly LiveAction[] {
    if (topic.type === 'channel' || this.#topics.has(topicKey(topic))) return [];
    const subscribed: Subscribed = { topic, state: 'wanted', sentAtMs: 0, hasBeenLive: false };
    this.#topics.set(topicKey(topic), subscribed);
    return this.#phase === 'ready' ? [this.#subscribe(subscribed, nowMs)] : [];
  }

  remove(key: string): readonly LiveAction[] {
    const subscribed = this.#topics.get(key);
    this.#topics.delete(key);
    // A topic that the server does not know would make it close the connection.
    return subscribed && this.#phase === 'ready' && subscribed.state !== 'wanted'
      ? [command(OP.unsubscribe, subscribed.topic)]
      : [];
  }

  shed(): readonly LiveTopic[] {
    const surplus = [...this.#topics].slice(this.#capacity);
    for (const [key] of surplus) this.#topics.delete(key);
    return surplus.map(([, { topic }]) => topic);
  }

  opened(nowMs: number): readonly LiveAction[] {
    this.#enter('greeting', nowMs);
    this.#lastHeardMs = nowMs;
    this.#endCode = undefined;
    this.#garbage = 0;
    return [];
  }

  received(text: string, nowMs: number): readonly LiveAction[] {
    this.#lastHeardMs = nowMs;
    const message = parseMessage(text);
    const data = message?.['d'];
    switch (message?.['op']) {
      case OP.hello:
        return this.#greeted(asRecord(data), nowMs);
      case OP.ack:
        return this.#acknowledged(asRecord(data), nowMs);
      case OP.dispatch:
        return this.#dispatched(data);
      case OP.reconnect:
        return [{ type: 'end', why: 'asked' }];
      case OP.endOfStream:
        return this.#streamEnded(asRecord(data));
      case OP.heartbeat:
      case OP.error:
        return [];
      default:
        // An operation of a later version is none of our business.
        if (typeof message?.['op'] === 'number') return [];
        return ++this.#garbage > MAX_GARBAGE
          ? [{ type: 'garbage' }, { type: 'end', why: 'garbage' }]
          : [{ type: 'garbage' }];
    }
  }

  checked(nowMs: number): readonly LiveAction[] {
    const phaseForMs = nowMs - this.#phaseSinceMs;
    switch (this.#phase) {
      case 'closed':
        return [];
      case 'greeting':
        return phaseForMs > GREETING_WITHIN_MS ? [{ type: 'end', why: 'silent' }] : [];
      case 'resuming':
        return phaseForMs > ANSWER_WITHIN_MS ? this.#startAfresh(nowMs) : [];
      case 'ready':
        if (nowMs - this.#lastHeardMs > HEARTBEATS * this.#heartbeatMs)
          return [{ type: 'end', why: 'silent' }];
        return [...this.#topics.values()]
          .filter(({ state, sentAtMs }) => state === 'sent' && nowMs - sentAtMs > ANSWER_WITHIN_MS)
          .map((subscribed) => this.#refuse(subscribed, 'not acknowledged'));
    }
  }

  closed(code: number): number {
    this.#phase = 'closed';
    for (const subscribed of this.#topics.values()) subscribed.state = 'wanted';
    return leastWaitMs(this.#endCode ?? code);
  }

  #greeted(data: JsonRecord, nowMs: number): readonly LiveAction[] {
    if (this.#phase !== 'greeting') return [];
    const { least, most, usual } = HEARTBEAT_MS;
    const heartbeatMs = data['heartbeat_interval'];
    this.#heartbeatMs = isPositive(heartbeatMs) ? Math.min(most, Math.max(least, heartbeatMs)) : usual;
    const limit = data['subscription_limit'];
    this.#capacity = isPositive(limit) ? Math.min(CAPACITY, Math.floor(limit)) : CAPACITY;
    const before = this.#sessionId;
    const sessionId = data['session_id'];
    this.#sessionId = typeof sessionId === 'string' && sessionId.length <= 256 ? sessionId : undefined;
    const hasSomethingToResume = [...this.#topics.values()].some(({ hasBeenLive }) => hasBeenLive);
    if (before === undefined || !hasSomethingToResume) return this.#startAfresh(nowMs);
    this.#enter('resuming', nowMs);
    return [{ type: 'send', text: JSON.stringify({ op: OP.resume, d: { session_id: before } }) }];
  }

  #acknowledged(data: JsonRecord, nowMs: number): readonly LiveAction[] {
    const echo = asRecord(data['data']);
    if (data['command'] === 'RESUME' && this.#phase === 'resuming') return this.#resumed(echo, nowMs);
    if (data['command'] !== 'SUBSCRIBE') return [];
    const subscribed = this.#topics.get(keyOf(echo['type'], asRecord(echo['condition'])['object_id']));
    return subscribed?.state === 'sent' ? [this.#nowLive(subscribed)] : [];
  }

  #resumed(echo: JsonRecord, nowMs: number): readonly LiveAction[] {
    if (echo['success'] !== true) return this.#startAfresh(nowMs);
    const lived = [...this.#topics.values()].filter(({ hasBeenLive }) => hasBeenLive);
    // Which ones are back is not said, and asking twice for one is punished: begin again without the old session.
    if (echo['subscriptions_restored'] !== lived.length) {
      this.#sessionId = undefined;
      return [{ type: 'end', why: 'asked' }];
    }
    this.#enter('ready', nowMs);
    const back = lived.map((subscribed) => this.#nowLive(subscribed));
    return [...back, ...this.#subscribeWanted(nowMs)];
  }

  #dispatched(data: unknown): readonly LiveAction[] {
    const dispatch = parseSevenTvDispatch(data);
    switch (dispatch.type) {
      case 'other':
        return [];
      case 'switched': {
        const { userId, setId } = dispatch;
        if (!this.#topics.has(`user:${userId}`)) return [];
        return [{ type: 'tell', event: { type: 'set-switched', provider: 'SEVENTV', userId, setId } }];
      }
      case 'set': {
        const subscribed = this.#topics.get(`set:${dispatch.setId}`);
        if (subscribed === undefined) return [];
        const changes = dispatch.changes.map((change): LiveAction => ({
          type: 'tell',
          event: { type: 'change', change },
        }));
        return dispatch.rejected > 0 ? [...changes, resync([subscribed.topic], 'unreadable')] : changes;
      }
    }
  }

  /** Codes that blame a command are about the oldest one unanswered: without it the next connection may do better. */
  #streamEnded(data: JsonRecord): readonly LiveAction[] {
    const code = data['code'];
    this.#endCode = typeof code === 'number' ? code : undefined;
    if (!BLAMES_A_COMMAND.has(this.#endCode ?? 0)) return [{ type: 'end', why: 'asked' }];
    const [oldest] = [...this.#topics.values()]
      .filter(({ state }) => state === 'sent')
      .sort((a, b) => a.sentAtMs - b.sentAtMs);
    const end: LiveAction = { type: 'end', why: 'refused' };
    return oldest ? [this.#refuse(oldest, `refused with code ${this.#endCode}`), end] : [end];
  }

  #startAfresh(nowMs: number): readonly LiveAction[] {
    this.#enter('ready', nowMs);
    return this.#subscribeWanted(nowMs);
  }

  #subscribeWanted(nowMs: number): readonly LiveAction[] {
    return [...this.#topics.values()]
      .slice(0, this.#capacity)
      .filter(({ state }) => state === 'wanted')
      .map((subscribed) => this.#subscribe(subscribed, nowMs));
  }

  #subscribe(subscribed: Subscribed, nowMs: number): LiveAction {
    subscribed.state = 'sent';
    subscribed.sentAtMs = nowMs;
    return command(OP.subscribe, subscribed.topic);
  }

  #nowLive(subscribed: Subscribed): LiveAction {
    const reason = subscribed.hasBeenLive ? 'reconnected' : 'subscribed';
    subscribed.state = 'live';
    subscribed.hasBeenLive = true;
    return resync([subscribed.topic], reason);
  }

  #refuse({ topic }: Subscribed, reason: string): LiveAction {
    this.#topics.delete(topicKey(topic));
    return { type: 'tell', event: { type: 'refused', provider: 'SEVENTV', topic, reason } };
  }

  #enter(phase: 'greeting' | 'resuming' | 'ready', nowMs: number): void {
    this.#phase = phase;
    this.#phaseSinceMs = nowMs;
  }
}

/** Unknown operation, invalid payload, already subscribed, not subscribed, insufficient privilege. */
const BLAMES_A_COMMAND: ReadonlySet<number> = new Set([4001, 4002, 4009, 4010, 4011]);

/**
 * Least time before the next connection, by close code (EventAPI README, "Close codes"): five minutes for maintenance,
 * one where the server would rather not see us, none otherwise.
 */
function leastWaitMs(code: number): number {
  if (code === 4007) return 300_000;
  return code === 4003 || code === 4004 || code === 4005 || BLAMES_A_COMMAND.has(code) ? 60_000 : 0;
}

const TYPE_OF_TOPIC = { set: 'emote_set.update', user: 'user.update' } as const;

function keyOf(type: unknown, objectId: unknown): string {
  if (type === TYPE_OF_TOPIC.set) return `set:${String(objectId)}`;
  return type === TYPE_OF_TOPIC.user ? `user:${String(objectId)}` : '';
}

const command = (op: number, topic: Subscribed['topic']): LiveAction => ({
  type: 'send',
  text: JSON.stringify({
    op,
    d: {
      type: TYPE_OF_TOPIC[topic.type],
      condition: { object_id: topic.type === 'set' ? topic.setId : topic.userId },
    },
  }),
});

const resync = (topics: readonly LiveTopic[], reason: ResyncReason): LiveAction => ({
  type: 'tell',
  event: { type: 'resync', provider: 'SEVENTV', topics, reason },
});

type JsonRecord = Readonly<Record<string, unknown>>;
const asRecord = (value: unknown): JsonRecord =>
  typeof value === 'object' && value !== null ? (value as JsonRecord) : {};
const isPositive = (value: unknown): value is number => typeof value === 'number' && value > 0;
