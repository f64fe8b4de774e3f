import type { ChannelId, ChannelLogin } from '@emotide/domain';
import {
  parseHelixEmotes,
  parseHelixGames,
  parseHelixStreams,
  parseHelixUsers,
  type LiveStream,
  type NativeCatalogueEmote,
  type ParsedPage,
  type TwitchGame,
  type TwitchUser,
} from '@emotide/emotes';
import { AppToken, type TwitchCredentials } from './app-token';
import { ProviderError } from './provider-error';
import { ProviderHttp, type ProviderClientOptions, type ProviderState } from './provider-http';
import { HELIX_BUDGET, RateBudget, type RateBudgetOptions } from './rate-budget';

export interface HelixOptions extends ProviderClientOptions {
  /** Default `https://id.twitch.tv/oauth2`; `/token` is asked below it. */
  readonly authUrl?: URL;
  readonly credentials: TwitchCredentials;
  readonly budget?: RateBudgetOptions;
}

export interface StreamQuery {
  /** How many at most, most viewers first. */
  readonly first: number;
  readonly gameId?: string;
  /** ISO 639-1, two letters, or `other`. */
  readonly language?: string;
}

/** Twitch's API by app token: what needs no streamer's consent. Every method throws ProviderError. */
export interface HelixClient {
  /** Live streams by viewers, each channel once. Pages shift while they are read, so one may be missed. */
  streams(query: StreamQuery): Promise<readonly LiveStream[]>;
  /** Which of these channels are live. */
  streamsOf(channelIds: readonly ChannelId[]): Promise<readonly LiveStream[]>;
  /** Who does not exist, or is suspended, is not in the answer. */
  users(by: {
    readonly ids?: readonly ChannelId[];
    readonly logins?: readonly ChannelLogin[];
  }): Promise<readonly TwitchUser[]>;
  games(ids: readonly string[]): Promise<readonly TwitchGame[]>;
  globalEmotes(): Promise<readonly NativeCatalogueEmote[]>;
  channelEmotes(channelId: ChannelId): Promise<readonly NativeCatalogueEmote[]>;
  /** By set id, asked 25 at a time, Twitch's most. */
  emoteSets(setIds: readonly string[]): Promise<readonly NativeCatalogueEmote[]>;
  state(): ProviderState;
  stop(): void;
}

const MAX_PER_PAGE = 100;
const MAX_SETS = 25;
/** Visible ASCII: what a header may carry. A secret with a line break would be quoted in fetch's own error. */
const CREDENTIAL = /^[\x21-\x7e]{1,256}$/;

/**
 * A client for api.twitch.tv/helix (dev.twitch.tv/docs/api/reference). Its requests share one points budget; a token
 * that Helix refuses is renewed once. Without credentials there is no client: whoever has none does without.
 *
 * @throws TypeError when a credential holds what no header can carry; the message does not repeat it.
 */
export function createHelixClient(options: HelixOptions): HelixClient {
  const { credentials, budget = HELIX_BUDGET, metrics } = options;
  for (const key of ['clientId', 'clientSecret'] as const) {
    if (!CREDENTIAL.test(credentials[key])) throw new TypeError(`helix: the ${key} is empty or unprintable`);
  }
  const monotonicMs = options.monotonicMs ?? (() => performance.now());
  const http = new ProviderHttp(
    'helix',
    options.baseUrl ?? new URL('https://api.twitch.tv/helix/'),
    options,
    new RateBudget(budget, monotonicMs()),
  );
  const token = new AppToken(
    options.authUrl ?? new URL('https://id.twitch.tv/oauth2/'),
    credentials,
    options,
  );

  type Page<T> = Exclude<ParsedPage<T>, { type: 'bad' }>;
  async function page<T>(
    path: string,
    query: URLSearchParams,
    parse: (json: unknown) => ParsedPage<T>,
  ): Promise<Page<T>> {
    for (let isRenewed = false; ; isRenewed = true) {
      const text = await token.get();
      try {
        const answer = await http.ask(
          {
            path,
            query,
            secretHeaders: { authorization: `Bearer ${text}`, 'client-id': credentials.clientId },
          },
          ({ json }) => {
            const parsed = parse(json);
            if (parsed.type === 'bad') throw http.badShape(parsed.problem);
            metrics.rejected.inc({ provider: 'helix' }, parsed.rejected);
            return parsed;
          },
        );
        token.prove(text);
        return answer;
      } catch (error) {
        if (!(error instanceof ProviderError) || error.status !== 401) throw error;
        token.drop(text);
        if (isRenewed) throw error;
      }
    }
  }

  /** One request for every `size` keys, in turn: the gate spreads them anyway. */
  async function byKeys<T>(
    path: string,
    keys: readonly (readonly [name: string, value: string])[],
    size: number,
    parse: (json: unknown) => ParsedPage<T>,
    extra: Readonly<Record<string, string>> = {},
  ): Promise<T[]> {
    const items: T[] = [];
    for (let start = 0; start < keys.length; start += size) {
      const query = new URLSearchParams(extra);
      for (const [name, value] of keys.slice(start, start + size)) query.append(name, value);
      items.push(...(await page(path, query, parse)).items);
    }
    return items;
  }

  const keyed = (name: string, values: readonly string[]) =>
    [...new Set(values)].map((value) => [name, value] as const);

  return {
    async streams({ first, gameId, language }) {
      const found = new Map<ChannelId, LiveStream>();
      // Pages overlap while viewers move channels between them; a few more than needed make up for it.
      let pagesLeft = Math.ceil((first / MAX_PER_PAGE) * 1.25) + 1;
      for (
        let cursor: string | null = '';
        cursor !== null && found.size < first && pagesLeft > 0;
        pagesLeft--
      ) {
        const query = new URLSearchParams({ first: String(Math.min(MAX_PER_PAGE, first)) });
        if (gameId !== undefined) query.set('game_id', gameId);
        if (language !== undefined) query.set('language', language);
        if (cursor !== '') query.set('after', cursor);
        const answer: Page<LiveStream> = await page('streams', query, parseHelixStreams);
        for (const stream of answer.items)
          if (!found.has(stream.channelId)) found.set(stream.channelId, stream);
        cursor = answer.items.length === 0 || answer.cursor === cursor ? null : answer.cursor;
      }
      return [...found.values()].slice(0, first);
    },

    async streamsOf(channelIds) {
      const extra = { first: String(MAX_PER_PAGE) };
      return byKeys('streams', keyed('user_id', channelIds), MAX_PER_PAGE, parseHelixStreams, extra);
    },

    async users({ ids = [], logins = [] }) {
      return byKeys('users', [...keyed('id', ids), ...keyed('login', logins)], MAX_PER_PAGE, parseHelixUsers);
    },

    async games(ids) {
      return byKeys('games', keyed('id', ids), MAX_PER_PAGE, parseHelixGames);
    },

    async globalEmotes() {
      return (await page('chat/emotes/global', new URLSearchParams(), (json) => parseHelixEmotes(json, null)))
        .items;
    },

    async channelEmotes(channelId) {
      const query = new URLSearchParams({ broadcaster_id: channelId });
      return (await page('chat/emotes', query, (json) => parseHelixEmotes(json, channelId))).items;
    },

    async emoteSets(setIds) {
      const keys = keyed('emote_set_id', setIds);
      return byKeys('chat/emotes/set', keys, MAX_SETS, (json) => parseHelixEmotes(json, null));
    },

    state: () => http.state(),

    stop() {
      http.stop();
      token.stop();
    },
  };
}
