// Generated from the .graphql files beside the views by `npm run codegen`. Edit those instead.
import type { TypedDocument } from './typed-document';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** A time up to now, in whole minutes. */
export type TimeWindow =
  | 'LAST_MINUTE'
  | 'LAST_5_MINUTES'
  | 'LAST_15_MINUTES'
  | 'LAST_HOUR'
  | 'LAST_6_HOURS'
  | 'LAST_DAY'
  | 'LAST_WEEK'
  | 'LAST_30_DAYS'
  /** Everything kept, whatever its time: replays of old chat have the time it was written at. */
  | 'ALL_TIME';

export type Granularity =
  /** Needs single messages. At most 100,000 in a range. */
  | 'SECOND'
  /** Needs minutes. At most 100,000 in a range. */
  | 'MINUTE'
  | 'HOUR'
  /** Of 23 or 25 hours where clocks are put. */
  | 'DAY'
  /** From Monday. */
  | 'WEEK'
  | 'MONTH';

export type ChannelOrder =
  | 'USES'
  | 'MESSAGES'
  | 'MESSAGES_WITH_EMOTES'
  /** Distinct chatters who used an emote: costs ten times as much as the others. Queries only. */
  | 'EMOTE_CHATTERS';

/** Which uses count: all of these together. An empty one: all uses. */
export type UsageFilter = {
  /** Of this provider only. */
  readonly provider?: Provider | null | undefined;
  /**
   * Of these classes only, each emote having one in an answer: as known now, else the one best known in the range. Not together
   * with `price`.
   */
  readonly classes?: ReadonlyArray<EmoteClass> | null | undefined;
  /** Of this price only, by the class of each emote. Not together with `classes`. */
  readonly price?: Price | null | undefined;
  /** Of this emote only. Where a field has an argument of this name, not in both. */
  readonly emote?: EmoteRef | null | undefined;
  /** Of emotes that this theme matches, by its slug, whenever and wherever they are used; `theme` tells of its windows. */
  readonly theme?: string | null | undefined;
  /**
   * Only minutes at whose start the channel was last seen streaming in this language, as Twitch spells it: `en`. Needs minutes,
   * so not with granularity SECOND, and only as far back as they are kept.
   */
  readonly language?: string | null | undefined;
  /** Only minutes at whose start the channel was last seen streaming this game, by Twitch id. As for `language`. */
  readonly gameId?: string | null | undefined;
};

/** Who gives an emote. */
export type Provider =
  | 'TWITCH'
  | 'BTTV'
  | 'FFZ'
  | 'SEVENTV';

/** What using an emote costs. */
export type Price =
  /** Everybody, followers, or a third party's. */
  | 'FREE'
  /** Subscribers, bits, Prime and Turbo. */
  | 'PAID'
  /** Limited-time emotes and those not known well enough: never guessed into either side. */
  | 'OTHER';

/** What it takes to use an emote, as known when it was used. */
export type EmoteClass =
  | 'UNKNOWN'
  | 'GLOBAL'
  | 'FOLLOWER'
  | 'SUB_T1'
  | 'SUB_T2'
  | 'SUB_T3'
  | 'BITS'
  | 'LIMITED'
  | 'PRIME_TURBO'
  | 'THIRD_PARTY'
  /** A channel's own emote whose tier is not yet known. */
  | 'CHANNEL_UNKNOWN';

/** Names an emote: names collide and change, a provider's id does not. */
export type EmoteRef = {
  readonly provider: Provider;
  /** Id as the provider gives it, 1 to 128 characters. */
  readonly emoteId: string;
};

/** Why Twitch does not let a channel be read. */
export type JoinRefusalReason =
  /** The channel is suspended, or closed. */
  | 'SUSPENDED'
  /** Who reads is banned there. */
  | 'BANNED'
  /** There is no such channel. */
  | 'NOT_FOUND'
  /** Who reads may not. */
  | 'NO_PERMISSION'
  /** The connection is in as many channels as it may be; asked for again soon. */
  | 'LIMIT_REACHED'
  /** Twitch said nothing in time; asked for again soon. */
  | 'NO_ANSWER';

export type JobState =
  /** It has not run yet. */
  | 'WAITING'
  /** Its last run did what it was to do. */
  | 'OK'
  /** Its last run failed; what was known before stays. */
  | 'FAILED'
  /** It is not to run as things are set; `summary` says why. */
  | 'OFF';

/** A time up to `asOf`, in whole seconds. */
export type LiveWindow =
  | 'LAST_MINUTE'
  | 'LAST_5_MINUTES'
  | 'LAST_15_MINUTES'
  | 'LAST_HOUR';

