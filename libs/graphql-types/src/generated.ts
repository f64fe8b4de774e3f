// Generated from schema.graphql by `npm run codegen`. Edit that instead.

import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { NodeParent, ChannelParent, EmoteParent, DataFreshnessParent, ChannelUsageParent, EmoteUsageParent, UsagePointParent, ThemeParent } from './parents';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A time, UTC, as RFC 3339 with milliseconds: `2026-11-23T18:00:00.000Z`. */
  DateTime: { input: number; output: number; }
  /** A length of time as ISO 8601 in seconds: `PT1.5S`. */
  Duration: { input: number; output: number; }
  /** A whole number from 0 to 2^53, as a JSON number: counts outgrow GraphQL's 32-bit Int. */
  Count: { input: number; output: number; }
};

/** Anything with an id of its own. */
export type Node = {
  /** Opaque and stable; for `node`. */
  readonly id: Scalars['ID']['output'];
};

export type Query = {
  /** What an id stands for; null when it is well formed and nothing is known under it. */
  readonly node?: Maybe<Node>;
  /** Channels by one measure, greatest first. Channels with none of it are left out. */
  readonly topChannels: ChannelUsageConnection;
  /** A channel that was read at least once, by login or by Twitch id (exactly one of them); null when it never was. */
  readonly channel?: Maybe<Channel>;
  /** Emotes by uses, most used first. */
  readonly topEmotes: EmoteUsageConnection;
  /** Usage over time, oldest first. */
  readonly usage: UsageSeries;
  /** Emotes that are told of together, by name. */
  readonly themes: ReadonlyArray<Theme>;
  /** A theme by its slug; null when there is none of it. */
  readonly theme?: Maybe<Theme>;
  /** How far the warehouse has what was read. */
  readonly pipeline: Pipeline;
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryTopChannelsArgs = {
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  by?: ChannelOrder;
};


export type QueryChannelArgs = {
  login?: InputMaybe<Scalars['String']['input']>;
  twitchId?: InputMaybe<Scalars['String']['input']>;
};


export type QueryTopEmotesArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  provider?: InputMaybe<Provider>;
  price?: InputMaybe<Price>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryUsageArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  emote?: InputMaybe<EmoteRef>;
  granularity?: Granularity;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryThemeArgs = {
  slug: Scalars['String']['input'];
};

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
  readonly emoteId: Scalars['String']['input'];
};

/** A Twitch channel that was read at least once. */
export type Channel = Node & {
  readonly id: Scalars['ID']['output'];
  /** Twitch's id, stable through renames. */
  readonly twitchId: Scalars['String']['output'];
  /** Its latest login. */
  readonly login: Scalars['String']['output'];
  /** When a message in it was last read, to the second. */
  readonly lastMessageAt: Scalars['DateTime']['output'];
  /** What was used and said in it. */
  readonly usage: ChannelTotals;
};


