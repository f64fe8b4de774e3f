import type { ChannelId, ChannelLogin, EmoteId } from '@emotide/domain';
import type { NativeCatalogueEmote } from '../emote-set';
import { isEmoteName } from './emote-name';
import { asArray, asObject, asText, type JsonObject } from './json-value';
import { badAnswer, type ParsedPage } from './parsed-answer';

const DECIMAL_ID = /^[1-9]\d{0,19}$/;
const EMOTE_ID = /^[A-Za-z0-9_]{1,64}$/;
/** A UUID for follower emotes, decimal for all others. */
const SET_ID = /^[A-Za-z0-9-]{1,64}$/;
const EMOTE_TYPE = /^[a-z0-9_]{1,32}$/;
const LOGIN = /^[a-z0-9_]{1,25}$/;
const LANGUAGE = /^[a-z][a-z-]{1,15}$/;
const CURSOR = /^[\x21-\x7e]{1,1024}$/;
/** `Date.parse` alone reads nearly anything as a time. */
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
const HTTPS = /^https:\/\/[\x21-\x7e]{1,1000}$/;

/** Longest title, name or game kept, in UTF-16 units. Twitch allows titles of 140 characters. */
const MAX_TEXT = 500;

/** A stream that is live, from "Get Streams". */
export interface LiveStream {
  readonly streamId: string;
  readonly channelId: ChannelId;
  readonly login: ChannelLogin;
  readonly displayName: string;
  /** null when the streamer chose none. */
  readonly gameId: string | null;
  readonly gameName: string;
  readonly title: string;
  readonly viewers: number;
  /** Epoch ms, UTC. */
  readonly startedAtMs: number;
  /** Two letters, `other`, or `asl`; empty when not said. */
  readonly language: string;
}

/** From "Get Users". */
export interface TwitchUser {
  readonly id: ChannelId;
  readonly login: ChannelLogin;
  readonly displayName: string;
  readonly imageUrl: string | null;
}

/** From "Get Games". */
export interface TwitchGame {
  readonly id: string;
  readonly name: string;
  /** A template with `{width}` and `{height}`. */
  readonly boxArtUrl: string | null;
}

/**
 * "Get Channel Emotes", "Get Global Emotes" or "Get Emote Sets" (dev.twitch.tv/docs/api/reference).
 *
 * @param ownerId whom the emotes belong to where the answer does not say: the channel asked for, null for globals.
 */
export function parseHelixEmotes(
  answer: unknown,
  ownerId: ChannelId | null,
): ParsedPage<NativeCatalogueEmote> {
  return parsePage(answer, (entry) => {
    const id = asText(entry['id'], EMOTE_ID);
    const name = entry['name'];
    if (id === undefined || !isEmoteName(name)) return undefined;
    return {
      id: id as EmoteId,
      name,
      emoteType: asText(entry['emote_type'], EMOTE_TYPE) ?? '',
      tier: tierOf(entry['tier']),
      setId: asText(entry['emote_set_id'], SET_ID) ?? null,
      // Twitch itself is `0` or `twitch`, neither of which is a channel's id.
      ownerId:
        'owner_id' in entry
          ? ((asText(entry['owner_id'], DECIMAL_ID) as ChannelId | undefined) ?? null)
          : ownerId,
      isAnimated: asArray(entry['format'])?.includes('animated') ?? false,
    };
  });
}

/** "Get Streams". A stream that is not `live`, or whose figures cannot be read, is left out. */
export function parseHelixStreams(answer: unknown): ParsedPage<LiveStream> {
  return parsePage(answer, (entry) => {
    const streamId = asText(entry['id'], DECIMAL_ID);
    const channelId = asText(entry['user_id'], DECIMAL_ID);
    const login = asText(entry['user_login'], LOGIN);
    const viewers = entry['viewer_count'];
    const startedAtMs = Date.parse(asText(entry['started_at'], ISO_TIME) ?? '');
    if (streamId === undefined || channelId === undefined || login === undefined) return undefined;
    if (!Number.isSafeInteger(viewers) || (viewers as number) < 0 || !Number.isFinite(startedAtMs))
      return undefined;
    if (entry['type'] !== 'live') return undefined;
    return {
      streamId,
      channelId: channelId as ChannelId,
      login: login as ChannelLogin,
      displayName: displayText(entry['user_name']) || login,
      gameId: asText(entry['game_id'], DECIMAL_ID) ?? null,
      gameName: displayText(entry['game_name']),
      title: displayText(entry['title']),
      viewers: viewers as number,
      startedAtMs,
      language: asText(entry['language'], LANGUAGE) ?? '',
    };
  });
}

/** "Get Users". */
export function parseHelixUsers(answer: unknown): ParsedPage<TwitchUser> {
  return parsePage(answer, (entry) => {
    const id = asText(entry['id'], DECIMAL_ID);
    const login = asText(entry['login'], LOGIN);
    if (id === undefined || login === undefined) return undefined;
    return {
      id: id as ChannelId,
      login: login as ChannelLogin,
      displayName: displayText(entry['display_name']) || login,
      imageUrl: asText(entry['profile_image_url'], HTTPS) ?? null,
    };
  });
}

/** "Get Games". */
export function parseHelixGames(answer: unknown): ParsedPage<TwitchGame> {
  return parsePage(answer, (entry) => {
    const id = asText(entry['id'], DECIMAL_ID);
    const name = displayText(entry['name']);
    if (id === undefined || name === '') return undefined;
    return { id, name, boxArtUrl: asText(entry['box_art_url'], HTTPS) ?? null };
  });
}

/** All of Helix's lists look alike: `{ data: […], pagination: { cursor } }`. */
function parsePage<T>(answer: unknown, parseEntry: (entry: JsonObject) => T | undefined): ParsedPage<T> {
  const page = asObject(answer);
  const entries = asArray(page?.['data']);
  if (page === undefined || entries === undefined) return badAnswer('no data');
  const items: T[] = [];
  for (const value of entries) {
    const entry = asObject(value);
    const item = entry && parseEntry(entry);
    if (item !== undefined) items.push(item);
  }
  const cursor = asText(asObject(page['pagination'])?.['cursor'], CURSOR) ?? null;
  return { type: 'page', items, rejected: entries.length - items.length, cursor };
}

function tierOf(tier: unknown): 1 | 2 | 3 | null {
  switch (tier) {
    case '1000':
      return 1;
    case '2000':
      return 2;
    case '3000':
      return 3;
    default:
      return null;
  }
}

/** Text that people wrote and people will read: bounded, one line, whole characters. */
function displayText(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value
    .slice(0, MAX_TEXT)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\p{Cs}/gu, '')
    .trim();
}
