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
  | 'LAST_DAY'
  | 'LAST_WEEK'
  /** Everything kept, whatever its time: replays of old chat have the time it was written at. */
  | 'ALL_TIME';

export type Granularity =
  | 'MINUTE'
  | 'HOUR'
  | 'DAY';

export type ChannelOrder =
  | 'USES'
  | 'MESSAGES'
  | 'MESSAGES_WITH_EMOTES';

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
  /** What was read of the chat reaches the server late; it is catching up. */
  | 'BEHIND'
  /** The event log does not answer. */
  | 'LOG_AWAY'
  /** The warehouse does not answer, and the last hour is still to be read from it. */
  | 'WAREHOUSE_AWAY';

export type ChannelPageQueryVariables = Exact<{
  login: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  window?: TimeWindow | null | undefined;
  granularity: Granularity;
}>;


export type ChannelPageQuery = { readonly channel: { readonly id: string, readonly twitchId: string, readonly login: string, readonly lastMessageAt: string, readonly usage: { readonly usage: { readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number, readonly emoteChatters: number, readonly distinctEmotes: number }, readonly range: { readonly from: string, readonly to: string }, readonly dataFreshness: { readonly watermark: string | null, readonly lag: string | null, readonly complete: boolean, readonly gaps: ReadonlyArray<{ readonly from: string, readonly to: string, readonly lostMessages: number | null, readonly repairedMessages: number }> } } } | null, readonly usage: { readonly granularity: Granularity, readonly points: ReadonlyArray<{ readonly start: string, readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number, readonly emoteChatters: number }>, readonly range: { readonly from: string, readonly to: string } } };

export type EarlierUsageQueryVariables = Exact<{
  channel?: string | null | undefined;
  from: string;
  to: string;
  granularity: Granularity;
}>;


export type EarlierUsageQuery = { readonly usage: { readonly points: ReadonlyArray<{ readonly start: string, readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number }>, readonly range: { readonly from: string, readonly to: string }, readonly dataFreshness: { readonly gaps: ReadonlyArray<{ readonly from: string, readonly to: string }> } } };

export type ChannelProvidersQueryVariables = Exact<{
  login: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  window?: TimeWindow | null | undefined;
}>;


export type ChannelProvidersQuery = { readonly twitch: { readonly nodes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }>, readonly pageInfo: { readonly hasNextPage: boolean } }, readonly bttv: { readonly nodes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }>, readonly pageInfo: { readonly hasNextPage: boolean } }, readonly ffz: { readonly nodes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }>, readonly pageInfo: { readonly hasNextPage: boolean } }, readonly seventv: { readonly nodes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }>, readonly pageInfo: { readonly hasNextPage: boolean } } };

export type RankedEmoteFragment = { readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } };

export type ChannelSecondsSubscriptionVariables = Exact<{
  login: string;
  window: LiveWindow;
  seconds: number;
}>;


export type ChannelSecondsSubscription = { readonly usage: { readonly complete: boolean, readonly asOf: string | null, readonly totals: { readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number } | null, readonly seconds: ReadonlyArray<{ readonly start: string, readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number }> | null, readonly range: { readonly from: string, readonly to: string } | null, readonly stale: { readonly reason: StaleReason, readonly since: string } | null } };

export type RankedChannelsQueryVariables = Exact<{
  window: TimeWindow;
  first: number;
  after?: string | null | undefined;
}>;


