import { PROVIDERS, type Provider } from '@emotide/domain';
import type { EmoteKey } from '@emotide/store';
import { toApiError } from './api-error';

/** What a node's id stands for. */
export type NodeKey =
  | { readonly type: 'Channel'; readonly twitchId: string }
  | ({ readonly type: 'Emote' } & EmoteKey)
  | { readonly type: 'Stream'; readonly channelTwitchId: string; readonly streamId: string }
  | { readonly type: 'Theme'; readonly slug: string };

const LONGEST = 512;
const LONGEST_SLUG = 128;

/** Opaque to its reader, and the same for ever for the same thing. */
export function toNodeId(key: NodeKey): string {
  return Buffer.from(`${key.type}:${toKeyText(key)}`).toString('base64url');
}

function toKeyText(key: NodeKey): string {
  switch (key.type) {
    case 'Channel':
      return key.twitchId;
    case 'Emote':
      return toEmoteKeyText(key);
    case 'Stream':
      return `${key.channelTwitchId}:${key.streamId}`;
    case 'Theme':
      return key.slug;
  }
}

/** @throws GraphQLError BAD_ID when it is none of ours. */
export function parseNodeId(id: string): NodeKey {
  const text = id.length <= LONGEST ? Buffer.from(id, 'base64url').toString('utf8') : '';
  const [, type, key = ''] = /^(Channel|Emote|Stream|Theme):(.+)$/s.exec(text) ?? [];
  if (type === 'Channel' && isTwitchId(key)) return { type, twitchId: key };
  if (type === 'Theme' && key.length <= LONGEST_SLUG) return { type, slug: key };
  const [channelTwitchId = '', streamId = '', ...rest] = type === 'Stream' ? key.split(':') : [];
  if (isTwitchId(channelTwitchId) && isTwitchId(streamId) && rest.length === 0)
    return { type: 'Stream', channelTwitchId, streamId };
  const emote = type === 'Emote' ? parseEmoteKey(key) : undefined;
  if (!emote) throw toApiError('BAD_ID', 'not an id of this API');
  return { type: 'Emote', ...emote };
}

/** `TWITCH:25`: an emote's identity in ids and cursors. */
export const toEmoteKeyText = ({ provider, emoteId }: EmoteKey): string => `${provider}:${emoteId}`;

/** The reverse of {@link toEmoteKeyText}; undefined where the text is none. */
export function parseEmoteKey(text: string): EmoteKey | undefined {
  const colon = text.indexOf(':');
  const provider = text.slice(0, Math.max(colon, 0));
  const emoteId = text.slice(colon + 1);
  return isProvider(provider) && isEmoteId(emoteId) ? { provider, emoteId } : undefined;
}

/** A decimal UInt64, as Twitch numbers channels, streams and games. */
export const isTwitchId = (text: string): boolean =>
  /^\d{1,20}$/.test(text) && BigInt(text) <= 0xffff_ffff_ffff_ffffn;

/** Whatever a provider calls an emote, within reason. */
export const isEmoteId = (text: string): boolean => text.length >= 1 && text.length <= 128;

const isProvider = (text: string): text is Provider => Object.hasOwn(PROVIDERS, text);
