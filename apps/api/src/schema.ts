import {
  typeDefs,
  type MutationResolvers,
  type QueryResolvers,
  type SubscriptionResolvers,
} from '@emotide/graphql-types';
import { createSchema } from 'graphql-yoga';
import type { ApiContext } from './context';
import { Channel } from './resolvers/channel-fields';
import { channel } from './resolvers/channel.resolver';
import { channelsUsing } from './resolvers/channels-using.resolver';
import {
  channelWishes,
  releaseChannels,
  trackChannels,
  untrackChannels,
} from './resolvers/changes/channel-wishes.resolver';
import { optBackIn, optOut } from './resolvers/changes/opt-out.resolver';
import { reclassifyEmote, restoreEmoteClass } from './resolvers/changes/reclassify-emote.resolver';
import { removeTheme, restoreTheme, setTheme } from './resolvers/changes/theme-changes.resolver';
import { Chatter } from './resolvers/chatter-fields';
import { chatter, topChatters } from './resolvers/chatters.resolver';
import { DataFreshness } from './resolvers/data-freshness-fields';
import {
  ChannelUsage,
  ChannelUsageConnection,
  ChannelUsesConnection,
  EmoteUsage,
  EmoteUsageConnection,
  UsageMeasures,
  UsagePart,
  UsagePoint,
} from './resolvers/deferred-fields';
import { Emote } from './resolvers/emote-fields';
import { EmoteKnowledge } from './resolvers/emote-knowledge';
import { emoteShares } from './resolvers/emote-shares.resolver';
import { emote } from './resolvers/emote.resolver';
import { liveEmoteEvents } from './resolvers/live/live-emote-events.resolver';
import { liveThemeTrend } from './resolvers/live/live-theme-trend.resolver';
import { liveTopChannels } from './resolvers/live/live-top-channels.resolver';
import { liveTopEmotes } from './resolvers/live/live-top-emotes.resolver';
import { liveTrending } from './resolvers/live/live-trending.resolver';
import { liveUsage } from './resolvers/live/live-usage.resolver';
import { moderation } from './resolvers/moderation.resolver';
import { Node, node } from './resolvers/node.resolver';
import { Pipeline } from './resolvers/pipeline-fields';
import { pipeline } from './resolvers/pipeline.resolver';
import { searchChannels, searchEmotes } from './resolvers/search.resolver';
import { StreamSession } from './resolvers/stream-fields';
import { streamSplit } from './resolvers/stream-split.resolver';
import { Theme } from './resolvers/theme-fields';
import { theme, themes } from './resolvers/theme.resolver';
import { topChannels } from './resolvers/top-channels.resolver';
import { topEmotes } from './resolvers/top-emotes.resolver';
import { trending } from './resolvers/trending.resolver';
import { usageSplit } from './resolvers/usage-split.resolver';
import { usage } from './resolvers/usage.resolver';
import { Count, DateTime, Duration } from './scalars';

/** `Required`: a root field of the contract without a resolver does not compile. */
const Query: Required<QueryResolvers<ApiContext>> = {
  node,
  topChannels,
  channelsUsing,
  emoteShares,
  channel,
  searchChannels,
  topEmotes,
  emote,
  searchEmotes,
  trending,
  usage,
  usageSplit,
  streamSplit,
  moderation,
  topChatters,
  chatter,
  themes,
  theme,
  pipeline,
  channelWishes,
};

const Mutation: Required<MutationResolvers<ApiContext>> = {
  trackChannels,
  untrackChannels,
  releaseChannels,
  setTheme,
  removeTheme,
  restoreTheme,
  reclassifyEmote,
  restoreEmoteClass,
  optOut,
  optBackIn,
};

const Subscription: Required<SubscriptionResolvers<ApiContext>> = {
  topChannels: liveTopChannels,
  topEmotes: liveTopEmotes,
  usage: liveUsage,
  themeTrend: liveThemeTrend,
  trending: liveTrending,
  emoteEvents: liveEmoteEvents,
};

/** The contract with what answers it. */
export const createApiSchema = () =>
  createSchema<ApiContext>({
    typeDefs,
    resolvers: {
      Query,
      Mutation,
      Subscription,
      Node,
      Channel,
      Emote,
      EmoteKnowledge,
      EmoteUsage,
      EmoteUsageConnection,
      ChannelUsage,
      ChannelUsageConnection,
      ChannelUsesConnection,
      UsageMeasures,
      UsagePoint,
      UsagePart,
      StreamSession,
      Chatter,
      Theme,
      DataFreshness,
      Pipeline,
      DateTime,
      Duration,
      Count,
    },
  });