export type StaleReason =
  /** The server is reading the last hour from the warehouse: it has just started, or had reason to start over. */
  | 'HYDRATING'
  /** What is read of the chat reaches the server late, or a reader of it does not say how far it is. */
  | 'BEHIND'
  /** The event log does not answer. */
  | 'LOG_AWAY'
  /** The warehouse does not answer, and the last hour is still to be read from it. */
  | 'WAREHOUSE_AWAY';

/** A theme as an administrator makes it. An emote is its own when any of `emotes`, `names` and `patterns` says so. */
export type ThemeInput = {
  /** Lower-case words and numbers between single hyphens; the theme's key for good. */
  readonly slug: string;
  readonly name: string;
  /** When it counts, in order and apart from each other; none: always. */
  readonly windows?: ReadonlyArray<ThemeWindowInput>;
  /** Emotes by id. */
  readonly emotes?: ReadonlyArray<ThemeEmoteInput>;
  /** Emotes whose id is not known, by exact name. */
  readonly names?: ReadonlyArray<ThemeNameInput>;
  /** Emotes by names with `*` for any characters. */
  readonly patterns?: ReadonlyArray<ThemePatternInput>;
  /** Only uses in these channels are its own; absent: in all. */
  readonly channelTwitchIds?: ReadonlyArray<string> | null | undefined;
  /** Only uses in channels that last streamed in one of these languages are its own; absent: in all. */
  readonly languages?: ReadonlyArray<string> | null | undefined;
};

export type ThemeWindowInput = {
  /** Start, included; absent: from the first day on. */
  readonly from?: string | null | undefined;
  /** End, not included; absent: to this day. */
  readonly to?: string | null | undefined;
};

export type ThemeEmoteInput = {
  readonly provider: Provider;
  readonly emoteId: string;
  /** For people; it matches nothing. */
  readonly name?: string;
};

export type ThemeNameInput = {
  /** Absent: of any provider. */
  readonly provider?: Provider | null | undefined;
  readonly name: string;
};

export type ThemePatternInput = {
  /** Absent: of any provider. */
  readonly provider?: Provider | null | undefined;
  readonly pattern: string;
};

export type ChannelPageQueryVariables = Exact<{
  login: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  window?: TimeWindow | null | undefined;
  granularity: Granularity;
}>;


export type ChannelPageQuery = { readonly channel: { readonly id: string, readonly twitchId: string, readonly login: string, readonly lastMessageAt: string, readonly usage: { readonly usage: { readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number, readonly emoteChatters: number, readonly distinctEmotes: number }, readonly range: { readonly from: string, readonly to: string }, readonly dataFreshness: { readonly watermark: string | null, readonly lag: string | null, readonly complete: boolean, readonly gaps: ReadonlyArray<{ readonly from: string, readonly to: string, readonly lostMessages: number | null, readonly repairedMessages: number }> } } } | null, readonly usage: { readonly granularity: Granularity, readonly points: ReadonlyArray<{ readonly start: string, readonly messages: number, readonly messagesWithEmotes: number | null, readonly uses: number, readonly emoteChatters: number }>, readonly range: { readonly from: string, readonly to: string } } };

export type EarlierUsageQueryVariables = Exact<{
  channel?: string | null | undefined;
  from: string;
  to: string;
  granularity: Granularity;
}>;


export type EarlierUsageQuery = { readonly usage: { readonly points: ReadonlyArray<{ readonly start: string, readonly messages: number, readonly messagesWithEmotes: number | null, readonly uses: number }>, readonly range: { readonly from: string, readonly to: string }, readonly dataFreshness: { readonly gaps: ReadonlyArray<{ readonly from: string, readonly to: string }> } } };

export type ChannelProvidersQueryVariables = Exact<{
  login: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  window?: TimeWindow | null | undefined;
}>;


export type ChannelProvidersQuery = { readonly usageSplit: { readonly parts: ReadonlyArray<{ readonly provider: Provider | null, readonly uses: number, readonly distinctEmotes: number }> }, readonly twitch: { readonly nodes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }> }, readonly bttv: { readonly nodes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }> }, readonly ffz: { readonly nodes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }> }, readonly seventv: { readonly nodes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }> } };

export type RankedEmoteFragment = { readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } };

export type ChannelSecondsSubscriptionVariables = Exact<{
  login: string;
  window: LiveWindow;
  seconds: number;
}>;


export type ChannelSecondsSubscription = { readonly usage: { readonly complete: boolean, readonly asOf: string | null, readonly totals: { readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number } | null, readonly seconds: ReadonlyArray<{ readonly start: string, readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number }> | null, readonly range: { readonly from: string, readonly to: string } | null, readonly stale: { readonly reason: StaleReason, readonly since: string } | null } };