export type RankedChannelsQuery = { readonly topChannels: { readonly nodes: ReadonlyArray<{ readonly messages: number, readonly messagesWithEmotes: number, readonly uses: number, readonly emoteChatters: number, readonly distinctEmotes: number, readonly channel: { readonly id: string, readonly login: string, readonly lastMessageAt: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly range: { readonly from: string, readonly to: string } } };

export type EmoteByIdQueryVariables = Exact<{
  id: string;
}>;


export type EmoteByIdQuery = { readonly node:
    | { readonly __typename: 'Channel' }
    | { readonly __typename: 'Emote', readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string }
   | null };

export type EmoteHistoryQueryVariables = Exact<{
  emote: EmoteRef;
  from?: string | null | undefined;
  to?: string | null | undefined;
  window?: TimeWindow | null | undefined;
  granularity: Granularity;
}>;


export type EmoteHistoryQuery = { readonly usage: { readonly granularity: Granularity, readonly points: ReadonlyArray<{ readonly start: string, readonly uses: number, readonly messagesWithEmotes: number, readonly emoteChatters: number }>, readonly range: { readonly from: string, readonly to: string }, readonly dataFreshness: { readonly complete: boolean, readonly watermark: string | null } } };

export type RankedEmotesQueryVariables = Exact<{
  window: TimeWindow;
  provider?: Provider | null | undefined;
  price?: Price | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type RankedEmotesQuery = { readonly topEmotes: { readonly nodes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly range: { readonly from: string, readonly to: string } } };

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

export type PipelineStateQueryVariables = Exact<{ [key: string]: never; }>;


export type PipelineStateQuery = { readonly pipeline: { readonly watermark: string | null, readonly lag: string | null, readonly partitions: ReadonlyArray<{ readonly partition: number, readonly newestMessageAt: string | null, readonly lag: string, readonly lastRun: { readonly first: string, readonly last: string, readonly rows: number, readonly storedAt: string } }>, readonly jobs: ReadonlyArray<{ readonly name: string, readonly state: JobState, readonly every: string | null, readonly lastStartedAt: string | null, readonly lastDuration: string | null, readonly lastOkAt: string | null, readonly nextRunAt: string | null, readonly failuresInRow: number, readonly summary: string }> } };

export type FindChannelQueryVariables = Exact<{
  login: string;
}>;


export type FindChannelQuery = { readonly channel: { readonly id: string, readonly login: string } | null };

export type SearchPoolQueryVariables = Exact<{ [key: string]: never; }>;


export type SearchPoolQuery = { readonly topChannels: { readonly nodes: ReadonlyArray<{ readonly uses: number, readonly channel: { readonly id: string, readonly login: string } }> }, readonly topEmotes: { readonly nodes: ReadonlyArray<{ readonly uses: number, readonly messages: number, readonly chatters: number, readonly emote: { readonly id: string, readonly provider: Provider, readonly emoteId: string, readonly name: string, readonly class: EmoteClass, readonly price: Price, readonly imageUrl: string } }> }, readonly themes: ReadonlyArray<{ readonly slug: string, readonly name: string }> };

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

export const RankedEmoteFragmentDoc = (`
    fragment RankedEmote on EmoteUsage {
  emote {
    id
    provider
    emoteId
    name
    class
    price
    imageUrl
  }
  uses
  messages
  chatters
}
    `) as unknown as TypedDocument<RankedEmoteFragment, unknown>;
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
  twitch: topEmotes(
    channel: $login
    provider: TWITCH
    from: $from
    to: $to
    window: $window
    first: 100
  ) {
    nodes {
      ...RankedEmote
    }
    pageInfo {
      hasNextPage
    }
  }
  bttv: topEmotes(
    channel: $login
    provider: BTTV
    from: $from
    to: $to
    window: $window
    first: 100
  ) {
    nodes {
      ...RankedEmote
    }
    pageInfo {
      hasNextPage
    }
  }
  ffz: topEmotes(
    channel: $login
    provider: FFZ
    from: $from
    to: $to
    window: $window
    first: 100
  ) {
    nodes {
      ...RankedEmote
    }
    pageInfo {
      hasNextPage
    }
  }
  seventv: topEmotes(
    channel: $login
    provider: SEVENTV
    from: $from
    to: $to
    window: $window
    first: 100
  ) {
    nodes {
      ...RankedEmote
    }
    pageInfo {
      hasNextPage
    }
  }
}
    fragment RankedEmote on EmoteUsage {
  emote {
    id
    provider
    emoteId
    name
    class
    price
    imageUrl
  }
  uses
  messages
  chatters
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
export const EmoteByIdDocument = (`
    query EmoteById($id: ID!) {
  node(id: $id) {
    __typename
    ... on Emote {
      id
      provider
      emoteId
      name
      class
      price
      imageUrl
    }
  }
}
    `) as unknown as TypedDocument<EmoteByIdQuery, EmoteByIdQueryVariables>;
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
    query RankedEmotes($window: TimeWindow!, $provider: Provider, $price: Price, $first: Int!, $after: String) {
  topEmotes(
    window: $window
    provider: $provider
    price: $price
    first: $first
    after: $after
  ) {
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
    id
    provider
    emoteId
    name
    class
    price
    imageUrl
  }
  uses
  messages
  chatters
}`) as unknown as TypedDocument<RankedEmotesQuery, RankedEmotesQueryVariables>;
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
        id
        provider
        emoteId
        name
        class
        price
        imageUrl
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
    `) as unknown as TypedDocument<LiveEmotesSubscription, LiveEmotesSubscriptionVariables>;
export const PipelineStateDocument = (`
    query PipelineState {
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
    `) as unknown as TypedDocument<PipelineStateQuery, PipelineStateQueryVariables>;
export const FindChannelDocument = (`
    query FindChannel($login: String!) {
  channel(login: $login) {
    id
    login
  }
}
    `) as unknown as TypedDocument<FindChannelQuery, FindChannelQueryVariables>;
export const SearchPoolDocument = (`
    query SearchPool {
  topChannels(window: ALL_TIME, first: 100) {
    nodes {
      channel {
        id
        login
      }
      uses
    }
  }
  topEmotes(window: ALL_TIME, first: 100) {
    nodes {
      ...RankedEmote
    }
  }
  themes {
    slug
    name
  }
}
    fragment RankedEmote on EmoteUsage {
  emote {
    id
    provider
    emoteId
    name
    class
    price
    imageUrl
  }
  uses
  messages
  chatters
}`) as unknown as TypedDocument<SearchPoolQuery, SearchPoolQueryVariables>;
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
    id
    provider
    emoteId
    name
    class
    price
    imageUrl
  }
  uses
  messages
  chatters
}`) as unknown as TypedDocument<ThemePageQuery, ThemePageQueryVariables>;
