import { parseChannelLogin } from '@emotide/domain';
import type { Scope } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';

/**
 * Whom an answer is about, by the login that a reader gives.
 *
 * @throws GraphQLError UNKNOWN_CHANNEL when no channel that was ever read has it.
 */
export async function parseScope(login: string | null | undefined, context: ApiContext): Promise<Scope> {
  if (typeof login !== 'string') return 'all';
  const parsed = parseChannelLogin(login);
  const channel = parsed && (await context.channelByLogin(parsed));
  if (!channel) throw toApiError('UNKNOWN_CHANNEL', 'no channel of this name was ever read');
  return { channelId: channel.channelId };
}

export const toTwitchId = (scope: Scope): string | null => (scope === 'all' ? null : scope.channelId);
