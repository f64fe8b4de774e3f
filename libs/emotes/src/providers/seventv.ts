import type { ChannelId, EmoteId } from '@emotide/domain';
import type { SetEmote } from '../emote-set';
import { collectEmotes } from './collect-emotes';
import { isEmoteName, toGivenName } from './emote-name';
import { asArray, asObject, asText } from './json-value';
import { badAnswer, type ParsedSet } from './parsed-answer';

/** An ObjectId of old or a ULID of today; taken as given. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;
/** Bit of an active emote's `flags`. Not the same as bit 8 of `data.flags`, which only recommends it. */
const ZERO_WIDTH = 1;

/** An id of 7TV's: of an emote, a set or a user. */
export const asSevenTvId = (value: unknown): string | undefined => asText(value, ID);

/** `GET /v3/emote-sets/global`. */
export function parseSevenTvGlobal(answer: unknown): ParsedSet {
  return parseSet(answer, null);
}

/** `GET /v3/users/twitch/{id}`: `emote_set` is null for a user who chose none. */
export function parseSevenTvChannel(answer: unknown, channelId: ChannelId): ParsedSet {
  const connection = asObject(answer);
  if (connection === undefined || !('emote_set' in connection)) return badAnswer('no emote_set');
  return connection['emote_set'] === null ? { type: 'none' } : parseSet(connection['emote_set'], channelId);
}

/** 7TV's own id of the user in the answer that {@link parseSevenTvChannel} reads; undefined when it has none. */
export function parseSevenTvUserId(answer: unknown): string | undefined {
  return asSevenTvId(asObject(asObject(answer)?.['user'])?.['id']);
}

/** One active emote, as a set and the live socket give it: `name` is the channel's alias, `data.name` its first one. */
export function parseSevenTvEmote(entry: unknown): SetEmote | undefined {
  const active = asObject(entry);
  const data = asObject(active?.['data']);
  const id = asSevenTvId(active?.['id']);
  const name = active?.['name'];
  // Without `data` the emote was deleted: no client shows it.
  if (active === undefined || data === undefined || id === undefined || !isEmoteName(name)) return undefined;
  const flags = active['flags'];
  return {
    id: id as EmoteId,
    name,
    ...toGivenName(data['name'], name),
    isZeroWidth: typeof flags === 'number' && (flags & ZERO_WIDTH) !== 0,
    isModifier: false,
    isAnimated: data['animated'] === true,
  };
}

function parseSet(value: unknown, channelId: ChannelId | null): ParsedSet {
  const set = asObject(value);
  if (set === undefined) return badAnswer('not an emote set');
  const entries = asArray(set['emotes'] ?? emptySet(set['emote_count'], set['id']));
  if (entries === undefined) return badAnswer('no array of emotes');
  const { emotes, ...counts } = collectEmotes(entries, parseSevenTvEmote);
  const setId = asSevenTvId(set['id']) ?? null;
  return { type: 'set', set: { provider: 'SEVENTV', channelId, setId, emotes }, ...counts };
}

/** A set without emotes leaves the array out; an error body leaves everything out. */
const emptySet = (emoteCount: unknown, setId: unknown): readonly unknown[] | undefined =>
  asSevenTvId(setId) !== undefined && (emoteCount ?? 0) === 0 ? [] : undefined;
