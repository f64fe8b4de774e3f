import type { ChannelUsageResolvers, EmoteUsageResolvers, UsagePointResolvers } from '@emotide/graphql-types';
import type { ApiContext } from '../context';

export const EmoteUsage: EmoteUsageResolvers<ApiContext> = { chatters: ({ chatters }) => chatters() };

export const ChannelUsage: ChannelUsageResolvers<ApiContext> = {
  emoteChatters: ({ emoteChatters }) => emoteChatters(),
};

export const UsagePoint: UsagePointResolvers<ApiContext> = {
  emoteChatters: ({ emoteChatters }) => emoteChatters(),
};
