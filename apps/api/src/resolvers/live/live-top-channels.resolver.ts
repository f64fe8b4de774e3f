import { formatU64 } from '@emotide/domain';
import type { ChannelOrder, ResolversTypes, SubscriptionResolvers } from '@emotide/graphql-types';
import type { ChannelMeasure, ChannelUsage } from '@emotide/live';
import { toApiError } from '../../api-error';
import type { ApiContext } from '../../context';
import type { ChannelNames } from '../../live/channel-names';
import { parsePushInterval } from '../../live/push-interval';
import { toNodeId } from '../../node-id';
import { parsePageSize } from '../page';

const MEASURE: Readonly<Record<ChannelOrder, ChannelMeasure | undefined>> = {
  USES: 'uses',
  MESSAGES: 'messages',
  MESSAGES_WITH_EMOTES: 'messagesWithEmotes',
  // Distinct chatters are asked of the warehouse.
  EMOTE_CHATTERS: undefined,
};

export const liveTopChannels: NonNullable<SubscriptionResolvers<ApiContext>['topChannels']> = {
  subscribe(_parent, { window, first, by, every }, context) {
    const limit = parsePageSize(first);
    const measure = MEASURE[by];
    if (!measure) throw toApiError('BAD_ARGUMENT', 'by EMOTE_CHATTERS is asked of queries');
    return context.live.follow({
      name: ['topChannels', by, limit],
      window,
      everyMs: parsePushInterval(every),
      evaluate: (known) => ({
        channels:
          known?.windows
            .topChannels(window, measure, limit)
            .map((usage) => toLiveChannelUsage(usage, known.names)) ?? null,
      }),
    });
  },
  resolve: (answer: ResolversTypes['LiveTopChannels']) => answer,
};

function toLiveChannelUsage({ channelId, ...usage }: ChannelUsage, names: ChannelNames) {
  const twitchId = formatU64(channelId);
  const id = toNodeId({ type: 'Channel', twitchId });
  return { ...usage, channel: { id, twitchId, login: names.loginOf(channelId) } };
}
