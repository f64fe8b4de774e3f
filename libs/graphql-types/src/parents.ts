import type {
  ChannelUsage,
  ChannelUses,
  EmoteClass,
  EmoteUsage,
  PageInfo,
  Provider,
  StreamSession,
  TimeRange,
  UsageMeasures,
  UsagePart,
  UsagePoint,
} from './generated';

// What the api's resolvers hand from parent to field where that is not the answer itself. Times are epoch ms.

export interface ChannelParent {
  readonly twitchId: string;
  readonly login: string;
  readonly lastMessageAt: number;
}

export interface EmoteParent {
  readonly provider: Provider;
  readonly emoteId: string;
  readonly name: string;
  readonly class: EmoteClass;
}

export interface EmoteKnowledgeParent {
  readonly inCatalogue: boolean;
  readonly class: EmoteClass;
  readonly rule: string;
  readonly because: string;
  readonly ownerTwitchId: string | null;
  readonly setId: string | null;
  readonly learntAt: number | null;
}

export type StreamSessionParent = Omit<StreamSession, 'id' | 'recap'>;

/** Whose freshness is asked for: resolved only when it is. */
export interface DataFreshnessParent {
  /** Null: all channels. */
  readonly channelTwitchId: string | null;
  readonly range: TimeRange;
}

export interface StreamRecapParent {
  readonly messages: number;
  readonly messagesWithEmotes: number;
  readonly uses: number;
  readonly emoteChatters: number;
  readonly distinctEmotes: number;
  readonly peak: { readonly start: number; readonly uses: number; readonly emote: EmoteParent } | null;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshnessParent;
}

/** As the warehouse numbers chatters. Its names are read when they are asked for. */
export interface ChatterParent {
  readonly id: string;
}

/** Its fields are read from what is known of themes now. */
export interface ThemeParent {
  readonly slug: string;
}

export type NodeParent = ChannelParent | EmoteParent | ThemeParent | StreamSessionParent;

// Distinct chatters cost more to read than everything else together, so a list's are read at once when the first of
// them is wanted.

export type EmoteUsageParent = Omit<EmoteUsage, 'emote' | 'chatters'> & {
  readonly emote: EmoteParent;
  readonly chatters: () => Promise<number>;
};

export type ChannelUsageParent = Omit<ChannelUsage, 'channel' | 'messagesWithEmotes' | 'emoteChatters'> & {
  readonly channel: ChannelParent;
  /** With some filters only single messages tell. */
  readonly messagesWithEmotes: () => Promise<number>;
  readonly emoteChatters: () => Promise<number>;
};

export type UsageMeasuresParent = Omit<UsageMeasures, 'emoteChatters'> & {
  readonly emoteChatters: () => Promise<number>;
};

export type UsagePointParent = Omit<UsagePoint, 'emoteChatters' | 'previous'> & {
  readonly previous: UsageMeasuresParent | null;
  readonly emoteChatters: () => Promise<number>;
};

export type UsagePartParent = Omit<UsagePart, 'messages' | 'emoteChatters'> & {
  readonly messages: () => Promise<number | null>;
  readonly emoteChatters: () => Promise<number | null>;
};

/** A page of a ranked list, whose length is read when it is asked for. */
interface CountedPage<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
  readonly totalCount: () => Promise<number>;
  readonly range: TimeRange;
  readonly dataFreshness: DataFreshnessParent;
}
export type ChannelUsageConnectionParent = CountedPage<ChannelUsageParent>;
export type EmoteUsageConnectionParent = CountedPage<EmoteUsageParent>;
export type ChannelUsesConnectionParent = CountedPage<
  Omit<ChannelUses, 'channel'> & { readonly channel: ChannelParent }
>;

/** Found field by field. */
export type PipelineParent = Readonly<Record<string, never>>;
