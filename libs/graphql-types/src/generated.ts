// Generated from schema.graphql by `npm run codegen`. Edit that instead.

import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { NodeParent, ChannelParent, EmoteParent, EmoteKnowledgeParent, StreamSessionParent, StreamRecapParent, ChatterParent, ThemeParent, DataFreshnessParent, ChannelUsageParent, ChannelUsageConnectionParent, ChannelUsesConnectionParent, EmoteUsageParent, EmoteUsageConnectionParent, UsagePointParent, UsagePartParent, UsageMeasuresParent, PipelineParent } from './parents';
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
  /**
   * Channels by uses of some emotes, most first: of one emote, of what is paid for, of a theme … Channels without any are left
   * out.
   */
  readonly channelsUsing: ChannelUsesConnection;
  /**
   * Channels by the share of messages with emotes among all messages, greatest share first; equals by id. Over all channels,
   * copies of shared chats are left out.
   */
  readonly emoteShares: EmoteShares;
  /** A channel that was read at least once, by login or by Twitch id (exactly one of them); null when it never was. */
  readonly channel?: Maybe<Channel>;
  /** Channels whose login has a text in it: it itself first, then those that begin with it, then the others; each by login. */
  readonly searchChannels: ChannelConnection;
  /** Emotes by one measure, greatest first; equals by id, then provider. */
  readonly topEmotes: EmoteUsageConnection;
  /** An emote that was used or that the catalogue knows; null for any other. */
  readonly emote?: Maybe<Emote>;
  /**
   * Emotes whose name has a text in it, or had in some channel: those named so first, then those whose name begins with it, then
   * the others; each most used first. Those that the catalogue knows are found before anyone uses them.
   */
  readonly searchEmotes: EmoteConnection;
  /**
   * Emotes that are used more than at the same time of the days before, surest first: how is in docs/queries.md. It asks single
   * messages of at most a day; what has no chatters that may be known has no trends.
   */
  readonly trending: TrendingEmotes;
  /** Usage over time, oldest first. */
  readonly usage: UsageSeries;
  /** Uses by provider, by class or by price; the parts add up. */
  readonly usageSplit: UsageSplit;
  /**
   * Usage by what was streamed, most uses first: a minute belongs to what its channel was last seen streaming at the minute's
   * start, so the parts add up. Needs minutes.
   */
  readonly streamSplit: StreamSplit;
  /**
   * What moderators did over time, oldest first. Kept for a year after it was read, unless set otherwise: where a range has more,
   * the error is BAD_RANGE; `window: ALL_TIME` is all that is kept.
   */
  readonly moderation: ModerationSeries;
  /** Chatters by uses of emotes, most first; equals by id. Needs the role `people`. */
  readonly topChatters: ChatterUsageConnection;
  /**
   * A chatter by id, as answers give it, or, where names are kept, by login (exactly one of them); null for a login that
   * nobody known has. Needs the role `people`.
   */
  readonly chatter?: Maybe<Chatter>;
  /** Emotes that are told of together, by name. */
  readonly themes: ReadonlyArray<Theme>;
  /** A theme by its slug; null when there is none of it. */
  readonly theme?: Maybe<Theme>;
  /** How far the warehouse has what was read. */
  readonly pipeline: Pipeline;
  /** What was wished of channels, by login. Needs the role admin. */
  readonly channelWishes: ReadonlyArray<ChannelWish>;
};


export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


export type QueryTopChannelsArgs = {
  filter?: InputMaybe<UsageFilter>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  by?: ChannelOrder;
};