export type ChannelSecondPricesQueryVariables = Exact<{
  login: string;
  from: string;
  to: string;
}>;


export type ChannelSecondPricesQuery = { readonly free: { readonly points: ReadonlyArray<{ readonly start: string, readonly uses: number }>, readonly range: { readonly from: string, readonly to: string }, readonly dataFreshness: { readonly watermark: string | null } }, readonly paid: { readonly points: ReadonlyArray<{ readonly start: string, readonly uses: number }>, readonly range: { readonly from: string, readonly to: string }, readonly dataFreshness: { readonly watermark: string | null } }, readonly other: { readonly points: ReadonlyArray<{ readonly start: string, readonly uses: number }>, readonly range: { readonly from: string, readonly to: string }, readonly dataFreshness: { readonly watermark: string | null } } };

export type SecondUsesFragment = { readonly points: ReadonlyArray<{ readonly start: string, readonly uses: number }>, readonly range: { readonly from: string, readonly to: string }, readonly dataFreshness: { readonly watermark: string | null } };

export type RankedChannelsQueryVariables = Exact<{
  window: TimeWindow;
  first: number;
  after?: string | null | undefined;
}>;


export type RankedChannelsQuery = { readonly topChannels: { readonly nodes: ReadonlyArray<{ readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number, readonly emoteChatters: number, readonly distinctEmotes: number, readonly channel: { readonly id: string, readonly login: string, readonly lastMessageAt: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly range: { readonly from: string, readonly to: string } } };

export type ChannelPricesQueryVariables = Exact<{
  login: string;
  from: string;
  to: string;
  granularity: Granularity;
}>;


export type ChannelPricesQuery = { readonly free: { readonly points: ReadonlyArray<{ readonly start: string, readonly uses: number }> }, readonly paid: { readonly points: ReadonlyArray<{ readonly start: string, readonly uses: number }> }, readonly other: { readonly points: ReadonlyArray<{ readonly start: string, readonly uses: number }> } };

export type ChannelStreamsQueryVariables = Exact<{
  login: string;
  from: string;
  to: string;
}>;


export type ChannelStreamsQuery = { readonly channel: { readonly streams: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly startedAt: string, readonly endedAt: string | null, readonly title: string, readonly language: string, readonly mostViewers: number, readonly games: ReadonlyArray<{ readonly since: string, readonly game: { readonly name: string } | null }> }> } } | null };

export type ChannelUnusedQueryVariables = Exact<{
  login: string;
  from: string;
  to: string;
}>;


export type ChannelUnusedQuery = { readonly channel: { readonly unusedEmotes: { readonly emotes: ReadonlyArray<{ readonly lastUsedAt: string | null, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }> } } | null };

export type EmoteByIdQueryVariables = Exact<{
  id: string;
}>;


export type EmoteByIdQuery = { readonly node:
    | { readonly __typename: 'Channel' }
    | { readonly __typename: 'StreamSession' }
    | { readonly __typename: 'Emote', readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string }
    | { readonly __typename: 'Theme' }
   | null };

export type EmoteHistoryQueryVariables = Exact<{
  emote: EmoteRef;
  from?: string | null | undefined;
  to?: string | null | undefined;
  window?: TimeWindow | null | undefined;
  granularity: Granularity;
}>;


export type EmoteHistoryQuery = { readonly usage: { readonly granularity: Granularity, readonly points: ReadonlyArray<{ readonly start: string, readonly uses: number, readonly messagesWithEmotes: number | null, readonly emoteChatters: number }>, readonly range: { readonly from: string, readonly to: string }, readonly dataFreshness: { readonly complete: boolean, readonly watermark: string | null } } };

export type RankedEmotesQueryVariables = Exact<{
  window: TimeWindow;
  filter?: UsageFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type RankedEmotesQuery = { readonly topEmotes: { readonly nodes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly range: { readonly from: string, readonly to: string } } };

export type EmoteCompanyQueryVariables = Exact<{
  provider: Provider;
  emoteId: string;
  from: string;
  to: string;
}>;


export type EmoteCompanyQuery = { readonly emote: { readonly knowledge: { readonly because: string, readonly learntAt: string | null, readonly owner: { readonly login: string } | null }, readonly channels: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly uses: number, readonly emoteChatters: number, readonly channel: { readonly id: string, readonly login: string } }> }, readonly pairs: { readonly messages: number, readonly pairs: ReadonlyArray<{ readonly together: number, readonly lift: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }> } } | null };

export type EmoteFaceFragment = { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string };

