import type { ChannelResolvers } from '@emotide/graphql-types';
import { channelChatters, channelTotals, streamSessions, unusedEmotes } from '@emotide/store';
import type { ApiContext } from '../context';
import { badCursor, toCursor, toListName } from '../cursor';
import { isTwitchId, toNodeId } from '../node-id';
import { parseTimeRange } from '../time-range';
import { toCovered } from './covered';
import { parsePageSize, parseRankedPage, toPage } from './page';
import { toStreamParent } from './stream-fields';

const NOTHING = { messages: 0, messagesWithEmotes: 0, uses: 0, distinctEmotes: 0 } as const;

export const Channel: Required<Omit<ChannelResolvers<ApiContext>, '__isTypeOf'>> = {
  id: ({ twitchId }) => toNodeId({ type: 'Channel', twitchId }),
  twitchId: ({ twitchId }) => twitchId,
  login: ({ login }) => login,
  lastMessageAt: ({ lastMessageAt }) => lastMessageAt,

  async usage(parent, time, { store, nowMs }) {
    const range = parseTimeRange(time, nowMs);
    const scope = { channelId: parent.twitchId };
    const [row] = await channelTotals(store, { ...scope, range });
    const { messagesWithEmotes: told, ...measures } = row ?? NOTHING;
    const messagesWithEmotes = () => Promise.resolve(told);
    const emoteChatters = async () => {
      const channelIds = [parent.twitchId];
      const [found] = await channelChatters(store, { range, channelIds, of: 'all-shown' });
      return found?.emoteChatters ?? 0;
    };
    return {
      usage: { ...measures, channel: parent, messagesWithEmotes, emoteChatters },
      ...toCovered(scope, range),
    };
  },

  async unusedEmotes({ twitchId }, { first, ...time }, { store, nowMs }) {
    const limit = parsePageSize(first);
    const range = parseTimeRange(time, nowMs, 'LAST_30_DAYS');
    const rows = await unusedEmotes(store, { channelId: twitchId, range, emotes: [], limit });
    const emotes = rows.map(({ lastUsedMs, ...emote }) => ({ emote, lastUsedAt: lastUsedMs }));
    return { emotes, ...toCovered({ channelId: twitchId }, range) };
  },

  async streams({ twitchId }, page, { store, nowMs }) {
    const list = toListName('streams', twitchId);
    const { limit, range, cursor } = parseRankedPage(list, page, nowMs, 'LAST_30_DAYS');
    if (cursor && !isTwitchId(cursor.key)) throw badCursor();
    const rows = await streamSessions(store, {
      channelId: twitchId,
      range,
      ...(cursor && { after: { startedAtMs: cursor.score, streamId: cursor.key } }),
      limit: limit + 1,
    });
    return {
      ...toPage({
        rows,
        first: limit,
        toNode: (row) => toStreamParent(twitchId, row),
        toCursor: (row) => toCursor({ list, range, score: row.startedAtMs, key: row.streamId }),
      }),
      ...toCovered({ channelId: twitchId }, range),
    };
  },
};
