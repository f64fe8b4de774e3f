import type { QueryResolvers } from '@emotide/graphql-types';
import { searchChannels as readChannels, searchEmotes as readEmotes } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import { badCursor, parseCursor, toCursor, toListName } from '../cursor';
import { isTwitchId, parseEmoteKey, toEmoteKeyText } from '../node-id';
import { parseTimeRange } from '../time-range';
import { toChannelParent } from './channel.resolver';
import { toCovered } from './covered';
import { parsePageSize, toPage } from './page';

const LONGEST_TEXT = 100;

/** @throws GraphQLError BAD_ARGUMENT for a text that no name has. */
function parseText(text: string): string {
  if (text.length < 1 || text.length > LONGEST_TEXT)
    throw toApiError('BAD_ARGUMENT', `text must have 1 to ${LONGEST_TEXT} characters`);
  return text;
}

const toFreshnessOfAll = (nowMs: number) =>
  toCovered('all', parseTimeRange({ window: 'ALL_TIME' }, nowMs)).dataFreshness;

export const searchChannels: NonNullable<QueryResolvers<ApiContext>['searchChannels']> = async (
  _parent,
  { text: asked, first, after },
  { store, nowMs },
) => {
  const text = parseText(asked);
  const limit = parsePageSize(first);
  const list = toListName('searchChannels', text.toLowerCase());
  const cursor = typeof after === 'string' ? parseCursor(after, list) : undefined;
  const [channelId = '', ...login] = cursor?.key.split(':') ?? [];
  if (cursor && !isTwitchId(channelId)) throw badCursor();
  const rows = await readChannels(store, {
    text,
    ...(cursor && { after: { match: cursor.score, channelId, login: login.join(':') } }),
    limit: limit + 1,
  });
  const page = toPage({
    rows,
    first: limit,
    toNode: toChannelParent,
    toCursor: (row) =>
      toCursor({ list, range: null, score: row.match, key: `${row.channelId}:${row.login}` }),
  });
  return { ...page, dataFreshness: toFreshnessOfAll(nowMs) };
};

export const searchEmotes: NonNullable<QueryResolvers<ApiContext>['searchEmotes']> = async (
  _parent,
  { text: asked, provider, first, after },
  { store, nowMs },
) => {
  const text = parseText(asked);
  const limit = parsePageSize(first);
  const list = toListName('searchEmotes', [text.toLowerCase(), provider ?? null]);
  const cursor = typeof after === 'string' ? parseCursor(after, list) : undefined;
  const [, match = '', key = ''] = /^([012])(.+)$/s.exec(cursor?.key ?? '') ?? [];
  const emote = parseEmoteKey(key);
  if (cursor && !emote) throw badCursor();
  const rows = await readEmotes(store, {
    text,
    ...(provider && { provider }),
    ...(cursor && emote && { after: { ...emote, match: Number(match), uses: cursor.score } }),
    limit: limit + 1,
  });
  const page = toPage({
    rows,
    first: limit,
    toNode: ({ provider: of, emoteId, name, class: known }) => ({
      provider: of,
      emoteId,
      name,
      class: known,
    }),
    toCursor: (row) =>
      toCursor({ list, range: null, score: row.uses, key: `${row.match}${toEmoteKeyText(row)}` }),
  });
  return {
    ...page,
    edges: page.edges.map((edge, i) => ({ ...edge, uses: rows[i]!.uses })),
    dataFreshness: toFreshnessOfAll(nowMs),
  };
};
