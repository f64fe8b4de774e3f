import { parseChannelLogin } from '@emotide/domain';
import type { QueryResolvers } from '@emotide/graphql-types';
import { emoteShare } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import { parseTimeRange } from '../time-range';
import { toChannelParent } from './channel.resolver';
import { toCovered } from './covered';
import { parsePageSize } from './page';

const MOST_CHANNELS = 100;

export const emoteShares: NonNullable<QueryResolvers<ApiContext>['emoteShares']> = async (
  _parent,
  { channels, leastMessages, first, ...time },
  context,
) => {
  const limit = parsePageSize(first);
  const range = parseTimeRange(time, context.nowMs);
  if (leastMessages < 1) throw toApiError('BAD_ARGUMENT', 'leastMessages must be at least 1');
  const channelIds = channels ? await findIds(channels, context) : undefined;
  const rows = await emoteShare(context.store, {
    range,
    leastMessages,
    ...(channelIds && { channelIds }),
    limit,
  });
  const found = await context.loaders.channel.loadMany(rows.map(({ channelId }) => channelId));
  const shares = rows.flatMap(({ messages, messagesWithEmotes, share }, i) => {
    const channel = found[i];
    if (channel instanceof Error) throw channel;
    return channel ? [{ channel: toChannelParent(channel), messages, messagesWithEmotes, share }] : [];
  });
  return { shares, ...toCovered('all', range) };
};

async function findIds(logins: readonly string[], { loaders }: ApiContext): Promise<string[]> {
  if (logins.length < 1 || logins.length > MOST_CHANNELS)
    throw toApiError('BAD_ARGUMENT', `channels must be 1 to ${MOST_CHANNELS}`);
  return await Promise.all(
    logins.map(async (login) => {
      const parsed = parseChannelLogin(login);
      const channel = parsed && (await loaders.channelByLogin.load(parsed));
      if (!channel)
        throw toApiError('UNKNOWN_CHANNEL', 'of the channels asked for, one or more were never read');
      return channel.channelId;
    }),
  );
}
