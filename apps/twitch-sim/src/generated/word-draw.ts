import { globalSets } from '../emote-sets/global-sets';
import { THIRD_PARTIES } from '../emote-sets/third-party-emote';
import { THIRD_PARTY_NAMES } from './emote-names';
import { createWeightedChoice, toZipfWeights } from './weighted-choice';
import type { GeneratedChannel } from './world';

/** Of the words that stand for emotes, so many are the channel's own; the rest are everybody's, famous or mistyped. */
const OWN = 0.6;
const GLOBAL = 0.7;
const FAMOUS = 0.93;

/**
 * Draws words that BTTV, FFZ and 7TV show as emotes. In a channel with sets of its own they are mostly its own; famous
 * ones are said everywhere, had or not, as in real chat: so an emote that is added later is already being said.
 */
export function createWordDraw(channel: GeneratedChannel, random: () => number): () => string {
  const zipf = (names: readonly string[]): (() => string) => {
    const choice = createWeightedChoice(toZipfWeights(names.length));
    return () => names[choice.at(random() * 2 ** 32)] ?? '';
  };
  const famous = zipf(THIRD_PARTY_NAMES);
  const sets = channel.thirdParty;
  if (sets === null) return famous;

  const ofAll = zipf(
    THIRD_PARTIES.flatMap((provider) =>
      (globalSets({ provider, channelId: null }) ?? []).map(({ name }) => name),
    ),
  );
  const names = interleave(THIRD_PARTIES.map((provider) => (sets[provider] ?? []).map(({ name }) => name)));
  const own = names.length === 0 ? famous : zipf(names);
  return () => {
    const roll = random();
    if (roll < OWN) return own();
    if (roll < GLOBAL) return ofAll();
    return roll < FAMOUS ? famous() : mistyped(own(), random);
  };
}

/** Near an emote's name, and no emote: matching is exact. */
function mistyped(name: string, random: () => number): string {
  const roll = random();
  if (roll < 0.4) return `${name}!`;
  return roll < 0.7 ? `(${name})` : `${name.slice(0, 1)}${name}`;
}

/** In turns, as all of them are loved. */
function interleave(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat();
}
