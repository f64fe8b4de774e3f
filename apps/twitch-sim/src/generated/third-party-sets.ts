import { objectId } from '../emote-sets/global-sets';
import type { ThirdParty, ThirdPartyEmote } from '../emote-sets/third-party-emote';
import { createRandom } from '../random';
import { toKey } from './draw';
import { THIRD_PARTY_NAMES } from './emote-names';

/** A channel's sets by provider; null where the provider does not know it. */
export type ChannelSets = Readonly<Record<ThirdParty, readonly ThirdPartyEmote[] | null>>;

/** How many emotes of a provider there are; the same ones are in many channels. */
const POOL = { ffz: 300, bttv: 500, '7tv': 1_200 } as const;
/** How many a channel has of each, give or take half: about sixty of all. */
const USUAL = { ffz: 8, bttv: 14, '7tv': 40 } as const;
/** The biggest have this many times as many. */
const MOST = 5;
const UNKNOWN_SHARE = { ffz: 0.15, bttv: 0.1, '7tv': 0.05 } as const;
const NO_SET_SHARE = 0.05;
const ALIAS_SHARE = 0.1;
const ZERO_WIDTH_SHARE = 0.04;

const HEADS = ['pepe', 'monka', 'peepo', 'cat', 'dog', 'frog', 'duck', 'wide', 'tiny', 'sad', 'blob', 'crab'];
const TAILS = [
  'Jam',
  'Sit',
  'Run',
  'Cry',
  'Wow',
  'Nod',
  'Hmm',
  'Sip',
  'Shy',
  'Leave',
  'Arrive',
  'Spin',
  'Stare',
  'Giggle',
  'Pray',
  'Dance',
  'Sleep',
  'Blush',
];

/** Invents what BTTV, FFZ and 7TV have for the channels of one seed. @returns a channel's sets by its index. */
export function createThirdPartySets(seed: number): (channel: number) => ChannelSets {
  const pools = {
    ffz: createPool('ffz', seed),
    bttv: createPool('bttv', seed),
    '7tv': createPool('7tv', seed),
  };
  return (channel) => {
    const random = createRandom(toKey(seed, 31, channel));
    const times = 1 + (MOST - 1) / (1 + channel / 10);
    const choose = (provider: ThirdParty): readonly ThirdPartyEmote[] | null => {
      if (random() < UNKNOWN_SHARE[provider]) return null;
      if (provider === '7tv' && random() < NO_SET_SHARE) return [];
      const count = Math.round(USUAL[provider] * times * (0.5 + random()));
      return chooseEmotes(pools[provider], count, provider === '7tv' ? ALIAS_SHARE : 0, random);
    };
    return { ffz: choose('ffz'), bttv: choose('bttv'), '7tv': choose('7tv') };
  };
}

/** Different ones with different names, those in front more often. */
function chooseEmotes(
  pool: readonly ThirdPartyEmote[],
  count: number,
  aliasShare: number,
  random: () => number,
): ThirdPartyEmote[] {
  const chosen = new Map<number, ThirdPartyEmote>();
  const wanted = Math.min(count, pool.length / 2);
  while (chosen.size < wanted) {
    const index = Math.floor(random() ** 1.5 * pool.length);
    const emote = pool[index];
    if (emote === undefined || chosen.has(index)) continue;
    const isAlias = random() < aliasShare;
    chosen.set(index, isAlias ? { ...emote, name: `${emote.name}Too`, baseName: emote.name } : emote);
  }
  return [...chosen.values()];
}

function createPool(provider: ThirdParty, seed: number): ThirdPartyEmote[] {
  const random = createRandom(toKey(seed, 32, provider.length, provider.charCodeAt(0)));
  return Array.from({ length: POOL[provider] }, (_, index) => ({
    id:
      provider === 'ffz'
        ? String(100_000 + (toKey(seed, 33) % 800) * 1_000 + index)
        : toId(provider, index, seed),
    name: nameAt(index),
    isAnimated: random() < 0.4,
    ...(provider === '7tv' && random() < ZERO_WIDTH_SHARE && { isZeroWidth: true }),
  }));
}

/** The names that everybody knows come first, so that one word may be of several providers. */
function nameAt(index: number): string {
  const known = THIRD_PARTY_NAMES[index];
  if (known !== undefined) return known;
  const nth = index - THIRD_PARTY_NAMES.length;
  const pairs = HEADS.length * TAILS.length;
  const name = `${HEADS[nth % HEADS.length] ?? ''}${TAILS[Math.floor(nth / HEADS.length) % TAILS.length] ?? ''}`;
  return nth < pairs ? name : `${name}${Math.floor(nth / pairs) + 1}`;
}

/** 7TV's newer ids are ULIDs: 26 characters of Crockford's base 32. */
function toId(provider: ThirdParty, index: number, seed: number): string {
  const hex = objectId(`${provider} ${seed} ${index}`);
  if (provider !== '7tv' || index % 2 === 0) return hex;
  const digits = BigInt(`0x${hex}`).toString(32).toUpperCase().padStart(23, '0').slice(-23);
  return `01H${digits.replace(/[ILOU]/g, (char) => ({ I: 'W', L: 'X', O: 'Y', U: 'Z' })[char] ?? '')}`;
}
