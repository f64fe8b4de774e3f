import { PRICE_OF_CLASS } from '@emotide/domain';
import { emoteImageUrl } from '@emotide/emotes';
import type { EmoteParent, EmoteResolvers } from '@emotide/graphql-types';
import { emotePairs, type EmoteKey } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import { toNodeId } from '../node-id';
import { parseTimeRange } from '../time-range';
import { readChannelsUsing } from './channels-using.resolver';
import { readChatters } from './chatters.resolver';
import { toCovered } from './covered';
import { readKnowledge } from './emote-knowledge';
import { expectQuery } from './expect-query';
import { parsePageSize } from './page';
import { parseScope } from './scope';
import { readUsage } from './usage.resolver';

const keyOf = ({ provider, emoteId }: EmoteParent): EmoteKey => ({ provider, emoteId });

export const Emote: Required<Omit<EmoteResolvers<ApiContext>, '__isTypeOf'>> = {
  id: ({ provider, emoteId }) => toNodeId({ type: 'Emote', provider, emoteId }),
  provider: ({ provider }) => provider,
  emoteId: ({ emoteId }) => emoteId,
  name: ({ name }) => name,
  class: (emote) => emote.class,
  price: (emote) => PRICE_OF_CLASS[emote.class],
  imageUrl: ({ provider, emoteId }) => emoteImageUrl(provider, emoteId, { size: 2 }),

  async knowledge(emote, _arguments, context, info) {
    expectQuery(info);
    return await readKnowledge(emote, context);
  },
  async usage(emote, { channel, ...series }, context, info) {
    expectQuery(info);
    return await readUsage(await parseScope(channel, context), { emote: keyOf(emote) }, series, context);
  },
  async channels(emote, page, context, info) {
    expectQuery(info);
    return await readChannelsUsing({ emote: keyOf(emote) }, page, context);
  },
  async topChatters(emote, page, context, info) {
    expectQuery(info);
    return await readChatters(keyOf(emote), page, context);
  },

  async pairs(emote, { channel, leastTogether, first, ...time }, context, info) {
    expectQuery(info);
    const limit = parsePageSize(first);
    if (leastTogether < 1) throw toApiError('BAD_ARGUMENT', 'leastTogether must be at least 1');
    const range = parseTimeRange(time, context.nowMs);
    const scope = await parseScope(channel, context);
    const rows = await emotePairs(context.store, { scope, range, emote: keyOf(emote), leastTogether, limit });
    return {
      messages: rows[0]?.messagesOfEmote ?? 0,
      pairs: rows.map(({ together, messages, messagesOfEmote: _, lift, ...other }) => ({
        emote: other,
        together,
        messages,
        lift,
      })),
      ...toCovered(scope, range),
    };
  },
};
