import type { QueryResolvers } from '@emotide/graphql-types';
import { channelsByUses, countChannelsByUses } from '@emotide/store';
import type { ApiContext } from '../context';
import { badCursor, toCursor, toListName } from '../cursor';
import { isTwitchId } from '../node-id';
import type { TimeArguments } from '../time-range';
import { toChannelParent } from './channel.resolver';
import { toCovered } from './covered';
import { parseFilter, type Filter } from './filter';
import { parseRankedPage, toPage, type PageArguments } from './page';

export const channelsUsing: NonNullable<QueryResolvers<ApiContext>['channelsUsing']> = (
  _parent,
  { filter, ...page },
  context,
) => readChannelsUsing(parseFilter(filter, context), page, context);

/** A page of the channels in which a filter leaves uses. @throws GraphQLError as `parseRankedPage` does */
export async function readChannelsUsing(
  filter: Filter,
  page: PageArguments & TimeArguments,
  { store, nowMs }: ApiContext,
) {
  const list = toListName('channelsUsing', filter);
  const { limit, range, cursor } = parseRankedPage(list, page, nowMs);
  if (cursor && !isTwitchId(cursor.key)) throw badCursor();
  const rows = await channelsByUses(store, {
    ...filter,
    range,
    ...(cursor && { after: { uses: cursor.score, channelId: cursor.key } }),
    limit: limit + 1,
  });
  return {
    ...toPage({
      rows,
      first: limit,
      toNode: (row) => ({
        channel: toChannelParent(row),
        uses: row.uses,
        messages: row.messages,
        emoteChatters: row.chatters,
        distinctEmotes: row.emotes,
      }),
      toCursor: ({ uses, channelId }) => toCursor({ list, range, score: uses, key: channelId }),
    }),
    totalCount: () => countChannelsByUses(store, { ...filter, range }),
    ...toCovered('all', range),
  };
}
