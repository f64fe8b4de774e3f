import type { EmoteBook } from '../emote-sets/emote-book';
import type { EmoteChange } from '../emote-sets/emote-change';
import type { ThirdPartyEmote } from '../emote-sets/third-party-emote';
import { toBttvEmote } from './emote-shapes';
import type { PushHub, PushSocket } from './push-socket';

const MAX_CHANNELS = 1_000;
const CHANNEL = /^twitch:(\d{1,20})$/;

/**
 * BetterTTV's socket (sockets.betterttv.net/ws): a client joins channels by Twitch's id, and is told of emotes that
 * come, change their code and go. It has no answers, no heartbeat and no word for coming again: what a client says
 * wrongly is passed over.
 */
export function createBttvSocket(book: EmoteBook): PushHub {
  const open = new Map<PushSocket, Set<string>>();
  let pushed = 0;
  const stopListening = book.onChange((change, before) => {
    if (change.provider !== 'bttv' || change.channelId === null) return;
    const messages = toMessages(change, before).map((message) => JSON.stringify(message));
    for (const [socket, channels] of open) {
      if (!channels.has(change.channelId)) continue;
      for (const message of messages) socket.send(message);
      pushed += messages.length;
    }
  });
  return {
    connect(socket) {
      const channels = new Set<string>();
      open.set(socket, channels);
      return {
        receive(text) {
          const message = parseMessage(text);
          if (message === undefined) return;
          if (message.name === 'part_channel') channels.delete(message.channelId);
          if (message.name === 'join_channel' && channels.size < MAX_CHANNELS)
            channels.add(message.channelId);
        },
        ended: () => void open.delete(socket),
      };
    },
    state: () => ({
      sockets: open.size,
      subscriptions: [...open.values()].reduce((sum, { size }) => sum + size, 0),
      pushed,
    }),
    reconnectAll() {
      const sockets = [...open.keys()];
      open.clear();
      for (const socket of sockets) socket.close(1012, 'Service Restart');
      return sockets.length;
    },
    stop: stopListening,
  };
}

function toMessages(change: EmoteChange, before: readonly ThirdPartyEmote[]): unknown[] {
  const channel = `twitch:${change.channelId ?? ''}`;
  const created = (emote: ThirdPartyEmote): unknown => ({
    name: 'emote_create',
    data: { channel, emote: toBttvEmote(emote, true) },
  });
  const deleted = (id: string): unknown => ({ name: 'emote_delete', data: { channel, emoteId: id } });
  switch (change.kind) {
    case 'add':
      return [created(change.emote)];
    case 'rename':
      return [{ name: 'emote_update', data: { channel, emote: { id: change.id, code: change.name } } }];
    case 'remove':
      return [deleted(change.id)];
    case 'set':
      return [...before.map(({ id }) => deleted(id)), ...change.emotes.map(created)];
  }
}

function parseMessage(text: string): { name: string; channelId: string } | undefined {
  try {
    const { name, data } = JSON.parse(text) as { name?: unknown; data?: { name?: unknown } };
    const [, channelId] = CHANNEL.exec(String(data?.name)) ?? [];
    return typeof name === 'string' && channelId !== undefined ? { name, channelId } : undefined;
  } catch {
    return undefined;
  }
}
