/**
 * What channels of 1,000 emotes hold, in bytes per channel emote, as JSON on stdout. Run by its test in a
 * process of its own, with `--expose-gc`.
 *
 * `distinct`: no emote is in two channels. `shared`: as 7TV's are, most of a set is what others have, too.
 */
import { createChannelIndex, createGlobalIndex, type EmoteIndex } from '../src/emote-index';
import { decodeEmoteSets, encodeEmoteSets } from '../src/emote-sets-codec';
import type { EmoteSet } from '../src/emote-set';

const CHANNELS = Number(process.argv[2] ?? 1_000);
const EMOTES = 1_000;
const POPULAR = 20_000;

function bytesPerEmote(numberOf: (channel: number, emote: number) => number): number {
  const global = createGlobalIndex([]);
  const indexes: EmoteIndex[] = [];
  const before = heldBytes();
  for (let channel = 0; channel < CHANNELS; channel++) {
    const emotes = Array.from({ length: EMOTES }, (_, emote) => {
      const number = numberOf(channel, emote);
      return {
        id: `01F6MQ33FG000FFJ${String(number).padStart(10, '0')}`,
        name: `peepoEmote${number}`,
        isZeroWidth: false,
        isModifier: false,
        isAnimated: false,
      };
    });
    const set = {
      provider: 'SEVENTV',
      channelId: String(channel),
      setId: null,
      emotes,
    } as unknown as EmoteSet;
    // Through the bucket's bytes, as collectors get it: strings of their own for every channel.
    const decoded = decodeEmoteSets(encodeEmoteSets([set]).bytes);
    if (decoded.type === 'bad') throw new Error(decoded.reason);
    indexes.push(createChannelIndex(global, decoded.sets));
  }
  const names = indexes.reduce((sum, index) => sum + index.counts.names, 0);
  return (heldBytes() - before) / names;
}

function heldBytes(): number {
  // More than once: buffers go in the turn after the objects that held them.
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

process.stdout.write(
  JSON.stringify({
    distinct: bytesPerEmote((channel, emote) => channel * EMOTES + emote),
    // A third of a set is one of the most popular, the rest spread over all of them; steps keep names apart.
    shared: bytesPerEmote((channel, emote) =>
      emote < EMOTES / 3 ? emote : (emote * 19 + channel * 7) % POPULAR,
    ),
  }),
);
