import type { EmoteParent, QueryResolvers } from '@emotide/graphql-types';
import { findEmote, type EmoteKey } from '@emotide/store';
import type { ApiContext } from '../context';
import { toEmoteKeyText } from '../node-id';
import { parseEmoteRef } from './filter';

export const emote: NonNullable<QueryResolvers<ApiContext>['emote']> = async (_parent, asked, context) =>
  (await findEmoteParent(parseEmoteRef(asked), context)) ?? null;

/** As it was used, else as the catalogue has it; undefined when nobody knows it. */
export async function findEmoteParent(
  key: EmoteKey,
  { store, loaders }: ApiContext,
): Promise<EmoteParent | undefined> {
  const used = await findEmote(store, key);
  if (used) return used;
  const known = await loaders.catalogue.load(toEmoteKeyText(key));
  return known?.isListed ? { ...key, name: known.name, class: known.decidedClass ?? known.class } : undefined;
}
