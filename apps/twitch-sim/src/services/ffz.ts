import { FFZ_EFFECTS } from '../emote-sets/global-sets';
import type { SetOf, ThirdPartyEmote } from '../emote-sets/third-party-emote';
import { toFfzEmote } from './emote-shapes';
import type { Service } from './service';

const ROOM = /^\/v1\/room\/id\/(\d{1,20})$/;
const GLOBAL_SET = 3;
/** Served with the global sets, but not among `default_sets`: what it holds is no emote in anybody's chat. */
const EFFECTS_SET = 1_532_818;

/** FrankerFaceZ's answers about emotes (api.frankerfacez.com). */
export function createFfz(emotesOf: SetOf, loginOf: (channelId: string) => string | undefined): Service {
  return ({ path }) => {
    if (path === '/v1/set/global') {
      const emotes = emotesOf({ provider: 'ffz', channelId: null }) ?? [];
      const body = {
        default_sets: [GLOBAL_SET],
        sets: {
          [GLOBAL_SET]: toSet(GLOBAL_SET, 'Global Emotes', emotes),
          [EFFECTS_SET]: toSet(EFFECTS_SET, 'Emote Effects', emotes.length > 0 ? FFZ_EFFECTS : []),
        },
        users: { [EFFECTS_SET]: [] },
      };
      return { status: 200, body, call: 'GET /v1/set/global' };
    }
    const [, channelId] = ROOM.exec(path) ?? [];
    const call = channelId === undefined ? 'unknown' : 'GET /v1/room/id/:id';
    const emotes = channelId === undefined ? null : emotesOf({ provider: 'ffz', channelId });
    if (channelId === undefined || emotes === null)
      return { status: 404, body: { error: 'Not Found', status: 404, message: 'No such room' }, call };
    const set = 10_000_000 + (Number(channelId) % 10_000_000);
    const login = loginOf(channelId) ?? `channel${channelId}`;
    const room = {
      _id: set,
      twitch_id: Number(channelId),
      youtube_id: null,
      id: login,
      is_group: false,
      display_name: login,
      set,
      moderator_badge: null,
      vip_badge: null,
      mod_urls: null,
      user_badges: {},
      user_badge_ids: {},
      css: null,
    };
    const body = { room, sets: { [set]: toSet(set, `Channel: ${login}`, emotes) } };
    return { status: 200, body, call };
  };
}

function toSet(id: number, title: string, emotes: readonly ThirdPartyEmote[]): unknown {
  return { id, _type: 1, icon: null, title, css: null, emoticons: emotes.map(toFfzEmote) };
}
