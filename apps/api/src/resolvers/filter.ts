import { EMOTE_CLASSES, PRICE_OF_CLASS, type EmoteClass, type Price } from '@emotide/domain';
import type { EmoteRef, UsageFilter as AskedFilter } from '@emotide/graphql-types';
import type { EmoteKey, UsageFilter } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';
import { isEmoteId, isTwitchId } from '../node-id';

const CLASSES = Object.keys(EMOTE_CLASSES) as EmoteClass[];
const toClasses = (price: Price): EmoteClass[] => CLASSES.filter((of) => PRICE_OF_CLASS[of] === price);
const LONGEST_LANGUAGE = 32;

/** Which uses count, but for the channel. */
export type Filter = Omit<UsageFilter, 'scope'>;

/**
 * @param emote the field's own argument of this name
 * @throws GraphQLError BAD_ARGUMENT when it says something twice, or what can't be.
 */
export function parseFilter(
  filter: AskedFilter | null | undefined,
  { themes }: ApiContext,
  emote?: EmoteRef | null,
): Filter {
  const { provider, classes, price, theme, language, gameId } = filter ?? {};
  if (emote && filter?.emote) throw toApiError('BAD_ARGUMENT', 'give emote once, not in filter, too');
  if (classes && price) throw toApiError('BAD_ARGUMENT', 'give either classes or price');
  if (classes?.length === 0) throw toApiError('BAD_ARGUMENT', 'classes must name at least one');
  if (typeof language === 'string' && !(language.length >= 1 && language.length <= LONGEST_LANGUAGE))
    throw toApiError('BAD_ARGUMENT', `language must have 1 to ${LONGEST_LANGUAGE} characters`);
  if (typeof gameId === 'string' && !isTwitchId(gameId))
    throw toApiError('BAD_ARGUMENT', 'gameId must be a number of Twitch’s');
  const only = emote ?? filter?.emote;
  const known = typeof theme === 'string' ? themes.find(theme) : undefined;
  if (typeof theme === 'string' && !known) throw toApiError('BAD_ARGUMENT', 'there is no theme of this slug');
  const wanted = classes ?? (price ? toClasses(price) : undefined);
  return {
    ...(provider && { provider }),
    ...(wanted && { classes: wanted }),
    ...(only && { emote: parseEmoteRef(only) }),
    ...(known && {
      theme: {
        ids: known.match.ids.map(({ provider: of, id }) => ({ provider: of, emoteId: id })),
        names: known.match.names,
        patterns: known.match.patterns,
      },
    }),
    ...(typeof language === 'string' && { language }),
    ...(typeof gameId === 'string' && { gameId }),
  };
}

/** @throws GraphQLError BAD_ARGUMENT when no provider would call an emote so. */
export function parseEmoteRef({ provider, emoteId }: EmoteRef): EmoteKey {
  if (!isEmoteId(emoteId)) throw toApiError('BAD_ARGUMENT', 'emoteId must have 1 to 128 characters');
  return { provider, emoteId };
}

/** Whether what was streamed chooses: told by the minute alone. */
export const isBySituation = ({ language, gameId }: Filter): boolean =>
  language !== undefined || gameId !== undefined;