export type PulseSubscriptionVariables = Exact<{
  window: LiveWindow;
  seconds: number;
}>;


export type PulseSubscription = { readonly usage: { readonly complete: boolean, readonly asOf: string | null, readonly totals: { readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number } | null, readonly seconds: ReadonlyArray<{ readonly start: string, readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number }> | null, readonly range: { readonly from: string, readonly to: string } | null, readonly stale: { readonly reason: StaleReason, readonly since: string } | null } };

export type LiveChannelsSubscriptionVariables = Exact<{
  window: LiveWindow;
  first: number;
  by: ChannelOrder;
}>;


export type LiveChannelsSubscription = { readonly topChannels: { readonly complete: boolean, readonly asOf: string | null, readonly channels: ReadonlyArray<{ readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number, readonly freeUses: number, readonly paidUses: number, readonly otherUses: number, readonly distinctEmotes: number, readonly channel: { readonly id: string, readonly login: string } }> | null, readonly range: { readonly from: string, readonly to: string } | null, readonly stale: { readonly reason: StaleReason, readonly since: string } | null } };

export type LiveEmotesSubscriptionVariables = Exact<{
  channel?: string | null | undefined;
  price?: Price | null | undefined;
  window: LiveWindow;
  first: number;
}>;


export type LiveEmotesSubscription = { readonly topEmotes: { readonly complete: boolean, readonly asOf: string | null, readonly emotes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }> | null, readonly range: { readonly from: string, readonly to: string } | null, readonly stale: { readonly reason: StaleReason, readonly since: string } | null } };

export type TrendingSubscriptionVariables = Exact<{
  first: number;
}>;


export type TrendingSubscription = { readonly trending: { readonly complete: boolean, readonly emotes: ReadonlyArray<{ readonly uses: number, readonly cappedUses: number, readonly expectedUses: number, readonly chatters: number, readonly score: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }> | null, readonly stale: { readonly reason: StaleReason, readonly since: string } | null } };

export type PipelineStoredQueryVariables = Exact<{ [key: string]: never; }>;


export type PipelineStoredQuery = { readonly pipeline: { readonly watermark: string | null, readonly lag: string | null, readonly partitions: ReadonlyArray<{ readonly partition: number, readonly newestMessageAt: string | null, readonly lag: string, readonly lastRun: { readonly first: string, readonly last: string, readonly rows: number, readonly storedAt: string } }> } };

export type PipelineWatchedQueryVariables = Exact<{ [key: string]: never; }>;


export type PipelineWatchedQuery = { readonly pipeline: { readonly collectors: ReadonlyArray<{ readonly instance: string, readonly reportedAt: string, readonly silent: boolean, readonly connections: number, readonly channelsWanted: number, readonly channelsJoined: number, readonly messagesPerSecond: number, readonly channelsRefused: ReadonlyArray<{ readonly reason: JoinRefusalReason, readonly channels: number }> }>, readonly quarantine: { readonly records: number, readonly newestAt: string | null } | null, readonly jobs: ReadonlyArray<{ readonly name: string, readonly state: JobState, readonly every: string | null, readonly lastStartedAt: string | null, readonly lastDuration: string | null, readonly lastOkAt: string | null, readonly nextRunAt: string | null, readonly failuresInRow: number, readonly summary: string }> } };

export type SearchNamesQueryVariables = Exact<{
  text: string;
  first: number;
}>;


export type SearchNamesQuery = { readonly searchChannels: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly login: string }> }, readonly searchEmotes: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly imageUrl: string }> } };

export type SearchStartQueryVariables = Exact<{ [key: string]: never; }>;


export type SearchStartQuery = { readonly topChannels: { readonly nodes: ReadonlyArray<{ readonly channel: { readonly id: string, readonly login: string } }> }, readonly themes: ReadonlyArray<{ readonly slug: string, readonly name: string }> };

export type ThemesQueryVariables = Exact<{ [key: string]: never; }>;


export type ThemesQuery = { readonly themes: ReadonlyArray<{ readonly slug: string, readonly name: string, readonly languages: ReadonlyArray<string>, readonly windows: ReadonlyArray<{ readonly from: string | null, readonly to: string | null }> }> };

export type ThemePageQueryVariables = Exact<{
  slug: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  granularity: Granularity;
  first: number;
}>;


export type ThemePageQuery = { readonly theme: { readonly slug: string, readonly name: string, readonly languages: ReadonlyArray<string>, readonly windows: ReadonlyArray<{ readonly from: string | null, readonly to: string | null }>, readonly ranking: { readonly emotes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }>, readonly range: { readonly from: string, readonly to: string }, readonly dataFreshness: { readonly complete: boolean, readonly watermark: string | null } }, readonly series: { readonly granularity: Granularity, readonly points: ReadonlyArray<{ readonly start: string, readonly uses: number, readonly runningUses: number }>, readonly range: { readonly from: string, readonly to: string } } } | null };

