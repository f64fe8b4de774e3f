import type { EmoteId } from '@emotide/domain';
import {
  DECIDED_BECAUSE,
  classifyNative,
  createShippedKnowledge,
  explainRule,
  isClassRule,
} from '@emotide/emotes';
import type { EmoteKnowledgeParent, EmoteKnowledgeResolvers, EmoteParent } from '@emotide/graphql-types';
import type { ApiContext } from '../context';
import { toEmoteKeyText } from '../node-id';
import { toChannelParent } from './channel.resolver';

const shipped = createShippedKnowledge();
const DECIDED = { rule: 'DECIDED', because: DECIDED_BECAUSE };
const THIRD_PARTY = 'A third party gives it to everybody who has its extension.';

/** What was decided, else what the catalogue says, else what the program knows by itself: of Twitch's emotes by their rules. */
export async function readKnowledge(
  emote: EmoteParent,
  { loaders }: ApiContext,
): Promise<EmoteKnowledgeParent> {
  const known = await loaders.catalogue.load(toEmoteKeyText(emote));
  const decided = known?.decidedClass ? { class: known.decidedClass, ...DECIDED } : undefined;
  if (known?.isListed)
    return {
      inCatalogue: true,
      class: known.class,
      rule: known.rule,
      because: isClassRule(known.rule) ? explainRule(known.rule) : THIRD_PARTY,
      ...decided,
      ownerTwitchId: known.ownerId === '0' ? null : known.ownerId,
      setId: known.setId || null,
      learntAt: known.updatedAtMs,
    };
  const learntAt = known?.updatedAtMs ?? null;
  const nothing = { inCatalogue: false, ownerTwitchId: null, setId: null, learntAt };
  if (decided) return { ...nothing, ...decided };
  if (emote.provider !== 'TWITCH')
    return {
      ...nothing,
      class: 'THIRD_PARTY',
      rule: 'THIRD_PARTY',
      because: THIRD_PARTY,
    };
  const { emoteClass, rule } = classifyNative({ id: emote.emoteId as EmoteId, name: emote.name }, shipped);
  return { ...nothing, class: emoteClass, rule, because: explainRule(rule) };
}

export const EmoteKnowledge: EmoteKnowledgeResolvers<ApiContext> = {
  async owner({ ownerTwitchId }, _arguments, { loaders }) {
    const channel = ownerTwitchId === null ? undefined : await loaders.channel.load(ownerTwitchId);
    return channel ? toChannelParent(channel) : null;
  },
};
