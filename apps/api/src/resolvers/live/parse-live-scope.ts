import { parseChannelLogin, parseDecimalId, type U64 } from '@emotide/domain';
import { toApiError } from '../../api-error';
import type { ApiContext } from '../../context';
import { parseScope } from '../scope';

/** Whom a live answer is about: a channel, or all of them when there is none. */
export interface LiveScope {
  readonly channel?: U64;
}

/**
 * Finds the channel of the login that a subscriber gives: among those heard in the last hour, then in the warehouse.
 *
 * @throws GraphQLError UNKNOWN_CHANNEL when no channel that was ever read has it.
 * @throws StoreUnavailable when it was not heard lately and the warehouse is away.
 */
export async function parseLiveScope(
  login: string | null | undefined,
  context: ApiContext,
): Promise<LiveScope> {
  if (typeof login !== 'string') return {};
  const parsed = parseChannelLogin(login);
  const heard = parsed && context.live.findChannel(parsed);
  const scope = heard === undefined ? await parseScope(login, context) : { channelId: heard };
  const channel = scope === 'all' ? undefined : parseDecimalId(scope.channelId);
  if (!channel) throw toApiError('UNKNOWN_CHANNEL', 'no channel of this name was ever read');
  return { channel };
}