export type SetThemeMutationVariables = Exact<{
  theme: ThemeInput;
}>;


export type SetThemeMutation = { readonly setTheme: { readonly theme: { readonly slug: string } | null } };

export type ThemeTrendSubscriptionVariables = Exact<{
  slug: string;
  window: LiveWindow;
  first: number;
}>;


export type ThemeTrendSubscription = { readonly themeTrend: { readonly complete: boolean, readonly asOf: string | null, readonly emotes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }> | null, readonly windows: ReadonlyArray<{ readonly window: LiveWindow, readonly uses: number | null }> | null, readonly stale: { readonly reason: StaleReason, readonly since: string } | null } };

export type ThemeToChangeQueryVariables = Exact<{
  slug: string;
}>;


export type ThemeToChangeQuery = { readonly theme: { readonly slug: string, readonly name: string, readonly languages: ReadonlyArray<string>, readonly windows: ReadonlyArray<{ readonly from: string | null, readonly to: string | null }>, readonly definition: { readonly channelTwitchIds: ReadonlyArray<string> | null, readonly emotes: ReadonlyArray<{ readonly provider: Provider, readonly emoteId: string, readonly name: string }>, readonly names: ReadonlyArray<{ readonly provider: Provider | null, readonly name: string }>, readonly patterns: ReadonlyArray<{ readonly provider: Provider | null, readonly pattern: string }> } } | null };

export const EmoteFaceFragmentDoc = (`
    fragment EmoteFace on Emote {
  id
  provider
  emoteId
  name
  class
  price
  imageUrl
}
    `) as unknown as TypedDocument<EmoteFaceFragment, unknown>;
export const RankedEmoteFragmentDoc = (`
    fragment RankedEmote on EmoteUsage {
  emote {
    ...EmoteFace
  }
  uses
  messages
  chatters
}
    fragment EmoteFace on Emote {
  id
  provider
  emoteId
  name
  class
  price
  imageUrl
}`) as unknown as TypedDocument<RankedEmoteFragment, unknown>;
export const SecondUsesFragmentDoc = (`
    fragment SecondUses on UsageSeries {
  points {
    start
    uses
  }
  range {
    from
    to
  }
  dataFreshness {
    watermark
  }
}
    `) as unknown as TypedDocument<SecondUsesFragment, unknown>;
export const ChannelPageDocument = (`
    query ChannelPage($login: String!, $from: DateTime, $to: DateTime, $window: TimeWindow, $granularity: Granularity!) {
  channel(login: $login) {
    id
    twitchId
    login
    lastMessageAt
    usage(from: $from, to: $to, window: $window) {
      usage {
        messages
        messagesWithEmotes
        uses
        emoteChatters
        distinctEmotes
      }
      range {
        from
        to
      }
      dataFreshness {
        watermark
        lag
        complete
        gaps {
          from
          to
          lostMessages
          repairedMessages
        }
      }
    }
  }
  usage(
    channel: $login
    from: $from
    to: $to
    window: $window
    granularity: $granularity
  ) {
    points {
      start
      messages
      messagesWithEmotes
      uses
      emoteChatters
    }
    range {
      from
      to
    }
    granularity
  }
}
    `) as unknown as TypedDocument<ChannelPageQuery, ChannelPageQueryVariables>;
export const EarlierUsageDocument = (`
    query EarlierUsage($channel: String, $from: DateTime!, $to: DateTime!, $granularity: Granularity!) {
  usage(channel: $channel, from: $from, to: $to, granularity: $granularity) {
    points {
      start
      messages
      messagesWithEmotes
      uses
    }
    range {
      from
      to
    }
    dataFreshness {
      gaps {
        from
        to
      }
    }
  }
}
    `) as unknown as TypedDocument<EarlierUsageQuery, EarlierUsageQueryVariables>;
