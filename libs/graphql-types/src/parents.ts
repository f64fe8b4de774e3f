import type { ChannelUsage, EmoteClass, EmoteUsage, Provider, UsagePoint } from './generated';

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

export type NodeParent = ChannelParent | EmoteParent;

/** Whose freshness is asked for: resolved only when it is. */
export interface DataFreshnessParent {
  /** Null: all channels. */
  readonly channelTwitchId: string | null;
  readonly range: { readonly from: number; readonly to: number };
}

// Distinct chatters cost more to read than everything else together, so a list's are read at once when the first of
// them is wanted.

export type EmoteUsageParent = Omit<EmoteUsage, 'emote' | 'chatters'> & {
  readonly emote: EmoteParent;
  readonly chatters: () => Promise<number>;
};

export type ChannelUsageParent = Omit<ChannelUsage, 'channel' | 'emoteChatters'> & {
  readonly channel: ChannelParent;
  readonly emoteChatters: () => Promise<number>;
};

export type UsagePointParent = Omit<UsagePoint, 'emoteChatters'> & {
  readonly emoteChatters: () => Promise<number>;
};

/** Its fields are read from what is known of themes now. */
export interface ThemeParent {
  readonly slug: string;
}
