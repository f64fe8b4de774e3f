import type { ChannelId, EmoteId } from '@emotide/domain';
import type { EmoteChange } from '../emote-change';
import { parseBttvEmote } from './bttv';
import { isEmoteName } from './emote-name';
import { asObject, asText } from './json-value';

const ROOM = /^twitch:[1-9]\d{0,19}$/;
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** What one message of BTTV's socket means. */
export type BttvMessage =
  | { readonly type: 'change'; readonly change: EmoteChange }
  /** It is about this channel's emotes, but what it says cannot be read. */
  | { readonly type: 'unreadable'; readonly channelId: ChannelId }
  /** Nothing about emotes. */
  | { readonly type: 'other' };

/**
 * A message of `wss://sockets.betterttv.net/ws`: `{ name, data: { channel: "twitch:<id>", … } }`, as Chatterino reads
 * it (`BttvLiveUpdateClient.cpp`): `emote_create` and `emote_update` carry `emote`, `emote_delete` carries `emoteId`.
 */
export function parseBttvMessage(message: unknown): BttvMessage {
  const event = asObject(message);
  const data = asObject(event?.['data']);
  const room = asText(data?.['channel'], ROOM);
  if (data === undefined || room === undefined) return { type: 'other' };
  const channelId = room.slice('twitch:'.length) as ChannelId;
  const about = { provider: 'BTTV', channelId, setId: null } as const;
  switch (event?.['name']) {
    case 'emote_create': {
      const emote = parseBttvEmote(data['emote']);
      return emote
        ? { type: 'change', change: { ...about, type: 'added', emote } }
        : { type: 'unreadable', channelId };
    }
    case 'emote_update': {
      const emote = asObject(data['emote']);
      const emoteId = asText(emote?.['id'], ID) as EmoteId | undefined;
      const name = emote?.['code'];
      if (emoteId === undefined || !isEmoteName(name)) return { type: 'unreadable', channelId };
      return { type: 'change', change: { ...about, type: 'renamed', emoteId, name } };
    }
    case 'emote_delete': {
      const emoteId = asText(data['emoteId'], ID) as EmoteId | undefined;
      return emoteId
        ? { type: 'change', change: { ...about, type: 'removed', emoteId } }
        : { type: 'unreadable', channelId };
    }
    default:
      return { type: 'other' };
  }
}
