import type { QueryResolvers } from '@emotide/graphql-types';
import { moderationSeries } from '@emotide/store';
import type { ApiContext } from '../context';
import { readCut } from '../series-cut';
import { parseTimeRange } from '../time-range';
import { toCovered } from './covered';
import { parseScope } from './scope';
import { expectFewPoints } from './usage.resolver';

/** A day of minutes with some four actions in each. */
const MOST_POINTS = 6_000;

export const moderation: NonNullable<QueryResolvers<ApiContext>['moderation']> = async (
  _parent,
  { channel, granularity: asked, timezone, ...time },
  context,
) => {
  const range = parseTimeRange(time, context.nowMs);
  const scope = await parseScope(channel, context);
  const cut = { granularity: asked ?? null, timezone: timezone ?? null };
  const { rows, granularity } = await readCut(cut, range, 'MINUTE', async (by) =>
    by.granularity === 'SECOND'
      ? []
      : await moderationSeries(context.store, {
          scope,
          range,
          granularity: by.granularity,
          timezone: by.timezone,
          isAllKept: time.window === 'ALL_TIME',
          limit: MOST_POINTS + 1,
        }),
  );
  expectFewPoints(rows.length, MOST_POINTS);
  const points = rows.map(({ startMs, action, acts }) => ({ start: startMs, action, acts }));
  return { points, granularity, ...toCovered(scope, range) };
};
