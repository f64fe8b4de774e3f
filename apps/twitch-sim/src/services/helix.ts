import { objectId } from '../emote-sets/global-sets';
import type { AppTokens } from './app-tokens';
import type { Directory, ListedChannel } from './directory';
import { GAMES, type Game } from './games';
import { GLOBAL_NATIVE, type NativeEmote } from './native-emotes';
import { createRateBucket, type RateBucket } from './rate-bucket';
import type { Service, ServiceAnswer, ServiceRequest } from './service';
import type { Stream, Streams } from './streams';

/** Twitch's API, as far as emotes and live channels need it (dev.twitch.tv/docs/api/reference). */
export interface Helix {
  readonly service: Service;
  /** Requests that were sent though the bucket was empty, by any client. */
  violations(): number;
  /** Points that each client has left. */
  buckets(): { clientId: string; remaining: number }[];
}

const MOST_A_PAGE = 100;
const MOST_SETS = 25;
const CDN = 'https://static-cdn.jtvnw.net';
const TEMPLATE = `${CDN}/emoticons/v2/{{id}}/{{format}}/{{theme_mode}}/{{scale}}`;

/** @param given answers that are served as they are: of all channels under null, else by channel id. */
export function createHelix(options: {
  directory: Directory;
  streams: Streams;
  tokens: AppTokens;
  given: ReadonlyMap<string | null, unknown>;
  pointsAMinute: number;
  nowMs: () => number;
  startedAtMs: number;
}): Helix {
  const { directory, streams, tokens, given, pointsAMinute, nowMs, startedAtMs } = options;
  const buckets = new Map<string, RateBucket>();
  let violations = 0;

  const calls: Readonly<Record<string, (params: URLSearchParams) => Reply>> = {
    '/streams': (params) => streamsPage(streams.live(), params),
    '/users': (params) => {
      const ids = params.getAll('id');
      const logins = params.getAll('login');
      if (ids.length + logins.length === 0) return bad('Must provide an ID, Login or OAuth Token');
      if (ids.length + logins.length > MOST_A_PAGE) return tooMany('id and login', MOST_A_PAGE);
      const found = [
        ...ids.map((id) => directory.byId(id)),
        ...logins.map((login) => directory.byLogin(login)),
      ];
      return list(
        [...new Set(found)].flatMap((channel) => (channel === undefined ? [] : toUser(channel, startedAtMs))),
      );
    },
    '/games': (params) => {
      const ids = params.getAll('id');
      const names = params.getAll('name');
      if (ids.length + names.length === 0)
        return bad('Missing required parameter: one of id, name or igdb_id');
      if (ids.length + names.length > MOST_A_PAGE) return tooMany('id and name', MOST_A_PAGE);
      return list(GAMES.filter(({ id, name }) => ids.includes(id) || names.includes(name)).map(toGame));
    },
    '/chat/emotes/global': () =>
      given.has(null)
        ? { status: 200, body: given.get(null) }
        : { status: 200, body: { data: GLOBAL_NATIVE.map(toEmote), template: TEMPLATE } },
    '/chat/emotes': (params) => {
      const id = params.get('broadcaster_id');
      if (id === null) return bad('Missing required parameter "broadcaster_id"');
      if (!/^\d{1,20}$/.test(id))
        return bad('The parameter "broadcaster_id" was malformed: the value must be numeric');
      if (given.has(id)) return { status: 200, body: given.get(id) };
      const emotes = directory.byId(id)?.emotes ?? [];
      return { status: 200, body: { data: emotes.map(toChannelEmote), template: TEMPLATE } };
    },
    '/chat/emotes/set': (params) => {
      const ids = params.getAll('emote_set_id');
      if (ids.length === 0) return bad('Missing required parameter "emote_set_id"');
      if (ids.length > MOST_SETS) return tooMany('emote_set_id', MOST_SETS);
      const emotes = [...new Set(ids)].flatMap((id) => directory.emoteSet(id));
      return { status: 200, body: { data: emotes.map(toSetEmote), template: TEMPLATE } };
    },
    '/shared_chat/session': (params) => {
      const id = params.get('broadcaster_id');
      if (id === null) return bad('Missing required parameter "broadcaster_id"');
      return list(toSessions(directory.byId(id), directory, startedAtMs));
    },
  };

  const authorise = ({ headers }: ServiceRequest): string | Reply => {
    const [, token] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
    const clientId = headers['client-id'];
    if (token === undefined) return unauthorised('OAuth token is missing');
    if (typeof clientId !== 'string') return unauthorised('Client ID is missing');
    const owner = tokens.clientOf(token);
    if (owner === undefined) return unauthorised('Invalid OAuth token');
    return owner === clientId ? owner : unauthorised('Client ID and OAuth token do not match');
  };

  return {
    service(request) {
      const reply = calls[request.path];
      const isKnown = Object.hasOwn(calls, request.path) && reply !== undefined;
      const call = isKnown ? `GET ${request.path}` : 'unknown';
      const client = authorise(request);
      if (typeof client !== 'string') return { ...client, call };
      let bucket = buckets.get(client);
      if (bucket === undefined) buckets.set(client, (bucket = createRateBucket(pointsAMinute, nowMs())));
      const isPaid = bucket.take(nowMs());
      if (!isPaid) violations += 1;
      const headers = {
        'ratelimit-limit': String(pointsAMinute),
        'ratelimit-remaining': String(bucket.remaining(nowMs())),
        'ratelimit-reset': String(Math.ceil(bucket.fullAtMs(nowMs()) / 1_000)),
      };
      if (!isPaid) {
        const body = { error: 'Too Many Requests', status: 429, message: 'Too Many Requests' };
        return { status: 429, headers, body, call };
      }
      if (!isKnown || request.method !== 'GET')
        return { status: 404, headers, body: { error: 'Not Found', status: 404, message: '' }, call };
      return { ...reply(request.params), headers, call };
    },
    violations: () => violations,
    buckets: () =>
      [...buckets].map(([clientId, bucket]) => ({ clientId, remaining: bucket.remaining(nowMs()) })),
  };
}

