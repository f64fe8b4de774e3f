import { objectId } from '../emote-sets/global-sets';
import type { SetOf } from '../emote-sets/third-party-emote';
import { toBttvEmote, toBttvGlobal } from './emote-shapes';
import type { Service } from './service';

const CHANNEL = /^\/3\/cached\/users\/twitch\/(\d{1,20})$/;

/** BetterTTV's answers about emotes (api.betterttv.net). A channel's emotes are in two lists. */
export function createBttv(emotesOf: SetOf): Service {
  return ({ path }) => {
    if (path === '/3/cached/emotes/global') {
      const emotes = emotesOf({ provider: 'bttv', channelId: null }) ?? [];
      return { status: 200, body: emotes.map(toBttvGlobal), call: 'GET /3/cached/emotes/global' };
    }
    const [, channelId] = CHANNEL.exec(path) ?? [];
    if (channelId === undefined) return { status: 404, body: { message: 'not found' }, call: 'unknown' };
    const call = 'GET /3/cached/users/twitch/:id';
    const emotes = emotesOf({ provider: 'bttv', channelId });
    if (emotes === null) return { status: 404, body: { message: 'user not found' }, call };
    const isShared = ({ raw }: (typeof emotes)[number], i: number): boolean =>
      raw === undefined ? i % 2 === 1 : raw['user'] !== undefined;
    const body = {
      id: objectId(`bttv user ${channelId}`),
      bots: [],
      avatar: '',
      channelEmotes: emotes
        .filter((emote, i) => !isShared(emote, i))
        .map((emote) => toBttvEmote(emote, false)),
      sharedEmotes: emotes.filter(isShared).map((emote) => toBttvEmote(emote, true)),
    };
    return { status: 200, body, call };
  };
}
