import type { ChannelId, EmoteId } from '@emotide/domain';
import {
  badValue,
  isArray,
  isShortText,
  MAX_CATALOGUE_BYTES,
  parseValue,
  toValueBytes,
  type BadCatalogueValue,
  type CatalogueValue,
} from './catalogue-value';
import type { NativeCatalogueEmote } from './emote-set';

const MAX_EMOTES = 20_000;
const MAX_TEXT_UNITS = 200;

/** id, name, then type, set and owner as places in `texts`, tier (0: none), animated. */
type EncodedEmote = readonly [string, string, number, number, number, 0 | 1 | 2 | 3, 0 | 1];

/**
 * What Twitch says of its emotes, one channel's mostly, as one value of the bucket: about 80 bytes an emote, for types,
 * sets and owners are few and written once. What does not fit is cut from the end.
 *
 * @param limitBytes for tests
 */
export function encodeNativeEmotes(
  emotes: readonly NativeCatalogueEmote[],
  limitBytes: number = MAX_CATALOGUE_BYTES,
): CatalogueValue {
  let length = Math.min(emotes.length, MAX_EMOTES);
  let bytes = toBytes(emotes.slice(0, length));
  // Each round keeps the share that fits, and a little less, so there are few rounds.
  while (bytes.length > limitBytes && length > 0) {
    length = Math.floor((length * limitBytes * 0.98) / bytes.length);
    bytes = toBytes(emotes.slice(0, length));
  }
  return { bytes, cut: emotes.length - length };
}

export function decodeNativeEmotes(
  bytes: Uint8Array,
): { readonly type: 'emotes'; readonly emotes: readonly NativeCatalogueEmote[] } | BadCatalogueValue {
  const parsed = parseValue(bytes);
  if (parsed.type === 'bad') return parsed;
  const { texts, emotes: encoded } = parsed.content as Readonly<Record<'texts' | 'emotes', unknown>>;
  if (!isArray(texts) || !isArray(encoded) || encoded.length > MAX_EMOTES) return badValue('wrong-shape');
  const emotes: NativeCatalogueEmote[] = [];
  for (const one of encoded) {
    const emote = parseEmote(one, texts);
    if (emote === undefined) return badValue('wrong-shape');
    emotes.push(emote);
  }
  return { type: 'emotes', emotes };
}

function toBytes(emotes: readonly NativeCatalogueEmote[]): Uint8Array {
  const places = new Map<string | null, number>();
  const placeOf = (text: string | null): number => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, places.size);
    return places.size - 1;
  };
  const encoded = emotes.map(({ id, name, emoteType, setId, ownerId, tier, isAnimated }): EncodedEmote => [
    id,
    name,
    placeOf(emoteType),
    placeOf(setId),
    placeOf(ownerId),
    tier ?? 0,
    isAnimated ? 1 : 0,
  ]);
  return toValueBytes({ texts: Array.from(places.keys()), emotes: encoded });
}

function parseEmote(encoded: unknown, texts: readonly unknown[]): NativeCatalogueEmote | undefined {
  if (!isArray(encoded)) return undefined;
  const [id, name, type, set, owner, tier, animated] = encoded;
  if (!isShortText(id, MAX_TEXT_UNITS) || !isShortText(name, MAX_TEXT_UNITS)) return undefined;
  const emoteType = textAt(texts, type);
  const setId = textAt(texts, set);
  const ownerId = textAt(texts, owner);
  if (typeof emoteType !== 'string' || setId === undefined || ownerId === undefined) return undefined;
  if (tier !== 0 && tier !== 1 && tier !== 2 && tier !== 3) return undefined;
  if (animated !== 0 && animated !== 1) return undefined;
  return {
    id: id as EmoteId,
    name,
    emoteType,
    tier: tier === 0 ? null : tier,
    setId,
    ownerId: ownerId as ChannelId | null,
    isAnimated: animated === 1,
  };
}

/** @returns undefined where there is none */
function textAt(texts: readonly unknown[], place: unknown): string | null | undefined {
  const text = typeof place === 'number' ? texts[place] : undefined;
  return text === null || (typeof text === 'string' && text.length <= MAX_TEXT_UNITS) ? text : undefined;
}