type Reply = Pick<ServiceAnswer, 'status' | 'body'>;

const list = (data: unknown[]): Reply => ({ status: 200, body: { data } });
const bad = (message: string): Reply => ({
  status: 400,
  body: { error: 'Bad Request', status: 400, message },
});
const tooMany = (name: string, most: number): Reply =>
  bad(`The parameter "${name}" was malformed: the value must be less than or equal to ${most}`);
const unauthorised = (message: string): Reply => ({
  status: 401,
  body: { error: 'Unauthorized', status: 401, message },
});

/** Cursors are places in the list as it is now: as viewers drift, a stream may be met twice or not at all. */
function streamsPage(live: readonly Stream[], params: URLSearchParams): Reply {
  const first = params.get('first') ?? '20';
  if (!/^\d{1,9}$/.test(first) || Number(first) < 1)
    return bad('The parameter "first" was malformed: the value must be greater than or equal to 1');
  if (Number(first) > MOST_A_PAGE) return tooMany('first', MOST_A_PAGE);
  const filters = ['user_id', 'user_login', 'game_id', 'language'].map((name) => params.getAll(name));
  if (filters.some(({ length }) => length > MOST_A_PAGE)) return tooMany('user_id', MOST_A_PAGE);
  const from = toPlace(params.get('after'));
  if (from === undefined) return bad('The parameter "after" was malformed: the value is no cursor');
  const [ids = [], logins = [], games = [], languages = []] = filters
    .map((values) => new Set(values))
    .map((set) => [...set]);
  const isAsked = (asked: readonly string[], value: string): boolean =>
    asked.length === 0 || asked.includes(value);
  const found = live.filter(
    ({ channel, game, language }) =>
      (ids.length + logins.length === 0 || ids.includes(channel.id) || logins.includes(channel.login)) &&
      isAsked(games, game.id) &&
      isAsked(languages, language),
  );
  const to = from + Number(first);
  const pagination = to < found.length ? { cursor: toCursor(to) } : {};
  return { status: 200, body: { data: found.slice(from, to).map(toStream), pagination } };
}

