import { createRandom } from '../random';
import { toKey } from './draw';
import { CHANNEL_CODES, type NamedEmote } from './emote-names';
import { inventChannelLogin, inventLogin } from './invented-name';
import type { GeneratedSettings } from './settings';
import { createThirdPartySets, type ChannelSets } from './third-party-sets';
import { toZipfWeights } from './weighted-choice';

export interface GeneratedChannel {
  readonly login: string;
  readonly roomId: string;
  /** Its own emotes, the best loved first. */
  readonly emotes: readonly NamedEmote[];
  /** Null where third parties are left out. */
  readonly thirdParty: ChannelSets | null;
  /** The channel that it shares a chat with. */
  partner: GeneratedChannel | null;
}

export interface Chatter {
  readonly login: string;
  readonly displayName: string;
  readonly userId: string;
  /** `#RRGGBB`, or nothing where they never chose. */
  readonly colour: string;
  /** 0 for who is no subscriber. */
  readonly subscribedMonths: number;
  readonly isModerator: boolean;
  readonly isVip: boolean;
  /** Where their favourites are among the emotes that they may use, from 0 (best loved) to below 1. */
  readonly tastes: readonly number[];
}

/** The invented people and places of one seed. */
export interface World {
  readonly channels: readonly GeneratedChannel[];
  /** How much of the chat each channel has. */
  readonly weights: readonly number[];
  /** People who come back; each is at home in some channels. */
  readonly regulars: readonly Chatter[];
}

const COLOURS = ['#1E90FF', '#FF4500', '#2E8B57', '#DAA520', '#8A2BE2', '#FF69B4', '#5F9EA0', ''];
const REGULARS_PER_CHANNEL = 40;
const MAX_REGULARS = 20_000;
/** One pair of neighbours in so many channels shares its chat. */
const SHARED_EVERY = 20;

export function createWorld({
  seed,
  channels: count,
  thirdParty = false,
}: Pick<GeneratedSettings, 'seed' | 'channels' | 'thirdParty'>): World {
  const random = createRandom(toKey(seed, 1));
  // Two seeds have no channel and hardly a chatter in common, so that one warehouse can hold both.
  const firstRoom = 2_000_000_000 + (toKey(seed, 2) % 790_000) * 10_000;
  const firstUser = 100_000_000 + (toKey(seed, 3) % 800) * 1_000_000;

  const setsOf = thirdParty ? createThirdPartySets(seed) : undefined;
  const channels = Array.from({ length: count }, (_, index): GeneratedChannel => {
    const login = inventChannelLogin(index, random);
    const prefix = `${login.slice(0, 4)}${index.toString(36).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '')}`;
    // Big channels have earned more slots.
    const emotes = Math.max(5, Math.round(CHANNEL_CODES.length / (1 + index / 25)));
    return {
      login,
      roomId: String(firstRoom + index),
      emotes: CHANNEL_CODES.slice(0, emotes).map((code) => ({
        id: `emotesv2_${hex(32, random)}`,
        name: `${prefix}${code}`,
      })),
      thirdParty: setsOf?.(index) ?? null,
      partner: null,
    };
  });
  for (const [index, channel] of channels.entries()) {
    const partner = channels[index + 1];
    if (index % SHARED_EVERY !== 3 || partner === undefined) continue;
    channel.partner = partner;
    partner.partner = channel;
  }

  const regulars = Array.from(
    { length: Math.min(MAX_REGULARS, count * REGULARS_PER_CHANNEL) },
    (_, index) => {
      const login = `${inventLogin(random)}${index.toString(36)}`;
      return createChatter(login, String(firstUser + index), random);
    },
  );
  return { channels, weights: toZipfWeights(count), regulars };
}

export function createChatter(login: string, userId: string, random: () => number): Chatter {
  return {
    login,
    displayName: random() < 0.6 ? login.charAt(0).toUpperCase() + login.slice(1) : login,
    userId,
    colour: COLOURS[Math.floor(random() * COLOURS.length)] ?? '',
    subscribedMonths: random() < 0.35 ? 1 + Math.floor(random() * 60) : 0,
    isModerator: random() < 0.02,
    isVip: random() < 0.02,
    // Squared: most people love what everybody loves.
    tastes: Array.from({ length: 1 + Math.floor(random() * 3) }, () => random() ** 2),
  };
}

function hex(digits: number, random: () => number): string {
  return Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
}
