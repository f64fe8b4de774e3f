import type { QueryResolvers } from '@emotide/graphql-types';
import { channelChatters, countChannels, topChannels as readTopChannels } from '@emotide/store';
import type { ApiContext } from '../context';
import { badCursor, toCursor, toListName } from '../cursor';
import { isTwitchId } from '../node-id';
import { once } from '../once';
import { toChannelParent } from './channel.resolver';
import { toCovered } from './covered';
import { parseRankedPage, toPage } from './page';

export const topChannels: NonNullable<QueryResolvers<ApiContext>['topChannels']> = async (
  _parent,
  { by, ...page },
  { store, nowMs },
) => {
  const list = toListName('topChannels', by);
  const { limit, range, cursor } = parseRankedPage(list, page, nowMs);
  if (cursor && !isTwitchId(cursor.key)) throw badCursor();
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
  return {
    ...toPage({
      rows,
      first: limit,
      toNode: (row) => ({
        messages: row.messages,
        messagesWithEmotes: row.messagesWithEmotes,
        uses: row.uses,
        distinctEmotes: row.distinctEmotes,
        emoteChatters: async () => (await chatters()).get(row.channelId) ?? 0,
        channel: toChannelParent(row),
      }),
      toCursor: ({ score, channelId }) => toCursor({ list, range, score, key: channelId }),
    }),
    totalCount: () => countChannels(store, { range, by }),
    ...toCovered('all', range),
  };
};
