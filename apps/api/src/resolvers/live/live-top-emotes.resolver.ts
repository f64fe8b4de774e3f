import type { ResolversTypes, SubscriptionResolvers } from '@emotide/graphql-types';
import type { ApiContext } from '../../context';
import { parsePushInterval } from '../../live/push-interval';
import { parsePageSize } from '../page';
import { parseLiveScope } from './parse-live-scope';

export const liveTopEmotes: NonNullable<SubscriptionResolvers<ApiContext>['topEmotes']> = {
  async subscribe(_parent, { channel, provider, price, window, first, every }, context) {
    const limit = parsePageSize(first);
    const everyMs = parsePushInterval(every);
    const scope = await parseLiveScope(channel, context);
    const filter = { ...scope, ...(provider && { provider }), ...(price && { price }) };
    return context.live.follow({
      name: ['topEmotes', filter, limit],
      window,
      everyMs,
      evaluate: (known) => ({
        emotes:
          known?.windows
            .topEmotes(window, filter, limit)
            .map(({ uses, messages, ...emote }) => ({ emote, uses, messages })) ?? null,
      }),
    });
  },
  resolve: (answer: ResolversTypes['LiveTopEmotes']) => answer,
};
