import type { QueryResolvers } from '@emotide/graphql-types';
import {
  channelChatters,
  channelMessages,
  countChannels,
  topChannels as readTopChannels,
} from '@emotide/store';
import type { ApiContext } from '../context';
import { badCursor, toCursor, toListName } from '../cursor';
import { isTwitchId } from '../node-id';
import { once } from '../once';
import { toChannelParent } from './channel.resolver';
import { toCovered } from './covered';
import { parseFilter } from './filter';
import { parseRankedPage, toPage } from './page';

export const topChannels: NonNullable<QueryResolvers<ApiContext>['topChannels']> = async (
  _parent,
  { by, filter: asked, ...page },
  context,
) => {
  const { store, nowMs } = context;
  const filter = parseFilter(asked, context);
  const list = toListName('topChannels', [by, filter]);
  const { limit, range, cursor } = parseRankedPage(list, page, nowMs);
  if (cursor && !isTwitchId(cursor.key)) throw badCursor();
  const rows = await readTopChannels(store, {
    ...filter,
    range,
    by,
    ...(cursor && { after: { score: cursor.score, channelId: cursor.key } }),
    limit: limit + 1,
  });
  const channelIds = rows.slice(0, limit).map(({ channelId }) => channelId);
  const chatters = once(async () => {
    const found = await channelChatters(store, { range, channelIds, of: filter });
    return new Map(found.map((row) => [row.channelId, row.emoteChatters]));
  });
  const messages = once(async () => {
    const found = await channelMessages(store, { ...filter, range, channelIds });
    return new Map(found.map((row) => [row.channelId, row.messages]));
  });
  return {
    ...toPage({
      rows,
      first: limit,
      toNode: (row) => ({
        messages: row.messages,
        messagesWithEmotes: async () => row.messagesWithEmotes ?? (await messages()).get(row.channelId) ?? 0,
        uses: row.uses,
        distinctEmotes: row.distinctEmotes,
        emoteChatters: async () => (await chatters()).get(row.channelId) ?? 0,
        channel: toChannelParent(row),
      }),
      toCursor: ({ score, channelId }) => toCursor({ list, range, score, key: channelId }),
    }),
    totalCount: () => countChannels(store, { ...filter, range, by }),
    ...toCovered('all', range),
  };
};
