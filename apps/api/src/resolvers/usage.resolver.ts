import type { QueryResolvers } from '@emotide/graphql-types';
import { chatterSeries, usageSeries } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import { isEmoteId } from '../node-id';
import { once } from '../once';
import { parseTimeRange } from '../time-range';
import { toCovered } from './covered';
import { parseScope } from './scope';

/** A day of minutes and an hour to spare; more is no picture any more. */
const MOST_POINTS = 1_500;

export const usage: NonNullable<QueryResolvers<ApiContext>['usage']> = async (
  _parent,
  { channel, emote, granularity, ...time },
  context,
) => {
  const range = parseTimeRange(time, context.nowMs);
  if (emote && !isEmoteId(emote.emoteId)) {
    throw toApiError('BAD_ARGUMENT', 'emoteId must have 1 to 128 characters');
  }
  const scope = await parseScope(channel, context);
  const input = { scope, range, granularity, ...(emote && { emote }), limit: MOST_POINTS + 1 };
  const rows = await usageSeries(context.store, input);
  if (rows.length > MOST_POINTS) {
    const remedy = 'ask for less time or a longer granularity';
    throw toApiError('BAD_RANGE', `more than ${MOST_POINTS} points: ${remedy}`);
  }
  const chatters = once(async () => {
    const found = await chatterSeries(context.store, input);
    return new Map(found.map((row) => [row.startMs, row.emoteChatters]));
  });
  const points = rows.map(({ startMs, messages, messagesWithEmotes, uses }) => ({
    start: startMs,
    messages,
    // Only filters that this field has not leave it unknown.
    messagesWithEmotes: messagesWithEmotes ?? 0,
    uses,
    emoteChatters: async () => (await chatters()).get(startMs) ?? 0,
  }));
  return { points, granularity, ...toCovered(scope, range) };
};
