import type { EmoteClass } from '@emotide/domain';
import type { EmoteParent, EmoteRef, MutationResolvers } from '@emotide/graphql-types';
import { UsageError } from '@emotide/service-kit';
import { catalogue, findEmote, recordReclassified, type EmoteKey, type Store } from '@emotide/store';
import { audited } from '../../changes/audited';
import type { ApiContext } from '../../context';
import { parseEmoteRef } from '../filter';

type Resolvers = Required<Pick<MutationResolvers<ApiContext>, 'reclassifyEmote' | 'restoreEmoteClass'>>;

/** They say that nothing is known, which nobody can decide. */
const SAY_NOTHING: readonly EmoteClass[] = ['UNKNOWN', 'CHANNEL_UNKNOWN'];

export const reclassifyEmote: Resolvers['reclassifyEmote'] = (
  _parent,
  { emote, class: emoteClass },
  context,
) =>
  change(context, 'reclassifyEmote', emote, emoteClass, (key) => {
    if (SAY_NOTHING.includes(emoteClass))
      throw new UsageError(`${emoteClass} says nothing; restore the class`);
    if (key.provider === 'TWITCH' && emoteClass === 'THIRD_PARTY')
      throw new UsageError('an emote of Twitch is no third party’s');
  });

export const restoreEmoteClass: Resolvers['restoreEmoteClass'] = (_parent, { emote }, context) =>
  change(context, 'restoreEmoteClass', emote, null, () => undefined);

function change(
  context: ApiContext,
  action: keyof Resolvers,
  { provider, emoteId }: EmoteRef,
  emoteClass: EmoteClass | null,
  check: (key: EmoteKey) => void,
) {
  const detail = { provider, emoteId, class: emoteClass };
  return audited(
    context,
    { action, subject: `${provider} ${emoteId}`.slice(0, 200), detail },
    async ({ changes, auditId }) => {
      const key = parseEmoteRef({ provider, emoteId });
      check(key);
      if ((await find(changes.store, key)) === undefined)
        throw new UsageError('nobody used this emote, and the catalogue does not know it');
      await recordReclassified(changes.store, key, emoteClass, context.clock());
      changes.onReclassified(key, emoteClass);
      return { auditId, emote: (await find(changes.store, key))! };
    },
  );
}

/** As it was used, else as the catalogue has it, by the warehouse itself. */
async function find(store: Store, key: EmoteKey): Promise<EmoteParent | undefined> {
  const used = await findEmote(store, key);
  if (used) return used;
  const rows = await catalogue(store, { emoteIds: [key.emoteId] });
  const known = rows.find(({ provider, isListed }) => provider === key.provider && isListed);
  return known && { ...key, name: known.name, class: known.decidedClass ?? known.class };
}
