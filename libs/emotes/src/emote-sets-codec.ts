import { PROVIDERS, type ChannelId, type EmoteId } from '@emotide/domain';
import {
  badValue,
  isArray,
  isRecord,
  isShortText,
  jsonBytes,
  MAX_CATALOGUE_BYTES,
  parseValue,
  toValueBytes,
  type BadCatalogueValue,
  type CatalogueValue,
} from './catalogue-value';
import type { EmoteSet, SetEmote, ThirdParty } from './emote-set';
import { MAX_SET_EMOTES } from './providers/collect-emotes';

/** Three providers, and FrankerFaceZ has more than one set for all channels. */
const MAX_SETS = 16;
const MAX_ID_UNITS = 100;
/** A hundred code points. */
const MAX_NAME_UNITS = 200;

/** Bytes between an emote and the one before it: one comma in each of the two lists. */
const COMMAS = 2;

const ZERO_WIDTH = 1;
const MODIFIER = 2;
const ANIMATED = 4;
const FLAGS = /^[0-7]*$/;

/** A set in columns: half the bytes of objects, and `JSON.parse` does nearly all the work of reading. */
interface EncodedSet {
  readonly provider: ThirdParty;
  readonly channel: ChannelId | null;
  readonly set: string | null;
  readonly ids: readonly EmoteId[];
  readonly names: readonly string[];
  /** One digit an emote. */
  readonly flags: string;
}

/**
 * Third-party sets as one value of the bucket: one channel's of all providers, or the global ones. About 45 bytes a
 * 7TV emote, so 20,000 fit. What does not is cut from the end of the last set, then of the one before it.
 *
 * @param limitBytes for tests
 * @throws RangeError for more than 16 sets: no channel and no provider has as many
 */
export function encodeEmoteSets(
  sets: readonly EmoteSet[],
  limitBytes: number = MAX_CATALOGUE_BYTES,
): CatalogueValue {
  if (sets.length > MAX_SETS) throw new RangeError(`${sets.length} sets; at most ${MAX_SETS} are one value`);
  const lengths = sets.map(({ emotes }) => Math.min(emotes.length, MAX_SET_EMOTES));
  const encode = (): Uint8Array =>
    toValueBytes({ sets: sets.map((set, i) => toEncodedSet(set, set.emotes.slice(0, lengths[i]))) });
  let bytes = encode();
  let over = bytes.length - limitBytes;
  if (over > 0) {
    for (let i = sets.length - 1; i >= 0 && over > 0; i--) {
      const { emotes } = sets[i]!;
      let length = lengths[i]!;
      while (length > 0 && over > 0) {
        length--;
        over -= bytesWithoutCommas(emotes[length]!) + (length === 0 ? 0 : COMMAS);
      }
      lengths[i] = length;
    }
    bytes = encode();
  }
  const kept = lengths.reduce((sum, length) => sum + length, 0);
  return { bytes, cut: sets.reduce((sum, { emotes }) => sum + emotes.length, 0) - kept };
}

export function decodeEmoteSets(
  bytes: Uint8Array,
): { readonly type: 'sets'; readonly sets: readonly EmoteSet[] } | BadCatalogueValue {
  const parsed = parseValue(bytes);
  if (parsed.type === 'bad') return parsed;
  const encoded = parsed.content['sets'];
  if (!isArray(encoded) || encoded.length > MAX_SETS) return badValue('wrong-shape');
  const sets: EmoteSet[] = [];
  for (const one of encoded) {
    const set = parseSet(one);
    if (set === undefined) return badValue('wrong-shape');
    sets.push(set);
  }
  return { type: 'sets', sets };
}

function toEncodedSet(set: EmoteSet, emotes: readonly SetEmote[]): EncodedSet {
  return {
    provider: set.provider,
    channel: set.channelId,
    set: set.setId,
    ids: emotes.map(({ id }) => id),
    names: emotes.map(({ name }) => name),
    flags: emotes.map(toFlags).join(''),
  };
}

function toFlags({ isZeroWidth, isModifier, isAnimated }: SetEmote): number {
  return (isZeroWidth ? ZERO_WIDTH : 0) | (isModifier ? MODIFIER : 0) | (isAnimated ? ANIMATED : 0);
}

/** An id, a name, a digit. */
function bytesWithoutCommas({ id, name }: SetEmote): number {
  return jsonBytes(id) + jsonBytes(name) + 1;
}

function parseSet(encoded: unknown): EmoteSet | undefined {
  if (!isRecord(encoded)) return undefined;
  const { provider, channel, set, ids, names, flags } = encoded as Readonly<
    Record<keyof EncodedSet, unknown>
  >;
  if (!isThirdParty(provider) || !isIdOrNull(channel) || !isIdOrNull(set)) return undefined;
  if (!isArray(ids) || !isArray(names) || typeof flags !== 'string' || !FLAGS.test(flags)) return undefined;
  if (ids.length > MAX_SET_EMOTES || names.length !== ids.length || flags.length !== ids.length)
    return undefined;
  const emotes: SetEmote[] = [];
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i];
    const name = names[i];
    if (!isShortText(id, MAX_ID_UNITS) || !isShortText(name, MAX_NAME_UNITS)) return undefined;
    const bits = flags.charCodeAt(i) - 48;
    emotes.push({
      id: id as EmoteId,
      name,
      isZeroWidth: (bits & ZERO_WIDTH) !== 0,
      isModifier: (bits & MODIFIER) !== 0,
      isAnimated: (bits & ANIMATED) !== 0,
    });
  }
  return { provider, channelId: channel as ChannelId | null, setId: set, emotes };
}

function isThirdParty(value: unknown): value is ThirdParty {
  return typeof value === 'string' && value !== 'TWITCH' && Object.hasOwn(PROVIDERS, value);
}

function isIdOrNull(value: unknown): value is string | null {
  return value === null || isShortText(value, MAX_ID_UNITS);
}
