import { parseChannelLogin } from '@emotide/domain';
import type { ChannelParent, QueryResolvers } from '@emotide/graphql-types';
import { findChannels, type ChannelRow } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import { isTwitchId } from '../node-id';

export const toChannelParent = ({ channelId, login, lastSentAtMs }: ChannelRow): ChannelParent => ({
  twitchId: channelId,
  login,
  lastMessageAt: lastSentAtMs,
});

/** The channel of a Twitch id; undefined when it was never read. */
export async function findChannel(twitchId: string, context: ApiContext): Promise<ChannelParent | undefined> {
  const [row] = await findChannels(context.store, { channelIds: [twitchId] });
  return row && toChannelParent(row);
}

export const channel: NonNullable<QueryResolvers<ApiContext>['channel']> = async (
  _parent,
  { login, twitchId },
  context,
) => {
  const given = [login, twitchId].filter((argument) => typeof argument === 'string');
  if (given.length !== 1) throw toApiError('BAD_ARGUMENT', 'give either login or twitchId');
  if (typeof twitchId === 'string') {
    return isTwitchId(twitchId) ? ((await findChannel(twitchId, context)) ?? null) : null;
  }
  const parsed = parseChannelLogin(login ?? '');
  const row = parsed && (await context.channelByLogin(parsed));
  return row ? toChannelParent(row) : null;
};