/** A Twitch channel that was read at least once. */
export type ChannelUsageArgs = {
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

export type Emote = Node & {
  readonly id: Scalars['ID']['output'];
  readonly provider: Provider;
  /** Id as the provider gives it. */
  readonly emoteId: Scalars['String']['output'];
  /** Name as most written. */
  readonly name: Scalars['String']['output'];
  readonly class: EmoteClass;
  readonly price: Price;
  /** The provider's picture, about 56 pixels high. */
  readonly imageUrl: Scalars['String']['output'];
};

/** The time an answer covers: whole minutes in queries, whole seconds in subscriptions. */
export type TimeRange = {
  /** Start, included. */
  readonly from: Scalars['DateTime']['output'];
  /** End, not included. */
  readonly to: Scalars['DateTime']['output'];
};

/** How much of the truth an answer can know. */
export type DataFreshness = {
  /**
   * Time of the newest stored message of the partition that is furthest behind, to the second. Null before the first
   * one.
   */
  readonly watermark?: Maybe<Scalars['DateTime']['output']>;
  /** Time since anything was last stored; it grows as well while nothing is said. Null before the first time. */
  readonly lag?: Maybe<Scalars['Duration']['output']>;
  /** Times in the range in which nobody was reading a channel of the answer; the latest 100. */
  readonly gaps: ReadonlyArray<Gap>;
  /** Whether the range ends before the watermark and has no known gap. */
  readonly complete: Scalars['Boolean']['output'];
};

/**
 * A time of which messages may be missing: one between two reading sessions of a channel, where the last second that was
 * read and the first one read again belong to it, as either may have been read in part; or one whose messages were read
 * and had to be dropped, as the event log was away for too long.
 */
export type Gap = {
  readonly channelTwitchId: Scalars['String']['output'];
  readonly channelLogin: Scalars['String']['output'];
  /** Start, included, to the second. */
  readonly from: Scalars['DateTime']['output'];
  /** End, not included, to the second. */
  readonly to: Scalars['DateTime']['output'];
  /** How many messages are missing; null where nobody was reading and so nobody knows. */
  readonly lostMessages?: Maybe<Scalars['Count']['output']>;
  /**
   * How many messages of that time were found later and are counted. Others may still be missing, as whoever gave them may
   * have missed some too.
   */
  readonly repairedMessages: Scalars['Count']['output'];
};

/** Relay's. */
export type PageInfo = {
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Always false: these lists are read forwards. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** What was used and said in one channel. */
export type ChannelUsage = {
  readonly channel: Channel;
  /** Messages read, with emotes or without. */
  readonly messages: Scalars['Count']['output'];
  /** Messages with at least one emote. */
  readonly messagesWithEmotes: Scalars['Count']['output'];
  /** Occurrences of emotes. */
  readonly uses: Scalars['Count']['output'];
  /** Distinct chatters who used an emote, those left out who are not to be known. */
  readonly emoteChatters: Scalars['Count']['output'];
  /** Distinct emotes used. */
  readonly distinctEmotes: Scalars['Count']['output'];
};

export type ChannelTotals = {
  readonly usage: ChannelUsage;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type ChannelUsageConnection = {
  readonly edges: ReadonlyArray<ChannelUsageEdge>;
  readonly nodes: ReadonlyArray<ChannelUsage>;
  readonly pageInfo: PageInfo;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type ChannelUsageEdge = {
  /** Carries the range: later pages are of the same time. Counts of a minute that is still running may move between pages. */
  readonly cursor: Scalars['String']['output'];
  readonly node: ChannelUsage;
};

/** How an emote was used. */
export type EmoteUsage = {
  readonly emote: Emote;
  /** Occurrences. */
  readonly uses: Scalars['Count']['output'];
  /** Messages with this emote. */
  readonly messages: Scalars['Count']['output'];
  /** Distinct chatters who used it, those left out who are not to be known. */
  readonly chatters: Scalars['Count']['output'];
};

export type EmoteUsageConnection = {
  readonly edges: ReadonlyArray<EmoteUsageEdge>;
  readonly nodes: ReadonlyArray<EmoteUsage>;
  readonly pageInfo: PageInfo;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type EmoteUsageEdge = {
  /** Carries the range: later pages are of the same time. Counts of a minute that is still running may move between pages. */
  readonly cursor: Scalars['String']['output'];
  readonly node: EmoteUsage;
};

/**
 * Emotes that are told of together, such as those of an event: shipped with the product, or added. What is added or
 * changed applies to the past at once. Only uses within its windows are a theme's.
 */
export type Theme = {
  /** Its name in addresses. */
  readonly slug: Scalars['String']['output'];
  readonly name: Scalars['String']['output'];
  /** When it counts, in order; none: always. */
  readonly windows: ReadonlyArray<ThemeWindow>;
  /** Only uses in channels that last streamed in one of these languages are the theme's; none: in all. */
  readonly languages: ReadonlyArray<Scalars['String']['output']>;
  /** Its emotes by uses, most used first. Emotes that nobody used are left out. */
  readonly ranking: ThemeRanking;
  /** Its uses over time, and their running sum from `from` on. */
  readonly series: ThemeSeries;
};


/**
 * Emotes that are told of together, such as those of an event: shipped with the product, or added. What is added or
 * changed applies to the past at once. Only uses within its windows are a theme's.
 */
export type ThemeRankingArgs = {
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
};


/**
 * Emotes that are told of together, such as those of an event: shipped with the product, or added. What is added or
 * changed applies to the past at once. Only uses within its windows are a theme's.
 */
export type ThemeSeriesArgs = {
  granularity?: Granularity;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

export type ThemeWindow = {
  /** Start, included; null: from the first day on. */
  readonly from?: Maybe<Scalars['DateTime']['output']>;
  /** End, not included; null: to this day. */
  readonly to?: Maybe<Scalars['DateTime']['output']>;
};

export type ThemeRanking = {
  readonly emotes: ReadonlyArray<EmoteUsage>;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

/** A theme's use in a stretch of time. */
export type ThemePoint = {
  /** Start of the stretch; the first and the last one hold only what lies in the range. */
  readonly start: Scalars['DateTime']['output'];
  /** Occurrences of its emotes. */
  readonly uses: Scalars['Count']['output'];
  /** Occurrences from the start of the range to the end of this stretch. */
  readonly runningUses: Scalars['Count']['output'];
};

export type ThemeSeries = {
  /** Oldest first, at most 2,500. Stretches without a use have no point. */
  readonly points: ReadonlyArray<ThemePoint>;
  readonly granularity: Granularity;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

/** Usage in a stretch of time. */
export type UsagePoint = {
  /** Start of the stretch; the first and the last one hold only what lies in the range. */
  readonly start: Scalars['DateTime']['output'];
  /** Messages read, with emotes or without. */
  readonly messages: Scalars['Count']['output'];
  /** Messages with at least one emote, or with the emote asked for. */
  readonly messagesWithEmotes: Scalars['Count']['output'];
  /** Occurrences of emotes, or of the emote asked for. */
  readonly uses: Scalars['Count']['output'];
  /** Distinct chatters who used an emote, or the emote asked for, those left out who are not to be known. */
  readonly emoteChatters: Scalars['Count']['output'];
};

export type UsageSeries = {
  /** Oldest first, at most 1,500. Stretches in which nothing was read have no point. */
  readonly points: ReadonlyArray<UsagePoint>;
  readonly granularity: Granularity;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type Pipeline = {
  /** One per partition of the event log that ever stored anything. */
  readonly partitions: ReadonlyArray<PipelinePartition>;
  /** Time of the newest stored message of the partition that is furthest behind, to the second. */
  readonly watermark?: Maybe<Scalars['DateTime']['output']>;
  /** Time since anything was last stored. */
  readonly lag?: Maybe<Scalars['Duration']['output']>;
  /** The scheduled work, by name: what is learnt of channels, emotes and themes. None before the first one has run. */
  readonly jobs: ReadonlyArray<Job>;
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

/** Work that is done again and again. */
export type Job = {
  readonly name: Scalars['String']['output'];
  readonly state: JobState;
  /** Between two runs, about; null for one that is off. */
  readonly every?: Maybe<Scalars['Duration']['output']>;
  /** Null before the first time. */
  readonly lastStartedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Null before it has ended the first time. */
  readonly lastDuration?: Maybe<Scalars['Duration']['output']>;
  /** When it last did what it was to do. */
  readonly lastOkAt?: Maybe<Scalars['DateTime']['output']>;
  /** Null for one that is off. */
  readonly nextRunAt?: Maybe<Scalars['DateTime']['output']>;
  /** Since it last did what it was to do. */
  readonly failuresInRow: Scalars['Int']['output'];
  /** What its last run did, or why it could not, in a sentence. */
  readonly summary: Scalars['String']['output'];
};

/** A part of the event log; a channel stays in one. */
export type PipelinePartition = {
  readonly partition: Scalars['Int']['output'];
  /** The last run of batches that is complete in every table. */
  readonly lastRun: PipelineRun;
  /** Time of the newest stored message, to the second. */
  readonly newestMessageAt?: Maybe<Scalars['DateTime']['output']>;
  /** Time since the last run was stored. */
  readonly lag: Scalars['Duration']['output'];
};

export type PipelineRun = {
  /** Number of its first batch in the partition, decimal. */
  readonly first: Scalars['String']['output'];
  /** Number of its last batch in the partition, decimal. */
  readonly last: Scalars['String']['output'];
  /** Rows: one per message and distinct emote, and one per channel and second and batch. */
  readonly rows: Scalars['Count']['output'];
  /** When it was complete. */
  readonly storedAt: Scalars['DateTime']['output'];
};

/**
 * What is used now. The first message is the state now, each later one the state after it changed; what does not change is
 * not sent again, and a reader too slow for every message gets the latest.
 *
 * An answer covers a window of closed seconds up to `asOf`, some two seconds ago, and equals what the warehouse says of the
 * same seconds. A message that arrives later than that still counts in its own second. Where the server can't know the
 * latest seconds, it does not guess: `asOf` stands still and `stale` says why. Emotes used equally often are ordered by
 * id, then provider; channels by id.
 *
 * At most 100 subscriptions a connection. Distinct chatters are asked of the queries.
 */
export type Subscription = {
  /** Channels by one measure, greatest first. Channels with none of it are left out. */
  readonly topChannels: LiveTopChannels;
  /** Emotes by uses, most used first. */
  readonly topEmotes: LiveTopEmotes;
  /** Totals of the window, and its latest seconds one by one. */
  readonly usage: LiveUsage;
};


/**
 * What is used now. The first message is the state now, each later one the state after it changed; what does not change is
 * not sent again, and a reader too slow for every message gets the latest.
 *
 * An answer covers a window of closed seconds up to `asOf`, some two seconds ago, and equals what the warehouse says of the
 * same seconds. A message that arrives later than that still counts in its own second. Where the server can't know the
 * latest seconds, it does not guess: `asOf` stands still and `stale` says why. Emotes used equally often are ordered by
 * id, then provider; channels by id.
 *
 * At most 100 subscriptions a connection. Distinct chatters are asked of the queries.
 */
export type SubscriptionTopChannelsArgs = {
  window?: LiveWindow;
  first?: Scalars['Int']['input'];
  by?: ChannelOrder;
  every?: Scalars['Duration']['input'];
};


/**
 * What is used now. The first message is the state now, each later one the state after it changed; what does not change is
 * not sent again, and a reader too slow for every message gets the latest.
 *
 * An answer covers a window of closed seconds up to `asOf`, some two seconds ago, and equals what the warehouse says of the
 * same seconds. A message that arrives later than that still counts in its own second. Where the server can't know the
 * latest seconds, it does not guess: `asOf` stands still and `stale` says why. Emotes used equally often are ordered by
 * id, then provider; channels by id.
 *
 * At most 100 subscriptions a connection. Distinct chatters are asked of the queries.
 */
export type SubscriptionTopEmotesArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  provider?: InputMaybe<Provider>;
  price?: InputMaybe<Price>;
  window?: LiveWindow;
  first?: Scalars['Int']['input'];
  every?: Scalars['Duration']['input'];
};


/**
 * What is used now. The first message is the state now, each later one the state after it changed; what does not change is
 * not sent again, and a reader too slow for every message gets the latest.
 *
 * An answer covers a window of closed seconds up to `asOf`, some two seconds ago, and equals what the warehouse says of the
 * same seconds. A message that arrives later than that still counts in its own second. Where the server can't know the
 * latest seconds, it does not guess: `asOf` stands still and `stale` says why. Emotes used equally often are ordered by
 * id, then provider; channels by id.
 *
 * At most 100 subscriptions a connection. Distinct chatters are asked of the queries.
 */
export type SubscriptionUsageArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  window?: LiveWindow;
  seconds?: Scalars['Int']['input'];
  every?: Scalars['Duration']['input'];
};

/** A time up to `asOf`, in whole seconds. */
export type LiveWindow =
  | 'LAST_MINUTE'
  | 'LAST_5_MINUTES'
  | 'LAST_15_MINUTES'
  | 'LAST_HOUR';

/** Why an answer does not reach up to now. */
export type Staleness = {
  readonly reason: StaleReason;
  /** Since when. */
  readonly since: Scalars['DateTime']['output'];
};

export type StaleReason =
  /** The server is reading the last hour from the warehouse: it has just started, or had reason to start over. */
  | 'HYDRATING'
  /** What was read of the chat reaches the server late; it is catching up. */
  | 'BEHIND'
  /** The event log does not answer. */
  | 'LOG_AWAY'
  /** The warehouse does not answer, and the last hour is still to be read from it. */
  | 'WAREHOUSE_AWAY';

export type LiveTopEmotes = {
  /** Most used first. Null while nothing is known yet: see `stale`. */
  readonly emotes?: Maybe<ReadonlyArray<LiveEmoteUsage>>;
  /** The seconds covered. Null while nothing is known yet. */
  readonly range?: Maybe<TimeRange>;
  /**
   * Whether nothing is missing. Not when there was more than the server can hold, as `range` or the ranking then falls short,
   * nor for an hour after the event log was lost and made anew.
   */
  readonly complete: Scalars['Boolean']['output'];
  /** End of the window: every second before it is closed. Null while nothing is known yet. */
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  /** Null when the answer is as fresh as it can be. */
  readonly stale?: Maybe<Staleness>;
};

/** How an emote was used in the window. */
export type LiveEmoteUsage = {
  readonly emote: Emote;
  /** Occurrences. */
  readonly uses: Scalars['Count']['output'];
  /** Messages with this emote. */
  readonly messages: Scalars['Count']['output'];
};

export type LiveTopChannels = {
  /** Greatest first. Null while nothing is known yet: see `stale`. */
  readonly channels?: Maybe<ReadonlyArray<LiveChannelUsage>>;
  /** The seconds covered. Null while nothing is known yet. */
  readonly range?: Maybe<TimeRange>;
  /**
   * Whether nothing is missing. Not when there was more than the server can hold, as `range` or the ranking then falls short,
   * nor for an hour after the event log was lost and made anew.
   */
  readonly complete: Scalars['Boolean']['output'];
  /** End of the window: every second before it is closed. Null while nothing is known yet. */
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  /** Null when the answer is as fresh as it can be. */
  readonly stale?: Maybe<Staleness>;
};

/** What was used and said in one channel in the window; copies of a shared chat count only where they were sent. */
export type LiveChannelUsage = {
  readonly channel: LiveChannel;
  /** Messages read, with emotes or without. */
  readonly messages: Scalars['Count']['output'];
  /** Messages with at least one emote. */
  readonly messagesWithEmotes: Scalars['Count']['output'];
  /** Occurrences of emotes: `freeUses`, `paidUses` and `otherUses` together. */
  readonly uses: Scalars['Count']['output'];
  /** Of emotes with price FREE. */
  readonly freeUses: Scalars['Count']['output'];
  /** Of emotes with price PAID. */
  readonly paidUses: Scalars['Count']['output'];
  /** Of emotes with price OTHER. */
  readonly otherUses: Scalars['Count']['output'];
  /** Distinct emotes used. */
  readonly distinctEmotes: Scalars['Count']['output'];
};

/** A Twitch channel, as live answers know it. */
export type LiveChannel = {
  /** The same as the channel's in queries, for `node`. */
  readonly id: Scalars['ID']['output'];
  /** Twitch's id, stable through renames. */
  readonly twitchId: Scalars['String']['output'];
  /** Its latest login. */
  readonly login: Scalars['String']['output'];
};

export type LiveUsage = {
  /** Of the whole window. Null while nothing is known yet: see `stale`. */
  readonly totals?: Maybe<LiveTotals>;
  /** The latest seconds of the window, oldest first; those in which nothing was read have no point. Null as `totals`. */
  readonly seconds?: Maybe<ReadonlyArray<LiveUsagePoint>>;
  /** The seconds covered. Null while nothing is known yet. */
  readonly range?: Maybe<TimeRange>;
  /**
   * Whether nothing is missing. Not when there was more than the server can hold, as `range` or the ranking then falls short,
   * nor for an hour after the event log was lost and made anew.
   */
  readonly complete: Scalars['Boolean']['output'];
  /** End of the window: every second before it is closed. Null while nothing is known yet. */
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  /** Null when the answer is as fresh as it can be. */
  readonly stale?: Maybe<Staleness>;
};

export type LiveTotals = {
  /** Messages read, with emotes or without. */
  readonly messages: Scalars['Count']['output'];
  /** Messages with at least one emote. */
  readonly messagesWithEmotes: Scalars['Count']['output'];
  /** Occurrences of emotes. */
  readonly uses: Scalars['Count']['output'];
};

/** Usage in one second. */
export type LiveUsagePoint = {
  /** Start of the second. */
  readonly start: Scalars['DateTime']['output'];
  /** Messages read, with emotes or without. */
  readonly messages: Scalars['Count']['output'];
  /** Messages with at least one emote. */
  readonly messagesWithEmotes: Scalars['Count']['output'];
  /** Occurrences of emotes. */
  readonly uses: Scalars['Count']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Duration: ResolverTypeWrapper<Scalars['Duration']['output']>;
  Count: ResolverTypeWrapper<Scalars['Count']['output']>;
  Node: ResolverTypeWrapper<NodeParent>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  TimeWindow: TimeWindow;
  Granularity: Granularity;
  ChannelOrder: ChannelOrder;
  Provider: Provider;
  Price: Price;
  EmoteClass: EmoteClass;
  EmoteRef: EmoteRef;
  Channel: ResolverTypeWrapper<ChannelParent>;
  Emote: ResolverTypeWrapper<EmoteParent>;
  TimeRange: ResolverTypeWrapper<TimeRange>;
  DataFreshness: ResolverTypeWrapper<DataFreshnessParent>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Gap: ResolverTypeWrapper<Gap>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  ChannelUsage: ResolverTypeWrapper<ChannelUsageParent>;
  ChannelTotals: ResolverTypeWrapper<Omit<ChannelTotals, 'usage' | 'dataFreshness'> & { usage: ResolversTypes['ChannelUsage'], dataFreshness: ResolversTypes['DataFreshness'] }>;
  ChannelUsageConnection: ResolverTypeWrapper<Omit<ChannelUsageConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversTypes['ChannelUsageEdge']>, nodes: ReadonlyArray<ResolversTypes['ChannelUsage']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  ChannelUsageEdge: ResolverTypeWrapper<Omit<ChannelUsageEdge, 'node'> & { node: ResolversTypes['ChannelUsage'] }>;
  EmoteUsage: ResolverTypeWrapper<EmoteUsageParent>;
  EmoteUsageConnection: ResolverTypeWrapper<Omit<EmoteUsageConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversTypes['EmoteUsageEdge']>, nodes: ReadonlyArray<ResolversTypes['EmoteUsage']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  EmoteUsageEdge: ResolverTypeWrapper<Omit<EmoteUsageEdge, 'node'> & { node: ResolversTypes['EmoteUsage'] }>;
  Theme: ResolverTypeWrapper<ThemeParent>;
  ThemeWindow: ResolverTypeWrapper<ThemeWindow>;
  ThemeRanking: ResolverTypeWrapper<Omit<ThemeRanking, 'emotes' | 'dataFreshness'> & { emotes: ReadonlyArray<ResolversTypes['EmoteUsage']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  ThemePoint: ResolverTypeWrapper<ThemePoint>;
  ThemeSeries: ResolverTypeWrapper<Omit<ThemeSeries, 'dataFreshness'> & { dataFreshness: ResolversTypes['DataFreshness'] }>;
  UsagePoint: ResolverTypeWrapper<UsagePointParent>;
  UsageSeries: ResolverTypeWrapper<Omit<UsageSeries, 'points' | 'dataFreshness'> & { points: ReadonlyArray<ResolversTypes['UsagePoint']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  Pipeline: ResolverTypeWrapper<Pipeline>;
  JobState: JobState;
  Job: ResolverTypeWrapper<Job>;
  PipelinePartition: ResolverTypeWrapper<PipelinePartition>;
  PipelineRun: ResolverTypeWrapper<PipelineRun>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  LiveWindow: LiveWindow;
  Staleness: ResolverTypeWrapper<Staleness>;
  StaleReason: StaleReason;
  LiveTopEmotes: ResolverTypeWrapper<Omit<LiveTopEmotes, 'emotes'> & { emotes?: Maybe<ReadonlyArray<ResolversTypes['LiveEmoteUsage']>> }>;
  LiveEmoteUsage: ResolverTypeWrapper<Omit<LiveEmoteUsage, 'emote'> & { emote: ResolversTypes['Emote'] }>;
  LiveTopChannels: ResolverTypeWrapper<LiveTopChannels>;
  LiveChannelUsage: ResolverTypeWrapper<LiveChannelUsage>;
  LiveChannel: ResolverTypeWrapper<LiveChannel>;
  LiveUsage: ResolverTypeWrapper<LiveUsage>;
  LiveTotals: ResolverTypeWrapper<LiveTotals>;
  LiveUsagePoint: ResolverTypeWrapper<LiveUsagePoint>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Duration: Scalars['Duration']['output'];
  Count: Scalars['Count']['output'];
  Node: NodeParent;
  ID: Scalars['ID']['output'];
  Query: Record<PropertyKey, never>;
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  EmoteRef: EmoteRef;
  Channel: ChannelParent;
  Emote: EmoteParent;
  TimeRange: TimeRange;
  DataFreshness: DataFreshnessParent;
  Boolean: Scalars['Boolean']['output'];
  Gap: Gap;
  PageInfo: PageInfo;
  ChannelUsage: ChannelUsageParent;
  ChannelTotals: Omit<ChannelTotals, 'usage' | 'dataFreshness'> & { usage: ResolversParentTypes['ChannelUsage'], dataFreshness: ResolversParentTypes['DataFreshness'] };
  ChannelUsageConnection: Omit<ChannelUsageConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversParentTypes['ChannelUsageEdge']>, nodes: ReadonlyArray<ResolversParentTypes['ChannelUsage']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  ChannelUsageEdge: Omit<ChannelUsageEdge, 'node'> & { node: ResolversParentTypes['ChannelUsage'] };
  EmoteUsage: EmoteUsageParent;
  EmoteUsageConnection: Omit<EmoteUsageConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversParentTypes['EmoteUsageEdge']>, nodes: ReadonlyArray<ResolversParentTypes['EmoteUsage']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  EmoteUsageEdge: Omit<EmoteUsageEdge, 'node'> & { node: ResolversParentTypes['EmoteUsage'] };
  Theme: ThemeParent;
  ThemeWindow: ThemeWindow;
  ThemeRanking: Omit<ThemeRanking, 'emotes' | 'dataFreshness'> & { emotes: ReadonlyArray<ResolversParentTypes['EmoteUsage']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  ThemePoint: ThemePoint;
  ThemeSeries: Omit<ThemeSeries, 'dataFreshness'> & { dataFreshness: ResolversParentTypes['DataFreshness'] };
  UsagePoint: UsagePointParent;
  UsageSeries: Omit<UsageSeries, 'points' | 'dataFreshness'> & { points: ReadonlyArray<ResolversParentTypes['UsagePoint']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  Pipeline: Pipeline;
  Job: Job;
  PipelinePartition: PipelinePartition;
  PipelineRun: PipelineRun;
  Subscription: Record<PropertyKey, never>;
  Staleness: Staleness;
  LiveTopEmotes: Omit<LiveTopEmotes, 'emotes'> & { emotes?: Maybe<ReadonlyArray<ResolversParentTypes['LiveEmoteUsage']>> };
  LiveEmoteUsage: Omit<LiveEmoteUsage, 'emote'> & { emote: ResolversParentTypes['Emote'] };
  LiveTopChannels: LiveTopChannels;
  LiveChannelUsage: LiveChannelUsage;
  LiveChannel: LiveChannel;
  LiveUsage: LiveUsage;
  LiveTotals: LiveTotals;
  LiveUsagePoint: LiveUsagePoint;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DurationScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Duration'], any> {
  name: 'Duration';
}

export interface CountScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Count'], any> {
  name: 'Count';
}

export type NodeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'Channel' | 'Emote', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  topChannels?: Resolver<ResolversTypes['ChannelUsageConnection'], ParentType, ContextType, RequireFields<QueryTopChannelsArgs, 'first' | 'by'>>;
  channel?: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType, Partial<QueryChannelArgs>>;
  topEmotes?: Resolver<ResolversTypes['EmoteUsageConnection'], ParentType, ContextType, RequireFields<QueryTopEmotesArgs, 'first'>>;
  usage?: Resolver<ResolversTypes['UsageSeries'], ParentType, ContextType, RequireFields<QueryUsageArgs, 'granularity'>>;
  themes?: Resolver<ReadonlyArray<ResolversTypes['Theme']>, ParentType, ContextType>;
  theme?: Resolver<Maybe<ResolversTypes['Theme']>, ParentType, ContextType, RequireFields<QueryThemeArgs, 'slug'>>;
  pipeline?: Resolver<ResolversTypes['Pipeline'], ParentType, ContextType>;
};

export type ChannelResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Channel'] = ResolversParentTypes['Channel']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  twitchId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  login?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lastMessageAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['ChannelTotals'], ParentType, ContextType, Partial<ChannelUsageArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EmoteResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Emote'] = ResolversParentTypes['Emote']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  emoteId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  class?: Resolver<ResolversTypes['EmoteClass'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Price'], ParentType, ContextType>;
  imageUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TimeRangeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['TimeRange'] = ResolversParentTypes['TimeRange']> = {
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type DataFreshnessResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['DataFreshness'] = ResolversParentTypes['DataFreshness']> = {
  watermark?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lag?: Resolver<Maybe<ResolversTypes['Duration']>, ParentType, ContextType>;
  gaps?: Resolver<ReadonlyArray<ResolversTypes['Gap']>, ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type GapResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Gap'] = ResolversParentTypes['Gap']> = {
  channelTwitchId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  channelLogin?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lostMessages?: Resolver<Maybe<ResolversTypes['Count']>, ParentType, ContextType>;
  repairedMessages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ChannelUsageResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChannelUsage'] = ResolversParentTypes['ChannelUsage']> = {
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messagesWithEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  emoteChatters?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  distinctEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type ChannelTotalsResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChannelTotals'] = ResolversParentTypes['ChannelTotals']> = {
  usage?: Resolver<ResolversTypes['ChannelUsage'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type ChannelUsageConnectionResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChannelUsageConnection'] = ResolversParentTypes['ChannelUsageConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChannelUsageEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ChannelUsage']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type ChannelUsageEdgeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChannelUsageEdge'] = ResolversParentTypes['ChannelUsageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ChannelUsage'], ParentType, ContextType>;
};

export type EmoteUsageResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['EmoteUsage'] = ResolversParentTypes['EmoteUsage']> = {
  emote?: Resolver<ResolversTypes['Emote'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  chatters?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type EmoteUsageConnectionResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['EmoteUsageConnection'] = ResolversParentTypes['EmoteUsageConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['EmoteUsageEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['EmoteUsage']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type EmoteUsageEdgeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['EmoteUsageEdge'] = ResolversParentTypes['EmoteUsageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['EmoteUsage'], ParentType, ContextType>;
};

export type ThemeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Theme'] = ResolversParentTypes['Theme']> = {
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  windows?: Resolver<ReadonlyArray<ResolversTypes['ThemeWindow']>, ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  ranking?: Resolver<ResolversTypes['ThemeRanking'], ParentType, ContextType, RequireFields<ThemeRankingArgs, 'first'>>;
  series?: Resolver<ResolversTypes['ThemeSeries'], ParentType, ContextType, RequireFields<ThemeSeriesArgs, 'granularity'>>;
};

export type ThemeWindowResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ThemeWindow'] = ResolversParentTypes['ThemeWindow']> = {
  from?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ThemeRankingResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ThemeRanking'] = ResolversParentTypes['ThemeRanking']> = {
  emotes?: Resolver<ReadonlyArray<ResolversTypes['EmoteUsage']>, ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type ThemePointResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ThemePoint'] = ResolversParentTypes['ThemePoint']> = {
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  runningUses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type ThemeSeriesResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ThemeSeries'] = ResolversParentTypes['ThemeSeries']> = {
  points?: Resolver<ReadonlyArray<ResolversTypes['ThemePoint']>, ParentType, ContextType>;
  granularity?: Resolver<ResolversTypes['Granularity'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type UsagePointResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['UsagePoint'] = ResolversParentTypes['UsagePoint']> = {
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messagesWithEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  emoteChatters?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type UsageSeriesResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['UsageSeries'] = ResolversParentTypes['UsageSeries']> = {
  points?: Resolver<ReadonlyArray<ResolversTypes['UsagePoint']>, ParentType, ContextType>;
  granularity?: Resolver<ResolversTypes['Granularity'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type PipelineResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Pipeline'] = ResolversParentTypes['Pipeline']> = {
  partitions?: Resolver<ReadonlyArray<ResolversTypes['PipelinePartition']>, ParentType, ContextType>;
  watermark?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lag?: Resolver<Maybe<ResolversTypes['Duration']>, ParentType, ContextType>;
  jobs?: Resolver<ReadonlyArray<ResolversTypes['Job']>, ParentType, ContextType>;
};

export type JobResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Job'] = ResolversParentTypes['Job']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['JobState'], ParentType, ContextType>;
  every?: Resolver<Maybe<ResolversTypes['Duration']>, ParentType, ContextType>;
  lastStartedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastDuration?: Resolver<Maybe<ResolversTypes['Duration']>, ParentType, ContextType>;
  lastOkAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  nextRunAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  failuresInRow?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PipelinePartitionResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['PipelinePartition'] = ResolversParentTypes['PipelinePartition']> = {
  partition?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastRun?: Resolver<ResolversTypes['PipelineRun'], ParentType, ContextType>;
  newestMessageAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lag?: Resolver<ResolversTypes['Duration'], ParentType, ContextType>;
};

export type PipelineRunResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['PipelineRun'] = ResolversParentTypes['PipelineRun']> = {
  first?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  last?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rows?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  storedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  topChannels?: SubscriptionResolver<ResolversTypes['LiveTopChannels'], "topChannels", ParentType, ContextType, RequireFields<SubscriptionTopChannelsArgs, 'window' | 'first' | 'by' | 'every'>>;
  topEmotes?: SubscriptionResolver<ResolversTypes['LiveTopEmotes'], "topEmotes", ParentType, ContextType, RequireFields<SubscriptionTopEmotesArgs, 'window' | 'first' | 'every'>>;
  usage?: SubscriptionResolver<ResolversTypes['LiveUsage'], "usage", ParentType, ContextType, RequireFields<SubscriptionUsageArgs, 'window' | 'seconds' | 'every'>>;
};

export type StalenessResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Staleness'] = ResolversParentTypes['Staleness']> = {
  reason?: Resolver<ResolversTypes['StaleReason'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type LiveTopEmotesResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveTopEmotes'] = ResolversParentTypes['LiveTopEmotes']> = {
  emotes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['LiveEmoteUsage']>>, ParentType, ContextType>;
  range?: Resolver<Maybe<ResolversTypes['TimeRange']>, ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  stale?: Resolver<Maybe<ResolversTypes['Staleness']>, ParentType, ContextType>;
};

export type LiveEmoteUsageResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveEmoteUsage'] = ResolversParentTypes['LiveEmoteUsage']> = {
  emote?: Resolver<ResolversTypes['Emote'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type LiveTopChannelsResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveTopChannels'] = ResolversParentTypes['LiveTopChannels']> = {
  channels?: Resolver<Maybe<ReadonlyArray<ResolversTypes['LiveChannelUsage']>>, ParentType, ContextType>;
  range?: Resolver<Maybe<ResolversTypes['TimeRange']>, ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  stale?: Resolver<Maybe<ResolversTypes['Staleness']>, ParentType, ContextType>;
};

export type LiveChannelUsageResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveChannelUsage'] = ResolversParentTypes['LiveChannelUsage']> = {
  channel?: Resolver<ResolversTypes['LiveChannel'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messagesWithEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  freeUses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  paidUses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  otherUses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  distinctEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type LiveChannelResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveChannel'] = ResolversParentTypes['LiveChannel']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  twitchId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  login?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LiveUsageResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveUsage'] = ResolversParentTypes['LiveUsage']> = {
  totals?: Resolver<Maybe<ResolversTypes['LiveTotals']>, ParentType, ContextType>;
  seconds?: Resolver<Maybe<ReadonlyArray<ResolversTypes['LiveUsagePoint']>>, ParentType, ContextType>;
  range?: Resolver<Maybe<ResolversTypes['TimeRange']>, ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  stale?: Resolver<Maybe<ResolversTypes['Staleness']>, ParentType, ContextType>;
};

export type LiveTotalsResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveTotals'] = ResolversParentTypes['LiveTotals']> = {
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messagesWithEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type LiveUsagePointResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveUsagePoint'] = ResolversParentTypes['LiveUsagePoint']> = {
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messagesWithEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type Resolvers<ContextType = unknown> = {
  DateTime?: GraphQLScalarType;
  Duration?: GraphQLScalarType;
  Count?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Channel?: ChannelResolvers<ContextType>;
  Emote?: EmoteResolvers<ContextType>;
  TimeRange?: TimeRangeResolvers<ContextType>;
  DataFreshness?: DataFreshnessResolvers<ContextType>;
  Gap?: GapResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  ChannelUsage?: ChannelUsageResolvers<ContextType>;
  ChannelTotals?: ChannelTotalsResolvers<ContextType>;
  ChannelUsageConnection?: ChannelUsageConnectionResolvers<ContextType>;
  ChannelUsageEdge?: ChannelUsageEdgeResolvers<ContextType>;
  EmoteUsage?: EmoteUsageResolvers<ContextType>;
  EmoteUsageConnection?: EmoteUsageConnectionResolvers<ContextType>;
  EmoteUsageEdge?: EmoteUsageEdgeResolvers<ContextType>;
  Theme?: ThemeResolvers<ContextType>;
  ThemeWindow?: ThemeWindowResolvers<ContextType>;
  ThemeRanking?: ThemeRankingResolvers<ContextType>;
  ThemePoint?: ThemePointResolvers<ContextType>;
  ThemeSeries?: ThemeSeriesResolvers<ContextType>;
  UsagePoint?: UsagePointResolvers<ContextType>;
  UsageSeries?: UsageSeriesResolvers<ContextType>;
  Pipeline?: PipelineResolvers<ContextType>;
  Job?: JobResolvers<ContextType>;
  PipelinePartition?: PipelinePartitionResolvers<ContextType>;
  PipelineRun?: PipelineRunResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Staleness?: StalenessResolvers<ContextType>;
  LiveTopEmotes?: LiveTopEmotesResolvers<ContextType>;
  LiveEmoteUsage?: LiveEmoteUsageResolvers<ContextType>;
  LiveTopChannels?: LiveTopChannelsResolvers<ContextType>;
  LiveChannelUsage?: LiveChannelUsageResolvers<ContextType>;
  LiveChannel?: LiveChannelResolvers<ContextType>;
  LiveUsage?: LiveUsageResolvers<ContextType>;
  LiveTotals?: LiveTotalsResolvers<ContextType>;
  LiveUsagePoint?: LiveUsagePointResolvers<ContextType>;
};

export const typeDefs = "\"\"\"\nEmotes used in Twitch chat: what is used now and what was used, when, where and by how many.\n\nTimes are Twitch's own, UTC. Every answer of a query covers whole minutes and says which (`range`); it is exact for that\nrange, but for chatters, which are estimated once there are very many. Minutes are kept for 14 days after they were read.\n\nWhat happens now is pushed by subscriptions, in whole seconds, over WebSocket (protocol `graphql-transport-ws`) at the\naddress of the queries.\n\nThree measures: uses add up over emotes; messages and chatters don't, as one message may have several emotes and one\nchatter may use several.\n\nAn answer about one channel includes copies that a shared chat brings in from other channels; an answer over all\nchannels counts such a message once, where it was sent.\n\nErrors carry `extensions.code`: BAD_RANGE (the time asked for is empty, contradictory or too long), BAD_ARGUMENT,\nBAD_CURSOR, BAD_ID, UNKNOWN_CHANNEL (an answer was asked about a channel never read), FORBIDDEN (a key with\nanother role is needed), TOO_COMPLEX (the document asks too much), TOO_MANY (more subscriptions than a connection or the\nserver may have), WRONG_TRANSPORT (a subscription over HTTP, or anything else over WebSocket), UNAVAILABLE (the warehouse\ndoes not answer; try again), and those of GraphQL over HTTP. What is looked up and not known is null: `channel`, `node`.\n\"\"\"\nschema {\n  query: Query\n  subscription: Subscription\n}\n\n\"A time, UTC, as RFC 3339 with milliseconds: `2026-11-23T18:00:00.000Z`.\"\nscalar DateTime\n\n\"A length of time as ISO 8601 in seconds: `PT1.5S`.\"\nscalar Duration\n\n\"A whole number from 0 to 2^53, as a JSON number: counts outgrow GraphQL's 32-bit Int.\"\nscalar Count\n\n\"Anything with an id of its own.\"\ninterface Node {\n  \"Opaque and stable; for `node`.\"\n  id: ID!\n}\n\ntype Query {\n  \"What an id stands for; null when it is well formed and nothing is known under it.\"\n  node(\"An id from any answer.\" id: ID!): Node\n\n  \"Channels by one measure, greatest first. Channels with none of it are left out.\"\n  topChannels(\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"After this cursor of the same list: its range and order go on, so leave `window`, `from` and `to` as they were.\"\n    after: String\n    by: ChannelOrder! = USES\n  ): ChannelUsageConnection!\n\n  \"A channel that was read at least once, by login or by Twitch id (exactly one of them); null when it never was.\"\n  channel(\"Its present login, any case.\" login: String, \"Its Twitch id.\" twitchId: String): Channel\n\n  \"Emotes by uses, most used first.\"\n  topEmotes(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"Of this provider only.\"\n    provider: Provider\n    \"Of this price only, by the class that is best known of each emote in the range.\"\n    price: Price\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"After this cursor of the same list; leave all other arguments as they were.\"\n    after: String\n  ): EmoteUsageConnection!\n\n  \"Usage over time, oldest first.\"\n  usage(\n    \"Of this channel only, by login, any case. Absent: of all channels.\"\n    channel: String\n    \"Of this emote only.\"\n    emote: EmoteRef\n    \"Length of a point; hours and days are UTC's.\"\n    granularity: Granularity! = MINUTE\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n  ): UsageSeries!\n\n  \"Emotes that are told of together, by name.\"\n  themes: [Theme!]!\n\n  \"A theme by its slug; null when there is none of it.\"\n  theme(\"As `world-cup-2018`.\" slug: String!): Theme\n\n  \"How far the warehouse has what was read.\"\n  pipeline: Pipeline!\n}\n\n\"A time up to now, in whole minutes.\"\nenum TimeWindow {\n  LAST_MINUTE\n  LAST_5_MINUTES\n  LAST_15_MINUTES\n  LAST_HOUR\n  LAST_DAY\n  LAST_WEEK\n  \"Everything kept, whatever its time: replays of old chat have the time it was written at.\"\n  ALL_TIME\n}\n\nenum Granularity {\n  MINUTE\n  HOUR\n  DAY\n}\n\nenum ChannelOrder {\n  USES\n  MESSAGES\n  MESSAGES_WITH_EMOTES\n}\n\n\"Who gives an emote.\"\nenum Provider {\n  TWITCH\n  BTTV\n  FFZ\n  SEVENTV\n}\n\n\"What using an emote costs.\"\nenum Price {\n  \"Everybody, followers, or a third party's.\"\n  FREE\n  \"Subscribers, bits, Prime and Turbo.\"\n  PAID\n  \"Limited-time emotes and those not known well enough: never guessed into either side.\"\n  OTHER\n}\n\n\"What it takes to use an emote, as known when it was used.\"\nenum EmoteClass {\n  UNKNOWN\n  GLOBAL\n  FOLLOWER\n  SUB_T1\n  SUB_T2\n  SUB_T3\n  BITS\n  LIMITED\n  PRIME_TURBO\n  THIRD_PARTY\n  \"A channel's own emote whose tier is not yet known.\"\n  CHANNEL_UNKNOWN\n}\n\n\"Names an emote: names collide and change, a provider's id does not.\"\ninput EmoteRef {\n  provider: Provider!\n  \"Id as the provider gives it, 1 to 128 characters.\"\n  emoteId: String!\n}\n\n\"A Twitch channel that was read at least once.\"\ntype Channel implements Node {\n  id: ID!\n  \"Twitch's id, stable through renames.\"\n  twitchId: String!\n  \"Its latest login.\"\n  login: String!\n  \"When a message in it was last read, to the second.\"\n  lastMessageAt: DateTime!\n  \"What was used and said in it.\"\n  usage(\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n  ): ChannelTotals!\n}\n\ntype Emote implements Node {\n  id: ID!\n  provider: Provider!\n  \"Id as the provider gives it.\"\n  emoteId: String!\n  \"Name as most written.\"\n  name: String!\n  class: EmoteClass!\n  price: Price!\n  \"The provider's picture, about 56 pixels high.\"\n  imageUrl: String!\n}\n\n\"The time an answer covers: whole minutes in queries, whole seconds in subscriptions.\"\ntype TimeRange {\n  \"Start, included.\"\n  from: DateTime!\n  \"End, not included.\"\n  to: DateTime!\n}\n\n\"How much of the truth an answer can know.\"\ntype DataFreshness {\n  \"\"\"\n  Time of the newest stored message of the partition that is furthest behind, to the second. Null before the first\n  one.\n  \"\"\"\n  watermark: DateTime\n  \"Time since anything was last stored; it grows as well while nothing is said. Null before the first time.\"\n  lag: Duration\n  \"Times in the range in which nobody was reading a channel of the answer; the latest 100.\"\n  gaps: [Gap!]!\n  \"Whether the range ends before the watermark and has no known gap.\"\n  complete: Boolean!\n}\n\n\"\"\"\nA time of which messages may be missing: one between two reading sessions of a channel, where the last second that was\nread and the first one read again belong to it, as either may have been read in part; or one whose messages were read\nand had to be dropped, as the event log was away for too long.\n\"\"\"\ntype Gap {\n  channelTwitchId: String!\n  channelLogin: String!\n  \"Start, included, to the second.\"\n  from: DateTime!\n  \"End, not included, to the second.\"\n  to: DateTime!\n  \"How many messages are missing; null where nobody was reading and so nobody knows.\"\n  lostMessages: Count\n  \"\"\"\n  How many messages of that time were found later and are counted. Others may still be missing, as whoever gave them may\n  have missed some too.\n  \"\"\"\n  repairedMessages: Count!\n}\n\n\"Relay's.\"\ntype PageInfo {\n  hasNextPage: Boolean!\n  \"Always false: these lists are read forwards.\"\n  hasPreviousPage: Boolean!\n  startCursor: String\n  endCursor: String\n}\n\n\"What was used and said in one channel.\"\ntype ChannelUsage {\n  channel: Channel!\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"Messages with at least one emote.\"\n  messagesWithEmotes: Count!\n  \"Occurrences of emotes.\"\n  uses: Count!\n  \"Distinct chatters who used an emote, those left out who are not to be known.\"\n  emoteChatters: Count!\n  \"Distinct emotes used.\"\n  distinctEmotes: Count!\n}\n\ntype ChannelTotals {\n  usage: ChannelUsage!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype ChannelUsageConnection {\n  edges: [ChannelUsageEdge!]!\n  nodes: [ChannelUsage!]!\n  pageInfo: PageInfo!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype ChannelUsageEdge {\n  \"Carries the range: later pages are of the same time. Counts of a minute that is still running may move between pages.\"\n  cursor: String!\n  node: ChannelUsage!\n}\n\n\"How an emote was used.\"\ntype EmoteUsage {\n  emote: Emote!\n  \"Occurrences.\"\n  uses: Count!\n  \"Messages with this emote.\"\n  messages: Count!\n  \"Distinct chatters who used it, those left out who are not to be known.\"\n  chatters: Count!\n}\n\ntype EmoteUsageConnection {\n  edges: [EmoteUsageEdge!]!\n  nodes: [EmoteUsage!]!\n  pageInfo: PageInfo!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype EmoteUsageEdge {\n  \"Carries the range: later pages are of the same time. Counts of a minute that is still running may move between pages.\"\n  cursor: String!\n  node: EmoteUsage!\n}\n\n\"\"\"\nEmotes that are told of together, such as those of an event: shipped with the product, or added. What is added or\nchanged applies to the past at once. Only uses within its windows are a theme's.\n\"\"\"\ntype Theme {\n  \"Its name in addresses.\"\n  slug: String!\n  name: String!\n  \"When it counts, in order; none: always.\"\n  windows: [ThemeWindow!]!\n  \"Only uses in channels that last streamed in one of these languages are the theme's; none: in all.\"\n  languages: [String!]!\n  \"Its emotes by uses, most used first. Emotes that nobody used are left out.\"\n  ranking(\n    \"Start, included; down to the whole minute. Default: all that is kept.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 20\n  ): ThemeRanking!\n  \"Its uses over time, and their running sum from `from` on.\"\n  series(\n    \"Length of a point; hours and days are UTC's.\"\n    granularity: Granularity! = HOUR\n    \"Start, included; down to the whole minute. Default: all that is kept.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n  ): ThemeSeries!\n}\n\ntype ThemeWindow {\n  \"Start, included; null: from the first day on.\"\n  from: DateTime\n  \"End, not included; null: to this day.\"\n  to: DateTime\n}\n\ntype ThemeRanking {\n  emotes: [EmoteUsage!]!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\n\"A theme's use in a stretch of time.\"\ntype ThemePoint {\n  \"Start of the stretch; the first and the last one hold only what lies in the range.\"\n  start: DateTime!\n  \"Occurrences of its emotes.\"\n  uses: Count!\n  \"Occurrences from the start of the range to the end of this stretch.\"\n  runningUses: Count!\n}\n\ntype ThemeSeries {\n  \"Oldest first, at most 2,500. Stretches without a use have no point.\"\n  points: [ThemePoint!]!\n  granularity: Granularity!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\n\"Usage in a stretch of time.\"\ntype UsagePoint {\n  \"Start of the stretch; the first and the last one hold only what lies in the range.\"\n  start: DateTime!\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"Messages with at least one emote, or with the emote asked for.\"\n  messagesWithEmotes: Count!\n  \"Occurrences of emotes, or of the emote asked for.\"\n  uses: Count!\n  \"Distinct chatters who used an emote, or the emote asked for, those left out who are not to be known.\"\n  emoteChatters: Count!\n}\n\ntype UsageSeries {\n  \"Oldest first, at most 1,500. Stretches in which nothing was read have no point.\"\n  points: [UsagePoint!]!\n  granularity: Granularity!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype Pipeline {\n  \"One per partition of the event log that ever stored anything.\"\n  partitions: [PipelinePartition!]!\n  \"Time of the newest stored message of the partition that is furthest behind, to the second.\"\n  watermark: DateTime\n  \"Time since anything was last stored.\"\n  lag: Duration\n  \"The scheduled work, by name: what is learnt of channels, emotes and themes. None before the first one has run.\"\n  jobs: [Job!]!\n}\n\nenum JobState {\n  \"It has not run yet.\"\n  WAITING\n  \"Its last run did what it was to do.\"\n  OK\n  \"Its last run failed; what was known before stays.\"\n  FAILED\n  \"It is not to run as things are set; `summary` says why.\"\n  OFF\n}\n\n\"Work that is done again and again.\"\ntype Job {\n  name: String!\n  state: JobState!\n  \"Between two runs, about; null for one that is off.\"\n  every: Duration\n  \"Null before the first time.\"\n  lastStartedAt: DateTime\n  \"Null before it has ended the first time.\"\n  lastDuration: Duration\n  \"When it last did what it was to do.\"\n  lastOkAt: DateTime\n  \"Null for one that is off.\"\n  nextRunAt: DateTime\n  \"Since it last did what it was to do.\"\n  failuresInRow: Int!\n  \"What its last run did, or why it could not, in a sentence.\"\n  summary: String!\n}\n\n\"A part of the event log; a channel stays in one.\"\ntype PipelinePartition {\n  partition: Int!\n  \"The last run of batches that is complete in every table.\"\n  lastRun: PipelineRun!\n  \"Time of the newest stored message, to the second.\"\n  newestMessageAt: DateTime\n  \"Time since the last run was stored.\"\n  lag: Duration!\n}\n\ntype PipelineRun {\n  \"Number of its first batch in the partition, decimal.\"\n  first: String!\n  \"Number of its last batch in the partition, decimal.\"\n  last: String!\n  \"Rows: one per message and distinct emote, and one per channel and second and batch.\"\n  rows: Count!\n  \"When it was complete.\"\n  storedAt: DateTime!\n}\n\n\"\"\"\nWhat is used now. The first message is the state now, each later one the state after it changed; what does not change is\nnot sent again, and a reader too slow for every message gets the latest.\n\nAn answer covers a window of closed seconds up to `asOf`, some two seconds ago, and equals what the warehouse says of the\nsame seconds. A message that arrives later than that still counts in its own second. Where the server can't know the\nlatest seconds, it does not guess: `asOf` stands still and `stale` says why. Emotes used equally often are ordered by\nid, then provider; channels by id.\n\nAt most 100 subscriptions a connection. Distinct chatters are asked of the queries.\n\"\"\"\ntype Subscription {\n  \"Channels by one measure, greatest first. Channels with none of it are left out.\"\n  topChannels(\n    \"How long a time up to `asOf`.\"\n    window: LiveWindow! = LAST_MINUTE\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    by: ChannelOrder! = USES\n    \"How often to look for a change: PT0.1S to PT60S, in whole tenths.\"\n    every: Duration! = \"PT1S\"\n  ): LiveTopChannels!\n\n  \"Emotes by uses, most used first.\"\n  topEmotes(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"Of this provider only.\"\n    provider: Provider\n    \"Of this price only, by the class that is best known of each emote.\"\n    price: Price\n    \"How long a time up to `asOf`.\"\n    window: LiveWindow! = LAST_MINUTE\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"How often to look for a change: PT0.1S to PT60S, in whole tenths.\"\n    every: Duration! = \"PT1S\"\n  ): LiveTopEmotes!\n\n  \"Totals of the window, and its latest seconds one by one.\"\n  usage(\n    \"Of this channel only, by login, any case. Absent: of all channels.\"\n    channel: String\n    \"How long a time up to `asOf`.\"\n    window: LiveWindow! = LAST_MINUTE\n    \"How many of the latest seconds to give one by one, 0 to 300; not more than the window has.\"\n    seconds: Int! = 60\n    \"How often to look for a change: PT0.1S to PT60S, in whole tenths.\"\n    every: Duration! = \"PT1S\"\n  ): LiveUsage!\n}\n\n\"A time up to `asOf`, in whole seconds.\"\nenum LiveWindow {\n  LAST_MINUTE\n  LAST_5_MINUTES\n  LAST_15_MINUTES\n  LAST_HOUR\n}\n\n\"Why an answer does not reach up to now.\"\ntype Staleness {\n  reason: StaleReason!\n  \"Since when.\"\n  since: DateTime!\n}\n\nenum StaleReason {\n  \"The server is reading the last hour from the warehouse: it has just started, or had reason to start over.\"\n  HYDRATING\n  \"What was read of the chat reaches the server late; it is catching up.\"\n  BEHIND\n  \"The event log does not answer.\"\n  LOG_AWAY\n  \"The warehouse does not answer, and the last hour is still to be read from it.\"\n  WAREHOUSE_AWAY\n}\n\ntype LiveTopEmotes {\n  \"Most used first. Null while nothing is known yet: see `stale`.\"\n  emotes: [LiveEmoteUsage!]\n  \"The seconds covered. Null while nothing is known yet.\"\n  range: TimeRange\n  \"\"\"\n  Whether nothing is missing. Not when there was more than the server can hold, as `range` or the ranking then falls short,\n  nor for an hour after the event log was lost and made anew.\n  \"\"\"\n  complete: Boolean!\n  \"End of the window: every second before it is closed. Null while nothing is known yet.\"\n  asOf: DateTime\n  \"Null when the answer is as fresh as it can be.\"\n  stale: Staleness\n}\n\n\"How an emote was used in the window.\"\ntype LiveEmoteUsage {\n  emote: Emote!\n  \"Occurrences.\"\n  uses: Count!\n  \"Messages with this emote.\"\n  messages: Count!\n}\n\ntype LiveTopChannels {\n  \"Greatest first. Null while nothing is known yet: see `stale`.\"\n  channels: [LiveChannelUsage!]\n  \"The seconds covered. Null while nothing is known yet.\"\n  range: TimeRange\n  \"\"\"\n  Whether nothing is missing. Not when there was more than the server can hold, as `range` or the ranking then falls short,\n  nor for an hour after the event log was lost and made anew.\n  \"\"\"\n  complete: Boolean!\n  \"End of the window: every second before it is closed. Null while nothing is known yet.\"\n  asOf: DateTime\n  \"Null when the answer is as fresh as it can be.\"\n  stale: Staleness\n}\n\n\"What was used and said in one channel in the window; copies of a shared chat count only where they were sent.\"\ntype LiveChannelUsage {\n  channel: LiveChannel!\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"Messages with at least one emote.\"\n  messagesWithEmotes: Count!\n  \"Occurrences of emotes: `freeUses`, `paidUses` and `otherUses` together.\"\n  uses: Count!\n  \"Of emotes with price FREE.\"\n  freeUses: Count!\n  \"Of emotes with price PAID.\"\n  paidUses: Count!\n  \"Of emotes with price OTHER.\"\n  otherUses: Count!\n  \"Distinct emotes used.\"\n  distinctEmotes: Count!\n}\n\n\"A Twitch channel, as live answers know it.\"\ntype LiveChannel {\n  \"The same as the channel's in queries, for `node`.\"\n  id: ID!\n  \"Twitch's id, stable through renames.\"\n  twitchId: String!\n  \"Its latest login.\"\n  login: String!\n}\n\ntype LiveUsage {\n  \"Of the whole window. Null while nothing is known yet: see `stale`.\"\n  totals: LiveTotals\n  \"The latest seconds of the window, oldest first; those in which nothing was read have no point. Null as `totals`.\"\n  seconds: [LiveUsagePoint!]\n  \"The seconds covered. Null while nothing is known yet.\"\n  range: TimeRange\n  \"\"\"\n  Whether nothing is missing. Not when there was more than the server can hold, as `range` or the ranking then falls short,\n  nor for an hour after the event log was lost and made anew.\n  \"\"\"\n  complete: Boolean!\n  \"End of the window: every second before it is closed. Null while nothing is known yet.\"\n  asOf: DateTime\n  \"Null when the answer is as fresh as it can be.\"\n  stale: Staleness\n}\n\ntype LiveTotals {\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"Messages with at least one emote.\"\n  messagesWithEmotes: Count!\n  \"Occurrences of emotes.\"\n  uses: Count!\n}\n\n\"Usage in one second.\"\ntype LiveUsagePoint {\n  \"Start of the second.\"\n  start: DateTime!\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"Messages with at least one emote.\"\n  messagesWithEmotes: Count!\n  \"Occurrences of emotes.\"\n  uses: Count!\n}\n";
