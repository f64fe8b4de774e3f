import { objectId } from '../emote-sets/global-sets';
import type { SetOf, ThirdPartyEmote } from '../emote-sets/third-party-emote';
import { toSevenTvEmote } from './emote-shapes';
import type { Service, ServiceAnswer } from './service';

const USER = /^\/v3\/users\/twitch\/(\d{1,20})$/;
const SET = /^\/v3\/emote-sets\/(\w{1,30})$/;
const CAPACITY = 1_000;

/** Which 7TV set belongs to which channel. */
export interface SevenTvSetIds {
  /** null for the one of all channels. */
  setIdOf(channelId: string | null): string;
  channelOf(setId: string): string | null | undefined;
}

/** @param given ids that real answers have, by channel. */
export function createSevenTvSetIds(
  channelIds: readonly string[],
  given: ReadonlyMap<string, string>,
): SevenTvSetIds {
  const setIdOf = (channelId: string | null): string =>
    given.get(channelId ?? '') ?? objectId(`7tv set of ${channelId ?? 'all'}`);
  const all = [...new Set([...channelIds, ...given.keys()])];
  const channels = new Map<string, string | null>(all.map((id) => [setIdOf(id), id]));
  channels.set(setIdOf(null), null);
  return { setIdOf, channelOf: (setId) => channels.get(setId) };
}

/** 7TV's answers about emotes, version 3 (7tv.io). A user may be known and have no set. */
export function createSevenTv(
  emotesOf: SetOf,
  ids: SevenTvSetIds,
  loginOf: (channelId: string) => string | undefined,
): Service {
  const setAnswer = (channelId: string | null, call: string): ServiceAnswer => {
    const emotes = emotesOf({ provider: '7tv', channelId });
    return emotes === null ? noSet(call) : { status: 200, body: toSet(ids.setIdOf(channelId), emotes), call };
  };
  return ({ path }) => {
    if (path === '/v3/emote-sets/global') return setAnswer(null, 'GET /v3/emote-sets/global');
    const [, setId] = SET.exec(path) ?? [];
    if (setId !== undefined) {
      const call = 'GET /v3/emote-sets/:id';
      const channelId = ids.channelOf(setId);
      return channelId === undefined ? noSet(call) : setAnswer(channelId, call);
    }
    const [, channelId] = USER.exec(path) ?? [];
    const call = channelId === undefined ? 'unknown' : 'GET /v3/users/twitch/:id';
    const emotes = channelId === undefined ? null : emotesOf({ provider: '7tv', channelId });
    if (channelId === undefined || emotes === null) {
      const body = { status_code: 404, status: 'Not Found', error: 'Unknown User', error_code: 70_442 };
      return { status: 404, body, call };
    }
    const login = loginOf(channelId) ?? `channel${channelId}`;
    const user = {
      id: objectId(`7tv user ${channelId}`),
      username: login,
      display_name: login,
      avatar_url: '',
      style: {},
    };
    const body = {
      id: channelId,
      platform: 'TWITCH',
      username: login,
      display_name: login,
      linked_at: 1_622_031_401_000,
      emote_capacity: CAPACITY,
      emote_set_id: null,
      emote_set: emotes.length === 0 ? null : toSet(ids.setIdOf(channelId), emotes),
      user: { ...user, created_at: 1_622_031_401_000, roles: [], connections: [] },
    };
    return { status: 200, body, call };
  };
}

function noSet(call: string): ServiceAnswer {
  const body = { status_code: 404, status: 'Not Found', error: 'Unknown Emote Set', error_code: 70_441 };
  return { status: 404, body, call };
}

function toSet(id: string, emotes: readonly ThirdPartyEmote[]): unknown {
  return {
    id,
    name: 'Emotes',
    flags: 0,
    tags: [],
    immutable: false,
    privileged: false,
    emotes: emotes.map(toSevenTvEmote),
    emote_count: emotes.length,
    capacity: CAPACITY,
    owner: null,
  };
}
