import type { ChatterResolvers } from '@emotide/graphql-types';
import { chatterEmotes, chatterUsage } from '@emotide/store';
import type { ApiContext } from '../context';
import { badCursor, toCursor, toListName } from '../cursor';
import { parseEmoteKey, toEmoteKeyText } from '../node-id';
import { readCut } from '../series-cut';
import { parseTimeRange } from '../time-range';
import { toChannelParent } from './channel.resolver';
import { toCovered } from './covered';
import { parseEmoteRef } from './filter';
import { parseRankedPage, toPage } from './page';
import { parseScope } from './scope';
import { expectFewPoints } from './usage.resolver';

const MOST_POINTS = 1_500;

/** Whoever got a chatter had the role for it. */
export const Chatter: Required<Omit<ChatterResolvers<ApiContext>, '__isTypeOf'>> = {
  id: ({ id }) => id,
  login: async ({ id }, _arguments, { loaders }) => (await loaders.chatterNames.load(id))?.login || null,
  displayName: async ({ id }, _arguments, { loaders }) =>
    (await loaders.chatterNames.load(id))?.displayName || null,

  async emotes({ id }, { channel, ...page }, context) {
    const scope = await parseScope(channel, context);
    const list = toListName('chatterEmotes', [id, scope]);
    const { limit, range, cursor } = parseRankedPage(list, page, context.nowMs, 'LAST_DAY');
    const emote = cursor && parseEmoteKey(cursor.key);
    if (cursor && !emote) throw badCursor();
    const rows = await chatterEmotes(context.store, {
      scope,
      range,
      userId: id,
      ...(cursor && emote && { after: { ...emote, uses: cursor.score } }),
      limit: limit + 1,
    });
    const channels = await context.loaders.channel.loadMany(rows.map(({ channelId }) => channelId));
    const channelOf = new Map(
      channels.flatMap((row) => (row && !(row instanceof Error) ? [[row.channelId, row] as const] : [])),
    );
    return {
      ...toPage({
        rows,
        first: limit,
        toNode: ({ uses, messages, channels: channelCount, channelId, ...known }) => {
          const top = channelOf.get(channelId);
          return {
            emote: known,
            uses,
            messages,
            channelCount,
            topChannel: top ? toChannelParent(top) : null,
          };
        },
        toCursor: ({ uses, ...row }) => toCursor({ list, range, score: uses, key: toEmoteKeyText(row) }),
      }),
      ...toCovered(scope, range),
    };
  },

  async usage({ id }, { channel, emote, granularity: asked, timezone, ...time }, context) {
    const range = parseTimeRange(time, context.nowMs, 'LAST_DAY');
    const scope = await parseScope(channel, context);
    const of = emote ? { emote: parseEmoteRef(emote) } : {};
    const cut = { granularity: asked ?? null, timezone: timezone ?? null };
    const { rows, granularity } = await readCut(cut, range, 'SECOND', (by) =>
      chatterUsage(context.store, { scope, range, userId: id, ...of, ...by, limit: MOST_POINTS + 1 }),
    );
    expectFewPoints(rows.length, MOST_POINTS);
    const points = rows.map(({ startMs, uses }) => ({ start: startMs, uses }));
    return { points, granularity, ...toCovered(scope, range) };
  },
};