export type QueryChannelsUsingArgs = {
  filter: UsageFilter;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryEmoteSharesArgs = {
  channels?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  leastMessages?: Scalars['Int']['input'];
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryChannelArgs = {
  login?: InputMaybe<Scalars['String']['input']>;
  twitchId?: InputMaybe<Scalars['String']['input']>;
};


export type QuerySearchChannelsArgs = {
  text: Scalars['String']['input'];
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryTopEmotesArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<UsageFilter>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
  by?: EmoteOrder;
};


export type QueryEmoteArgs = {
  provider: Provider;
  emoteId: Scalars['String']['input'];
};


export type QuerySearchEmotesArgs = {
  text: Scalars['String']['input'];
  provider?: InputMaybe<Provider>;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryTrendingArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  baselineDays?: Scalars['Int']['input'];
  mostUsesPerChatter?: Scalars['Int']['input'];
  leastChatters?: Scalars['Int']['input'];
  leastScore?: Scalars['Float']['input'];
  first?: Scalars['Int']['input'];
};


export type QueryUsageArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  emote?: InputMaybe<EmoteRef>;
  filter?: InputMaybe<UsageFilter>;
  granularity?: InputMaybe<Granularity>;
  timezone?: InputMaybe<Scalars['String']['input']>;
  fill?: Scalars['Boolean']['input'];
  compareTo?: InputMaybe<Comparison>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryUsageSplitArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  by: UsageSplitBy;
  filter?: InputMaybe<UsageFilter>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryStreamSplitArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  by: StreamSplitBy;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryModerationArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  granularity?: InputMaybe<Granularity>;
  timezone?: InputMaybe<Scalars['String']['input']>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


export type QueryTopChattersArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  emote?: InputMaybe<EmoteRef>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryChatterArgs = {
  id?: InputMaybe<Scalars['String']['input']>;
  login?: InputMaybe<Scalars['String']['input']>;
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

/** An earlier time, as long as the one asked for. Its points lie at the same time since the start. */
export type Comparison =
  /** The time just before, as long. */
  | 'PREVIOUS_PERIOD'
  /** 24 hours earlier. */
  | 'SAME_TIME_YESTERDAY'
  /** 7 days earlier. */
  | 'SAME_TIME_LAST_WEEK';

export type ChannelOrder =
  | 'USES'
  | 'MESSAGES'
  | 'MESSAGES_WITH_EMOTES'
  /** Distinct chatters who used an emote: costs ten times as much as the others. Queries only. */
  | 'EMOTE_CHATTERS';

export type EmoteOrder =
  | 'USES'
  /** Messages with the emote. */
  | 'MESSAGES'
  /** Distinct chatters who used it: costs ten times as much as the others. Emotes of none that may be known are left out. */
  | 'CHATTERS';

export type UsageSplitBy =
  | 'PROVIDER'
  | 'CLASS'
  | 'PRICE';

export type StreamSplitBy =
  | 'LANGUAGE'
  | 'GAME';

/** What moderators did. */
export type ModerationAction =
  /** One message was deleted. */
  | 'MESSAGE_DELETED'
  /** A chatter may not write for a while, and their messages are hidden. */
  | 'TIMEOUT'
  /** The same for good. */
  | 'BAN'
  /** The whole chat was cleared. */
  | 'CHAT_CLEARED'
  /** A timeout or a ban: the source of chat does not say which. */
  | 'TIMEOUT_OR_BAN';

/** Which uses count: all of these together. An empty one: all uses. */
export type UsageFilter = {
  /** Of this provider only. */
  readonly provider?: InputMaybe<Provider>;
  /**
   * Of these classes only, each emote having one in an answer: as known now, else the one best known in the range. Not together
   * with `price`.
   */
  readonly classes?: InputMaybe<ReadonlyArray<EmoteClass>>;
  /** Of this price only, by the class of each emote. Not together with `classes`. */
  readonly price?: InputMaybe<Price>;
  /** Of this emote only. Where a field has an argument of this name, not in both. */
  readonly emote?: InputMaybe<EmoteRef>;
  /** Of emotes that this theme matches, by its slug, whenever and wherever they are used; `theme` tells of its windows. */
  readonly theme?: InputMaybe<Scalars['String']['input']>;
  /**
   * Only minutes at whose start the channel was last seen streaming in this language, as Twitch spells it: `en`. Needs minutes,
   * so not with granularity SECOND, and only as far back as they are kept.
   */
  readonly language?: InputMaybe<Scalars['String']['input']>;
  /** Only minutes at whose start the channel was last seen streaming this game, by Twitch id. As for `language`. */
  readonly gameId?: InputMaybe<Scalars['String']['input']>;
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
  /**
   * Its own emotes, those of Twitch that the catalogue knows, that nobody used in it: never used ones first, then those
   * longest unused; equals by name. None where nobody asked Twitch for its emotes.
   */
  readonly unusedEmotes: UnusedEmotes;
  /** Its streams that touch the time, newest first, as they were seen. None where nobody looked. */
  readonly streams: StreamSessionConnection;
};


/** A Twitch channel that was read at least once. */
export type ChannelUsageArgs = {
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


/** A Twitch channel that was read at least once. */
export type ChannelUnusedEmotesArgs = {
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
};


/** A Twitch channel that was read at least once. */
export type ChannelStreamsArgs = {
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

/** Of a stream of a channel: when, what, and how it was. */
export type StreamSession = Node & {
  readonly id: Scalars['ID']['output'];
  /** Twitch's id of it. */
  readonly streamId: Scalars['String']['output'];
  /** The channel's Twitch id. */
  readonly channelTwitchId: Scalars['String']['output'];
  /** When it began, by Twitch. */
  readonly startedAt: Scalars['DateTime']['output'];
  /** When it was seen to have ended; null while it goes on. */
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The last one. */
  readonly title: Scalars['String']['output'];
  /** As Twitch spells it; empty when it does not say. */
  readonly language: Scalars['String']['output'];
  /** What was streamed, in order; what was left and taken up again is there twice. */
  readonly games: ReadonlyArray<StreamedGame>;
  /** Most viewers of those seen when something changed. */
  readonly mostViewers: Scalars['Count']['output'];
  /** What was used and said, over the whole minutes around it; null when minutes of that time are not kept any more. */
  readonly recap?: Maybe<StreamRecap>;
};

export type StreamedGame = {
  /** From when on. */
  readonly since: Scalars['DateTime']['output'];
  /** Null for none. */
  readonly game?: Maybe<Game>;
};

/** A game or category of Twitch's. */
export type Game = {
  /** Twitch's id. */
  readonly gameId: Scalars['String']['output'];
  readonly name: Scalars['String']['output'];
};

export type StreamRecap = {
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
  /** The minute with the most uses, the first of equals; null without any. */
  readonly peak?: Maybe<StreamPeak>;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type StreamPeak = {
  /** Start of the minute. */
  readonly start: Scalars['DateTime']['output'];
  /** Occurrences of emotes in it. */
  readonly uses: Scalars['Count']['output'];
  /** What was used most in it. */
  readonly emote: Emote;
};

/** An emote, by a provider's id. Within a subscription only its plain fields can be asked. */
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
  /** Why it has its class, and whose it is. */
  readonly knowledge: EmoteKnowledge;
  /** Its use over time, oldest first. */
  readonly usage: UsageSeries;
  /** Channels by its uses, most first. */
  readonly channels: ChannelUsesConnection;
  /** Which emotes stand in the same messages as it, most often first; equals by id. Needs single messages. */
  readonly pairs: EmotePairs;
  /** Chatters by its uses, most first; equals by id. Needs the role `people`. */
  readonly topChatters: ChatterUsageConnection;
};


/** An emote, by a provider's id. Within a subscription only its plain fields can be asked. */
export type EmoteUsageArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  granularity?: InputMaybe<Granularity>;
  timezone?: InputMaybe<Scalars['String']['input']>;
  fill?: Scalars['Boolean']['input'];
  compareTo?: InputMaybe<Comparison>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


/** An emote, by a provider's id. Within a subscription only its plain fields can be asked. */
export type EmoteChannelsArgs = {
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


/** An emote, by a provider's id. Within a subscription only its plain fields can be asked. */
export type EmotePairsArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  leastTogether?: Scalars['Int']['input'];
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
};


/** An emote, by a provider's id. Within a subscription only its plain fields can be asked. */
export type EmoteTopChattersArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};

/**
 * What was decided of an emote, else what the catalogue knows of it, or, where it has none of it, what the program knows by
 * itself.
 */
export type EmoteKnowledge = {
  /** Whether a provider told of it. */
  readonly inCatalogue: Scalars['Boolean']['output'];
  /** The class that follows. */
  readonly class: EmoteClass;
  /** By which rule: a code that stays. DECIDED: an administrator reclassified it. */
  readonly rule: Scalars['String']['output'];
  /** The rule, in a sentence. */
  readonly because: Scalars['String']['output'];
  /** Twitch id of the channel that owns it; null for none or an unknown one. */
  readonly ownerTwitchId?: Maybe<Scalars['String']['output']>;
  /** The owner, if it was ever read. */
  readonly owner?: Maybe<Channel>;
  /** Id of the set it comes in, as the provider gives it; null when not known. */
  readonly setId?: Maybe<Scalars['String']['output']>;
  /** When the catalogue last learnt something of it. */
  readonly learntAt?: Maybe<Scalars['DateTime']['output']>;
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
  /**
   * Messages with at least one emote, or one of those asked for. With a filter by provider, class, price or theme single messages
   * are asked, as messages don't add up over emotes: BAD_RANGE where they are gone.
   */
  readonly messagesWithEmotes: Scalars['Count']['output'];
  /** Occurrences of emotes, or of those asked for. */
  readonly uses: Scalars['Count']['output'];
  /** Distinct chatters who used an emote, or one of those asked for, those left out who are not to be known. */
  readonly emoteChatters: Scalars['Count']['output'];
  /** Distinct emotes used, of those asked for. */
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
  /** How many there are in all; costs a read of its own. */
  readonly totalCount: Scalars['Count']['output'];
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type ChannelUsageEdge = {
  /** Carries the range: later pages are of the same time. Counts of a minute that is still running may move between pages. */
  readonly cursor: Scalars['String']['output'];
  readonly node: ChannelUsage;
};

/** How some emotes were used in a channel; copies of a shared chat count only where they were sent. */
export type ChannelUses = {
  readonly channel: Channel;
  /** Occurrences of the emotes asked for. */
  readonly uses: Scalars['Count']['output'];
  /** Messages with the emote asked for; null when several were, as messages don't add up over emotes. */
  readonly messages?: Maybe<Scalars['Count']['output']>;
  /** Distinct chatters who used one of them, those left out who are not to be known. */
  readonly emoteChatters: Scalars['Count']['output'];
  /** Distinct emotes of those asked for that were used. */
  readonly distinctEmotes: Scalars['Count']['output'];
};

export type ChannelUsesConnection = {
  readonly edges: ReadonlyArray<ChannelUsesEdge>;
  readonly nodes: ReadonlyArray<ChannelUses>;
  readonly pageInfo: PageInfo;
  /** How many there are in all; costs a read of its own. */
  readonly totalCount: Scalars['Count']['output'];
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type ChannelUsesEdge = {
  /** Carries the range: later pages are of the same time. */
  readonly cursor: Scalars['String']['output'];
  readonly node: ChannelUses;
};

export type EmoteShares = {
  /** Greatest share first. */
  readonly shares: ReadonlyArray<EmoteShare>;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type EmoteShare = {
  readonly channel: Channel;
  /** Messages read, with emotes or without. */
  readonly messages: Scalars['Count']['output'];
  /** Messages with at least one emote. */
  readonly messagesWithEmotes: Scalars['Count']['output'];
  /** The latter by the former, 0 to 1. */
  readonly share: Scalars['Float']['output'];
};

export type ChannelConnection = {
  readonly edges: ReadonlyArray<ChannelEdge>;
  readonly nodes: ReadonlyArray<Channel>;
  readonly pageInfo: PageInfo;
  /** Of all that was ever read. */
  readonly dataFreshness: DataFreshness;
};

export type ChannelEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Channel;
};

export type EmoteConnection = {
  readonly edges: ReadonlyArray<EmoteEdge>;
  readonly nodes: ReadonlyArray<Emote>;
  readonly pageInfo: PageInfo;
  /** Of all that was ever read. */
  readonly dataFreshness: DataFreshness;
};

export type EmoteEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Emote;
  /** Occurrences since ever, over all channels. */
  readonly uses: Scalars['Count']['output'];
};

export type UnusedEmotes = {
  readonly emotes: ReadonlyArray<UnusedEmote>;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type UnusedEmote = {
  readonly emote: Emote;
  /** Start of the last hour in which it was used in the channel; null when it never was. */
  readonly lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type StreamSessionConnection = {
  readonly edges: ReadonlyArray<StreamSessionEdge>;
  readonly nodes: ReadonlyArray<StreamSession>;
  readonly pageInfo: PageInfo;
  readonly range: TimeRange;
  /** Of the chat. What is streamed is looked at once in a while: `pipeline.jobs` says when. */
  readonly dataFreshness: DataFreshness;
};

export type StreamSessionEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: StreamSession;
};

export type EmotePairs = {
  /** Messages with the emote itself. */
  readonly messages: Scalars['Count']['output'];
  readonly pairs: ReadonlyArray<EmotePair>;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

/** Two emotes in the same messages. */
export type EmotePair = {
  /** The other one. */
  readonly emote: Emote;
  /** Messages with both. */
  readonly together: Scalars['Count']['output'];
  /** Messages with the other one. */
  readonly messages: Scalars['Count']['output'];
  /** How many times as often they stand together as they would by chance, if messages with emotes chose theirs independently. */
  readonly lift: Scalars['Float']['output'];
};

export type TrendingEmotes = {
  /** Surest first; equals by id, then provider. */
  readonly emotes: ReadonlyArray<TrendingEmote>;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

/** An emote that is used more than usual. Chatters who are not to be known count nowhere in it. */
export type TrendingEmote = {
  readonly emote: Emote;
  /** Occurrences. */
  readonly uses: Scalars['Count']['output'];
  /** Those that count when each chatter has a cap. */
  readonly cappedUses: Scalars['Count']['output'];
  /** How many capped uses its share in the days before would give. */
  readonly expectedUses: Scalars['Float']['output'];
  /** Distinct chatters. */
  readonly chatters: Scalars['Count']['output'];
  /** How far above the expected, in standard deviations. */
  readonly score: Scalars['Float']['output'];
};

export type UsageSplit = {
  readonly by: UsageSplitBy;
  /** In the order of the enum; parts without a use are left out. */
  readonly parts: ReadonlyArray<UsagePart>;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

/** Uses that have something in common. The one of `provider`, `class` and `price` that was asked by is set. */
export type UsagePart = {
  readonly provider?: Maybe<Provider>;
  readonly class?: Maybe<EmoteClass>;
  readonly price?: Maybe<Price>;
  /** Occurrences. */
  readonly uses: Scalars['Count']['output'];
  /** Distinct emotes. */
  readonly distinctEmotes: Scalars['Count']['output'];
  /**
   * Messages with at least one of its emotes; one message may be in several parts. From single messages: null when they are not
   * kept any more, and with a filter by language or game.
   */
  readonly messages?: Maybe<Scalars['Count']['output']>;
  /** Distinct chatters who used one, those left out who are not to be known. Null as `messages`. */
  readonly emoteChatters?: Maybe<Scalars['Count']['output']>;
};

export type StreamSplit = {
  readonly by: StreamSplitBy;
  /** Most uses first. */
  readonly parts: ReadonlyArray<StreamPart>;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

/** What was used and said while the same was streamed. */
export type StreamPart = {
  /** As Twitch spells it; null when asked by game, while offline, and where nobody looked. */
  readonly language?: Maybe<Scalars['String']['output']>;
  /** Null when asked by language, while offline or without one, and where nobody looked. */
  readonly game?: Maybe<Game>;
  /** Messages read, with emotes or without. */
  readonly messages: Scalars['Count']['output'];
  /** Messages with at least one emote. */
  readonly messagesWithEmotes: Scalars['Count']['output'];
  /** Occurrences of emotes. */
  readonly uses: Scalars['Count']['output'];
};

export type ModerationSeries = {
  /** Oldest first, at most 6,000: one for each stretch and action that was done in it. */
  readonly points: ReadonlyArray<ModerationPoint>;
  readonly granularity: Granularity;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type ModerationPoint = {
  /** Start of the stretch. */
  readonly start: Scalars['DateTime']['output'];
  readonly action: ModerationAction;
  /** How often it was done. */
  readonly acts: Scalars['Count']['output'];
};

/** Someone who uses emotes. Who opted out is nobody. */
export type Chatter = {
  /** As the warehouse has it: a keyed hash, unless ids are kept. Decimal. */
  readonly id: Scalars['String']['output'];
  /** Where names are kept, and Twitch named it; else null. */
  readonly login?: Maybe<Scalars['String']['output']>;
  /** Name as it is shown; null as `login`. */
  readonly displayName?: Maybe<Scalars['String']['output']>;
  /**
   * What it uses, most first; equals by id, then provider. Whole UTC days reach as far back as chatters' days are kept (90 days
   * unless set otherwise), parts of days as single messages.
   */
  readonly emotes: ChatterEmoteConnection;
  /** Its uses over time, oldest first. Days, weeks and months of UTC reach as far back as chatters' days, others as single messages. */
  readonly usage: ChatterUsageSeries;
};


/** Someone who uses emotes. Who opted out is nobody. */
export type ChatterEmotesArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Someone who uses emotes. Who opted out is nobody. */
export type ChatterUsageArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  emote?: InputMaybe<EmoteRef>;
  granularity?: InputMaybe<Granularity>;
  timezone?: InputMaybe<Scalars['String']['input']>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

export type ChatterUsage = {
  readonly chatter: Chatter;
  /** Occurrences. */
  readonly uses: Scalars['Count']['output'];
  /** Messages with the emote asked for; null without one, as messages don't add up over emotes. */
  readonly messages?: Maybe<Scalars['Count']['output']>;
  /** Distinct emotes. */
  readonly distinctEmotes: Scalars['Count']['output'];
};

export type ChatterUsageConnection = {
  readonly edges: ReadonlyArray<ChatterUsageEdge>;
  readonly nodes: ReadonlyArray<ChatterUsage>;
  readonly pageInfo: PageInfo;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type ChatterUsageEdge = {
  /** Carries the range: later pages are of the same time. */
  readonly cursor: Scalars['String']['output'];
  readonly node: ChatterUsage;
};

export type ChatterEmote = {
  readonly emote: Emote;
  /** Occurrences, by this chatter. */
  readonly uses: Scalars['Count']['output'];
  /** The chatter's messages with it. */
  readonly messages: Scalars['Count']['output'];
  /** Channels in which the chatter used it. */
  readonly channelCount: Scalars['Count']['output'];
  /** Where the chatter used it most. */
  readonly topChannel?: Maybe<Channel>;
};

export type ChatterEmoteConnection = {
  readonly edges: ReadonlyArray<ChatterEmoteEdge>;
  readonly nodes: ReadonlyArray<ChatterEmote>;
  readonly pageInfo: PageInfo;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type ChatterEmoteEdge = {
  /** Carries the range: later pages are of the same time. */
  readonly cursor: Scalars['String']['output'];
  readonly node: ChatterEmote;
};

export type ChatterUsageSeries = {
  /** Oldest first, at most 1,500. Stretches without a use have no point. */
  readonly points: ReadonlyArray<ChatterUsagePoint>;
  readonly granularity: Granularity;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshness;
};

export type ChatterUsagePoint = {
  /** Start of the stretch; the first and the last one hold only what lies in the range. */
  readonly start: Scalars['DateTime']['output'];
  /** Occurrences. */
  readonly uses: Scalars['Count']['output'];
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
  /** How many there are in all; costs a read of its own. */
  readonly totalCount: Scalars['Count']['output'];
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
export type Theme = Node & {
  readonly id: Scalars['ID']['output'];
  /** Its name in addresses. */
  readonly slug: Scalars['String']['output'];
  readonly name: Scalars['String']['output'];
  /** When it counts, in order; none: always. */
  readonly windows: ReadonlyArray<ThemeWindow>;
  /** Only uses in channels that last streamed in one of these languages are the theme's; none: in all. */
  readonly languages: ReadonlyArray<Scalars['String']['output']>;
  /** What makes an emote its own, used or not: with the fields above all that `setTheme` takes, so it can be given back changed. */
  readonly definition: ThemeDefinition;
  /** Its emotes by uses, most used first. Emotes that nobody used are left out. */
  readonly ranking: ThemeRanking;
  /** Its uses over time, and their running sum from the start of the range on. */
  readonly series: ThemeSeries;
};


/**
 * Emotes that are told of together, such as those of an event: shipped with the product, or added. What is added or
 * changed applies to the past at once. Only uses within its windows are a theme's.
 */
export type ThemeRankingArgs = {
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  first?: Scalars['Int']['input'];
};


/**
 * Emotes that are told of together, such as those of an event: shipped with the product, or added. What is added or
 * changed applies to the past at once. Only uses within its windows are a theme's.
 */
export type ThemeSeriesArgs = {
  granularity?: InputMaybe<Granularity>;
  timezone?: InputMaybe<Scalars['String']['input']>;
  window?: InputMaybe<TimeWindow>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

export type ThemeWindow = {
  /** Start, included; null: from the first day on. */
  readonly from?: Maybe<Scalars['DateTime']['output']>;
  /** End, not included; null: to this day. */
  readonly to?: Maybe<Scalars['DateTime']['output']>;
};

/** What a theme is made of. An emote is its own when any of `emotes`, `names` and `patterns` says so. */
export type ThemeDefinition = {
  /** Emotes by id. */
  readonly emotes: ReadonlyArray<ThemeEmote>;
  /** Emotes whose id is not known, by exact name. */
  readonly names: ReadonlyArray<ThemeName>;
  /** Emotes by names with `*` for any characters and `?` for one. */
  readonly patterns: ReadonlyArray<ThemePattern>;
  /** Only uses in these channels are its own; null: in all. */
  readonly channelTwitchIds?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

export type ThemeEmote = {
  /** Who gives it. */
  readonly provider: Provider;
  /** The provider's own id. */
  readonly emoteId: Scalars['String']['output'];
  /** For people; it matches nothing. Empty where it is not known. */
  readonly name: Scalars['String']['output'];
};

export type ThemeName = {
  /** Null: of any provider. */
  readonly provider?: Maybe<Provider>;
  /** As it is written in chat. */
  readonly name: Scalars['String']['output'];
};

export type ThemePattern = {
  /** Null: of any provider. */
  readonly provider?: Maybe<Provider>;
  /** Over whole names: `*` stands for any characters, `?` for one. */
  readonly pattern: Scalars['String']['output'];
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
  /**
   * Messages with at least one emote, or with the emote asked for; null with a filter by provider, class, price or theme, as
   * messages don't add up over emotes.
   */
  readonly messagesWithEmotes?: Maybe<Scalars['Count']['output']>;
  /** Occurrences of emotes, or of those asked for. */
  readonly uses: Scalars['Count']['output'];
  /** Distinct chatters who used an emote, or one of those asked for, those left out who are not to be known. */
  readonly emoteChatters: Scalars['Count']['output'];
  /** What the time compared with had as long after its start; null without `compareTo`. */
  readonly previous?: Maybe<UsageMeasures>;
};

/** What was said and used in a time. */
export type UsageMeasures = {
  /** Messages read, with emotes or without. */
  readonly messages: Scalars['Count']['output'];
  /** As in `UsagePoint`. */
  readonly messagesWithEmotes?: Maybe<Scalars['Count']['output']>;
  /** Occurrences of emotes, or of those asked for. */
  readonly uses: Scalars['Count']['output'];
  /** As in `UsagePoint`: of the whole time, so somebody who was there twice counts once. Costs a read of its own. */
  readonly emoteChatters: Scalars['Count']['output'];
};

export type UsageSeries = {
  /** Oldest first, at most 1,500. Stretches in which nothing was read have no point, unless asked to be filled. */
  readonly points: ReadonlyArray<UsagePoint>;
  /** Of the whole range. */
  readonly totals: UsageMeasures;
  /** Of the whole time compared with; null without `compareTo`. */
  readonly previousTotals?: Maybe<UsageMeasures>;
  /** The time compared with; null without `compareTo`. */
  readonly previousRange?: Maybe<TimeRange>;
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
  /**
   * Who reads chat, by instance, as each tells every five seconds. One that was not heard of for 20 seconds is silent; it is left
   * out after five minutes, and at once when it was stopped in order.
   */
  readonly collectors: ReadonlyArray<Collector>;
  /** Records of the log that nobody could use, put aside for people to decide about. Null while the log does not answer. */
  readonly quarantine?: Maybe<Quarantine>;
  /** The scheduled work, by name: what is learnt of channels, emotes and themes. None before the first one has run. */
  readonly jobs: ReadonlyArray<Job>;
};

/** A process that reads chat, as it was when it last told. */
export type Collector = {
  /** Its place among the collectors, as `collector-1`: what runs there next has the same. */
  readonly instance: Scalars['String']['output'];
  /** By its own clock. */
  readonly reportedAt: Scalars['DateTime']['output'];
  /** Nothing was heard of it for 20 seconds: it was killed, is stuck, or can not reach the log. Others read its channels. */
  readonly silent: Scalars['Boolean']['output'];
  /** Connections to chat that were open. */
  readonly connections: Scalars['Count']['output'];
  /** Channels that were its share to read. */
  readonly channelsWanted: Scalars['Count']['output'];
  /** Those of its share that it was reading. */
  readonly channelsJoined: Scalars['Count']['output'];
  /**
   * Those of its share that Twitch did not let it join when it last asked, by reason; reasons of none are left out. What is
   * wanted, and neither joined nor here, is being joined.
   */
  readonly channelsRefused: ReadonlyArray<RefusedChannels>;
  /** Messages that count, of the last minute or so, in its channels together. */
  readonly messagesPerSecond: Scalars['Float']['output'];
};

/** Channels that Twitch did not let a collector join for the same reason. */
export type RefusedChannels = {
  readonly reason: JoinRefusalReason;
  /** How many channels. */
  readonly channels: Scalars['Count']['output'];
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

/** What waits for a decision of people: `emotide quarantine`. */
export type Quarantine = {
  /** Records that are there. */
  readonly records: Scalars['Count']['output'];
  /** When one was last put there; null while it is empty. */
  readonly newestAt?: Maybe<Scalars['DateTime']['output']>;
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
  /**
   * Uses of a theme's emotes, and how they come and go: the same in each window. An emote is known by the name under which it
   * is most used. Themes of languages are asked of the queries.
   */
  readonly themeTrend: LiveThemeTrend;
  /**
   * Emotes that are used more than at the same time of the days before, surest first, as the query of this name has them. Asked
   * of the warehouse, so its windows are whole minutes: one is closed five seconds after its end. At most 50 different ones at a
   * time.
   */
  readonly trending: LiveTrending;
  /**
   * Single uses of emotes in one channel from now on, some tens of milliseconds after they were sent; the first answer has none.
   * An answer has those since the one before, at most `first` of them: the latest ones, `dropped` counts the others. What was
   * found later to repair a gap is left out, as are uses while `stale` says that the feed stands still.
   */
  readonly emoteEvents: LiveEmoteEvents;
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
export type SubscriptionThemeTrendArgs = {
  slug: Scalars['String']['input'];
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
export type SubscriptionTrendingArgs = {
  channel?: InputMaybe<Scalars['String']['input']>;
  window?: LiveWindow;
  baselineDays?: Scalars['Int']['input'];
  mostUsesPerChatter?: Scalars['Int']['input'];
  leastChatters?: Scalars['Int']['input'];
  leastScore?: Scalars['Float']['input'];
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
export type SubscriptionEmoteEventsArgs = {
  channel: Scalars['String']['input'];
  provider?: InputMaybe<Provider>;
  price?: InputMaybe<Price>;
  first?: Scalars['Int']['input'];
  withChatters?: Scalars['Boolean']['input'];
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
  /** What is read of the chat reaches the server late, or a reader of it does not say how far it is. */
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

export type LiveThemeTrend = {
  /** Its emotes in the window, most used first. Null while nothing is known yet: see `stale`. */
  readonly emotes?: Maybe<ReadonlyArray<LiveEmoteUsage>>;
  /** Its uses in each window, the shortest first: one that has more a minute than the next longer one is rising. Null as `emotes`. */
  readonly windows?: Maybe<ReadonlyArray<LiveThemeWindow>>;
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

/** A theme's uses in one window. */
export type LiveThemeWindow = {
  readonly window: LiveWindow;
  /** Occurrences of its emotes. Null when not all of the window lies in the theme's time. */
  readonly uses?: Maybe<Scalars['Count']['output']>;
};

export type LiveTrending = {
  /** Surest first; equals by id, then provider. Null while nothing is known yet: see `stale`. */
  readonly emotes?: Maybe<ReadonlyArray<TrendingEmote>>;
  /** The minutes covered. Null while nothing is known yet. */
  readonly range?: Maybe<TimeRange>;
  /** Whether the warehouse had all of the range when it was asked, and no gap of it is known. */
  readonly complete: Scalars['Boolean']['output'];
  /** End of the window. Null while nothing is known yet. */
  readonly asOf?: Maybe<Scalars['DateTime']['output']>;
  /** Null while the warehouse answers. */
  readonly stale?: Maybe<Staleness>;
};

export type LiveEmoteEvents = {
  /** In the order in which they were counted, oldest first. */
  readonly events: ReadonlyArray<LiveEmoteEvent>;
  /**
   * Uses that came since this feed was begun, whether they were given or not. Who finds more between two answers than the later
   * one holds has missed the rest: by the limit, or as a reader too slow for every answer.
   */
  readonly total: Scalars['Count']['output'];
  /** How many of `total` were left out by the limit. */
  readonly dropped: Scalars['Count']['output'];
  /** Null when the feed is as fresh as it can be. */
  readonly stale?: Maybe<Staleness>;
};

/** One emote in one message: never what the message says. */
export type LiveEmoteEvent = {
  /** When the message was sent, by Twitch. */
  readonly at: Scalars['DateTime']['output'];
  /** With the class that it was stamped with when it was read. */
  readonly emote: Emote;
  /** Occurrences in the message. */
  readonly uses: Scalars['Count']['output'];
  /** Whether the message was sent in another channel of a shared chat, and is counted there in sums over channels. */
  readonly isSharedCopy: Scalars['Boolean']['output'];
  /** As in `Chatter`, decimal. Null for nobody, and without `withChatters`. */
  readonly chatterId?: Maybe<Scalars['String']['output']>;
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

/**
 * Changes of what is read and how it is counted. All of them need a key with the role admin, are put down in the audit log
 * with that key's id before they are made, and hold for every process at once.
 */
export type Mutation = {
  /** From now on these channels are read, whatever the scout's plan and the settings say. */
  readonly trackChannels: ChannelWishChange;
  /** From now on these channels are not read, whatever the scout's plan and the settings say. What was read stays. */
  readonly untrackChannels: ChannelWishChange;
  /** From now on the scout's plan and the settings decide of these channels again. */
  readonly releaseChannels: ChannelWishChange;
  /** Adds a theme, or puts it in the place of the one with its slug; for the past too. */
  readonly setTheme: ThemeChange;
  /** Takes a theme away, a shipped one too. */
  readonly removeTheme: ThemeChange;
  /** Takes back all that was made of a theme: a shipped one is as shipped, one that was added is gone. */
  readonly restoreTheme: ThemeChange;
  /**
   * An emote costs what this says, whatever providers say now or later: in every answer, about the past as well, in SQL, and in
   * live answers within seconds. No count changes, and the stamps of single uses stay as they were.
   */
  readonly reclassifyEmote: EmoteChange;
  /** An emote costs again what the catalogue says, or what its uses were stamped with; about the past as well. */
  readonly restoreEmoteClass: EmoteChange;
  /** From now on the chatter's messages count and are nobody's, wherever they come from. What was counted before stays. */
  readonly optOut: OptOutChange;
  /** From now on the chatter is somebody again. What was sent meanwhile stays nobody's. */
  readonly optBackIn: OptOutChange;
};


/**
 * Changes of what is read and how it is counted. All of them need a key with the role admin, are put down in the audit log
 * with that key's id before they are made, and hold for every process at once.
 */
export type MutationTrackChannelsArgs = {
  logins: ReadonlyArray<Scalars['String']['input']>;
};


/**
 * Changes of what is read and how it is counted. All of them need a key with the role admin, are put down in the audit log
 * with that key's id before they are made, and hold for every process at once.
 */
export type MutationUntrackChannelsArgs = {
  logins: ReadonlyArray<Scalars['String']['input']>;
};


/**
 * Changes of what is read and how it is counted. All of them need a key with the role admin, are put down in the audit log
 * with that key's id before they are made, and hold for every process at once.
 */
export type MutationReleaseChannelsArgs = {
  logins: ReadonlyArray<Scalars['String']['input']>;
};


/**
 * Changes of what is read and how it is counted. All of them need a key with the role admin, are put down in the audit log
 * with that key's id before they are made, and hold for every process at once.
 */
export type MutationSetThemeArgs = {
  theme: ThemeInput;
};


/**
 * Changes of what is read and how it is counted. All of them need a key with the role admin, are put down in the audit log
 * with that key's id before they are made, and hold for every process at once.
 */
export type MutationRemoveThemeArgs = {
  slug: Scalars['String']['input'];
};


/**
 * Changes of what is read and how it is counted. All of them need a key with the role admin, are put down in the audit log
 * with that key's id before they are made, and hold for every process at once.
 */
export type MutationRestoreThemeArgs = {
  slug: Scalars['String']['input'];
};


/**
 * Changes of what is read and how it is counted. All of them need a key with the role admin, are put down in the audit log
 * with that key's id before they are made, and hold for every process at once.
 */
export type MutationReclassifyEmoteArgs = {
  emote: EmoteRef;
  class: EmoteClass;
};


/**
 * Changes of what is read and how it is counted. All of them need a key with the role admin, are put down in the audit log
 * with that key's id before they are made, and hold for every process at once.
 */
export type MutationRestoreEmoteClassArgs = {
  emote: EmoteRef;
};


/**
 * Changes of what is read and how it is counted. All of them need a key with the role admin, are put down in the audit log
 * with that key's id before they are made, and hold for every process at once.
 */
export type MutationOptOutArgs = {
  userId: Scalars['String']['input'];
};


/**
 * Changes of what is read and how it is counted. All of them need a key with the role admin, are put down in the audit log
 * with that key's id before they are made, and hold for every process at once.
 */
export type MutationOptBackInArgs = {
  userId: Scalars['String']['input'];
};

/** What somebody wished of one channel. */
export type ChannelWish = {
  readonly login: Scalars['String']['output'];
  /** True: it is read. False: it is not. */
  readonly isWanted: Scalars['Boolean']['output'];
  /** When it was last wished. */
  readonly since: Scalars['DateTime']['output'];
};

export type ChannelWishChange = {
  /** Names the change in the audit log. */
  readonly auditId: Scalars['ID']['output'];
  /** What is wished of these channels now. */
  readonly wishes: ReadonlyArray<ChannelWish>;
};

/** A theme as an administrator makes it. An emote is its own when any of `emotes`, `names` and `patterns` says so. */
export type ThemeInput = {
  /** Lower-case words and numbers between single hyphens; the theme's key for good. */
  readonly slug: Scalars['String']['input'];
  readonly name: Scalars['String']['input'];
  /** When it counts, in order and apart from each other; none: always. */
  readonly windows?: ReadonlyArray<ThemeWindowInput>;
  /** Emotes by id. */
  readonly emotes?: ReadonlyArray<ThemeEmoteInput>;
  /** Emotes whose id is not known, by exact name. */
  readonly names?: ReadonlyArray<ThemeNameInput>;
  /** Emotes by names with `*` for any characters. */
  readonly patterns?: ReadonlyArray<ThemePatternInput>;
  /** Only uses in these channels are its own; absent: in all. */
  readonly channelTwitchIds?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** Only uses in channels that last streamed in one of these languages are its own; absent: in all. */
  readonly languages?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type ThemeWindowInput = {
  /** Start, included; absent: from the first day on. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** End, not included; absent: to this day. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

export type ThemeEmoteInput = {
  readonly provider: Provider;
  readonly emoteId: Scalars['String']['input'];
  /** For people; it matches nothing. */
  readonly name?: Scalars['String']['input'];
};

export type ThemeNameInput = {
  /** Absent: of any provider. */
  readonly provider?: InputMaybe<Provider>;
  readonly name: Scalars['String']['input'];
};

export type ThemePatternInput = {
  /** Absent: of any provider. */
  readonly provider?: InputMaybe<Provider>;
  readonly pattern: Scalars['String']['input'];
};

export type ThemeChange = {
  /** Names the change in the audit log. */
  readonly auditId: Scalars['ID']['output'];
  /** As it is now; null when it is gone. */
  readonly theme?: Maybe<Theme>;
};

export type EmoteChange = {
  /** Names the change in the audit log. */
  readonly auditId: Scalars['ID']['output'];
  /** With the class that it has now. */
  readonly emote: Emote;
};

export type OptOutChange = {
  /** Names the change in the audit log, and in the privacy log. */
  readonly auditId: Scalars['ID']['output'];
  /** Whether the chatter is opted out now. */
  readonly isOut: Scalars['Boolean']['output'];
  /** False when it was so already. */
  readonly isChanged: Scalars['Boolean']['output'];
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
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  TimeWindow: TimeWindow;
  Granularity: Granularity;
  Comparison: Comparison;
  ChannelOrder: ChannelOrder;
  EmoteOrder: EmoteOrder;
  UsageSplitBy: UsageSplitBy;
  StreamSplitBy: StreamSplitBy;
  ModerationAction: ModerationAction;
  UsageFilter: UsageFilter;
  Provider: Provider;
  Price: Price;
  EmoteClass: EmoteClass;
  EmoteRef: EmoteRef;
  Channel: ResolverTypeWrapper<ChannelParent>;
  StreamSession: ResolverTypeWrapper<StreamSessionParent>;
  StreamedGame: ResolverTypeWrapper<StreamedGame>;
  Game: ResolverTypeWrapper<Game>;
  StreamRecap: ResolverTypeWrapper<StreamRecapParent>;
  StreamPeak: ResolverTypeWrapper<Omit<StreamPeak, 'emote'> & { emote: ResolversTypes['Emote'] }>;
  Emote: ResolverTypeWrapper<EmoteParent>;
  EmoteKnowledge: ResolverTypeWrapper<EmoteKnowledgeParent>;
  TimeRange: ResolverTypeWrapper<TimeRange>;
  DataFreshness: ResolverTypeWrapper<DataFreshnessParent>;
  Gap: ResolverTypeWrapper<Gap>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  ChannelUsage: ResolverTypeWrapper<ChannelUsageParent>;
  ChannelTotals: ResolverTypeWrapper<Omit<ChannelTotals, 'usage' | 'dataFreshness'> & { usage: ResolversTypes['ChannelUsage'], dataFreshness: ResolversTypes['DataFreshness'] }>;
  ChannelUsageConnection: ResolverTypeWrapper<ChannelUsageConnectionParent>;
  ChannelUsageEdge: ResolverTypeWrapper<Omit<ChannelUsageEdge, 'node'> & { node: ResolversTypes['ChannelUsage'] }>;
  ChannelUses: ResolverTypeWrapper<Omit<ChannelUses, 'channel'> & { channel: ResolversTypes['Channel'] }>;
  ChannelUsesConnection: ResolverTypeWrapper<ChannelUsesConnectionParent>;
  ChannelUsesEdge: ResolverTypeWrapper<Omit<ChannelUsesEdge, 'node'> & { node: ResolversTypes['ChannelUses'] }>;
  EmoteShares: ResolverTypeWrapper<Omit<EmoteShares, 'shares' | 'dataFreshness'> & { shares: ReadonlyArray<ResolversTypes['EmoteShare']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  EmoteShare: ResolverTypeWrapper<Omit<EmoteShare, 'channel'> & { channel: ResolversTypes['Channel'] }>;
  ChannelConnection: ResolverTypeWrapper<Omit<ChannelConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversTypes['ChannelEdge']>, nodes: ReadonlyArray<ResolversTypes['Channel']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  ChannelEdge: ResolverTypeWrapper<Omit<ChannelEdge, 'node'> & { node: ResolversTypes['Channel'] }>;
  EmoteConnection: ResolverTypeWrapper<Omit<EmoteConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversTypes['EmoteEdge']>, nodes: ReadonlyArray<ResolversTypes['Emote']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  EmoteEdge: ResolverTypeWrapper<Omit<EmoteEdge, 'node'> & { node: ResolversTypes['Emote'] }>;
  UnusedEmotes: ResolverTypeWrapper<Omit<UnusedEmotes, 'emotes' | 'dataFreshness'> & { emotes: ReadonlyArray<ResolversTypes['UnusedEmote']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  UnusedEmote: ResolverTypeWrapper<Omit<UnusedEmote, 'emote'> & { emote: ResolversTypes['Emote'] }>;
  StreamSessionConnection: ResolverTypeWrapper<Omit<StreamSessionConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversTypes['StreamSessionEdge']>, nodes: ReadonlyArray<ResolversTypes['StreamSession']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  StreamSessionEdge: ResolverTypeWrapper<Omit<StreamSessionEdge, 'node'> & { node: ResolversTypes['StreamSession'] }>;
  EmotePairs: ResolverTypeWrapper<Omit<EmotePairs, 'pairs' | 'dataFreshness'> & { pairs: ReadonlyArray<ResolversTypes['EmotePair']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  EmotePair: ResolverTypeWrapper<Omit<EmotePair, 'emote'> & { emote: ResolversTypes['Emote'] }>;
  TrendingEmotes: ResolverTypeWrapper<Omit<TrendingEmotes, 'emotes' | 'dataFreshness'> & { emotes: ReadonlyArray<ResolversTypes['TrendingEmote']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  TrendingEmote: ResolverTypeWrapper<Omit<TrendingEmote, 'emote'> & { emote: ResolversTypes['Emote'] }>;
  UsageSplit: ResolverTypeWrapper<Omit<UsageSplit, 'parts' | 'dataFreshness'> & { parts: ReadonlyArray<ResolversTypes['UsagePart']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  UsagePart: ResolverTypeWrapper<UsagePartParent>;
  StreamSplit: ResolverTypeWrapper<Omit<StreamSplit, 'dataFreshness'> & { dataFreshness: ResolversTypes['DataFreshness'] }>;
  StreamPart: ResolverTypeWrapper<StreamPart>;
  ModerationSeries: ResolverTypeWrapper<Omit<ModerationSeries, 'dataFreshness'> & { dataFreshness: ResolversTypes['DataFreshness'] }>;
  ModerationPoint: ResolverTypeWrapper<ModerationPoint>;
  Chatter: ResolverTypeWrapper<ChatterParent>;
  ChatterUsage: ResolverTypeWrapper<Omit<ChatterUsage, 'chatter'> & { chatter: ResolversTypes['Chatter'] }>;
  ChatterUsageConnection: ResolverTypeWrapper<Omit<ChatterUsageConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversTypes['ChatterUsageEdge']>, nodes: ReadonlyArray<ResolversTypes['ChatterUsage']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  ChatterUsageEdge: ResolverTypeWrapper<Omit<ChatterUsageEdge, 'node'> & { node: ResolversTypes['ChatterUsage'] }>;
  ChatterEmote: ResolverTypeWrapper<Omit<ChatterEmote, 'emote' | 'topChannel'> & { emote: ResolversTypes['Emote'], topChannel?: Maybe<ResolversTypes['Channel']> }>;
  ChatterEmoteConnection: ResolverTypeWrapper<Omit<ChatterEmoteConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversTypes['ChatterEmoteEdge']>, nodes: ReadonlyArray<ResolversTypes['ChatterEmote']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  ChatterEmoteEdge: ResolverTypeWrapper<Omit<ChatterEmoteEdge, 'node'> & { node: ResolversTypes['ChatterEmote'] }>;
  ChatterUsageSeries: ResolverTypeWrapper<Omit<ChatterUsageSeries, 'dataFreshness'> & { dataFreshness: ResolversTypes['DataFreshness'] }>;
  ChatterUsagePoint: ResolverTypeWrapper<ChatterUsagePoint>;
  EmoteUsage: ResolverTypeWrapper<EmoteUsageParent>;
  EmoteUsageConnection: ResolverTypeWrapper<EmoteUsageConnectionParent>;
  EmoteUsageEdge: ResolverTypeWrapper<Omit<EmoteUsageEdge, 'node'> & { node: ResolversTypes['EmoteUsage'] }>;
  Theme: ResolverTypeWrapper<ThemeParent>;
  ThemeWindow: ResolverTypeWrapper<ThemeWindow>;
  ThemeDefinition: ResolverTypeWrapper<ThemeDefinition>;
  ThemeEmote: ResolverTypeWrapper<ThemeEmote>;
  ThemeName: ResolverTypeWrapper<ThemeName>;
  ThemePattern: ResolverTypeWrapper<ThemePattern>;
  ThemeRanking: ResolverTypeWrapper<Omit<ThemeRanking, 'emotes' | 'dataFreshness'> & { emotes: ReadonlyArray<ResolversTypes['EmoteUsage']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  ThemePoint: ResolverTypeWrapper<ThemePoint>;
  ThemeSeries: ResolverTypeWrapper<Omit<ThemeSeries, 'dataFreshness'> & { dataFreshness: ResolversTypes['DataFreshness'] }>;
  UsagePoint: ResolverTypeWrapper<UsagePointParent>;
  UsageMeasures: ResolverTypeWrapper<UsageMeasuresParent>;
  UsageSeries: ResolverTypeWrapper<Omit<UsageSeries, 'points' | 'totals' | 'previousTotals' | 'dataFreshness'> & { points: ReadonlyArray<ResolversTypes['UsagePoint']>, totals: ResolversTypes['UsageMeasures'], previousTotals?: Maybe<ResolversTypes['UsageMeasures']>, dataFreshness: ResolversTypes['DataFreshness'] }>;
  Pipeline: ResolverTypeWrapper<PipelineParent>;
  Collector: ResolverTypeWrapper<Collector>;
  RefusedChannels: ResolverTypeWrapper<RefusedChannels>;
  JoinRefusalReason: JoinRefusalReason;
  Quarantine: ResolverTypeWrapper<Quarantine>;
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
  LiveThemeTrend: ResolverTypeWrapper<Omit<LiveThemeTrend, 'emotes'> & { emotes?: Maybe<ReadonlyArray<ResolversTypes['LiveEmoteUsage']>> }>;
  LiveThemeWindow: ResolverTypeWrapper<LiveThemeWindow>;
  LiveTrending: ResolverTypeWrapper<Omit<LiveTrending, 'emotes'> & { emotes?: Maybe<ReadonlyArray<ResolversTypes['TrendingEmote']>> }>;
  LiveEmoteEvents: ResolverTypeWrapper<Omit<LiveEmoteEvents, 'events'> & { events: ReadonlyArray<ResolversTypes['LiveEmoteEvent']> }>;
  LiveEmoteEvent: ResolverTypeWrapper<Omit<LiveEmoteEvent, 'emote'> & { emote: ResolversTypes['Emote'] }>;
  LiveTotals: ResolverTypeWrapper<LiveTotals>;
  LiveUsagePoint: ResolverTypeWrapper<LiveUsagePoint>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ChannelWish: ResolverTypeWrapper<ChannelWish>;
  ChannelWishChange: ResolverTypeWrapper<ChannelWishChange>;
  ThemeInput: ThemeInput;
  ThemeWindowInput: ThemeWindowInput;
  ThemeEmoteInput: ThemeEmoteInput;
  ThemeNameInput: ThemeNameInput;
  ThemePatternInput: ThemePatternInput;
  ThemeChange: ResolverTypeWrapper<Omit<ThemeChange, 'theme'> & { theme?: Maybe<ResolversTypes['Theme']> }>;
  EmoteChange: ResolverTypeWrapper<Omit<EmoteChange, 'emote'> & { emote: ResolversTypes['Emote'] }>;
  OptOutChange: ResolverTypeWrapper<OptOutChange>;
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
  Float: Scalars['Float']['output'];
  Boolean: Scalars['Boolean']['output'];
  UsageFilter: UsageFilter;
  EmoteRef: EmoteRef;
  Channel: ChannelParent;
  StreamSession: StreamSessionParent;
  StreamedGame: StreamedGame;
  Game: Game;
  StreamRecap: StreamRecapParent;
  StreamPeak: Omit<StreamPeak, 'emote'> & { emote: ResolversParentTypes['Emote'] };
  Emote: EmoteParent;
  EmoteKnowledge: EmoteKnowledgeParent;
  TimeRange: TimeRange;
  DataFreshness: DataFreshnessParent;
  Gap: Gap;
  PageInfo: PageInfo;
  ChannelUsage: ChannelUsageParent;
  ChannelTotals: Omit<ChannelTotals, 'usage' | 'dataFreshness'> & { usage: ResolversParentTypes['ChannelUsage'], dataFreshness: ResolversParentTypes['DataFreshness'] };
  ChannelUsageConnection: ChannelUsageConnectionParent;
  ChannelUsageEdge: Omit<ChannelUsageEdge, 'node'> & { node: ResolversParentTypes['ChannelUsage'] };
  ChannelUses: Omit<ChannelUses, 'channel'> & { channel: ResolversParentTypes['Channel'] };
  ChannelUsesConnection: ChannelUsesConnectionParent;
  ChannelUsesEdge: Omit<ChannelUsesEdge, 'node'> & { node: ResolversParentTypes['ChannelUses'] };
  EmoteShares: Omit<EmoteShares, 'shares' | 'dataFreshness'> & { shares: ReadonlyArray<ResolversParentTypes['EmoteShare']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  EmoteShare: Omit<EmoteShare, 'channel'> & { channel: ResolversParentTypes['Channel'] };
  ChannelConnection: Omit<ChannelConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversParentTypes['ChannelEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Channel']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  ChannelEdge: Omit<ChannelEdge, 'node'> & { node: ResolversParentTypes['Channel'] };
  EmoteConnection: Omit<EmoteConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversParentTypes['EmoteEdge']>, nodes: ReadonlyArray<ResolversParentTypes['Emote']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  EmoteEdge: Omit<EmoteEdge, 'node'> & { node: ResolversParentTypes['Emote'] };
  UnusedEmotes: Omit<UnusedEmotes, 'emotes' | 'dataFreshness'> & { emotes: ReadonlyArray<ResolversParentTypes['UnusedEmote']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  UnusedEmote: Omit<UnusedEmote, 'emote'> & { emote: ResolversParentTypes['Emote'] };
  StreamSessionConnection: Omit<StreamSessionConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversParentTypes['StreamSessionEdge']>, nodes: ReadonlyArray<ResolversParentTypes['StreamSession']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  StreamSessionEdge: Omit<StreamSessionEdge, 'node'> & { node: ResolversParentTypes['StreamSession'] };
  EmotePairs: Omit<EmotePairs, 'pairs' | 'dataFreshness'> & { pairs: ReadonlyArray<ResolversParentTypes['EmotePair']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  EmotePair: Omit<EmotePair, 'emote'> & { emote: ResolversParentTypes['Emote'] };
  TrendingEmotes: Omit<TrendingEmotes, 'emotes' | 'dataFreshness'> & { emotes: ReadonlyArray<ResolversParentTypes['TrendingEmote']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  TrendingEmote: Omit<TrendingEmote, 'emote'> & { emote: ResolversParentTypes['Emote'] };
  UsageSplit: Omit<UsageSplit, 'parts' | 'dataFreshness'> & { parts: ReadonlyArray<ResolversParentTypes['UsagePart']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  UsagePart: UsagePartParent;
  StreamSplit: Omit<StreamSplit, 'dataFreshness'> & { dataFreshness: ResolversParentTypes['DataFreshness'] };
  StreamPart: StreamPart;
  ModerationSeries: Omit<ModerationSeries, 'dataFreshness'> & { dataFreshness: ResolversParentTypes['DataFreshness'] };
  ModerationPoint: ModerationPoint;
  Chatter: ChatterParent;
  ChatterUsage: Omit<ChatterUsage, 'chatter'> & { chatter: ResolversParentTypes['Chatter'] };
  ChatterUsageConnection: Omit<ChatterUsageConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversParentTypes['ChatterUsageEdge']>, nodes: ReadonlyArray<ResolversParentTypes['ChatterUsage']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  ChatterUsageEdge: Omit<ChatterUsageEdge, 'node'> & { node: ResolversParentTypes['ChatterUsage'] };
  ChatterEmote: Omit<ChatterEmote, 'emote' | 'topChannel'> & { emote: ResolversParentTypes['Emote'], topChannel?: Maybe<ResolversParentTypes['Channel']> };
  ChatterEmoteConnection: Omit<ChatterEmoteConnection, 'edges' | 'nodes' | 'dataFreshness'> & { edges: ReadonlyArray<ResolversParentTypes['ChatterEmoteEdge']>, nodes: ReadonlyArray<ResolversParentTypes['ChatterEmote']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  ChatterEmoteEdge: Omit<ChatterEmoteEdge, 'node'> & { node: ResolversParentTypes['ChatterEmote'] };
  ChatterUsageSeries: Omit<ChatterUsageSeries, 'dataFreshness'> & { dataFreshness: ResolversParentTypes['DataFreshness'] };
  ChatterUsagePoint: ChatterUsagePoint;
  EmoteUsage: EmoteUsageParent;
  EmoteUsageConnection: EmoteUsageConnectionParent;
  EmoteUsageEdge: Omit<EmoteUsageEdge, 'node'> & { node: ResolversParentTypes['EmoteUsage'] };
  Theme: ThemeParent;
  ThemeWindow: ThemeWindow;
  ThemeDefinition: ThemeDefinition;
  ThemeEmote: ThemeEmote;
  ThemeName: ThemeName;
  ThemePattern: ThemePattern;
  ThemeRanking: Omit<ThemeRanking, 'emotes' | 'dataFreshness'> & { emotes: ReadonlyArray<ResolversParentTypes['EmoteUsage']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  ThemePoint: ThemePoint;
  ThemeSeries: Omit<ThemeSeries, 'dataFreshness'> & { dataFreshness: ResolversParentTypes['DataFreshness'] };
  UsagePoint: UsagePointParent;
  UsageMeasures: UsageMeasuresParent;
  UsageSeries: Omit<UsageSeries, 'points' | 'totals' | 'previousTotals' | 'dataFreshness'> & { points: ReadonlyArray<ResolversParentTypes['UsagePoint']>, totals: ResolversParentTypes['UsageMeasures'], previousTotals?: Maybe<ResolversParentTypes['UsageMeasures']>, dataFreshness: ResolversParentTypes['DataFreshness'] };
  Pipeline: PipelineParent;
  Collector: Collector;
  RefusedChannels: RefusedChannels;
  Quarantine: Quarantine;
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
  LiveThemeTrend: Omit<LiveThemeTrend, 'emotes'> & { emotes?: Maybe<ReadonlyArray<ResolversParentTypes['LiveEmoteUsage']>> };
  LiveThemeWindow: LiveThemeWindow;
  LiveTrending: Omit<LiveTrending, 'emotes'> & { emotes?: Maybe<ReadonlyArray<ResolversParentTypes['TrendingEmote']>> };
  LiveEmoteEvents: Omit<LiveEmoteEvents, 'events'> & { events: ReadonlyArray<ResolversParentTypes['LiveEmoteEvent']> };
  LiveEmoteEvent: Omit<LiveEmoteEvent, 'emote'> & { emote: ResolversParentTypes['Emote'] };
  LiveTotals: LiveTotals;
  LiveUsagePoint: LiveUsagePoint;
  Mutation: Record<PropertyKey, never>;
  ChannelWish: ChannelWish;
  ChannelWishChange: ChannelWishChange;
  ThemeInput: ThemeInput;
  ThemeWindowInput: ThemeWindowInput;
  ThemeEmoteInput: ThemeEmoteInput;
  ThemeNameInput: ThemeNameInput;
  ThemePatternInput: ThemePatternInput;
  ThemeChange: Omit<ThemeChange, 'theme'> & { theme?: Maybe<ResolversParentTypes['Theme']> };
  EmoteChange: Omit<EmoteChange, 'emote'> & { emote: ResolversParentTypes['Emote'] };
  OptOutChange: OptOutChange;
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
  __resolveType: TypeResolveFn<'Channel' | 'StreamSession' | 'Emote' | 'Theme', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  topChannels?: Resolver<ResolversTypes['ChannelUsageConnection'], ParentType, ContextType, RequireFields<QueryTopChannelsArgs, 'first' | 'by'>>;
  channelsUsing?: Resolver<ResolversTypes['ChannelUsesConnection'], ParentType, ContextType, RequireFields<QueryChannelsUsingArgs, 'filter' | 'first'>>;
  emoteShares?: Resolver<ResolversTypes['EmoteShares'], ParentType, ContextType, RequireFields<QueryEmoteSharesArgs, 'leastMessages' | 'first'>>;
  channel?: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType, Partial<QueryChannelArgs>>;
  searchChannels?: Resolver<ResolversTypes['ChannelConnection'], ParentType, ContextType, RequireFields<QuerySearchChannelsArgs, 'text' | 'first'>>;
  topEmotes?: Resolver<ResolversTypes['EmoteUsageConnection'], ParentType, ContextType, RequireFields<QueryTopEmotesArgs, 'first' | 'by'>>;
  emote?: Resolver<Maybe<ResolversTypes['Emote']>, ParentType, ContextType, RequireFields<QueryEmoteArgs, 'provider' | 'emoteId'>>;
  searchEmotes?: Resolver<ResolversTypes['EmoteConnection'], ParentType, ContextType, RequireFields<QuerySearchEmotesArgs, 'text' | 'first'>>;
  trending?: Resolver<ResolversTypes['TrendingEmotes'], ParentType, ContextType, RequireFields<QueryTrendingArgs, 'baselineDays' | 'mostUsesPerChatter' | 'leastChatters' | 'leastScore' | 'first'>>;
  usage?: Resolver<ResolversTypes['UsageSeries'], ParentType, ContextType, RequireFields<QueryUsageArgs, 'fill'>>;
  usageSplit?: Resolver<ResolversTypes['UsageSplit'], ParentType, ContextType, RequireFields<QueryUsageSplitArgs, 'by'>>;
  streamSplit?: Resolver<ResolversTypes['StreamSplit'], ParentType, ContextType, RequireFields<QueryStreamSplitArgs, 'by' | 'first'>>;
  moderation?: Resolver<ResolversTypes['ModerationSeries'], ParentType, ContextType, Partial<QueryModerationArgs>>;
  topChatters?: Resolver<ResolversTypes['ChatterUsageConnection'], ParentType, ContextType, RequireFields<QueryTopChattersArgs, 'first'>>;
  chatter?: Resolver<Maybe<ResolversTypes['Chatter']>, ParentType, ContextType, Partial<QueryChatterArgs>>;
  themes?: Resolver<ReadonlyArray<ResolversTypes['Theme']>, ParentType, ContextType>;
  theme?: Resolver<Maybe<ResolversTypes['Theme']>, ParentType, ContextType, RequireFields<QueryThemeArgs, 'slug'>>;
  pipeline?: Resolver<ResolversTypes['Pipeline'], ParentType, ContextType>;
  channelWishes?: Resolver<ReadonlyArray<ResolversTypes['ChannelWish']>, ParentType, ContextType>;
};

export type ChannelResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Channel'] = ResolversParentTypes['Channel']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  twitchId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  login?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lastMessageAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['ChannelTotals'], ParentType, ContextType, Partial<ChannelUsageArgs>>;
  unusedEmotes?: Resolver<ResolversTypes['UnusedEmotes'], ParentType, ContextType, RequireFields<ChannelUnusedEmotesArgs, 'first'>>;
  streams?: Resolver<ResolversTypes['StreamSessionConnection'], ParentType, ContextType, RequireFields<ChannelStreamsArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StreamSessionResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['StreamSession'] = ResolversParentTypes['StreamSession']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  streamId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  channelTwitchId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  language?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  games?: Resolver<ReadonlyArray<ResolversTypes['StreamedGame']>, ParentType, ContextType>;
  mostViewers?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  recap?: Resolver<Maybe<ResolversTypes['StreamRecap']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StreamedGameResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['StreamedGame'] = ResolversParentTypes['StreamedGame']> = {
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  game?: Resolver<Maybe<ResolversTypes['Game']>, ParentType, ContextType>;
};

export type GameResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Game'] = ResolversParentTypes['Game']> = {
  gameId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type StreamRecapResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['StreamRecap'] = ResolversParentTypes['StreamRecap']> = {
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messagesWithEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  emoteChatters?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  distinctEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  peak?: Resolver<Maybe<ResolversTypes['StreamPeak']>, ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type StreamPeakResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['StreamPeak'] = ResolversParentTypes['StreamPeak']> = {
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  emote?: Resolver<ResolversTypes['Emote'], ParentType, ContextType>;
};

export type EmoteResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Emote'] = ResolversParentTypes['Emote']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  emoteId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  class?: Resolver<ResolversTypes['EmoteClass'], ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Price'], ParentType, ContextType>;
  imageUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  knowledge?: Resolver<ResolversTypes['EmoteKnowledge'], ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['UsageSeries'], ParentType, ContextType, RequireFields<EmoteUsageArgs, 'fill'>>;
  channels?: Resolver<ResolversTypes['ChannelUsesConnection'], ParentType, ContextType, RequireFields<EmoteChannelsArgs, 'first'>>;
  pairs?: Resolver<ResolversTypes['EmotePairs'], ParentType, ContextType, RequireFields<EmotePairsArgs, 'leastTogether' | 'first'>>;
  topChatters?: Resolver<ResolversTypes['ChatterUsageConnection'], ParentType, ContextType, RequireFields<EmoteTopChattersArgs, 'first'>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EmoteKnowledgeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['EmoteKnowledge'] = ResolversParentTypes['EmoteKnowledge']> = {
  inCatalogue?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  class?: Resolver<ResolversTypes['EmoteClass'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  because?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ownerTwitchId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType>;
  setId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  learntAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
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
  totalCount?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type ChannelUsageEdgeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChannelUsageEdge'] = ResolversParentTypes['ChannelUsageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ChannelUsage'], ParentType, ContextType>;
};

export type ChannelUsesResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChannelUses'] = ResolversParentTypes['ChannelUses']> = {
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messages?: Resolver<Maybe<ResolversTypes['Count']>, ParentType, ContextType>;
  emoteChatters?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  distinctEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type ChannelUsesConnectionResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChannelUsesConnection'] = ResolversParentTypes['ChannelUsesConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChannelUsesEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ChannelUses']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type ChannelUsesEdgeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChannelUsesEdge'] = ResolversParentTypes['ChannelUsesEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ChannelUses'], ParentType, ContextType>;
};

export type EmoteSharesResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['EmoteShares'] = ResolversParentTypes['EmoteShares']> = {
  shares?: Resolver<ReadonlyArray<ResolversTypes['EmoteShare']>, ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type EmoteShareResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['EmoteShare'] = ResolversParentTypes['EmoteShare']> = {
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messagesWithEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ChannelConnectionResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChannelConnection'] = ResolversParentTypes['ChannelConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChannelEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Channel']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type ChannelEdgeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChannelEdge'] = ResolversParentTypes['ChannelEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
};

export type EmoteConnectionResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['EmoteConnection'] = ResolversParentTypes['EmoteConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['EmoteEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Emote']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type EmoteEdgeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['EmoteEdge'] = ResolversParentTypes['EmoteEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Emote'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type UnusedEmotesResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['UnusedEmotes'] = ResolversParentTypes['UnusedEmotes']> = {
  emotes?: Resolver<ReadonlyArray<ResolversTypes['UnusedEmote']>, ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type UnusedEmoteResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['UnusedEmote'] = ResolversParentTypes['UnusedEmote']> = {
  emote?: Resolver<ResolversTypes['Emote'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type StreamSessionConnectionResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['StreamSessionConnection'] = ResolversParentTypes['StreamSessionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StreamSessionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StreamSession']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type StreamSessionEdgeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['StreamSessionEdge'] = ResolversParentTypes['StreamSessionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StreamSession'], ParentType, ContextType>;
};

export type EmotePairsResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['EmotePairs'] = ResolversParentTypes['EmotePairs']> = {
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  pairs?: Resolver<ReadonlyArray<ResolversTypes['EmotePair']>, ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type EmotePairResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['EmotePair'] = ResolversParentTypes['EmotePair']> = {
  emote?: Resolver<ResolversTypes['Emote'], ParentType, ContextType>;
  together?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  lift?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type TrendingEmotesResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['TrendingEmotes'] = ResolversParentTypes['TrendingEmotes']> = {
  emotes?: Resolver<ReadonlyArray<ResolversTypes['TrendingEmote']>, ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type TrendingEmoteResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['TrendingEmote'] = ResolversParentTypes['TrendingEmote']> = {
  emote?: Resolver<ResolversTypes['Emote'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  cappedUses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  expectedUses?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  chatters?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type UsageSplitResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['UsageSplit'] = ResolversParentTypes['UsageSplit']> = {
  by?: Resolver<ResolversTypes['UsageSplitBy'], ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['UsagePart']>, ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type UsagePartResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['UsagePart'] = ResolversParentTypes['UsagePart']> = {
  provider?: Resolver<Maybe<ResolversTypes['Provider']>, ParentType, ContextType>;
  class?: Resolver<Maybe<ResolversTypes['EmoteClass']>, ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['Price']>, ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  distinctEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messages?: Resolver<Maybe<ResolversTypes['Count']>, ParentType, ContextType>;
  emoteChatters?: Resolver<Maybe<ResolversTypes['Count']>, ParentType, ContextType>;
};

export type StreamSplitResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['StreamSplit'] = ResolversParentTypes['StreamSplit']> = {
  by?: Resolver<ResolversTypes['StreamSplitBy'], ParentType, ContextType>;
  parts?: Resolver<ReadonlyArray<ResolversTypes['StreamPart']>, ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type StreamPartResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['StreamPart'] = ResolversParentTypes['StreamPart']> = {
  language?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  game?: Resolver<Maybe<ResolversTypes['Game']>, ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messagesWithEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type ModerationSeriesResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ModerationSeries'] = ResolversParentTypes['ModerationSeries']> = {
  points?: Resolver<ReadonlyArray<ResolversTypes['ModerationPoint']>, ParentType, ContextType>;
  granularity?: Resolver<ResolversTypes['Granularity'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type ModerationPointResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ModerationPoint'] = ResolversParentTypes['ModerationPoint']> = {
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  action?: Resolver<ResolversTypes['ModerationAction'], ParentType, ContextType>;
  acts?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type ChatterResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Chatter'] = ResolversParentTypes['Chatter']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  login?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  displayName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  emotes?: Resolver<ResolversTypes['ChatterEmoteConnection'], ParentType, ContextType, RequireFields<ChatterEmotesArgs, 'first'>>;
  usage?: Resolver<ResolversTypes['ChatterUsageSeries'], ParentType, ContextType, Partial<ChatterUsageArgs>>;
};

export type ChatterUsageResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChatterUsage'] = ResolversParentTypes['ChatterUsage']> = {
  chatter?: Resolver<ResolversTypes['Chatter'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messages?: Resolver<Maybe<ResolversTypes['Count']>, ParentType, ContextType>;
  distinctEmotes?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type ChatterUsageConnectionResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChatterUsageConnection'] = ResolversParentTypes['ChatterUsageConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChatterUsageEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ChatterUsage']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type ChatterUsageEdgeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChatterUsageEdge'] = ResolversParentTypes['ChatterUsageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ChatterUsage'], ParentType, ContextType>;
};

export type ChatterEmoteResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChatterEmote'] = ResolversParentTypes['ChatterEmote']> = {
  emote?: Resolver<ResolversTypes['Emote'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  channelCount?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  topChannel?: Resolver<Maybe<ResolversTypes['Channel']>, ParentType, ContextType>;
};

export type ChatterEmoteConnectionResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChatterEmoteConnection'] = ResolversParentTypes['ChatterEmoteConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ChatterEmoteEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ChatterEmote']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type ChatterEmoteEdgeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChatterEmoteEdge'] = ResolversParentTypes['ChatterEmoteEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ChatterEmote'], ParentType, ContextType>;
};

export type ChatterUsageSeriesResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChatterUsageSeries'] = ResolversParentTypes['ChatterUsageSeries']> = {
  points?: Resolver<ReadonlyArray<ResolversTypes['ChatterUsagePoint']>, ParentType, ContextType>;
  granularity?: Resolver<ResolversTypes['Granularity'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type ChatterUsagePointResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChatterUsagePoint'] = ResolversParentTypes['ChatterUsagePoint']> = {
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
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
  totalCount?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type EmoteUsageEdgeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['EmoteUsageEdge'] = ResolversParentTypes['EmoteUsageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['EmoteUsage'], ParentType, ContextType>;
};

export type ThemeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Theme'] = ResolversParentTypes['Theme']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  windows?: Resolver<ReadonlyArray<ResolversTypes['ThemeWindow']>, ParentType, ContextType>;
  languages?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  definition?: Resolver<ResolversTypes['ThemeDefinition'], ParentType, ContextType>;
  ranking?: Resolver<ResolversTypes['ThemeRanking'], ParentType, ContextType, RequireFields<ThemeRankingArgs, 'first'>>;
  series?: Resolver<ResolversTypes['ThemeSeries'], ParentType, ContextType, Partial<ThemeSeriesArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ThemeWindowResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ThemeWindow'] = ResolversParentTypes['ThemeWindow']> = {
  from?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ThemeDefinitionResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ThemeDefinition'] = ResolversParentTypes['ThemeDefinition']> = {
  emotes?: Resolver<ReadonlyArray<ResolversTypes['ThemeEmote']>, ParentType, ContextType>;
  names?: Resolver<ReadonlyArray<ResolversTypes['ThemeName']>, ParentType, ContextType>;
  patterns?: Resolver<ReadonlyArray<ResolversTypes['ThemePattern']>, ParentType, ContextType>;
  channelTwitchIds?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type ThemeEmoteResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ThemeEmote'] = ResolversParentTypes['ThemeEmote']> = {
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  emoteId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ThemeNameResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ThemeName'] = ResolversParentTypes['ThemeName']> = {
  provider?: Resolver<Maybe<ResolversTypes['Provider']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ThemePatternResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ThemePattern'] = ResolversParentTypes['ThemePattern']> = {
  provider?: Resolver<Maybe<ResolversTypes['Provider']>, ParentType, ContextType>;
  pattern?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
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
  messagesWithEmotes?: Resolver<Maybe<ResolversTypes['Count']>, ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  emoteChatters?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  previous?: Resolver<Maybe<ResolversTypes['UsageMeasures']>, ParentType, ContextType>;
};

export type UsageMeasuresResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['UsageMeasures'] = ResolversParentTypes['UsageMeasures']> = {
  messages?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  messagesWithEmotes?: Resolver<Maybe<ResolversTypes['Count']>, ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  emoteChatters?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type UsageSeriesResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['UsageSeries'] = ResolversParentTypes['UsageSeries']> = {
  points?: Resolver<ReadonlyArray<ResolversTypes['UsagePoint']>, ParentType, ContextType>;
  totals?: Resolver<ResolversTypes['UsageMeasures'], ParentType, ContextType>;
  previousTotals?: Resolver<Maybe<ResolversTypes['UsageMeasures']>, ParentType, ContextType>;
  previousRange?: Resolver<Maybe<ResolversTypes['TimeRange']>, ParentType, ContextType>;
  granularity?: Resolver<ResolversTypes['Granularity'], ParentType, ContextType>;
  range?: Resolver<ResolversTypes['TimeRange'], ParentType, ContextType>;
  dataFreshness?: Resolver<ResolversTypes['DataFreshness'], ParentType, ContextType>;
};

export type PipelineResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Pipeline'] = ResolversParentTypes['Pipeline']> = {
  partitions?: Resolver<ReadonlyArray<ResolversTypes['PipelinePartition']>, ParentType, ContextType>;
  watermark?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lag?: Resolver<Maybe<ResolversTypes['Duration']>, ParentType, ContextType>;
  collectors?: Resolver<ReadonlyArray<ResolversTypes['Collector']>, ParentType, ContextType>;
  quarantine?: Resolver<Maybe<ResolversTypes['Quarantine']>, ParentType, ContextType>;
  jobs?: Resolver<ReadonlyArray<ResolversTypes['Job']>, ParentType, ContextType>;
};

export type CollectorResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Collector'] = ResolversParentTypes['Collector']> = {
  instance?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reportedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  silent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  connections?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  channelsWanted?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  channelsJoined?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  channelsRefused?: Resolver<ReadonlyArray<ResolversTypes['RefusedChannels']>, ParentType, ContextType>;
  messagesPerSecond?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type RefusedChannelsResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['RefusedChannels'] = ResolversParentTypes['RefusedChannels']> = {
  reason?: Resolver<ResolversTypes['JoinRefusalReason'], ParentType, ContextType>;
  channels?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
};

export type QuarantineResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Quarantine'] = ResolversParentTypes['Quarantine']> = {
  records?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  newestAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
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
  themeTrend?: SubscriptionResolver<ResolversTypes['LiveThemeTrend'], "themeTrend", ParentType, ContextType, RequireFields<SubscriptionThemeTrendArgs, 'slug' | 'window' | 'first' | 'every'>>;
  trending?: SubscriptionResolver<ResolversTypes['LiveTrending'], "trending", ParentType, ContextType, RequireFields<SubscriptionTrendingArgs, 'window' | 'baselineDays' | 'mostUsesPerChatter' | 'leastChatters' | 'leastScore' | 'first' | 'every'>>;
  emoteEvents?: SubscriptionResolver<ResolversTypes['LiveEmoteEvents'], "emoteEvents", ParentType, ContextType, RequireFields<SubscriptionEmoteEventsArgs, 'channel' | 'first' | 'withChatters' | 'every'>>;
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

export type LiveThemeTrendResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveThemeTrend'] = ResolversParentTypes['LiveThemeTrend']> = {
  emotes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['LiveEmoteUsage']>>, ParentType, ContextType>;
  windows?: Resolver<Maybe<ReadonlyArray<ResolversTypes['LiveThemeWindow']>>, ParentType, ContextType>;
  range?: Resolver<Maybe<ResolversTypes['TimeRange']>, ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  stale?: Resolver<Maybe<ResolversTypes['Staleness']>, ParentType, ContextType>;
};

export type LiveThemeWindowResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveThemeWindow'] = ResolversParentTypes['LiveThemeWindow']> = {
  window?: Resolver<ResolversTypes['LiveWindow'], ParentType, ContextType>;
  uses?: Resolver<Maybe<ResolversTypes['Count']>, ParentType, ContextType>;
};

export type LiveTrendingResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveTrending'] = ResolversParentTypes['LiveTrending']> = {
  emotes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['TrendingEmote']>>, ParentType, ContextType>;
  range?: Resolver<Maybe<ResolversTypes['TimeRange']>, ParentType, ContextType>;
  complete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  stale?: Resolver<Maybe<ResolversTypes['Staleness']>, ParentType, ContextType>;
};

export type LiveEmoteEventsResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveEmoteEvents'] = ResolversParentTypes['LiveEmoteEvents']> = {
  events?: Resolver<ReadonlyArray<ResolversTypes['LiveEmoteEvent']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  dropped?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  stale?: Resolver<Maybe<ResolversTypes['Staleness']>, ParentType, ContextType>;
};

export type LiveEmoteEventResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['LiveEmoteEvent'] = ResolversParentTypes['LiveEmoteEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  emote?: Resolver<ResolversTypes['Emote'], ParentType, ContextType>;
  uses?: Resolver<ResolversTypes['Count'], ParentType, ContextType>;
  isSharedCopy?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  chatterId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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

export type MutationResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  trackChannels?: Resolver<ResolversTypes['ChannelWishChange'], ParentType, ContextType, RequireFields<MutationTrackChannelsArgs, 'logins'>>;
  untrackChannels?: Resolver<ResolversTypes['ChannelWishChange'], ParentType, ContextType, RequireFields<MutationUntrackChannelsArgs, 'logins'>>;
  releaseChannels?: Resolver<ResolversTypes['ChannelWishChange'], ParentType, ContextType, RequireFields<MutationReleaseChannelsArgs, 'logins'>>;
  setTheme?: Resolver<ResolversTypes['ThemeChange'], ParentType, ContextType, RequireFields<MutationSetThemeArgs, 'theme'>>;
  removeTheme?: Resolver<ResolversTypes['ThemeChange'], ParentType, ContextType, RequireFields<MutationRemoveThemeArgs, 'slug'>>;
  restoreTheme?: Resolver<ResolversTypes['ThemeChange'], ParentType, ContextType, RequireFields<MutationRestoreThemeArgs, 'slug'>>;
  reclassifyEmote?: Resolver<ResolversTypes['EmoteChange'], ParentType, ContextType, RequireFields<MutationReclassifyEmoteArgs, 'emote' | 'class'>>;
  restoreEmoteClass?: Resolver<ResolversTypes['EmoteChange'], ParentType, ContextType, RequireFields<MutationRestoreEmoteClassArgs, 'emote'>>;
  optOut?: Resolver<ResolversTypes['OptOutChange'], ParentType, ContextType, RequireFields<MutationOptOutArgs, 'userId'>>;
  optBackIn?: Resolver<ResolversTypes['OptOutChange'], ParentType, ContextType, RequireFields<MutationOptBackInArgs, 'userId'>>;
};

export type ChannelWishResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChannelWish'] = ResolversParentTypes['ChannelWish']> = {
  login?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  isWanted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ChannelWishChangeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ChannelWishChange'] = ResolversParentTypes['ChannelWishChange']> = {
  auditId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  wishes?: Resolver<ReadonlyArray<ResolversTypes['ChannelWish']>, ParentType, ContextType>;
};

export type ThemeChangeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['ThemeChange'] = ResolversParentTypes['ThemeChange']> = {
  auditId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  theme?: Resolver<Maybe<ResolversTypes['Theme']>, ParentType, ContextType>;
};

export type EmoteChangeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['EmoteChange'] = ResolversParentTypes['EmoteChange']> = {
  auditId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  emote?: Resolver<ResolversTypes['Emote'], ParentType, ContextType>;
};

export type OptOutChangeResolvers<ContextType = unknown, ParentType extends ResolversParentTypes['OptOutChange'] = ResolversParentTypes['OptOutChange']> = {
  auditId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isOut?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isChanged?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type Resolvers<ContextType = unknown> = {
  DateTime?: GraphQLScalarType;
  Duration?: GraphQLScalarType;
  Count?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Channel?: ChannelResolvers<ContextType>;
  StreamSession?: StreamSessionResolvers<ContextType>;
  StreamedGame?: StreamedGameResolvers<ContextType>;
  Game?: GameResolvers<ContextType>;
  StreamRecap?: StreamRecapResolvers<ContextType>;
  StreamPeak?: StreamPeakResolvers<ContextType>;
  Emote?: EmoteResolvers<ContextType>;
  EmoteKnowledge?: EmoteKnowledgeResolvers<ContextType>;
  TimeRange?: TimeRangeResolvers<ContextType>;
  DataFreshness?: DataFreshnessResolvers<ContextType>;
  Gap?: GapResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  ChannelUsage?: ChannelUsageResolvers<ContextType>;
  ChannelTotals?: ChannelTotalsResolvers<ContextType>;
  ChannelUsageConnection?: ChannelUsageConnectionResolvers<ContextType>;
  ChannelUsageEdge?: ChannelUsageEdgeResolvers<ContextType>;
  ChannelUses?: ChannelUsesResolvers<ContextType>;
  ChannelUsesConnection?: ChannelUsesConnectionResolvers<ContextType>;
  ChannelUsesEdge?: ChannelUsesEdgeResolvers<ContextType>;
  EmoteShares?: EmoteSharesResolvers<ContextType>;
  EmoteShare?: EmoteShareResolvers<ContextType>;
  ChannelConnection?: ChannelConnectionResolvers<ContextType>;
  ChannelEdge?: ChannelEdgeResolvers<ContextType>;
  EmoteConnection?: EmoteConnectionResolvers<ContextType>;
  EmoteEdge?: EmoteEdgeResolvers<ContextType>;
  UnusedEmotes?: UnusedEmotesResolvers<ContextType>;
  UnusedEmote?: UnusedEmoteResolvers<ContextType>;
  StreamSessionConnection?: StreamSessionConnectionResolvers<ContextType>;
  StreamSessionEdge?: StreamSessionEdgeResolvers<ContextType>;
  EmotePairs?: EmotePairsResolvers<ContextType>;
  EmotePair?: EmotePairResolvers<ContextType>;
  TrendingEmotes?: TrendingEmotesResolvers<ContextType>;
  TrendingEmote?: TrendingEmoteResolvers<ContextType>;
  UsageSplit?: UsageSplitResolvers<ContextType>;
  UsagePart?: UsagePartResolvers<ContextType>;
  StreamSplit?: StreamSplitResolvers<ContextType>;
  StreamPart?: StreamPartResolvers<ContextType>;
  ModerationSeries?: ModerationSeriesResolvers<ContextType>;
  ModerationPoint?: ModerationPointResolvers<ContextType>;
  Chatter?: ChatterResolvers<ContextType>;
  ChatterUsage?: ChatterUsageResolvers<ContextType>;
  ChatterUsageConnection?: ChatterUsageConnectionResolvers<ContextType>;
  ChatterUsageEdge?: ChatterUsageEdgeResolvers<ContextType>;
  ChatterEmote?: ChatterEmoteResolvers<ContextType>;
  ChatterEmoteConnection?: ChatterEmoteConnectionResolvers<ContextType>;
  ChatterEmoteEdge?: ChatterEmoteEdgeResolvers<ContextType>;
  ChatterUsageSeries?: ChatterUsageSeriesResolvers<ContextType>;
  ChatterUsagePoint?: ChatterUsagePointResolvers<ContextType>;
  EmoteUsage?: EmoteUsageResolvers<ContextType>;
  EmoteUsageConnection?: EmoteUsageConnectionResolvers<ContextType>;
  EmoteUsageEdge?: EmoteUsageEdgeResolvers<ContextType>;
  Theme?: ThemeResolvers<ContextType>;
  ThemeWindow?: ThemeWindowResolvers<ContextType>;
  ThemeDefinition?: ThemeDefinitionResolvers<ContextType>;
  ThemeEmote?: ThemeEmoteResolvers<ContextType>;
  ThemeName?: ThemeNameResolvers<ContextType>;
  ThemePattern?: ThemePatternResolvers<ContextType>;
  ThemeRanking?: ThemeRankingResolvers<ContextType>;
  ThemePoint?: ThemePointResolvers<ContextType>;
  ThemeSeries?: ThemeSeriesResolvers<ContextType>;
  UsagePoint?: UsagePointResolvers<ContextType>;
  UsageMeasures?: UsageMeasuresResolvers<ContextType>;
  UsageSeries?: UsageSeriesResolvers<ContextType>;
  Pipeline?: PipelineResolvers<ContextType>;
  Collector?: CollectorResolvers<ContextType>;
  RefusedChannels?: RefusedChannelsResolvers<ContextType>;
  Quarantine?: QuarantineResolvers<ContextType>;
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
  LiveThemeTrend?: LiveThemeTrendResolvers<ContextType>;
  LiveThemeWindow?: LiveThemeWindowResolvers<ContextType>;
  LiveTrending?: LiveTrendingResolvers<ContextType>;
  LiveEmoteEvents?: LiveEmoteEventsResolvers<ContextType>;
  LiveEmoteEvent?: LiveEmoteEventResolvers<ContextType>;
  LiveTotals?: LiveTotalsResolvers<ContextType>;
  LiveUsagePoint?: LiveUsagePointResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  ChannelWish?: ChannelWishResolvers<ContextType>;
  ChannelWishChange?: ChannelWishChangeResolvers<ContextType>;
  ThemeChange?: ThemeChangeResolvers<ContextType>;
  EmoteChange?: EmoteChangeResolvers<ContextType>;
  OptOutChange?: OptOutChangeResolvers<ContextType>;
};

export const typeDefs = "\"\"\"\nEmotes used in Twitch chat: what is used now and what was used, when, where and by how many.\n\nTimes are Twitch's own, UTC. Every answer of a query covers whole minutes and says which (`range`); it is exact for that\nrange, but for chatters, which are estimated once there are very many.\n\nHours are kept for ever, minutes for 14 days after they were read, single messages for 30, unless set otherwise. A range\nthat begins or ends within an hour needs minutes, and what counts messages or chatters of several emotes needs single\nmessages; where they are gone, the error is BAD_RANGE.\n\nWhat happens now is pushed by subscriptions, in whole seconds, over WebSocket (protocol `graphql-transport-ws`) or as event\nstreams (`Accept: text/event-stream`, protocol `graphql-sse`, one connection each) at the address of the queries.\n\nThree measures: uses add up over emotes; messages and chatters don't, as one message may have several emotes and one\nchatter may use several.\n\nAn answer about one channel includes copies that a shared chat brings in from other channels; an answer over all\nchannels counts such a message once, where it was sent.\n\nErrors carry `extensions.code`: BAD_RANGE (the time asked for is empty, contradictory or too long), BAD_ARGUMENT,\nBAD_CURSOR, BAD_ID, UNKNOWN_CHANNEL (an answer was asked about a channel never read), FORBIDDEN (a key with\nanother role is needed), TOO_COMPLEX (the document asks too much), TOO_MANY (more subscriptions than a connection or the\nserver may have), WRONG_TRANSPORT (a subscription as a request, or anything else as a stream), UNAVAILABLE (the warehouse\ndoes not answer; try again), and those of GraphQL over HTTP. What is looked up and not known is null: `channel`, `node`.\n\"\"\"\nschema {\n  query: Query\n  mutation: Mutation\n  subscription: Subscription\n}\n\n\"A time, UTC, as RFC 3339 with milliseconds: `2026-11-23T18:00:00.000Z`.\"\nscalar DateTime\n\n\"A length of time as ISO 8601 in seconds: `PT1.5S`.\"\nscalar Duration\n\n\"A whole number from 0 to 2^53, as a JSON number: counts outgrow GraphQL's 32-bit Int.\"\nscalar Count\n\n\"Anything with an id of its own.\"\ninterface Node {\n  \"Opaque and stable; for `node`.\"\n  id: ID!\n}\n\ntype Query {\n  \"What an id stands for; null when it is well formed and nothing is known under it.\"\n  node(\"An id from any answer.\" id: ID!): Node\n\n  \"Channels by one measure, greatest first. Channels with none of it are left out.\"\n  topChannels(\n    \"\"\"\n    Only some uses; `messages` counts those of the filter's language and game, whichever emotes they have. By messages with\n    emotes of several classes, of a provider or of a theme it asks single messages.\n    \"\"\"\n    filter: UsageFilter\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"After this cursor of the same list; leave all other arguments as they were.\"\n    after: String\n    by: ChannelOrder! = USES\n  ): ChannelUsageConnection!\n\n  \"\"\"\n  Channels by uses of some emotes, most first: of one emote, of what is paid for, of a theme … Channels without any are left\n  out.\n  \"\"\"\n  channelsUsing(\n    \"Which uses count.\"\n    filter: UsageFilter!\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"After this cursor of the same list; leave all other arguments as they were.\"\n    after: String\n  ): ChannelUsesConnection!\n\n  \"\"\"\n  Channels by the share of messages with emotes among all messages, greatest share first; equals by id. Over all channels,\n  copies of shared chats are left out.\n  \"\"\"\n  emoteShares(\n    \"Only these channels, by login, at most 100, each with the copies that it showed. Absent: all.\"\n    channels: [String!]\n    \"Messages that a channel needs, so that its share means something.\"\n    leastMessages: Int! = 100\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n  ): EmoteShares!\n\n  \"A channel that was read at least once, by login or by Twitch id (exactly one of them); null when it never was.\"\n  channel(\"Its present login, any case.\" login: String, \"Its Twitch id.\" twitchId: String): Channel\n\n  \"\"\"\n  Channels whose login has a text in it: it itself first, then those that begin with it, then the others; each by login.\n  \"\"\"\n  searchChannels(\n    \"A part of the login, any case, 1 to 100 characters; no wildcards.\"\n    text: String!\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"After this cursor of the same list; leave all other arguments as they were.\"\n    after: String\n  ): ChannelConnection!\n\n  \"Emotes by one measure, greatest first; equals by id, then provider.\"\n  topEmotes(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"Only some uses.\"\n    filter: UsageFilter\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"After this cursor of the same list; leave all other arguments as they were.\"\n    after: String\n    by: EmoteOrder! = USES\n  ): EmoteUsageConnection!\n\n  \"An emote that was used or that the catalogue knows; null for any other.\"\n  emote(\n    \"Who gives it.\"\n    provider: Provider!\n    \"Id as the provider gives it, 1 to 128 characters.\"\n    emoteId: String!\n  ): Emote\n\n  \"\"\"\n  Emotes whose name has a text in it, or had in some channel: those named so first, then those whose name begins with it, then\n  the others; each most used first. Those that the catalogue knows are found before anyone uses them.\n  \"\"\"\n  searchEmotes(\n    \"A part of the name, any case, 1 to 100 characters; no wildcards.\"\n    text: String!\n    \"Of this provider only.\"\n    provider: Provider\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"After this cursor of the same list; leave all other arguments as they were.\"\n    after: String\n  ): EmoteConnection!\n\n  \"\"\"\n  Emotes that are used more than at the same time of the days before, surest first: how is in docs/queries.md. It asks single\n  messages of at most a day; what has no chatters that may be known has no trends.\n  \"\"\"\n  trending(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many days before are compared with, each at the same time of day: 1 to 28.\"\n    baselineDays: Int! = 7\n    \"Uses of one chatter that count, of one emote in one day's range: 1 to 1,000. One spammer is no trend.\"\n    mostUsesPerChatter: Int! = 5\n    \"Distinct known chatters that an emote needs, at least 1.\"\n    leastChatters: Int! = 10\n    \"\"\"\n    The least score, in standard deviations, 0 to 1,000: 3.3 is passed by one of 2,000 emotes by chance, 4.9 by one of\n    2 million.\n    \"\"\"\n    leastScore: Float! = 3.3\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n  ): TrendingEmotes!\n\n  \"Usage over time, oldest first.\"\n  usage(\n    \"Of this channel only, by login, any case. Absent: of all channels.\"\n    channel: String\n    \"Of this emote only.\"\n    emote: EmoteRef\n    \"Only some uses; `messages` counts those of the filter's language and game, whichever emotes they have.\"\n    filter: UsageFilter\n    \"\"\"\n    Length of a point. Absent: the shortest with which the range has at most 500 points and whose rows are still kept; the\n    answer says which it is.\n    \"\"\"\n    granularity: Granularity\n    \"Whose hours, days, weeks and months: an IANA timezone, as `Europe/Madrid`. Default UTC.\"\n    timezone: String\n    \"\"\"\n    Whether stretches in which nothing was read have points too, with zeros. Times in which nobody was reading are in\n    `dataFreshness.gaps` either way.\n    \"\"\"\n    fill: Boolean! = false\n    \"An earlier time to lay beside this one, aligned by what has elapsed.\"\n    compareTo: Comparison\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n  ): UsageSeries!\n\n  \"Uses by provider, by class or by price; the parts add up.\"\n  usageSplit(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"By what uses are told apart.\"\n    by: UsageSplitBy!\n    \"Only some uses.\"\n    filter: UsageFilter\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n  ): UsageSplit!\n\n  \"\"\"\n  Usage by what was streamed, most uses first: a minute belongs to what its channel was last seen streaming at the minute's\n  start, so the parts add up. Needs minutes.\n  \"\"\"\n  streamSplit(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"By what usage is told apart.\"\n    by: StreamSplitBy!\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 20\n  ): StreamSplit!\n\n  \"\"\"\n  What moderators did over time, oldest first. Kept for a year after it was read, unless set otherwise: where a range has more,\n  the error is BAD_RANGE; `window: ALL_TIME` is all that is kept.\n  \"\"\"\n  moderation(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"\"\"\n    Length of a point. Absent: the shortest with which the range has at most 500 points and whose rows are still kept; the\n    answer says which it is.\n    \"\"\"\n    granularity: Granularity\n    \"Whose hours, days, weeks and months: an IANA timezone, as `Europe/Madrid`. Default UTC.\"\n    timezone: String\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n  ): ModerationSeries!\n\n  \"Chatters by uses of emotes, most first; equals by id. Needs the role `people`.\"\n  topChatters(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"Uses of this emote only.\"\n    emote: EmoteRef\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"After this cursor of the same list; leave all other arguments as they were.\"\n    after: String\n  ): ChatterUsageConnection!\n\n  \"\"\"\n  A chatter by id, as answers give it, or, where names are kept, by login (exactly one of them); null for a login that\n  nobody known has. Needs the role `people`.\n  \"\"\"\n  chatter(\"As in answers, decimal.\" id: String, \"Present login, any case.\" login: String): Chatter\n\n  \"Emotes that are told of together, by name.\"\n  themes: [Theme!]!\n\n  \"A theme by its slug; null when there is none of it.\"\n  theme(\"As `world-cup-2018`.\" slug: String!): Theme\n\n  \"How far the warehouse has what was read.\"\n  pipeline: Pipeline!\n\n  \"What was wished of channels, by login. Needs the role admin.\"\n  channelWishes: [ChannelWish!]!\n}\n\n\"A time up to now, in whole minutes.\"\nenum TimeWindow {\n  LAST_MINUTE\n  LAST_5_MINUTES\n  LAST_15_MINUTES\n  LAST_HOUR\n  LAST_6_HOURS\n  LAST_DAY\n  LAST_WEEK\n  LAST_30_DAYS\n  \"Everything kept, whatever its time: replays of old chat have the time it was written at.\"\n  ALL_TIME\n}\n\nenum Granularity {\n  \"Needs single messages. At most 100,000 in a range.\"\n  SECOND\n  \"Needs minutes. At most 100,000 in a range.\"\n  MINUTE\n  HOUR\n  \"Of 23 or 25 hours where clocks are put.\"\n  DAY\n  \"From Monday.\"\n  WEEK\n  MONTH\n}\n\n\"An earlier time, as long as the one asked for. Its points lie at the same time since the start.\"\nenum Comparison {\n  \"The time just before, as long.\"\n  PREVIOUS_PERIOD\n  \"24 hours earlier.\"\n  SAME_TIME_YESTERDAY\n  \"7 days earlier.\"\n  SAME_TIME_LAST_WEEK\n}\n\nenum ChannelOrder {\n  USES\n  MESSAGES\n  MESSAGES_WITH_EMOTES\n  \"Distinct chatters who used an emote: costs ten times as much as the others. Queries only.\"\n  EMOTE_CHATTERS\n}\n\nenum EmoteOrder {\n  USES\n  \"Messages with the emote.\"\n  MESSAGES\n  \"Distinct chatters who used it: costs ten times as much as the others. Emotes of none that may be known are left out.\"\n  CHATTERS\n}\n\nenum UsageSplitBy {\n  PROVIDER\n  CLASS\n  PRICE\n}\n\nenum StreamSplitBy {\n  LANGUAGE\n  GAME\n}\n\n\"What moderators did.\"\nenum ModerationAction {\n  \"One message was deleted.\"\n  MESSAGE_DELETED\n  \"A chatter may not write for a while, and their messages are hidden.\"\n  TIMEOUT\n  \"The same for good.\"\n  BAN\n  \"The whole chat was cleared.\"\n  CHAT_CLEARED\n  \"A timeout or a ban: the source of chat does not say which.\"\n  TIMEOUT_OR_BAN\n}\n\n\"Which uses count: all of these together. An empty one: all uses.\"\ninput UsageFilter {\n  \"Of this provider only.\"\n  provider: Provider\n  \"\"\"\n  Of these classes only, each emote having one in an answer: as known now, else the one best known in the range. Not together\n  with `price`.\n  \"\"\"\n  classes: [EmoteClass!]\n  \"Of this price only, by the class of each emote. Not together with `classes`.\"\n  price: Price\n  \"Of this emote only. Where a field has an argument of this name, not in both.\"\n  emote: EmoteRef\n  \"Of emotes that this theme matches, by its slug, whenever and wherever they are used; `theme` tells of its windows.\"\n  theme: String\n  \"\"\"\n  Only minutes at whose start the channel was last seen streaming in this language, as Twitch spells it: `en`. Needs minutes,\n  so not with granularity SECOND, and only as far back as they are kept.\n  \"\"\"\n  language: String\n  \"Only minutes at whose start the channel was last seen streaming this game, by Twitch id. As for `language`.\"\n  gameId: String\n}\n\n\"Who gives an emote.\"\nenum Provider {\n  TWITCH\n  BTTV\n  FFZ\n  SEVENTV\n}\n\n\"What using an emote costs.\"\nenum Price {\n  \"Everybody, followers, or a third party's.\"\n  FREE\n  \"Subscribers, bits, Prime and Turbo.\"\n  PAID\n  \"Limited-time emotes and those not known well enough: never guessed into either side.\"\n  OTHER\n}\n\n\"What it takes to use an emote, as known when it was used.\"\nenum EmoteClass {\n  UNKNOWN\n  GLOBAL\n  FOLLOWER\n  SUB_T1\n  SUB_T2\n  SUB_T3\n  BITS\n  LIMITED\n  PRIME_TURBO\n  THIRD_PARTY\n  \"A channel's own emote whose tier is not yet known.\"\n  CHANNEL_UNKNOWN\n}\n\n\"Names an emote: names collide and change, a provider's id does not.\"\ninput EmoteRef {\n  provider: Provider!\n  \"Id as the provider gives it, 1 to 128 characters.\"\n  emoteId: String!\n}\n\n\"A Twitch channel that was read at least once.\"\ntype Channel implements Node {\n  id: ID!\n  \"Twitch's id, stable through renames.\"\n  twitchId: String!\n  \"Its latest login.\"\n  login: String!\n  \"When a message in it was last read, to the second.\"\n  lastMessageAt: DateTime!\n  \"What was used and said in it.\"\n  usage(\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n  ): ChannelTotals!\n  \"\"\"\n  Its own emotes, those of Twitch that the catalogue knows, that nobody used in it: never used ones first, then those\n  longest unused; equals by name. None where nobody asked Twitch for its emotes.\n  \"\"\"\n  unusedEmotes(\n    \"A time relative to now. Default LAST_30_DAYS, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 20\n  ): UnusedEmotes!\n  \"Its streams that touch the time, newest first, as they were seen. None where nobody looked.\"\n  streams(\n    \"A time relative to now. Default LAST_30_DAYS, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"After this cursor of the same list; leave all other arguments as they were.\"\n    after: String\n  ): StreamSessionConnection!\n}\n\n\"Of a stream of a channel: when, what, and how it was.\"\ntype StreamSession implements Node {\n  id: ID!\n  \"Twitch's id of it.\"\n  streamId: String!\n  \"The channel's Twitch id.\"\n  channelTwitchId: String!\n  \"When it began, by Twitch.\"\n  startedAt: DateTime!\n  \"When it was seen to have ended; null while it goes on.\"\n  endedAt: DateTime\n  \"The last one.\"\n  title: String!\n  \"As Twitch spells it; empty when it does not say.\"\n  language: String!\n  \"What was streamed, in order; what was left and taken up again is there twice.\"\n  games: [StreamedGame!]!\n  \"Most viewers of those seen when something changed.\"\n  mostViewers: Count!\n  \"What was used and said, over the whole minutes around it; null when minutes of that time are not kept any more.\"\n  recap: StreamRecap\n}\n\ntype StreamedGame {\n  \"From when on.\"\n  since: DateTime!\n  \"Null for none.\"\n  game: Game\n}\n\n\"A game or category of Twitch's.\"\ntype Game {\n  \"Twitch's id.\"\n  gameId: String!\n  name: String!\n}\n\ntype StreamRecap {\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"Messages with at least one emote.\"\n  messagesWithEmotes: Count!\n  \"Occurrences of emotes.\"\n  uses: Count!\n  \"Distinct chatters who used an emote, those left out who are not to be known.\"\n  emoteChatters: Count!\n  \"Distinct emotes used.\"\n  distinctEmotes: Count!\n  \"The minute with the most uses, the first of equals; null without any.\"\n  peak: StreamPeak\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype StreamPeak {\n  \"Start of the minute.\"\n  start: DateTime!\n  \"Occurrences of emotes in it.\"\n  uses: Count!\n  \"What was used most in it.\"\n  emote: Emote!\n}\n\n\"An emote, by a provider's id. Within a subscription only its plain fields can be asked.\"\ntype Emote implements Node {\n  id: ID!\n  provider: Provider!\n  \"Id as the provider gives it.\"\n  emoteId: String!\n  \"Name as most written.\"\n  name: String!\n  class: EmoteClass!\n  price: Price!\n  \"The provider's picture, about 56 pixels high.\"\n  imageUrl: String!\n  \"Why it has its class, and whose it is.\"\n  knowledge: EmoteKnowledge!\n  \"Its use over time, oldest first.\"\n  usage(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"\"\"\n    Length of a point. Absent: the shortest with which the range has at most 500 points and whose rows are still kept; the\n    answer says which it is.\n    \"\"\"\n    granularity: Granularity\n    \"Whose hours, days, weeks and months: an IANA timezone, as `Europe/Madrid`. Default UTC.\"\n    timezone: String\n    \"\"\"\n    Whether stretches in which nothing was read have points too, with zeros. Times in which nobody was reading are in\n    `dataFreshness.gaps` either way.\n    \"\"\"\n    fill: Boolean! = false\n    \"An earlier time to lay beside this one, aligned by what has elapsed.\"\n    compareTo: Comparison\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n  ): UsageSeries!\n  \"Channels by its uses, most first.\"\n  channels(\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"After this cursor of the same list; leave all other arguments as they were.\"\n    after: String\n  ): ChannelUsesConnection!\n  \"Which emotes stand in the same messages as it, most often first; equals by id. Needs single messages.\"\n  pairs(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"Messages with both that another emote needs, at least 1.\"\n    leastTogether: Int! = 1\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n  ): EmotePairs!\n  \"Chatters by its uses, most first; equals by id. Needs the role `people`.\"\n  topChatters(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"A time relative to now. Default LAST_HOUR, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"After this cursor of the same list; leave all other arguments as they were.\"\n    after: String\n  ): ChatterUsageConnection!\n}\n\n\"\"\"\nWhat was decided of an emote, else what the catalogue knows of it, or, where it has none of it, what the program knows by\nitself.\n\"\"\"\ntype EmoteKnowledge {\n  \"Whether a provider told of it.\"\n  inCatalogue: Boolean!\n  \"The class that follows.\"\n  class: EmoteClass!\n  \"By which rule: a code that stays. DECIDED: an administrator reclassified it.\"\n  rule: String!\n  \"The rule, in a sentence.\"\n  because: String!\n  \"Twitch id of the channel that owns it; null for none or an unknown one.\"\n  ownerTwitchId: String\n  \"The owner, if it was ever read.\"\n  owner: Channel\n  \"Id of the set it comes in, as the provider gives it; null when not known.\"\n  setId: String\n  \"When the catalogue last learnt something of it.\"\n  learntAt: DateTime\n}\n\n\"The time an answer covers: whole minutes in queries, whole seconds in subscriptions.\"\ntype TimeRange {\n  \"Start, included.\"\n  from: DateTime!\n  \"End, not included.\"\n  to: DateTime!\n}\n\n\"How much of the truth an answer can know.\"\ntype DataFreshness {\n  \"\"\"\n  Time of the newest stored message of the partition that is furthest behind, to the second. Null before the first\n  one.\n  \"\"\"\n  watermark: DateTime\n  \"Time since anything was last stored; it grows as well while nothing is said. Null before the first time.\"\n  lag: Duration\n  \"Times in the range in which nobody was reading a channel of the answer; the latest 100.\"\n  gaps: [Gap!]!\n  \"Whether the range ends before the watermark and has no known gap.\"\n  complete: Boolean!\n}\n\n\"\"\"\nA time of which messages may be missing: one between two reading sessions of a channel, where the last second that was\nread and the first one read again belong to it, as either may have been read in part; or one whose messages were read\nand had to be dropped, as the event log was away for too long.\n\"\"\"\ntype Gap {\n  channelTwitchId: String!\n  channelLogin: String!\n  \"Start, included, to the second.\"\n  from: DateTime!\n  \"End, not included, to the second.\"\n  to: DateTime!\n  \"How many messages are missing; null where nobody was reading and so nobody knows.\"\n  lostMessages: Count\n  \"\"\"\n  How many messages of that time were found later and are counted. Others may still be missing, as whoever gave them may\n  have missed some too.\n  \"\"\"\n  repairedMessages: Count!\n}\n\n\"Relay's.\"\ntype PageInfo {\n  hasNextPage: Boolean!\n  \"Always false: these lists are read forwards.\"\n  hasPreviousPage: Boolean!\n  startCursor: String\n  endCursor: String\n}\n\n\"What was used and said in one channel.\"\ntype ChannelUsage {\n  channel: Channel!\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"\"\"\n  Messages with at least one emote, or one of those asked for. With a filter by provider, class, price or theme single messages\n  are asked, as messages don't add up over emotes: BAD_RANGE where they are gone.\n  \"\"\"\n  messagesWithEmotes: Count!\n  \"Occurrences of emotes, or of those asked for.\"\n  uses: Count!\n  \"Distinct chatters who used an emote, or one of those asked for, those left out who are not to be known.\"\n  emoteChatters: Count!\n  \"Distinct emotes used, of those asked for.\"\n  distinctEmotes: Count!\n}\n\ntype ChannelTotals {\n  usage: ChannelUsage!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype ChannelUsageConnection {\n  edges: [ChannelUsageEdge!]!\n  nodes: [ChannelUsage!]!\n  pageInfo: PageInfo!\n  \"How many there are in all; costs a read of its own.\"\n  totalCount: Count!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype ChannelUsageEdge {\n  \"Carries the range: later pages are of the same time. Counts of a minute that is still running may move between pages.\"\n  cursor: String!\n  node: ChannelUsage!\n}\n\n\"How some emotes were used in a channel; copies of a shared chat count only where they were sent.\"\ntype ChannelUses {\n  channel: Channel!\n  \"Occurrences of the emotes asked for.\"\n  uses: Count!\n  \"Messages with the emote asked for; null when several were, as messages don't add up over emotes.\"\n  messages: Count\n  \"Distinct chatters who used one of them, those left out who are not to be known.\"\n  emoteChatters: Count!\n  \"Distinct emotes of those asked for that were used.\"\n  distinctEmotes: Count!\n}\n\ntype ChannelUsesConnection {\n  edges: [ChannelUsesEdge!]!\n  nodes: [ChannelUses!]!\n  pageInfo: PageInfo!\n  \"How many there are in all; costs a read of its own.\"\n  totalCount: Count!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype ChannelUsesEdge {\n  \"Carries the range: later pages are of the same time.\"\n  cursor: String!\n  node: ChannelUses!\n}\n\ntype EmoteShares {\n  \"Greatest share first.\"\n  shares: [EmoteShare!]!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype EmoteShare {\n  channel: Channel!\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"Messages with at least one emote.\"\n  messagesWithEmotes: Count!\n  \"The latter by the former, 0 to 1.\"\n  share: Float!\n}\n\ntype ChannelConnection {\n  edges: [ChannelEdge!]!\n  nodes: [Channel!]!\n  pageInfo: PageInfo!\n  \"Of all that was ever read.\"\n  dataFreshness: DataFreshness!\n}\n\ntype ChannelEdge {\n  cursor: String!\n  node: Channel!\n}\n\ntype EmoteConnection {\n  edges: [EmoteEdge!]!\n  nodes: [Emote!]!\n  pageInfo: PageInfo!\n  \"Of all that was ever read.\"\n  dataFreshness: DataFreshness!\n}\n\ntype EmoteEdge {\n  cursor: String!\n  node: Emote!\n  \"Occurrences since ever, over all channels.\"\n  uses: Count!\n}\n\ntype UnusedEmotes {\n  emotes: [UnusedEmote!]!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype UnusedEmote {\n  emote: Emote!\n  \"Start of the last hour in which it was used in the channel; null when it never was.\"\n  lastUsedAt: DateTime\n}\n\ntype StreamSessionConnection {\n  edges: [StreamSessionEdge!]!\n  nodes: [StreamSession!]!\n  pageInfo: PageInfo!\n  range: TimeRange!\n  \"Of the chat. What is streamed is looked at once in a while: `pipeline.jobs` says when.\"\n  dataFreshness: DataFreshness!\n}\n\ntype StreamSessionEdge {\n  cursor: String!\n  node: StreamSession!\n}\n\ntype EmotePairs {\n  \"Messages with the emote itself.\"\n  messages: Count!\n  pairs: [EmotePair!]!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\n\"Two emotes in the same messages.\"\ntype EmotePair {\n  \"The other one.\"\n  emote: Emote!\n  \"Messages with both.\"\n  together: Count!\n  \"Messages with the other one.\"\n  messages: Count!\n  \"\"\"\n  How many times as often they stand together as they would by chance, if messages with emotes chose theirs independently.\n  \"\"\"\n  lift: Float!\n}\n\ntype TrendingEmotes {\n  \"Surest first; equals by id, then provider.\"\n  emotes: [TrendingEmote!]!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\n\"An emote that is used more than usual. Chatters who are not to be known count nowhere in it.\"\ntype TrendingEmote {\n  emote: Emote!\n  \"Occurrences.\"\n  uses: Count!\n  \"Those that count when each chatter has a cap.\"\n  cappedUses: Count!\n  \"How many capped uses its share in the days before would give.\"\n  expectedUses: Float!\n  \"Distinct chatters.\"\n  chatters: Count!\n  \"How far above the expected, in standard deviations.\"\n  score: Float!\n}\n\ntype UsageSplit {\n  by: UsageSplitBy!\n  \"In the order of the enum; parts without a use are left out.\"\n  parts: [UsagePart!]!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\n\"Uses that have something in common. The one of `provider`, `class` and `price` that was asked by is set.\"\ntype UsagePart {\n  provider: Provider\n  class: EmoteClass\n  price: Price\n  \"Occurrences.\"\n  uses: Count!\n  \"Distinct emotes.\"\n  distinctEmotes: Count!\n  \"\"\"\n  Messages with at least one of its emotes; one message may be in several parts. From single messages: null when they are not\n  kept any more, and with a filter by language or game.\n  \"\"\"\n  messages: Count\n  \"Distinct chatters who used one, those left out who are not to be known. Null as `messages`.\"\n  emoteChatters: Count\n}\n\ntype StreamSplit {\n  by: StreamSplitBy!\n  \"Most uses first.\"\n  parts: [StreamPart!]!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\n\"What was used and said while the same was streamed.\"\ntype StreamPart {\n  \"As Twitch spells it; null when asked by game, while offline, and where nobody looked.\"\n  language: String\n  \"Null when asked by language, while offline or without one, and where nobody looked.\"\n  game: Game\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"Messages with at least one emote.\"\n  messagesWithEmotes: Count!\n  \"Occurrences of emotes.\"\n  uses: Count!\n}\n\ntype ModerationSeries {\n  \"Oldest first, at most 6,000: one for each stretch and action that was done in it.\"\n  points: [ModerationPoint!]!\n  granularity: Granularity!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype ModerationPoint {\n  \"Start of the stretch.\"\n  start: DateTime!\n  action: ModerationAction!\n  \"How often it was done.\"\n  acts: Count!\n}\n\n\"Someone who uses emotes. Who opted out is nobody.\"\ntype Chatter {\n  \"As the warehouse has it: a keyed hash, unless ids are kept. Decimal.\"\n  id: String!\n  \"Where names are kept, and Twitch named it; else null.\"\n  login: String\n  \"Name as it is shown; null as `login`.\"\n  displayName: String\n  \"\"\"\n  What it uses, most first; equals by id, then provider. Whole UTC days reach as far back as chatters' days are kept (90 days\n  unless set otherwise), parts of days as single messages.\n  \"\"\"\n  emotes(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"A time relative to now. Default LAST_DAY, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"After this cursor of the same list; leave all other arguments as they were.\"\n    after: String\n  ): ChatterEmoteConnection!\n  \"Its uses over time, oldest first. Days, weeks and months of UTC reach as far back as chatters' days, others as single messages.\"\n  usage(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"Of this emote only.\"\n    emote: EmoteRef\n    \"\"\"\n    Length of a point. Absent: the shortest with which the range has at most 500 points and whose rows are still kept; the\n    answer says which it is.\n    \"\"\"\n    granularity: Granularity\n    \"Whose hours, days, weeks and months: an IANA timezone, as `Europe/Madrid`. Default UTC.\"\n    timezone: String\n    \"A time relative to now. Default LAST_DAY, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n  ): ChatterUsageSeries!\n}\n\ntype ChatterUsage {\n  chatter: Chatter!\n  \"Occurrences.\"\n  uses: Count!\n  \"Messages with the emote asked for; null without one, as messages don't add up over emotes.\"\n  messages: Count\n  \"Distinct emotes.\"\n  distinctEmotes: Count!\n}\n\ntype ChatterUsageConnection {\n  edges: [ChatterUsageEdge!]!\n  nodes: [ChatterUsage!]!\n  pageInfo: PageInfo!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype ChatterUsageEdge {\n  \"Carries the range: later pages are of the same time.\"\n  cursor: String!\n  node: ChatterUsage!\n}\n\ntype ChatterEmote {\n  emote: Emote!\n  \"Occurrences, by this chatter.\"\n  uses: Count!\n  \"The chatter's messages with it.\"\n  messages: Count!\n  \"Channels in which the chatter used it.\"\n  channelCount: Count!\n  \"Where the chatter used it most.\"\n  topChannel: Channel\n}\n\ntype ChatterEmoteConnection {\n  edges: [ChatterEmoteEdge!]!\n  nodes: [ChatterEmote!]!\n  pageInfo: PageInfo!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype ChatterEmoteEdge {\n  \"Carries the range: later pages are of the same time.\"\n  cursor: String!\n  node: ChatterEmote!\n}\n\ntype ChatterUsageSeries {\n  \"Oldest first, at most 1,500. Stretches without a use have no point.\"\n  points: [ChatterUsagePoint!]!\n  granularity: Granularity!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype ChatterUsagePoint {\n  \"Start of the stretch; the first and the last one hold only what lies in the range.\"\n  start: DateTime!\n  \"Occurrences.\"\n  uses: Count!\n}\n\n\"How an emote was used.\"\ntype EmoteUsage {\n  emote: Emote!\n  \"Occurrences.\"\n  uses: Count!\n  \"Messages with this emote.\"\n  messages: Count!\n  \"Distinct chatters who used it, those left out who are not to be known.\"\n  chatters: Count!\n}\n\ntype EmoteUsageConnection {\n  edges: [EmoteUsageEdge!]!\n  nodes: [EmoteUsage!]!\n  pageInfo: PageInfo!\n  \"How many there are in all; costs a read of its own.\"\n  totalCount: Count!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype EmoteUsageEdge {\n  \"Carries the range: later pages are of the same time. Counts of a minute that is still running may move between pages.\"\n  cursor: String!\n  node: EmoteUsage!\n}\n\n\"\"\"\nEmotes that are told of together, such as those of an event: shipped with the product, or added. What is added or\nchanged applies to the past at once. Only uses within its windows are a theme's.\n\"\"\"\ntype Theme implements Node {\n  id: ID!\n  \"Its name in addresses.\"\n  slug: String!\n  name: String!\n  \"When it counts, in order; none: always.\"\n  windows: [ThemeWindow!]!\n  \"Only uses in channels that last streamed in one of these languages are the theme's; none: in all.\"\n  languages: [String!]!\n  \"What makes an emote its own, used or not: with the fields above all that `setTheme` takes, so it can be given back changed.\"\n  definition: ThemeDefinition!\n  \"Its emotes by uses, most used first. Emotes that nobody used are left out.\"\n  ranking(\n    \"A time relative to now. Default ALL_TIME, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n    \"How many, 1 to 100.\"\n    first: Int! = 20\n  ): ThemeRanking!\n  \"Its uses over time, and their running sum from the start of the range on.\"\n  series(\n    \"\"\"\n    Length of a point. Absent: the shortest with which the range has at most 500 points and whose rows are still kept; the\n    answer says which it is.\n    \"\"\"\n    granularity: Granularity\n    \"Whose hours, days, weeks and months: an IANA timezone, as `Europe/Madrid`. Default UTC.\"\n    timezone: String\n    \"A time relative to now. Default ALL_TIME, unless `from` and `to` are given instead.\"\n    window: TimeWindow\n    \"Start, included; down to the whole minute.\"\n    from: DateTime\n    \"End, not included; up to the whole minute.\"\n    to: DateTime\n  ): ThemeSeries!\n}\n\ntype ThemeWindow {\n  \"Start, included; null: from the first day on.\"\n  from: DateTime\n  \"End, not included; null: to this day.\"\n  to: DateTime\n}\n\n\"What a theme is made of. An emote is its own when any of `emotes`, `names` and `patterns` says so.\"\ntype ThemeDefinition {\n  \"Emotes by id.\"\n  emotes: [ThemeEmote!]!\n  \"Emotes whose id is not known, by exact name.\"\n  names: [ThemeName!]!\n  \"Emotes by names with `*` for any characters and `?` for one.\"\n  patterns: [ThemePattern!]!\n  \"Only uses in these channels are its own; null: in all.\"\n  channelTwitchIds: [String!]\n}\n\ntype ThemeEmote {\n  \"Who gives it.\"\n  provider: Provider!\n  \"The provider's own id.\"\n  emoteId: String!\n  \"For people; it matches nothing. Empty where it is not known.\"\n  name: String!\n}\n\ntype ThemeName {\n  \"Null: of any provider.\"\n  provider: Provider\n  \"As it is written in chat.\"\n  name: String!\n}\n\ntype ThemePattern {\n  \"Null: of any provider.\"\n  provider: Provider\n  \"Over whole names: `*` stands for any characters, `?` for one.\"\n  pattern: String!\n}\n\ntype ThemeRanking {\n  emotes: [EmoteUsage!]!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\n\"A theme's use in a stretch of time.\"\ntype ThemePoint {\n  \"Start of the stretch; the first and the last one hold only what lies in the range.\"\n  start: DateTime!\n  \"Occurrences of its emotes.\"\n  uses: Count!\n  \"Occurrences from the start of the range to the end of this stretch.\"\n  runningUses: Count!\n}\n\ntype ThemeSeries {\n  \"Oldest first, at most 2,500. Stretches without a use have no point.\"\n  points: [ThemePoint!]!\n  granularity: Granularity!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\n\"Usage in a stretch of time.\"\ntype UsagePoint {\n  \"Start of the stretch; the first and the last one hold only what lies in the range.\"\n  start: DateTime!\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"\"\"\n  Messages with at least one emote, or with the emote asked for; null with a filter by provider, class, price or theme, as\n  messages don't add up over emotes.\n  \"\"\"\n  messagesWithEmotes: Count\n  \"Occurrences of emotes, or of those asked for.\"\n  uses: Count!\n  \"Distinct chatters who used an emote, or one of those asked for, those left out who are not to be known.\"\n  emoteChatters: Count!\n  \"What the time compared with had as long after its start; null without `compareTo`.\"\n  previous: UsageMeasures\n}\n\n\"What was said and used in a time.\"\ntype UsageMeasures {\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"As in `UsagePoint`.\"\n  messagesWithEmotes: Count\n  \"Occurrences of emotes, or of those asked for.\"\n  uses: Count!\n  \"As in `UsagePoint`: of the whole time, so somebody who was there twice counts once. Costs a read of its own.\"\n  emoteChatters: Count!\n}\n\ntype UsageSeries {\n  \"Oldest first, at most 1,500. Stretches in which nothing was read have no point, unless asked to be filled.\"\n  points: [UsagePoint!]!\n  \"Of the whole range.\"\n  totals: UsageMeasures!\n  \"Of the whole time compared with; null without `compareTo`.\"\n  previousTotals: UsageMeasures\n  \"The time compared with; null without `compareTo`.\"\n  previousRange: TimeRange\n  granularity: Granularity!\n  range: TimeRange!\n  dataFreshness: DataFreshness!\n}\n\ntype Pipeline {\n  \"One per partition of the event log that ever stored anything.\"\n  partitions: [PipelinePartition!]!\n  \"Time of the newest stored message of the partition that is furthest behind, to the second.\"\n  watermark: DateTime\n  \"Time since anything was last stored.\"\n  lag: Duration\n  \"\"\"\n  Who reads chat, by instance, as each tells every five seconds. One that was not heard of for 20 seconds is silent; it is left\n  out after five minutes, and at once when it was stopped in order.\n  \"\"\"\n  collectors: [Collector!]!\n  \"Records of the log that nobody could use, put aside for people to decide about. Null while the log does not answer.\"\n  quarantine: Quarantine\n  \"The scheduled work, by name: what is learnt of channels, emotes and themes. None before the first one has run.\"\n  jobs: [Job!]!\n}\n\n\"A process that reads chat, as it was when it last told.\"\ntype Collector {\n  \"Its place among the collectors, as `collector-1`: what runs there next has the same.\"\n  instance: String!\n  \"By its own clock.\"\n  reportedAt: DateTime!\n  \"Nothing was heard of it for 20 seconds: it was killed, is stuck, or can not reach the log. Others read its channels.\"\n  silent: Boolean!\n  \"Connections to chat that were open.\"\n  connections: Count!\n  \"Channels that were its share to read.\"\n  channelsWanted: Count!\n  \"Those of its share that it was reading.\"\n  channelsJoined: Count!\n  \"\"\"\n  Those of its share that Twitch did not let it join when it last asked, by reason; reasons of none are left out. What is\n  wanted, and neither joined nor here, is being joined.\n  \"\"\"\n  channelsRefused: [RefusedChannels!]!\n  \"Messages that count, of the last minute or so, in its channels together.\"\n  messagesPerSecond: Float!\n}\n\n\"Channels that Twitch did not let a collector join for the same reason.\"\ntype RefusedChannels {\n  reason: JoinRefusalReason!\n  \"How many channels.\"\n  channels: Count!\n}\n\n\"Why Twitch does not let a channel be read.\"\nenum JoinRefusalReason {\n  \"The channel is suspended, or closed.\"\n  SUSPENDED\n  \"Who reads is banned there.\"\n  BANNED\n  \"There is no such channel.\"\n  NOT_FOUND\n  \"Who reads may not.\"\n  NO_PERMISSION\n  \"The connection is in as many channels as it may be; asked for again soon.\"\n  LIMIT_REACHED\n  \"Twitch said nothing in time; asked for again soon.\"\n  NO_ANSWER\n}\n\n\"What waits for a decision of people: `emotide quarantine`.\"\ntype Quarantine {\n  \"Records that are there.\"\n  records: Count!\n  \"When one was last put there; null while it is empty.\"\n  newestAt: DateTime\n}\n\nenum JobState {\n  \"It has not run yet.\"\n  WAITING\n  \"Its last run did what it was to do.\"\n  OK\n  \"Its last run failed; what was known before stays.\"\n  FAILED\n  \"It is not to run as things are set; `summary` says why.\"\n  OFF\n}\n\n\"Work that is done again and again.\"\ntype Job {\n  name: String!\n  state: JobState!\n  \"Between two runs, about; null for one that is off.\"\n  every: Duration\n  \"Null before the first time.\"\n  lastStartedAt: DateTime\n  \"Null before it has ended the first time.\"\n  lastDuration: Duration\n  \"When it last did what it was to do.\"\n  lastOkAt: DateTime\n  \"Null for one that is off.\"\n  nextRunAt: DateTime\n  \"Since it last did what it was to do.\"\n  failuresInRow: Int!\n  \"What its last run did, or why it could not, in a sentence.\"\n  summary: String!\n}\n\n\"A part of the event log; a channel stays in one.\"\ntype PipelinePartition {\n  partition: Int!\n  \"The last run of batches that is complete in every table.\"\n  lastRun: PipelineRun!\n  \"Time of the newest stored message, to the second.\"\n  newestMessageAt: DateTime\n  \"Time since the last run was stored.\"\n  lag: Duration!\n}\n\ntype PipelineRun {\n  \"Number of its first batch in the partition, decimal.\"\n  first: String!\n  \"Number of its last batch in the partition, decimal.\"\n  last: String!\n  \"Rows: one per message and distinct emote, and one per channel and second and batch.\"\n  rows: Count!\n  \"When it was complete.\"\n  storedAt: DateTime!\n}\n\n\"\"\"\nWhat is used now. The first message is the state now, each later one the state after it changed; what does not change is\nnot sent again, and a reader too slow for every message gets the latest.\n\nAn answer covers a window of closed seconds up to `asOf`, some two seconds ago, and equals what the warehouse says of the\nsame seconds. A message that arrives later than that still counts in its own second. Where the server can't know the\nlatest seconds, it does not guess: `asOf` stands still and `stale` says why. Emotes used equally often are ordered by\nid, then provider; channels by id.\n\nAt most 100 subscriptions a connection. Distinct chatters are asked of the queries.\n\"\"\"\ntype Subscription {\n  \"Channels by one measure, greatest first. Channels with none of it are left out.\"\n  topChannels(\n    \"How long a time up to `asOf`.\"\n    window: LiveWindow! = LAST_MINUTE\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    by: ChannelOrder! = USES\n    \"How often to look for a change: PT0.1S to PT60S, in whole tenths.\"\n    every: Duration! = \"PT1S\"\n  ): LiveTopChannels!\n\n  \"Emotes by uses, most used first.\"\n  topEmotes(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"Of this provider only.\"\n    provider: Provider\n    \"Of this price only, by the class that is best known of each emote.\"\n    price: Price\n    \"How long a time up to `asOf`.\"\n    window: LiveWindow! = LAST_MINUTE\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"How often to look for a change: PT0.1S to PT60S, in whole tenths.\"\n    every: Duration! = \"PT1S\"\n  ): LiveTopEmotes!\n\n  \"Totals of the window, and its latest seconds one by one.\"\n  usage(\n    \"Of this channel only, by login, any case. Absent: of all channels.\"\n    channel: String\n    \"How long a time up to `asOf`.\"\n    window: LiveWindow! = LAST_MINUTE\n    \"How many of the latest seconds to give one by one, 0 to 300; not more than the window has.\"\n    seconds: Int! = 60\n    \"How often to look for a change: PT0.1S to PT60S, in whole tenths.\"\n    every: Duration! = \"PT1S\"\n  ): LiveUsage!\n\n  \"\"\"\n  Uses of a theme's emotes, and how they come and go: the same in each window. An emote is known by the name under which it\n  is most used. Themes of languages are asked of the queries.\n  \"\"\"\n  themeTrend(\n    \"As `world-cup-2018`.\"\n    slug: String!\n    \"How long a time up to `asOf`, for `emotes` and `range`.\"\n    window: LiveWindow! = LAST_5_MINUTES\n    \"How many emotes, 1 to 100.\"\n    first: Int! = 10\n    \"How often to look for a change: PT0.1S to PT60S, in whole tenths.\"\n    every: Duration! = \"PT1S\"\n  ): LiveThemeTrend!\n\n  \"\"\"\n  Emotes that are used more than at the same time of the days before, surest first, as the query of this name has them. Asked\n  of the warehouse, so its windows are whole minutes: one is closed five seconds after its end. At most 50 different ones at a\n  time.\n  \"\"\"\n  trending(\n    \"In this channel only, by login, any case. Absent: in all channels.\"\n    channel: String\n    \"How long a time up to `asOf`.\"\n    window: LiveWindow! = LAST_HOUR\n    \"How many days before are compared with, each at the same time of day: 1 to 28.\"\n    baselineDays: Int! = 7\n    \"Uses of one chatter that count, of one emote in one day's range: 1 to 1,000. One spammer is no trend.\"\n    mostUsesPerChatter: Int! = 5\n    \"Distinct known chatters that an emote needs, at least 1.\"\n    leastChatters: Int! = 10\n    \"The least score, in standard deviations, 0 to 1,000.\"\n    leastScore: Float! = 3.3\n    \"How many, 1 to 100.\"\n    first: Int! = 10\n    \"How often to look for a change: PT1S to PT60S, in whole tenths.\"\n    every: Duration! = \"PT30S\"\n  ): LiveTrending!\n\n  \"\"\"\n  Single uses of emotes in one channel from now on, some tens of milliseconds after they were sent; the first answer has none.\n  An answer has those since the one before, at most `first` of them: the latest ones, `dropped` counts the others. What was\n  found later to repair a gap is left out, as are uses while `stale` says that the feed stands still.\n  \"\"\"\n  emoteEvents(\n    \"In this channel, by login, any case.\"\n    channel: String!\n    \"Of this provider only.\"\n    provider: Provider\n    \"Of this price only, by the class that each use was stamped with.\"\n    price: Price\n    \"How many uses an answer has at most, 1 to 100: so many in each `every`.\"\n    first: Int! = 50\n    \"Whether to say who. Needs the role `people`.\"\n    withChatters: Boolean! = false\n    \"How often to look for uses: PT0.1S to PT60S, in whole tenths.\"\n    every: Duration! = \"PT1S\"\n  ): LiveEmoteEvents!\n}\n\n\"A time up to `asOf`, in whole seconds.\"\nenum LiveWindow {\n  LAST_MINUTE\n  LAST_5_MINUTES\n  LAST_15_MINUTES\n  LAST_HOUR\n}\n\n\"Why an answer does not reach up to now.\"\ntype Staleness {\n  reason: StaleReason!\n  \"Since when.\"\n  since: DateTime!\n}\n\nenum StaleReason {\n  \"The server is reading the last hour from the warehouse: it has just started, or had reason to start over.\"\n  HYDRATING\n  \"What is read of the chat reaches the server late, or a reader of it does not say how far it is.\"\n  BEHIND\n  \"The event log does not answer.\"\n  LOG_AWAY\n  \"The warehouse does not answer, and the last hour is still to be read from it.\"\n  WAREHOUSE_AWAY\n}\n\ntype LiveTopEmotes {\n  \"Most used first. Null while nothing is known yet: see `stale`.\"\n  emotes: [LiveEmoteUsage!]\n  \"The seconds covered. Null while nothing is known yet.\"\n  range: TimeRange\n  \"\"\"\n  Whether nothing is missing. Not when there was more than the server can hold, as `range` or the ranking then falls short,\n  nor for an hour after the event log was lost and made anew.\n  \"\"\"\n  complete: Boolean!\n  \"End of the window: every second before it is closed. Null while nothing is known yet.\"\n  asOf: DateTime\n  \"Null when the answer is as fresh as it can be.\"\n  stale: Staleness\n}\n\n\"How an emote was used in the window.\"\ntype LiveEmoteUsage {\n  emote: Emote!\n  \"Occurrences.\"\n  uses: Count!\n  \"Messages with this emote.\"\n  messages: Count!\n}\n\ntype LiveTopChannels {\n  \"Greatest first. Null while nothing is known yet: see `stale`.\"\n  channels: [LiveChannelUsage!]\n  \"The seconds covered. Null while nothing is known yet.\"\n  range: TimeRange\n  \"\"\"\n  Whether nothing is missing. Not when there was more than the server can hold, as `range` or the ranking then falls short,\n  nor for an hour after the event log was lost and made anew.\n  \"\"\"\n  complete: Boolean!\n  \"End of the window: every second before it is closed. Null while nothing is known yet.\"\n  asOf: DateTime\n  \"Null when the answer is as fresh as it can be.\"\n  stale: Staleness\n}\n\n\"What was used and said in one channel in the window; copies of a shared chat count only where they were sent.\"\ntype LiveChannelUsage {\n  channel: LiveChannel!\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"Messages with at least one emote.\"\n  messagesWithEmotes: Count!\n  \"Occurrences of emotes: `freeUses`, `paidUses` and `otherUses` together.\"\n  uses: Count!\n  \"Of emotes with price FREE.\"\n  freeUses: Count!\n  \"Of emotes with price PAID.\"\n  paidUses: Count!\n  \"Of emotes with price OTHER.\"\n  otherUses: Count!\n  \"Distinct emotes used.\"\n  distinctEmotes: Count!\n}\n\n\"A Twitch channel, as live answers know it.\"\ntype LiveChannel {\n  \"The same as the channel's in queries, for `node`.\"\n  id: ID!\n  \"Twitch's id, stable through renames.\"\n  twitchId: String!\n  \"Its latest login.\"\n  login: String!\n}\n\ntype LiveUsage {\n  \"Of the whole window. Null while nothing is known yet: see `stale`.\"\n  totals: LiveTotals\n  \"The latest seconds of the window, oldest first; those in which nothing was read have no point. Null as `totals`.\"\n  seconds: [LiveUsagePoint!]\n  \"The seconds covered. Null while nothing is known yet.\"\n  range: TimeRange\n  \"\"\"\n  Whether nothing is missing. Not when there was more than the server can hold, as `range` or the ranking then falls short,\n  nor for an hour after the event log was lost and made anew.\n  \"\"\"\n  complete: Boolean!\n  \"End of the window: every second before it is closed. Null while nothing is known yet.\"\n  asOf: DateTime\n  \"Null when the answer is as fresh as it can be.\"\n  stale: Staleness\n}\n\ntype LiveThemeTrend {\n  \"Its emotes in the window, most used first. Null while nothing is known yet: see `stale`.\"\n  emotes: [LiveEmoteUsage!]\n  \"Its uses in each window, the shortest first: one that has more a minute than the next longer one is rising. Null as `emotes`.\"\n  windows: [LiveThemeWindow!]\n  \"The seconds covered. Null while nothing is known yet.\"\n  range: TimeRange\n  \"\"\"\n  Whether nothing is missing. Not when there was more than the server can hold, as `range` or the ranking then falls short,\n  nor for an hour after the event log was lost and made anew.\n  \"\"\"\n  complete: Boolean!\n  \"End of the window: every second before it is closed. Null while nothing is known yet.\"\n  asOf: DateTime\n  \"Null when the answer is as fresh as it can be.\"\n  stale: Staleness\n}\n\n\"A theme's uses in one window.\"\ntype LiveThemeWindow {\n  window: LiveWindow!\n  \"Occurrences of its emotes. Null when not all of the window lies in the theme's time.\"\n  uses: Count\n}\n\ntype LiveTrending {\n  \"Surest first; equals by id, then provider. Null while nothing is known yet: see `stale`.\"\n  emotes: [TrendingEmote!]\n  \"The minutes covered. Null while nothing is known yet.\"\n  range: TimeRange\n  \"Whether the warehouse had all of the range when it was asked, and no gap of it is known.\"\n  complete: Boolean!\n  \"End of the window. Null while nothing is known yet.\"\n  asOf: DateTime\n  \"Null while the warehouse answers.\"\n  stale: Staleness\n}\n\ntype LiveEmoteEvents {\n  \"In the order in which they were counted, oldest first.\"\n  events: [LiveEmoteEvent!]!\n  \"\"\"\n  Uses that came since this feed was begun, whether they were given or not. Who finds more between two answers than the later\n  one holds has missed the rest: by the limit, or as a reader too slow for every answer.\n  \"\"\"\n  total: Count!\n  \"How many of `total` were left out by the limit.\"\n  dropped: Count!\n  \"Null when the feed is as fresh as it can be.\"\n  stale: Staleness\n}\n\n\"One emote in one message: never what the message says.\"\ntype LiveEmoteEvent {\n  \"When the message was sent, by Twitch.\"\n  at: DateTime!\n  \"With the class that it was stamped with when it was read.\"\n  emote: Emote!\n  \"Occurrences in the message.\"\n  uses: Count!\n  \"Whether the message was sent in another channel of a shared chat, and is counted there in sums over channels.\"\n  isSharedCopy: Boolean!\n  \"As in `Chatter`, decimal. Null for nobody, and without `withChatters`.\"\n  chatterId: String\n}\n\ntype LiveTotals {\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"Messages with at least one emote.\"\n  messagesWithEmotes: Count!\n  \"Occurrences of emotes.\"\n  uses: Count!\n}\n\n\"Usage in one second.\"\ntype LiveUsagePoint {\n  \"Start of the second.\"\n  start: DateTime!\n  \"Messages read, with emotes or without.\"\n  messages: Count!\n  \"Messages with at least one emote.\"\n  messagesWithEmotes: Count!\n  \"Occurrences of emotes.\"\n  uses: Count!\n}\n\n\"\"\"\nChanges of what is read and how it is counted. All of them need a key with the role admin, are put down in the audit log\nwith that key's id before they are made, and hold for every process at once.\n\"\"\"\ntype Mutation {\n  \"From now on these channels are read, whatever the scout's plan and the settings say.\"\n  trackChannels(\"Logins, any case; 1 to 100.\" logins: [String!]!): ChannelWishChange!\n\n  \"From now on these channels are not read, whatever the scout's plan and the settings say. What was read stays.\"\n  untrackChannels(\"Logins, any case; 1 to 100.\" logins: [String!]!): ChannelWishChange!\n\n  \"From now on the scout's plan and the settings decide of these channels again.\"\n  releaseChannels(\"Logins, any case; 1 to 100.\" logins: [String!]!): ChannelWishChange!\n\n  \"Adds a theme, or puts it in the place of the one with its slug; for the past too.\"\n  setTheme(\"All of it: what is left out is not the theme's any more.\" theme: ThemeInput!): ThemeChange!\n\n  \"Takes a theme away, a shipped one too.\"\n  removeTheme(\"As `world-cup-2018`.\" slug: String!): ThemeChange!\n\n  \"Takes back all that was made of a theme: a shipped one is as shipped, one that was added is gone.\"\n  restoreTheme(\"As `world-cup-2018`.\" slug: String!): ThemeChange!\n\n  \"\"\"\n  An emote costs what this says, whatever providers say now or later: in every answer, about the past as well, in SQL, and in\n  live answers within seconds. No count changes, and the stamps of single uses stay as they were.\n  \"\"\"\n  reclassifyEmote(\n    \"One that was used or that the catalogue knows.\"\n    emote: EmoteRef!\n    \"One that says something: neither UNKNOWN nor CHANNEL_UNKNOWN.\"\n    class: EmoteClass!\n  ): EmoteChange!\n\n  \"An emote costs again what the catalogue says, or what its uses were stamped with; about the past as well.\"\n  restoreEmoteClass(\"One that was used or that the catalogue knows.\" emote: EmoteRef!): EmoteChange!\n\n  \"From now on the chatter's messages count and are nobody's, wherever they come from. What was counted before stays.\"\n  optOut(\"Twitch's id of the chatter.\" userId: String!): OptOutChange!\n\n  \"From now on the chatter is somebody again. What was sent meanwhile stays nobody's.\"\n  optBackIn(\"Twitch's id of the chatter.\" userId: String!): OptOutChange!\n}\n\n\"What somebody wished of one channel.\"\ntype ChannelWish {\n  login: String!\n  \"True: it is read. False: it is not.\"\n  isWanted: Boolean!\n  \"When it was last wished.\"\n  since: DateTime!\n}\n\ntype ChannelWishChange {\n  \"Names the change in the audit log.\"\n  auditId: ID!\n  \"What is wished of these channels now.\"\n  wishes: [ChannelWish!]!\n}\n\n\"A theme as an administrator makes it. An emote is its own when any of `emotes`, `names` and `patterns` says so.\"\ninput ThemeInput {\n  \"Lower-case words and numbers between single hyphens; the theme's key for good.\"\n  slug: String!\n  name: String!\n  \"When it counts, in order and apart from each other; none: always.\"\n  windows: [ThemeWindowInput!]! = []\n  \"Emotes by id.\"\n  emotes: [ThemeEmoteInput!]! = []\n  \"Emotes whose id is not known, by exact name.\"\n  names: [ThemeNameInput!]! = []\n  \"Emotes by names with `*` for any characters.\"\n  patterns: [ThemePatternInput!]! = []\n  \"Only uses in these channels are its own; absent: in all.\"\n  channelTwitchIds: [String!]\n  \"Only uses in channels that last streamed in one of these languages are its own; absent: in all.\"\n  languages: [String!]\n}\n\ninput ThemeWindowInput {\n  \"Start, included; absent: from the first day on.\"\n  from: DateTime\n  \"End, not included; absent: to this day.\"\n  to: DateTime\n}\n\ninput ThemeEmoteInput {\n  provider: Provider!\n  emoteId: String!\n  \"For people; it matches nothing.\"\n  name: String! = \"\"\n}\n\ninput ThemeNameInput {\n  \"Absent: of any provider.\"\n  provider: Provider\n  name: String!\n}\n\ninput ThemePatternInput {\n  \"Absent: of any provider.\"\n  provider: Provider\n  pattern: String!\n}\n\ntype ThemeChange {\n  \"Names the change in the audit log.\"\n  auditId: ID!\n  \"As it is now; null when it is gone.\"\n  theme: Theme\n}\n\ntype EmoteChange {\n  \"Names the change in the audit log.\"\n  auditId: ID!\n  \"With the class that it has now.\"\n  emote: Emote!\n}\n\ntype OptOutChange {\n  \"Names the change in the audit log, and in the privacy log.\"\n  auditId: ID!\n  \"Whether the chatter is opted out now.\"\n  isOut: Boolean!\n  \"False when it was so already.\"\n  isChanged: Boolean!\n}\n";
