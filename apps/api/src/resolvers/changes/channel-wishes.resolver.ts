import type { ChannelWish as WishAnswer, MutationResolvers, QueryResolvers } from '@emotide/graphql-types';
import type { ChannelWish } from '@emotide/domain';
import { toApiError } from '../../api-error';
import { audited } from '../../changes/audited';
import type { ApiContext } from '../../context';
import { requireRole } from '../../roles';

type Change = NonNullable<MutationResolvers<ApiContext>['trackChannels']>;

const setWishes =
  (action: 'trackChannels' | 'untrackChannels', isWanted: boolean): Change =>
  (_parent, { logins }, context) =>
    audited(
      context,
      { action, subject: logins.join(' ').slice(0, 4_000), detail: { logins } },
      async ({ changes, auditId }) => ({
        auditId,
        wishes: (await changes.wishes.set(logins, isWanted, context.clock())).map(toAnswer),
      }),
    );

export const trackChannels: Change = setWishes('trackChannels', true);
export const untrackChannels: Change = setWishes('untrackChannels', false);

export const releaseChannels: NonNullable<MutationResolvers<ApiContext>['releaseChannels']> = (
  _parent,
  { logins },
  context,
) =>
  audited(
    context,
    { action: 'releaseChannels', subject: logins.join(' ').slice(0, 4_000), detail: { logins } },
    async ({ changes, auditId }) => {
      await changes.wishes.release(logins);
      return { auditId, wishes: [] };
    },
  );

export const channelWishes: NonNullable<QueryResolvers<ApiContext>['channelWishes']> = (
  _parent,
  _arguments,
  context,
) => {
  requireRole(context, 'admin');
  if (context.changes === undefined)
    throw toApiError('UNAVAILABLE', 'the event log does not answer; try again');
  return context.changes.wishes.list().map(toAnswer);
};

const toAnswer = ({ login, isWanted, sinceMs }: ChannelWish): WishAnswer => ({
  login,
  isWanted,
  since: sinceMs,
});
