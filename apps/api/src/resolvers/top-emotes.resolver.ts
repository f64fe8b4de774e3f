import type { QueryResolvers } from '@emotide/graphql-types';
import { countEmotes, emoteChatters, topEmotes as readTopEmotes } from '@emotide/store';
import type { ApiContext } from '../context';
import { badCursor, toCursor, toListName } from '../cursor';
import { parseEmoteKey, toEmoteKeyText } from '../node-id';
import { once } from '../once';
import { toCovered } from './covered';
import { parseFilter } from './filter';
import { parseRankedPage, toPage } from './page';
import { parseScope } from './scope';

export const topEmotes: NonNullable<QueryResolvers<ApiContext>['topEmotes']> = async (
  _parent,
  { channel, filter: asked, by, ...page },
  context,
) => {
  const { store, nowMs } = context;
  const filter = parseFilter(asked, context);
  const scope = await parseScope(channel, context);
  const list = toListName('topEmotes', [scope, filter, by]);
  const { limit, range, cursor } = parseRankedPage(list, page, nowMs);
  const emote = cursor && parseEmoteKey(cursor.key);
  if (cursor && !emote) throw badCursor();
  const ranked = { ...filter, scope, range, by };
  const rows = await readTopEmotes(store, {
    ...ranked,
    ...(cursor && emote && { after: { ...emote, score: cursor.score } }),
    limit: limit + 1,
  });
  const chatters = once(async () => {
    const { language, gameId } = filter;
    const found = await emoteChatters(store, {
      scope,
      range,
      emotes: rows.slice(0, limit),
      ...(language !== undefined && { language }),
      ...(gameId !== undefined && { gameId }),
    });
    return new Map(found.map((row) => [toEmoteKeyText(row), row.chatters]));
  });
  return {
    ...toPage({
      rows,
      first: limit,
      toNode: ({ uses, messages, score: _score, ...known }) => ({
        emote: known,
        uses,
        messages,
        chatters: async () => (await chatters()).get(toEmoteKeyText(known)) ?? 0,
      }),
      toCursor: ({ score, ...row }) => toCursor({ list, range, score, key: toEmoteKeyText(row) }),
    }),
    totalCount: () => countEmotes(store, ranked),
    ...toCovered(scope, range),
  };
};
