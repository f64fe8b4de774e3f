import { parseBttvMessage } from '@emotide/emotes';
import { topicKey, type LiveTopic, type ResyncReason } from './live-event';
import { MAX_GARBAGE, parseMessage, type LiveAction, type LiveSession } from './live-session';

/** As Chatterino: the server states no limit. */
const CAPACITY = 100;
/** Joining is not acknowledged. After this long it is taken to hold, and what was read before to be out of date. */
const JOINED_AFTER_MS = 1_000;

interface Joined {
  readonly topic: LiveTopic & { readonly type: 'channel' };
  /** When the join was sent on this socket; undefined while there is none, or once it is told. */
  sentAtMs: number | undefined;
  hasBeenLive: boolean;
}

/** BTTV's socket: `join_channel` with `twitch:<id>`, then `emote_create`, `emote_update`, `emote_delete`. */
export class BttvSession implements LiveSession {
  readonly capacity = CAPACITY;
  readonly #joined = new Map<string, Joined>();
  #isOpen = false;
  #garbage = 0;

  get size(): number {
    return this.#joined.size;
  }

  add(topic: LiveTopic, nowMs: number): readonly LiveAction[] {
    if (topic.type !== 'channel' || this.#joined.has(topicKey(topic))) return [];
    const joined: Joined = { topic, sentAtMs: this.#isOpen ? nowMs : undefined, hasBeenLive: false };
    this.#joined.set(topicKey(topic), joined);
    return this.#isOpen ? [send('join_channel', joined)] : [];
  }

  remove(key: string): readonly LiveAction[] {
    const joined = this.#joined.get(key);
    if (joined === undefined) return [];
    this.#joined.delete(key);
    return this.#isOpen ? [send('part_channel', joined)] : [];
  }

  shed(): readonly LiveTopic[] {
    return [];
  }

  opened(nowMs: number): readonly LiveAction[] {
    this.#isOpen = true;
    this.#garbage = 0;
    return [...this.#joined.values()].map((joined) => {
      joined.sentAtMs = nowMs;
      return send('join_channel', joined);
    });
  }

  received(text: string): readonly LiveAction[] {
    const json = parseMessage(text);
    if (json === undefined) {
      return ++this.#garbage > MAX_GARBAGE
        ? [{ type: 'garbage' }, { type: 'end', why: 'garbage' }]
        : [{ type: 'garbage' }];
    }
    const message = parseBttvMessage(json);
    switch (message.type) {
      case 'other':
        return [];
      case 'change':
        return this.#isOurs(message.change.channelId ?? '')
          ? [{ type: 'tell', event: { type: 'change', change: message.change } }]
          : [];
      case 'unreadable':
        return this.#isOurs(message.channelId)
          ? [resync([{ type: 'channel', channelId: message.channelId }], 'unreadable')]
          : [];
    }
  }

  checked(nowMs: number): readonly LiveAction[] {
    const held: Record<'subscribed' | 'reconnected', LiveTopic[]> = { subscribed: [], reconnected: [] };
    for (const joined of this.#joined.values()) {
      if (joined.sentAtMs === undefined || nowMs - joined.sentAtMs < JOINED_AFTER_MS) continue;
      held[joined.hasBeenLive ? 'reconnected' : 'subscribed'].push(joined.topic);
      joined.sentAtMs = undefined;
      joined.hasBeenLive = true;
    }
    return (['subscribed', 'reconnected'] as const)
      .filter((reason) => held[reason].length > 0)
      .map((reason) => resync(held[reason], reason));
  }

  closed(): number {
    this.#isOpen = false;
    for (const joined of this.#joined.values()) joined.sentAtMs = undefined;
    return 0;
  }

  #isOurs(channelId: string): boolean {
    return this.#joined.has(`channel:${channelId}`);
  }
}

const send = (name: 'join_channel' | 'part_channel', { topic }: Joined): LiveAction => ({
  type: 'send',
  text: JSON.stringify({ name, data: { name: `twitch:${topic.channelId}` } }),
});

const resync = (topics: readonly LiveTopic[], reason: ResyncReason): LiveAction => ({
  type: 'tell',
  event: { type: 'resync', provider: 'BTTV', topics, reason },
});
