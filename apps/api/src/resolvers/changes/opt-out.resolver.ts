import type { UserId } from '@emotide/domain';
import type { MutationResolvers } from '@emotide/graphql-types';
import { optBackIn as takeBackOptOut, optOut as noteOptOut } from '@emotide/privacy';
import { toApiError } from '../../api-error';
import { audited } from '../../changes/audited';
import type { ApiContext } from '../../context';

type Change = NonNullable<MutationResolvers<ApiContext>['optOut']>;

const WITHIN_MS = 10_000;
const USER_ID = /^[1-9]\d{0,19}$/;

/** The audit log names nobody; under the same id the privacy log has the chatter's number. */
const changeOptOut =
  (action: 'optOut' | 'optBackIn', change: typeof noteOptOut): Change =>
  (_parent, { userId }, context) =>
    audited(context, { action, subject: '', detail: {} }, async ({ changes, auditId }) => {
      if (!USER_ID.test(userId))
        throw toApiError('BAD_ARGUMENT', 'userId is Twitch’s id of the chatter, in digits');
      const { policy, forms } = changes.chatters;
      const isChanged = await change({
        store: changes.store,
        values: changes.optOuts,
        userId: userId as UserId,
        forms,
        policy,
        id: auditId,
        clock: context.clock,
        signal: AbortSignal.timeout(WITHIN_MS),
      });
      return { auditId, isOut: action === 'optOut', isChanged };
    });

export const optOut: Change = changeOptOut('optOut', noteOptOut);
export const optBackIn: Change = changeOptOut('optBackIn', takeBackOptOut);
