import type { QueryResolvers } from '@emotide/graphql-types';
import { channelChatters, topChannels as readTopChannels } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import { parseCursor, toCursor } from '../cursor';
import { isTwitchId } from '../node-id';
import { once } from '../once';
import { parseTimeRange } from '../time-range';
import { toCovered } from './covered';
import { parsePageSize, toPage } from './page';

export const topChannels: NonNullable<QueryResolvers<ApiContext>['topChannels']> = async (
  _parent,
  { first, after, by, ...time },
  { store, nowMs },
) => {
  const limit = parsePageSize(first);
  const list = JSON.stringify(['topChannels', by]);
  const asked = parseTimeRange(time, nowMs);
  const cursor = typeof after === 'string' ? parseCursor(after, list) : undefined;
  if (cursor && !isTwitchId(cursor.key)) throw toApiError('BAD_CURSOR', 'not a cursor of this API');
  const range = cursor?.range ?? asked;
  const rows = await readTopChannels(store, {
    range,
    by,
    ...(cursor && { after: { score: cursor.score, channelId: cursor.key } }),
    limit: limit + 1,
  });
  const chatters = once(async () => {
    const channelIds = rows.slice(0, limit).map(({ channelId }) => channelId);
    const found = await channelChatters(store, { range, channelIds, withCopies: false });
    return new Map(found.map((row) => [row.channelId, row.emoteChatters]));
  });
  const page = toPage({
    rows,
    first: limit,
    toNode: ({ channelId, login, lastSentAtMs, score: _score, ...usage }) => ({
      ...usage,
      emoteChatters: async () => (await chatters()).get(channelId) ?? 0,
      channel: { twitchId: channelId, login, lastMessageAt: lastSentAtMs },
    }),
    toCursor: ({ score, channelId }) => toCursor({ list, range, score, key: channelId }),
  });
  return { ...page, ...toCovered('all', range) };
};
