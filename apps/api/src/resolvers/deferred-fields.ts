import type {
  ChannelUsageConnectionResolvers,
  ChannelUsageResolvers,
  ChannelUsesConnectionResolvers,
  EmoteUsageConnectionResolvers,
  EmoteUsageResolvers,
  UsageMeasuresResolvers,
  UsagePartResolvers,
  UsagePointResolvers,
} from '@emotide/graphql-types';
import type { ApiContext } from '../context';

// What costs a read of its own, and so is read when it is asked for.

export const EmoteUsage: EmoteUsageResolvers<ApiContext> = { chatters: ({ chatters }) => chatters() };

export const EmoteUsageConnection: EmoteUsageConnectionResolvers<ApiContext> = {
  totalCount: ({ totalCount }) => totalCount(),
};

export const ChannelUsage: ChannelUsageResolvers<ApiContext> = {
  messagesWithEmotes: ({ messagesWithEmotes }) => messagesWithEmotes(),
  emoteChatters: ({ emoteChatters }) => emoteChatters(),
};

export const ChannelUsageConnection: ChannelUsageConnectionResolvers<ApiContext> = {
  totalCount: ({ totalCount }) => totalCount(),
};

export const ChannelUsesConnection: ChannelUsesConnectionResolvers<ApiContext> = {
  totalCount: ({ totalCount }) => totalCount(),
};

export const UsagePart: UsagePartResolvers<ApiContext> = {
  messages: ({ messages }) => messages(),
  emoteChatters: ({ emoteChatters }) => emoteChatters(),
};

export const UsageMeasures: UsageMeasuresResolvers<ApiContext> = {
  emoteChatters: ({ emoteChatters }) => emoteChatters(),
};

export const UsagePoint: UsagePointResolvers<ApiContext> = {
  emoteChatters: ({ emoteChatters }) => emoteChatters(),
};
