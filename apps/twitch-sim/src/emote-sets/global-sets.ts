import { createHash } from 'node:crypto';
import type { SetOf, ThirdParty, ThirdPartyEmote } from './third-party-emote';

/** BTTV tells these by their names alone. */
const BTTV_ZERO_WIDTH = [
  'SoSnowy',
  'IceCold',
  'SantaHat',
  'TopHat',
  'ReinDeer',
  'CandyCane',
  'cvMask',
  'cvHazmat',
];
const BTTV_MODIFIERS = ['w!', 'h!', 'v!', 'z!', 'c!', 'l!', 'r!', 'p!', 's!'];
const BTTV = [':tf:', 'FeelsGoodMan', 'FeelsBadMan', 'SourPls', 'bttvNice', 'D:', 'haHAA', 'monkaS', 'M&Mjc'];
const FFZ = ['ZrehplaR', 'LilZ', 'ManChicken', 'YooHoo', 'BeanieHipster', 'CatBag', 'AndKnuckles'];
const SEVEN_TV = ['EZ', 'Clap', 'PETPET', 'FeelsStrongMan', 'forsenPls', 'reckH', 'WAYTOODANK', 'nymnCorn'];
const SEVEN_TV_ZERO_WIDTH = ['RainTime', 'SteerR'];

/** In FFZ's answer but for nobody's chat: only sets named in `default_sets` are. */
export const FFZ_EFFECTS: readonly ThirdPartyEmote[] = ['ffzHyper', 'ffzRainbow', 'ffzW', 'ffzX'].map(
  (name, i) => ({ id: String(720_507 + i), name, isModifier: true }),
);

const SETS: Readonly<Record<ThirdParty, readonly ThirdPartyEmote[]>> = {
  ffz: FFZ.map((name, i) => ({ id: String(9_000 + i), name })),
  bttv: [
    ...BTTV.map((name) => ({ id: objectId(`bttv ${name}`), name })),
    ...BTTV_ZERO_WIDTH.map((name) => ({ id: objectId(`bttv ${name}`), name, isZeroWidth: true })),
    ...BTTV_MODIFIERS.map((name) => ({ id: objectId(`bttv ${name}`), name, isModifier: true })),
  ],
  '7tv': [
    ...SEVEN_TV.map((name) => ({ id: objectId(`7tv ${name}`), name, isAnimated: name === 'PETPET' })),
    ...SEVEN_TV_ZERO_WIDTH.map((name) => ({ id: objectId(`7tv ${name}`), name, isZeroWidth: true })),
  ],
};

/** What each provider gives to all channels; no channel has any of its own. */
export const globalSets: SetOf = ({ provider, channelId }) => (channelId === null ? SETS[provider] : null);

/** Where third parties are left out: nobody has any. */
export const noSets: SetOf = ({ channelId }) => (channelId === null ? [] : null);

/** 24 hexadecimal digits, as BTTV's and 7TV's older ids are. */
export function objectId(seed: string): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, 24);
}
