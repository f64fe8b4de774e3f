import { classOfRule, type ClassRule, type NativeClass } from './class-rules';
import type { NativeCatalogueEmote } from './emote-set';

type CatalogueFacts = Pick<NativeCatalogueEmote, 'emoteType' | 'tier' | 'setId' | 'ownerId'>;

/** Helix's `emote_type`, as the values known to clients. `subscriptions` and `none` need more than the type. */
const RULE_OF_TYPE: ReadonlyMap<string, ClassRule> = new Map<string, ClassRule>([
  ['bitstier', 'TYPE_BITS'],
  ['follower', 'TYPE_FOLLOWER'],
  ['globals', 'TYPE_GLOBAL'],
  ['smilies', 'TYPE_GLOBAL'],
  ['hypetrain', 'TYPE_LIMITED'],
  ['limitedtime', 'TYPE_LIMITED'],
  ['channelpoints', 'TYPE_LIMITED'],
  ['rewards', 'TYPE_LIMITED'],
  ['twofactor', 'TYPE_LIMITED'],
  ['owl2019', 'TYPE_LIMITED'],
  ['prime', 'TYPE_PRIME_TURBO'],
  ['turbo', 'TYPE_PRIME_TURBO'],
]);

const RULE_OF_SET: ReadonlyMap<string, ClassRule> = new Map<string, ClassRule>([
  ['0', 'SET_GLOBAL'],
  ['33', 'SET_GLOBAL'],
  ['42', 'SET_GLOBAL'],
  ['457', 'SET_PRIME_TURBO'],
  ['793', 'SET_PRIME_TURBO'],
  ['19151', 'SET_PRIME_TURBO'],
  ['19194', 'SET_PRIME_TURBO'],
  ['300374282', 'SET_TWO_FACTOR'],
  ['300238151', 'SET_CHANNEL_POINTS'],
]);

const RULE_OF_TIER = { 1: 'SUBSCRIPTION_T1', 2: 'SUBSCRIPTION_T2', 3: 'SUBSCRIPTION_T3' } as const;

/** Owns the emotes of Hype Trains and events. */
const LIMITED_OWNER = '139075904';
/** `owner_id` of what no channel owns; the empty text where an answer has none. */
const NO_OWNERS: readonly string[] = ['', '0', 'twitch'];
/** From here up, numeric sets are tiers of cheering. */
const FIRST_BITS_SET = 500_000_000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DECIMAL = /^\d{1,15}$/;

/**
 * The class of an emote that Twitch's catalogue has: by its type, else by its set and owner, of which FrankerFaceZ's
 * `constants.ts` knows the special ones.
 */
export function classifyCatalogueEmote(emote: CatalogueFacts): NativeClass {
  return classOfRule(ruleOfType(emote) ?? ruleOfSet(emote) ?? ruleOfOwner(emote));
}

function ruleOfType({ emoteType, tier }: CatalogueFacts): ClassRule | undefined {
  if (emoteType !== 'subscriptions') return RULE_OF_TYPE.get(emoteType);
  return tier === null ? 'SUBSCRIPTION' : RULE_OF_TIER[tier];
}

function ruleOfSet({ setId, tier, ownerId }: CatalogueFacts): ClassRule | undefined {
  if (setId === null || setId === '') return undefined;
  const special = RULE_OF_SET.get(setId);
  if (special !== undefined) return special;
  if (ownerId === LIMITED_OWNER) return 'OWNER_LIMITED';
  if (UUID.test(setId)) return 'SET_FOLLOWER';
  if (!DECIMAL.test(setId)) return undefined;
  if (Number(setId) >= FIRST_BITS_SET) return 'SET_BITS';
  return tier === null ? 'SUBSCRIPTION' : RULE_OF_TIER[tier];
}

function ruleOfOwner({ ownerId, tier }: CatalogueFacts): ClassRule {
  if (ownerId === LIMITED_OWNER) return 'OWNER_LIMITED';
  if (tier !== null) return RULE_OF_TIER[tier];
  return ownerId === null || NO_OWNERS.includes(ownerId) ? 'NOTHING_KNOWN' : 'CHANNEL_OWNER';
}
