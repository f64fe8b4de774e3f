import type { ResolversTypes, SubscriptionResolvers } from '@emotide/graphql-types';
import { LIVE_WINDOWS } from '@emotide/live';
import { toApiError } from '../../api-error';
import type { ApiContext } from '../../context';
import { parsePushInterval } from '../../live/push-interval';
import { parseLiveScope } from './parse-live-scope';

/** Five minutes of seconds; more is no picture any more, and much to send each second. */
const MOST_SECONDS = 300;

export const liveUsage: NonNullable<SubscriptionResolvers<ApiContext>['usage']> = {
  async subscribe(_parent, { channel, window, seconds, every }, context) {
    if (seconds < 0 || seconds > MOST_SECONDS)
      throw toApiError('BAD_ARGUMENT', `seconds must be 0 to ${MOST_SECONDS}`);
    const everyMs = parsePushInterval(every);
    const scope = await parseLiveScope(channel, context);
    const lastSeconds = Math.min(seconds, LIVE_WINDOWS[window]);
    return context.live.follow({
      name: ['usage', scope, lastSeconds],
      window,
      everyMs,
      evaluate: (known) => ({
        totals: known?.windows.totals(window, scope) ?? null,
        seconds:
          known?.windows
            .usage(lastSeconds, scope)
            .map(({ second, ...measures }) => ({ start: second * 1_000, ...measures })) ?? null,
      }),
    });
  },
  resolve: (answer: ResolversTypes['LiveUsage']) => answer,
};
