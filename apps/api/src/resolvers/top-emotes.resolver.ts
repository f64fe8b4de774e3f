import { EMOTE_CLASSES, PRICE_OF_CLASS, type EmoteClass, type Price } from '@emotide/domain';
import type { QueryResolvers } from '@emotide/graphql-types';
import { emoteChatters, topEmotes as readTopEmotes } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import { parseCursor, toCursor } from '../cursor';
import { parseEmoteKey, toEmoteKeyText } from '../node-id';
import { once } from '../once';
import { parseTimeRange } from '../time-range';
import { toCovered } from './covered';
import { parsePageSize, toPage } from './page';
import { parseScope, toTwitchId } from './scope';

const CLASSES = Object.keys(EMOTE_CLASSES) as EmoteClass[];
const toClasses = (price: Price): EmoteClass[] => CLASSES.filter((of) => PRICE_OF_CLASS[of] === price);

export const topEmotes: NonNullable<QueryResolvers<ApiContext>['topEmotes']> = async (
  _parent,
  { channel, provider, price, first, after, ...time },
  context,
) => {
  const limit = parsePageSize(first);
  const asked = parseTimeRange(time, context.nowMs);
  const scope = await parseScope(channel, context);
  const list = JSON.stringify(['topEmotes', toTwitchId(scope), provider ?? null, price ?? null]);
  const cursor = typeof after === 'string' ? parseCursor(after, list) : undefined;
  const emote = cursor && parseEmoteKey(cursor.key);
  if (cursor && !emote) throw toApiError('BAD_CURSOR', 'not a cursor of this API');
  const range = cursor?.range ?? asked;
  const rows = await readTopEmotes(context.store, {
    scope,
    range,
    ...(provider && { provider }),
    ...(price && { classes: toClasses(price) }),
    ...(cursor && emote && { after: { ...emote, uses: cursor.score } }),
    limit: limit + 1,
  });
  const chatters = once(async () => {
    const emotes = rows.slice(0, limit);
    const found = await emoteChatters(context.store, { scope, range, emotes });
    return new Map(found.map((row) => [toEmoteKeyText(row), row.chatters]));
  });
  const page = toPage({
    rows,
    first: limit,
    toNode: ({ uses, messages, ...emote }) => ({
      emote,
      uses,
      messages,
      chatters: async () => (await chatters()).get(toEmoteKeyText(emote)) ?? 0,
    }),
    toCursor: ({ uses, ...row }) => toCursor({ list, range, score: uses, key: toEmoteKeyText(row) }),
  });
  return { ...page, ...toCovered(scope, range) };
};
