import { randomBytes } from 'node:crypto';
import type { EmoteBook } from '../emote-sets/emote-book';
import type { EmoteChange } from '../emote-sets/emote-change';
import type { ThirdPartyEmote } from '../emote-sets/third-party-emote';
import { toSevenTvEmote } from './emote-shapes';
import type { PushHub, PushSocket } from './push-socket';
import type { SevenTvSetIds } from './seven-tv';

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
  bridge: 38,
} as const;
const CLOSE = {
  unknownOperation: 4001,
  invalidPayload: 4002,
  rateLimited: 4005,
  restart: 4006,
  notSubscribed: 4010,
};
const SUBSCRIPTION_LIMIT = 500;
/** How long a session that lost its socket can be resumed. */
const RESUMABLE_MS = 60_000;
const MAX_LOST = 1_000;
const MAX_MISSED = 1_000;
const EVENT = /^[a-z_]{1,40}\.(\*|[a-z_]{1,40})$/;

/** A client's subscriptions; without a socket it waits to be resumed. */
interface Session {
  readonly id: string;
  readonly subscriptions: Map<string, { type: string; objectId: string }>;
  socket: PushSocket | null;
  sequence: number;
  /** What it would have been sent since it lost its socket. */
  missed: unknown[];
  lostAtMs: number;
}

/**
 * 7TV's EventAPI, version 3 (events.7tv.io/v3; SevenTV/EventAPI and its successor in SevenTV/SevenTV): hello,
 * heartbeats, subscriptions to sets by their id, and a dispatch for each change of one.
 *
 * The successor grants no resumption any more; here it is granted unless {@link PushHub.reconnectAll} ended the session,
 * so that clients meet both.
 */
export function createSevenTvEvents(options: {
  book: EmoteBook;
  ids: SevenTvSetIds;
  heartbeatMs: number;
  nowMs: () => number;
}): PushHub {
  const { book, ids, heartbeatMs, nowMs } = options;
  const open = new Set<Session>();
  const lost = new Map<string, Session>();
  let heartbeats = 0;
  let pushed = 0;

  const send = (session: Session, op: number, data: unknown): void =>
    session.socket?.send(JSON.stringify({ op, t: nowMs(), d: data, s: session.sequence++ }));
  const end = (session: Session, code: number, message: string): void => {
    open.delete(session);
    send(session, OP.endOfStream, { code, message });
    session.socket?.close(code, message);
    session.socket = null;
  };
  const fail = (session: Session, message: string, code: number): void => {
    send(session, OP.error, { message, fields: {} });
    end(session, code, message);
  };
  const dispatch = (session: Session, body: unknown): void => {
    if (session.socket === null) {
      if (session.missed.length < MAX_MISSED) session.missed.push(body);
      return;
    }
    pushed += 1;
    send(session, OP.dispatch, body);
  };

  const stopListening = book.onChange((change, before) => {
    if (change.provider !== '7tv') return;
    const setId = ids.setIdOf(change.channelId);
    const body = { type: 'emote_set.update', body: { id: setId, kind: 3, ...toFields(change, before) } };
    for (const session of [...open, ...lost.values()]) {
      const isSubscribed = ['emote_set.update', 'emote_set.*'].some((type) =>
        session.subscriptions.has(`${type} ${setId}`),
      );
      if (isSubscribed) dispatch(session, body);
    }
  });
  const beating = setInterval(() => {
    heartbeats += 1;
    for (const session of open) send(session, OP.heartbeat, { count: heartbeats });
    for (const [id, { lostAtMs }] of lost) if (lostAtMs + RESUMABLE_MS < nowMs()) lost.delete(id);
  }, heartbeatMs);

  const subscribe = (session: Session, data: Readonly<Record<string, unknown>>): void => {
    if (session.subscriptions.size >= SUBSCRIPTION_LIMIT)
      return fail(session, 'Too Many Active Subscriptions!', CLOSE.rateLimited);
    const wanted = parseSubscription(data);
    if (wanted === undefined) return fail(session, 'Invalid Subscription Condition', CLOSE.invalidPayload);
    const { type, objectId } = wanted;
    const key = `${type} ${objectId}`;
    if (session.subscriptions.has(key)) return;
    session.subscriptions.set(key, wanted);
    const details = { id: session.sequence, type, condition: { object_id: objectId } };
    send(session, OP.ack, { command: 'SUBSCRIBE', data: details });
  };
  const unsubscribe = (session: Session, data: Readonly<Record<string, unknown>>): void => {
    const wanted = parseSubscription(data);
    if (wanted === undefined || !session.subscriptions.delete(`${wanted.type} ${wanted.objectId}`))
      return fail(session, 'Not subscribed to this event', CLOSE.notSubscribed);
    const details = { type: wanted.type, condition: { object_id: wanted.objectId } };
    send(session, OP.ack, { command: 'UNSUBSCRIBE', data: details });
  };
  const resume = (session: Session, data: Readonly<Record<string, unknown>>): void => {
    const id = typeof data['session_id'] === 'string' ? data['session_id'] : '';
    const before = lost.get(id);
    lost.delete(id);
    for (const [key, subscription] of before?.subscriptions ?? [])
      session.subscriptions.set(key, subscription);
    const result = {
      success: before !== undefined,
      dispatches_replayed: before?.missed.length ?? 0,
      subscriptions_restored: before?.subscriptions.size ?? 0,
    };
    send(session, OP.ack, { command: 'RESUME', data: result });
    for (const body of before?.missed ?? []) dispatch(session, body);
  };

  return {
    connect(socket) {
      const session: Session = {
        id: randomBytes(16).toString('hex'),
        subscriptions: new Map(),
        socket,
        sequence: 0,
        missed: [],
        lostAtMs: 0,
      };
      open.add(session);
      send(session, OP.hello, {
        heartbeat_interval: heartbeatMs,
        session_id: session.id,
        subscription_limit: SUBSCRIPTION_LIMIT,
        instance: { name: 'twitch-sim', population: open.size },
      });
      return {
        receive(text) {
          if (session.socket === null) return;
          const message = parseMessage(text);
          if (message === undefined) return fail(session, 'Invalid Payload', CLOSE.invalidPayload);
          switch (message.op) {
            case OP.subscribe:
              return subscribe(session, message.data);
            case OP.unsubscribe:
              return unsubscribe(session, message.data);
            case OP.resume:
              return resume(session, message.data);
            case OP.bridge:
              return;
            default:
              return fail(session, 'Invalid Opcode', CLOSE.unknownOperation);
          }
        },
        ended() {
          session.socket = null;
          if (!open.delete(session)) return;
          session.lostAtMs = nowMs();
          lost.set(session.id, session);
          const [oldest] = lost.keys();
          if (lost.size > MAX_LOST && oldest !== undefined) lost.delete(oldest);
        },
      };
    },
    state: () => ({
      sockets: open.size,
      subscriptions: [...open].reduce((sum, { subscriptions }) => sum + subscriptions.size, 0),
      pushed,
    }),
    reconnectAll() {
      const sessions = [...open];
      for (const session of sessions) {
        send(session, OP.reconnect, { reason: 'server restarting' });
        end(session, CLOSE.restart, 'Restart');
      }
      lost.clear();
      return sessions.length;
    },
    stop() {
      clearInterval(beating);
      stopListening();
    },
  };
}

