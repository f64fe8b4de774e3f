import type { ChannelResolvers } from '@emotide/graphql-types';
import { channelChatters, channelTotals } from '@emotide/store';
import type { ApiContext } from '../context';
import { toNodeId } from '../node-id';
import { parseTimeRange } from '../time-range';
import { toCovered } from './covered';

const NOTHING = { messages: 0, messagesWithEmotes: 0, uses: 0, distinctEmotes: 0 } as const;

export const Channel: Required<Omit<ChannelResolvers<ApiContext>, '__isTypeOf'>> = {
  id: ({ twitchId }) => toNodeId({ type: 'Channel', twitchId }),
  twitchId: ({ twitchId }) => twitchId,
  login: ({ login }) => login,
  lastMessageAt: ({ lastMessageAt }) => lastMessageAt,
  async usage(parent, time, { store, nowMs }) {
    const range = parseTimeRange(time, nowMs);
    const scope = { channelId: parent.twitchId };
    const [row] = await channelTotals(store, { ...scope, range });
    const emoteChatters = async () => {
      const channelIds = [parent.twitchId];
      const [found] = await channelChatters(store, { range, channelIds, withCopies: true });
      return found?.emoteChatters ?? 0;
    };
    return { usage: { ...(row ?? NOTHING), channel: parent, emoteChatters }, ...toCovered(scope, range) };
  },
};
