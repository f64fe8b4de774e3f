import { parseChannelLogin } from '@emotide/domain';
import type { EmoteRef, QueryResolvers } from '@emotide/graphql-types';
import { findChatters, topChatters as readTopChatters, type EmoteKey } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import { badCursor, toCursor, toListName } from '../cursor';
import { isTwitchId } from '../node-id';
import { requireRole } from '../roles';
import type { TimeArguments } from '../time-range';
import { toCovered } from './covered';
import { parseEmoteRef } from './filter';
import { parseRankedPage, toPage, type PageArguments } from './page';
import { parseScope } from './scope';

export const topChatters: NonNullable<QueryResolvers<ApiContext>['topChatters']> = (
  _parent,
  { emote, ...asked },
  context,
) => readChatters(emote ? parseEmoteRef(emote satisfies EmoteRef) : undefined, asked, context);

/** A page of those who used an emote, or any. @throws GraphQLError FORBIDDEN, or as `parseRankedPage` does. */
export async function readChatters(
  emote: EmoteKey | undefined,
  { channel, ...page }: PageArguments & TimeArguments & { readonly channel?: string | null },
  context: ApiContext,
) {
  requireRole(context, 'people');
  const scope = await parseScope(channel, context);
  const list = toListName('topChatters', [scope, emote ?? null]);
  const { limit, range, cursor } = parseRankedPage(list, page, context.nowMs);
  if (cursor && !isTwitchId(cursor.key)) throw badCursor();
  const rows = await readTopChatters(context.store, {
    scope,
    range,
    ...(emote && { emote }),
    ...(cursor && { after: { uses: cursor.score, userId: cursor.key } }),
    limit: limit + 1,
  });
  return {
    ...toPage({
      rows,
      first: limit,
      toNode: ({ userId, uses, messages, emotes }) => ({
        chatter: { id: userId },
        uses,
        messages,
        distinctEmotes: emotes,
      }),
      toCursor: ({ uses, userId }) => toCursor({ list, range, score: uses, key: userId }),
    }),
    ...toCovered(scope, range),
  };
}

export const chatter: NonNullable<QueryResolvers<ApiContext>['chatter']> = async (
  _parent,
  { id, login },
  context,
) => {
  requireRole(context, 'people');
  const given = [id, login].filter((argument) => typeof argument === 'string');
  if (given.length !== 1) throw toApiError('BAD_ARGUMENT', 'give either id or login');
  if (typeof id === 'string') {
    if (!isTwitchId(id) || BigInt(id) === 0n) throw toApiError('BAD_ARGUMENT', 'not the id of a chatter');
    return { id: BigInt(id).toString() };
  }
  // Chatters' logins have the form of channels', as everyone has a channel.
  const parsed = parseChannelLogin(login ?? '');
  const [found] = parsed ? await findChatters(context.store, { login: parsed }) : [];
  return found ? { id: found.userId } : null;
};
