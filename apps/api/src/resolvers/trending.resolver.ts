import type { QueryResolvers } from '@emotide/graphql-types';
import { trending as readTrending, type Range, type TrendingInput, type TrendingRow } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import { parseTimeRange } from '../time-range';
import { toCovered } from './covered';
import { parsePageSize } from './page';
import { parseScope } from './scope';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

export const trending: NonNullable<QueryResolvers<ApiContext>['trending']> = async (
  _parent,
  { channel, first, window, from, to, ...asked },
  context,
) => {
  const limit = parsePageSize(first);
  const range = toAtMostADay(
    parseTimeRange({ window: window ?? null, from: from ?? null, to: to ?? null }, context.nowMs),
  );
  const thresholds = parseThresholds(asked);
  const scope = await parseScope(channel, context);
  const rows = await readTrending(context.store, { scope, range, ...thresholds, limit });
  return { emotes: rows.map(toTrendingEmote), ...toCovered(scope, range) };
};

/** What makes a trend. */
export type Thresholds = Omit<TrendingInput, 'scope' | 'range' | 'limit'>;

/** @throws GraphQLError BAD_ARGUMENT */
export function parseThresholds(asked: Thresholds): Thresholds {
  const { baselineDays, mostUsesPerChatter, leastChatters, leastScore } = asked;
  expectWithin('baselineDays', baselineDays, 1, 28);
  expectWithin('mostUsesPerChatter', mostUsesPerChatter, 1, 1_000);
  expectWithin('leastChatters', leastChatters, 1, 1_000_000);
  expectWithin('leastScore', leastScore, 0, 1_000);
  return { baselineDays, mostUsesPerChatter, leastChatters, leastScore };
}

export const toTrendingEmote = ({ provider, emoteId, name, class: known, ...measures }: TrendingRow) => ({
  emote: { provider, emoteId, name, class: known },
  ...measures,
});

/** The last day widened to whole minutes is one too long; its first minute is left out. */
function toAtMostADay({ fromMs, toMs }: Range): Range {
  if (toMs - fromMs > DAY_MS + MINUTE_MS) throw toApiError('BAD_RANGE', 'trends are of a day at most');
  return { fromMs: Math.max(fromMs, toMs - DAY_MS), toMs };
}

function expectWithin(name: string, value: number, least: number, most: number): void {
  if (value < least || value > most) throw toApiError('BAD_ARGUMENT', `${name} must be ${least} to ${most}`);
}