export const ChannelProvidersDocument = (`
    query ChannelProviders($login: String!, $from: DateTime, $to: DateTime, $window: TimeWindow) {
  usageSplit(channel: $login, by: PROVIDER, from: $from, to: $to, window: $window) {
    parts {
      provider
      uses
      distinctEmotes
    }
  }
  twitch: topEmotes(
    channel: $login
    filter: {provider: TWITCH}
    from: $from
    to: $to
    window: $window
    first: 5
  ) {
    nodes {
      ...RankedEmote
    }
  }
  bttv: topEmotes(
    channel: $login
    filter: {provider: BTTV}
    from: $from
    to: $to
    window: $window
    first: 5
  ) {
    nodes {
      ...RankedEmote
    }
  }
  ffz: topEmotes(
    channel: $login
    filter: {provider: FFZ}
    from: $from
    to: $to
    window: $window
    first: 5
  ) {
    nodes {
      ...RankedEmote
    }
  }
  seventv: topEmotes(
    channel: $login
    filter: {provider: SEVENTV}
    from: $from
    to: $to
    window: $window
    first: 5
  ) {
    nodes {
      ...RankedEmote
    }
  }
}
    fragment RankedEmote on EmoteUsage {
  emote {
    ...EmoteFace
  }
  uses
  messages
  chatters
}
fragment EmoteFace on Emote {
  id
  provider
  emoteId
  name
  class
  price
  imageUrl
}`) as unknown as TypedDocument<ChannelProvidersQuery, ChannelProvidersQueryVariables>;
export const ChannelSecondsDocument = (`
    subscription ChannelSeconds($login: String!, $window: LiveWindow!, $seconds: Int!) {
  usage(channel: $login, window: $window, seconds: $seconds) {
    totals {
      messages
      messagesWithEmotes
      uses
    }
    seconds {
      start
      messages
      messagesWithEmotes
      uses
    }
    range {
      from
      to
    }
    complete
    asOf
    stale {
      reason
      since
    }
  }
}
    `) as unknown as TypedDocument<ChannelSecondsSubscription, ChannelSecondsSubscriptionVariables>;
export const ChannelSecondPricesDocument = (`
    query ChannelSecondPrices($login: String!, $from: DateTime!, $to: DateTime!) {
  free: usage(
    channel: $login
    filter: {price: FREE}
    from: $from
    to: $to
    granularity: SECOND
  ) {
    ...SecondUses
  }
  paid: usage(
    channel: $login
    filter: {price: PAID}
    from: $from
    to: $to
    granularity: SECOND
  ) {
    ...SecondUses
  }
  other: usage(
    channel: $login
    filter: {price: OTHER}
    from: $from
    to: $to
    granularity: SECOND
  ) {
    ...SecondUses
  }
}
    fragment SecondUses on UsageSeries {
  points {
    start
    uses
  }
  range {
    from
    to
  }
  dataFreshness {
    watermark
  }
}`) as unknown as TypedDocument<ChannelSecondPricesQuery, ChannelSecondPricesQueryVariables>;
export const RankedChannelsDocument = (`
    query RankedChannels($window: TimeWindow!, $first: Int!, $after: String) {
  topChannels(window: $window, first: $first, after: $after) {
    nodes {
      channel {
        id
        login
        lastMessageAt
      }
      messages
      messagesWithEmotes
      uses
      emoteChatters
      distinctEmotes
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    range {
      from
      to
    }
  }
}
    `) as unknown as TypedDocument<RankedChannelsQuery, RankedChannelsQueryVariables>;
export const ChannelPricesDocument = (`
    query ChannelPrices($login: String!, $from: DateTime!, $to: DateTime!, $granularity: Granularity!) {
  free: usage(
    channel: $login
    filter: {price: FREE}
    from: $from
    to: $to
    granularity: $granularity
  ) {
    points {
      start
      uses
    }
  }
  paid: usage(
    channel: $login
    filter: {price: PAID}
    from: $from
    to: $to
    granularity: $granularity
  ) {
    points {
      start
      uses
    }
  }
  other: usage(
    channel: $login
    filter: {price: OTHER}
    from: $from
    to: $to
    granularity: $granularity
  ) {
    points {
      start
      uses
    }
  }
}
    `) as unknown as TypedDocument<ChannelPricesQuery, ChannelPricesQueryVariables>;
