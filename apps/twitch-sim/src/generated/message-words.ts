import { GLOBAL_EMOTES, MODIFIERS, type NamedEmote } from './emote-names';
import { EMOJI, PHRASES, SHOUTS } from './phrases';
import type { Mix } from './settings';
import { createWeightedChoice, toZipfWeights } from './weighted-choice';
import { createWordDraw } from './word-draw';
import type { Chatter, GeneratedChannel } from './world';

/** What people write in one channel. */
export interface MessageWords {
  write(chatter: Chatter): string;
  /** The id of a native emote by its word. */
  readonly idOf: (word: string) => string | undefined;
}

/** Measured in real chat: 17 to 30 % of messages hold native emotes. */
const WITH_EMOTES = 0.25;
const WITH_THIRD_PARTY = 0.25;
/** The rest goes by what the channel loves. */
const FAVOURITE = 0.7;

export function createMessageWords(channel: GeneratedChannel, mix: Mix, random: () => number): MessageWords {
  // Its own emotes and everybody's, in turns: what is loved here comes first of either.
  const known = interleave(channel.emotes, GLOBAL_EMOTES);
  const ids = new Map(known.map(({ id, name }) => [name, id]));
  const loved = createWeightedChoice(toZipfWeights(known.length, 1.1));
  const drawWord = createWordDraw(channel, random);
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

  const pickEmote = (chatter: Chatter): string => {
    const taste = pick(chatter.tastes);
    const index = random() < FAVOURITE ? Math.floor(taste * known.length) : loved.at(random() * 2 ** 32);
    const emote = known[index] ?? known[0];
    if (emote === undefined) return '';
    if (!emote.id.startsWith('emotesv2_') || random() >= 0.02) return emote.name;
    const suffix = pick(MODIFIERS);
    ids.set(`${emote.name}_${suffix}`, `${emote.id}_${suffix}`);
    return `${emote.name}_${suffix}`;
  };

  const emoteWords = (chatter: Chatter): string[] => {
    const emote = pickEmote(chatter);
    const roll = random();
    if (roll < 0.6) return [emote];
    if (roll < 0.85) return Array.from({ length: whole(2, 4) }, () => emote);
    if (roll < 0.97) return [emote, pickEmote(chatter), ...(random() < 0.5 ? [emote] : [])];
    // Channel emotes have long names: 20 of them still stay under Twitch's 500 characters.
    return Array.from({ length: 20 }, () => emote);
  };

  return {
    idOf: (word) => ids.get(word),
    write(chatter) {
      const words: string[] = [];
      if (random() < 0.1) words.push(pick(EMOJI));
      if (random() < 0.65) words.push(random() < 0.15 ? pick(SHOUTS) : pick(PHRASES));
      if (random() < WITH_THIRD_PARTY) {
        const name = drawWord();
        words.push(...Array.from({ length: random() < 0.8 ? 1 : whole(2, 6) }, () => name));
      }
      if (mix === 'dense' || random() < WITH_EMOTES) {
        words.push(...emoteWords(chatter));
        if (random() < 0.15) words.push(pick(PHRASES));
      }
      return words.length > 0 ? words.join(' ') : pick(PHRASES);
    },
  };
}

function interleave(own: readonly NamedEmote[], global: readonly NamedEmote[]): NamedEmote[] {
  const longest = Math.max(own.length, global.length);
  return Array.from({ length: longest }, (_, i) => [own[i], global[i]])
    .flat()
    .filter((emote) => emote !== undefined);
}
