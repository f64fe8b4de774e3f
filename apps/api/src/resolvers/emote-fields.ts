import { PRICE_OF_CLASS } from '@emotide/domain';
import { emoteImageUrl } from '@emotide/emotes';
import type { EmoteResolvers } from '@emotide/graphql-types';
import type { ApiContext } from '../context';
import { toNodeId } from '../node-id';

export const Emote: Required<Omit<EmoteResolvers<ApiContext>, '__isTypeOf'>> = {
  id: ({ provider, emoteId }) => toNodeId({ type: 'Emote', provider, emoteId }),
  provider: ({ provider }) => provider,
  emoteId: ({ emoteId }) => emoteId,
  name: ({ name }) => name,
  class: (emote) => emote.class,
  price: (emote) => PRICE_OF_CLASS[emote.class],
  imageUrl: ({ provider, emoteId }) => emoteImageUrl(provider, emoteId, { size: 2 }),
};