function toCursor(place: number): string {
  return Buffer.from(JSON.stringify({ b: null, a: { Offset: place } })).toString('base64url');
}

function toPlace(cursor: string | null): number | undefined {
  if (cursor === null) return 0;
  const [, place] =
    /^\{"b":null,"a":\{"Offset":(\d{1,9})\}\}$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return place === undefined ? undefined : Number(place);
}

function toStream({ id, channel, game, title, language, viewers, startedAtMs }: Stream): unknown {
  return {
    id,
    user_id: channel.id,
    user_login: channel.login,
    user_name: toDisplayName(channel.login),
    game_id: game.id,
    game_name: game.name,
    type: 'live',
    title,
    tags: ['English'],
    viewer_count: viewers,
    started_at: toTime(startedAtMs),
    language,
    thumbnail_url: `${CDN}/previews-ttv/live_user_${channel.login}-{width}x{height}.jpg`,
    tag_ids: [],
    is_mature: false,
  };
}

function toUser({ id, login, usualViewers }: ListedChannel, startedAtMs: number): unknown {
  return {
    id,
    login,
    display_name: toDisplayName(login),
    type: '',
    broadcaster_type: usualViewers > 100 ? 'partner' : 'affiliate',
    description: '',
    profile_image_url: `${CDN}/jtv_user_pictures/${objectId(login)}-profile_image-300x300.png`,
    offline_image_url: '',
    view_count: 0,
    created_at: toTime(startedAtMs - 100_000_000_000),
  };
}

function toGame({ id, name }: Game): unknown {
  return { id, name, box_art_url: `${CDN}/ttv-boxart/${id}-{width}x{height}.jpg`, igdb_id: '' };
}

function toEmote({ id, name }: NativeEmote): Record<string, unknown> {
  const url = (scale: string): string => `${CDN}/emoticons/v2/${id}/static/light/${scale}`;
  return {
    id,
    name,
    images: { url_1x: url('1.0'), url_2x: url('2.0'), url_4x: url('3.0') },
    format: id.startsWith('emotesv2_') && id.endsWith('0') ? ['static', 'animated'] : ['static'],
    scale: ['1.0', '2.0', '3.0'],
    theme_mode: ['light', 'dark'],
  };
}

function toChannelEmote(emote: NativeEmote): Record<string, unknown> {
  const { format, scale, theme_mode, ...before } = toEmote(emote);
  const { tier, type, setId } = emote;
  return { ...before, tier, emote_type: type, emote_set_id: setId, format, scale, theme_mode };
}

function toSetEmote(emote: NativeEmote): unknown {
  const { id, name, images, emote_type, emote_set_id, format, scale, theme_mode } = toChannelEmote(
    emote,
  ) as Record<
    'id' | 'name' | 'images' | 'emote_type' | 'emote_set_id' | 'format' | 'scale' | 'theme_mode',
    unknown
  >;
  return { id, name, images, emote_type, emote_set_id, owner_id: emote.ownerId, format, scale, theme_mode };
}

function toSessions(
  channel: ListedChannel | undefined,
  directory: Directory,
  startedAtMs: number,
): unknown[] {
  const partner = directory.byId(channel?.partnerId ?? '');
  if (channel === undefined || partner === undefined) return [];
  // The same session, whichever of the two is asked for.
  const [host, guest] = Number(channel.id) < Number(partner.id) ? [channel, partner] : [partner, channel];
  const time = toTime(startedAtMs);
  return [
    {
      session_id: objectId(`shared chat ${host.id} ${guest.id}`),
      host_broadcaster_id: host.id,
      participants: [{ broadcaster_id: host.id }, { broadcaster_id: guest.id }],
      created_at: time,
      updated_at: time,
    },
  ];
}

function toDisplayName(login: string): string {
  return login.charAt(0).toUpperCase() + login.slice(1);
}

/** Without milliseconds, as Twitch has it. */
function toTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
