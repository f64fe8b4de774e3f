import type { LiveTrending, SubscriptionResolvers } from '@emotide/graphql-types';
import { LIVE_WINDOWS } from '@emotide/live';
import { trending as readTrending, type Range } from '@emotide/store';
import { toApiError } from '../../api-error';
import type { ApiContext } from '../../context';
import { createLoaders } from '../../loaders';
import type { WarehouseAnswer } from '../../live/follow-warehouse';
import { parsePushInterval } from '../../live/push-interval';
import { toCovered } from '../covered';
import { hasNoGap, isStored } from '../data-freshness-fields';
import { parsePageSize } from '../page';
import { parseScope } from '../scope';
import { parseThresholds, toTrendingEmote } from '../trending.resolver';

const MINUTE_MS = 60_000;
/** A minute is closed so long after its end: live answers wait for 2 s, and the sink's insert follows within two more. */
const OPEN_MS = 5_000;
const LEAST_EVERY_MS = 1_000;

type Trends = Pick<LiveTrending, 'range' | 'complete' | 'asOf'> & {
  readonly emotes: readonly ReturnType<typeof toTrendingEmote>[];
};
const NOTHING_KNOWN = { emotes: null, range: null, complete: false, asOf: null };

export const liveTrending: NonNullable<SubscriptionResolvers<ApiContext>['trending']> = {
  async subscribe(_parent, { channel, window, first, every, ...asked }, context) {
    const limit = parsePageSize(first);
    const everyMs = parsePushInterval(every);
    if (everyMs < LEAST_EVERY_MS) throw toApiError('BAD_ARGUMENT', 'every must be PT1S to PT60S');
    const thresholds = parseThresholds(asked);
    const scope = await parseScope(channel, context);
    const toRange = (): Range => {
      const toMs = Math.floor((context.clock() - OPEN_MS) / MINUTE_MS) * MINUTE_MS;
      return { fromMs: toMs - LIVE_WINDOWS[window] * 1_000, toMs };
    };
    return await context.live.followWarehouse<Trends>({
      everyMs,
      now: () => String(toRange().toMs),
      async look(view) {
        const covered = toCovered(scope, toRange());
        const { range, dataFreshness } = covered;
        // How far the warehouse is, is asked first: what is read after it knows at least as much.
        const isFinal = await isStored(dataFreshness, view);
        const [rows, isWhole] = await Promise.all([
          readTrending(view.store, {
            scope,
            range: { fromMs: range.from, toMs: range.to },
            ...thresholds,
            limit,
          }),
          hasNoGap(dataFreshness, { loaders: createLoaders(view.store) }),
        ]);
        return {
          answer: {
            emotes: rows.map(toTrendingEmote),
            range,
            complete: isFinal && isWhole,
            asOf: range.to,
          },
          finalFor: isFinal ? String(range.to) : undefined,
        };
      },
    });
  },
  resolve: ({ answer, stale }: WarehouseAnswer<Trends>) => ({ ...(answer ?? NOTHING_KNOWN), stale }),
};