/** What happened, in the words of the API: what came is pushed, what went is pulled, what was renamed is updated. */
function toFields(change: EmoteChange, before: readonly ThirdPartyEmote[]): Record<string, unknown> {
  const field = (
    index: number,
    old: ThirdPartyEmote | undefined,
    now: ThirdPartyEmote | undefined,
  ): unknown => ({
    key: 'emotes',
    index,
    type: 'object',
    old_value: old === undefined ? null : toSevenTvEmote(old),
    value: now === undefined ? null : toSevenTvEmote(now),
  });
  const fieldsOf = (id: string, toNow: (emote: ThirdPartyEmote) => ThirdPartyEmote | undefined): unknown[] =>
    before.flatMap((emote, index) => (emote.id === id ? field(index, emote, toNow(emote)) : []));
  switch (change.kind) {
    case 'add':
      return { pushed: [field(before.length, undefined, change.emote)] };
    case 'rename':
      return {
        updated: fieldsOf(change.id, (emote) => ({
          ...emote,
          name: change.name,
          baseName: emote.baseName ?? emote.name,
        })),
      };
    case 'remove':
      return { pulled: fieldsOf(change.id, () => undefined) };
    case 'set':
      return {
        pulled: before.map((emote, index) => field(index, emote, undefined)),
        pushed: change.emotes.map((emote, index) => field(index, undefined, emote)),
      };
  }
}

function parseMessage(text: string): { op: unknown; data: Readonly<Record<string, unknown>> } | undefined {
  try {
    const message: unknown = JSON.parse(text);
    if (!isObject(message)) return undefined;
    const data = message['d'];
    return { op: message['op'], data: isObject(data) ? data : {} };
  } catch {
    return undefined;
  }
}

function parseSubscription(
  data: Readonly<Record<string, unknown>>,
): { type: string; objectId: string } | undefined {
  const { type, condition } = data as { type?: unknown; condition?: unknown };
  const objectId = isObject(condition) ? condition['object_id'] : undefined;
  const isGood = typeof type === 'string' && EVENT.test(type);
  return isGood && typeof objectId === 'string' && /^\w{1,40}$/.test(objectId)
    ? { type, objectId }
    : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
