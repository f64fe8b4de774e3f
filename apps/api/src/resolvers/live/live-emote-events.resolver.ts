import {
  CLASS_OF_NUMBER,
  MESSAGE_FLAGS,
  PRICE_OF_CLASS,
  PROVIDERS,
  PROVIDER_OF_NUMBER,
  formatU64,
} from '@emotide/domain';
import type { UseRow } from '@emotide/event-log';
import type { SubscriptionEmoteEventsArgs, SubscriptionResolvers } from '@emotide/graphql-types';
import { toApiError } from '../../api-error';
import type { ApiContext } from '../../context';
import type { UsesAnswer } from '../../live/follow-uses';
import { parsePushInterval } from '../../live/push-interval';
import { requireRole } from '../../roles';
import { parsePageSize } from '../page';
import { parseLiveScope } from './parse-live-scope';

export const liveEmoteEvents: NonNullable<SubscriptionResolvers<ApiContext>['emoteEvents']> = {
  async subscribe(_parent, { channel: login, provider, price, first, withChatters, every }, context) {
    if (withChatters) requireRole(context, 'people');
    const most = parsePageSize(first);
    const everyMs = parsePushInterval(every);
    const { channel } = await parseLiveScope(login, context);
    if (!channel) throw toApiError('BAD_ARGUMENT', 'single uses are of one channel');
    const accepts = (use: UseRow): boolean =>
      (use.flags & MESSAGE_FLAGS.HISTORICAL) === 0 &&
      (!provider || use.provider === PROVIDERS[provider]) &&
      (!price || PRICE_OF_CLASS[CLASS_OF_NUMBER[use.emoteClass]!] === price);
    return context.live.followUses({ channel, everyMs, most, accepts });
  },
  resolve: ({ events, ...counts }: UsesAnswer, { withChatters }: SubscriptionEmoteEventsArgs) => ({
    ...counts,
    events: events.map((use) => ({
      at: use.sentAtMs,
      emote: {
        provider: PROVIDER_OF_NUMBER[use.provider]!,
        emoteId: use.emoteId,
        name: use.emoteName,
        class: CLASS_OF_NUMBER[use.emoteClass]!,
      },
      uses: use.uses,
      isSharedCopy: (use.flags & MESSAGE_FLAGS.SHARED_COPY) !== 0,
      chatterId:
        withChatters && (use.chatter.hi !== 0 || use.chatter.lo !== 0) ? formatU64(use.chatter) : null,
    })),
  }),
};