export const ChannelStreamsDocument = (`
    query ChannelStreams($login: String!, $from: DateTime!, $to: DateTime!) {
  channel(login: $login) {
    streams(from: $from, to: $to, first: 20) {
      nodes {
        id
        startedAt
        endedAt
        title
        language
        mostViewers
        games {
          since
          game {
            name
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocument<ChannelStreamsQuery, ChannelStreamsQueryVariables>;
export const ChannelUnusedDocument = (`
    query ChannelUnused($login: String!, $from: DateTime!, $to: DateTime!) {
  channel(login: $login) {
    unusedEmotes(from: $from, to: $to, first: 60) {
      emotes {
        emote {
          ...EmoteFace
        }
        lastUsedAt
      }
    }
  }
}
    fragment EmoteFace on Emote {
  id
  provider
  emoteId
  name
  class
  price
  imageUrl
}`) as unknown as TypedDocument<ChannelUnusedQuery, ChannelUnusedQueryVariables>;
export const EmoteByIdDocument = (`
    query EmoteById($id: ID!) {
  node(id: $id) {
    __typename
    ... on Emote {
      ...EmoteFace
    }
  }
}
    fragment EmoteFace on Emote {
  id
  provider
  emoteId
  name
  class
  price
  imageUrl
}`) as unknown as TypedDocument<EmoteByIdQuery, EmoteByIdQueryVariables>;
export const EmoteHistoryDocument = (`
    query EmoteHistory($emote: EmoteRef!, $from: DateTime, $to: DateTime, $window: TimeWindow, $granularity: Granularity!) {
  usage(
    emote: $emote
    from: $from
    to: $to
    window: $window
    granularity: $granularity
  ) {
    points {
      start
      uses
      messagesWithEmotes
      emoteChatters
    }
    range {
      from
      to
    }
    granularity
    dataFreshness {
      complete
      watermark
    }
  }
}
    `) as unknown as TypedDocument<EmoteHistoryQuery, EmoteHistoryQueryVariables>;
export const RankedEmotesDocument = (`
    query RankedEmotes($window: TimeWindow!, $filter: UsageFilter, $first: Int!, $after: String) {
  topEmotes(window: $window, filter: $filter, first: $first, after: $after) {
    nodes {
      ...RankedEmote
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    range {
      from
      to
    }
  }
}
    fragment RankedEmote on EmoteUsage {
  emote {
    ...EmoteFace
  }
  uses
  messages
  chatters
}
fragment EmoteFace on Emote {
  id
  provider
  emoteId
  name
  class
  price
  imageUrl
}`) as unknown as TypedDocument<RankedEmotesQuery, RankedEmotesQueryVariables>;
export const EmoteCompanyDocument = (`
    query EmoteCompany($provider: Provider!, $emoteId: String!, $from: DateTime!, $to: DateTime!) {
  emote(provider: $provider, emoteId: $emoteId) {
    knowledge {
      because
      owner {
        login
      }
      learntAt
    }
    channels(from: $from, to: $to, first: 10) {
      totalCount
      nodes {
        channel {
          id
          login
        }
        uses
        emoteChatters
      }
    }
    pairs(from: $from, to: $to, first: 10, leastTogether: 2) {
      messages
      pairs {
        emote {
          ...EmoteFace
        }
        together
        lift
      }
    }
  }
}
    fragment EmoteFace on Emote {
  id
  provider
  emoteId
  name
  class
  price
  imageUrl
}`) as unknown as TypedDocument<EmoteCompanyQuery, EmoteCompanyQueryVariables>;
export const PulseDocument = (`
    subscription Pulse($window: LiveWindow!, $seconds: Int!) {
  usage(window: $window, seconds: $seconds) {
    totals {
      messages
      messagesWithEmotes
      uses
    }
    seconds {
      start
      messages
      messagesWithEmotes
      uses
    }
    range {
      from
      to
    }
    complete
    asOf
    stale {
      reason
      since
    }
  }
}
    `) as unknown as TypedDocument<PulseSubscription, PulseSubscriptionVariables>;
export const LiveChannelsDocument = (`
    subscription LiveChannels($window: LiveWindow!, $first: Int!, $by: ChannelOrder!) {
  topChannels(window: $window, first: $first, by: $by) {
    channels {
      channel {
        id
        login
      }
      messages
      messagesWithEmotes
      uses
      freeUses
      paidUses
      otherUses
      distinctEmotes
    }
    range {
      from
      to
    }
    complete
    asOf
    stale {
      reason
      since
    }
  }
}
    `) as unknown as TypedDocument<LiveChannelsSubscription, LiveChannelsSubscriptionVariables>;
export const LiveEmotesDocument = (`
    subscription LiveEmotes($channel: String, $price: Price, $window: LiveWindow!, $first: Int!) {
  topEmotes(channel: $channel, price: $price, window: $window, first: $first) {
    emotes {
      emote {
        ...EmoteFace
      }
      uses
      messages
    }
    range {
      from
      to
    }
    complete
    asOf
    stale {
      reason
      since
    }
  }
}
    fragment EmoteFace on Emote {
  id
  provider
  emoteId
  name
  class
  price
  imageUrl
}`) as unknown as TypedDocument<LiveEmotesSubscription, LiveEmotesSubscriptionVariables>;
export const TrendingDocument = (`
    subscription Trending($first: Int!) {
  trending(window: LAST_15_MINUTES, first: $first) {
    emotes {
      emote {
        ...EmoteFace
      }
      uses
      cappedUses
      expectedUses
      chatters
      score
    }
    complete
    stale {
      reason
      since
    }
  }
}
    fragment EmoteFace on Emote {
  id
  provider
  emoteId
  name
  class
  price
  imageUrl
}`) as unknown as TypedDocument<TrendingSubscription, TrendingSubscriptionVariables>;
export const PipelineStoredDocument = (`
    query PipelineStored {
  pipeline {
    watermark
    lag
    partitions {
      partition
      lastRun {
        first
        last
        rows
        storedAt
      }
      newestMessageAt
      lag
    }
  }
}
    `) as unknown as TypedDocument<PipelineStoredQuery, PipelineStoredQueryVariables>;
export const PipelineWatchedDocument = (`
    query PipelineWatched {
  pipeline {
    collectors {
      instance
      reportedAt
      silent
      connections
      channelsWanted
      channelsJoined
      channelsRefused {
        reason
        channels
      }
      messagesPerSecond
    }
    quarantine {
      records
      newestAt
    }
    jobs {
      name
      state
      every
      lastStartedAt
      lastDuration
      lastOkAt
      nextRunAt
      failuresInRow
      summary
    }
  }
}
    `) as unknown as TypedDocument<PipelineWatchedQuery, PipelineWatchedQueryVariables>;
export const SearchNamesDocument = (`
    query SearchNames($text: String!, $first: Int!) {
  searchChannels(text: $text, first: $first) {
    nodes {
      id
      login
    }
  }
  searchEmotes(text: $text, first: $first) {
    nodes {
      id
      provider
      emoteId
      name
      imageUrl
    }
  }
}
    `) as unknown as TypedDocument<SearchNamesQuery, SearchNamesQueryVariables>;
export const SearchStartDocument = (`
    query SearchStart {
  topChannels(window: LAST_HOUR, first: 5) {
    nodes {
      channel {
        id
        login
      }
    }
  }
  themes {
    slug
    name
  }
}
    `) as unknown as TypedDocument<SearchStartQuery, SearchStartQueryVariables>;
export const ThemesDocument = (`
    query Themes {
  themes {
    slug
    name
    windows {
      from
      to
    }
    languages
  }
}
    `) as unknown as TypedDocument<ThemesQuery, ThemesQueryVariables>;
export const ThemePageDocument = (`
    query ThemePage($slug: String!, $from: DateTime, $to: DateTime, $granularity: Granularity!, $first: Int!) {
  theme(slug: $slug) {
    slug
    name
    windows {
      from
      to
    }
    languages
    ranking(from: $from, to: $to, first: $first) {
      emotes {
        ...RankedEmote
      }
      range {
        from
        to
      }
      dataFreshness {
        complete
        watermark
      }
    }
    series(from: $from, to: $to, granularity: $granularity) {
      points {
        start
        uses
        runningUses
      }
      granularity
      range {
        from
        to
      }
    }
  }
}
    fragment RankedEmote on EmoteUsage {
  emote {
    ...EmoteFace
  }
  uses
  messages
  chatters
}
fragment EmoteFace on Emote {
  id
  provider
  emoteId
  name
  class
  price
  imageUrl
}`) as unknown as TypedDocument<ThemePageQuery, ThemePageQueryVariables>;
export const SetThemeDocument = (`
    mutation SetTheme($theme: ThemeInput!) {
  setTheme(theme: $theme) {
    theme {
      slug
    }
  }
}
    `) as unknown as TypedDocument<SetThemeMutation, SetThemeMutationVariables>;
export const ThemeTrendDocument = (`
    subscription ThemeTrend($slug: String!, $window: LiveWindow!, $first: Int!) {
  themeTrend(slug: $slug, window: $window, first: $first) {
    emotes {
      emote {
        ...EmoteFace
      }
      uses
      messages
    }
    windows {
      window
      uses
    }
    complete
    asOf
    stale {
      reason
      since
    }
  }
}
    fragment EmoteFace on Emote {
  id
  provider
  emoteId
  name
  class
  price
  imageUrl
}`) as unknown as TypedDocument<ThemeTrendSubscription, ThemeTrendSubscriptionVariables>;
export const ThemeToChangeDocument = (`
    query ThemeToChange($slug: String!) {
  theme(slug: $slug) {
    slug
    name
    windows {
      from
      to
    }
    languages
    definition {
      emotes {
        provider
        emoteId
        name
      }
      names {
        provider
        name
      }
      patterns {
        provider
        pattern
      }
      channelTwitchIds
    }
  }
}
    `) as unknown as TypedDocument<ThemeToChangeQuery, ThemeToChangeQueryVariables>;
