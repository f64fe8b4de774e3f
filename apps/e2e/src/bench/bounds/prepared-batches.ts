import { EMOTE_CLASSES, PROVIDERS, toU64, type U64 } from '@emotide/domain';
import { BatchWriter, encodeChannel, encodeEmote, type EncodedBatch } from '@emotide/event-log';
import { createRandom } from '../../drill/random';

const CHANNELS = 1_000;
const EMOTES = 2_000;
const CHATTERS = 200_000;

/** Lines, each with one emote, in one batch: what collects in 40 ms under full load. */
export const LINES_PER_BATCH = 3_000;

/**
 * Batches as the collector makes them under full load of chat in which every line has an emote: a row for each line
 * and one for each channel that said something.
 */
export function prepareBatches(count: number, sentAtMs: number): EncodedBatch[] {
  const random = createRandom(1);
  const pick = (from: number): number => Math.floor(random() * from);
  const channels = Array.from({ length: CHANNELS }, (_, i) => encodeChannel(toU64(i + 1), `channel${i}`));
  const emotes = Array.from({ length: EMOTES }, (_, i) =>
    encodeEmote(PROVIDERS.TWITCH, `emotesv2_${i}`, `emote${i}`, EMOTE_CLASSES.UNKNOWN),
  );
  const anyKey = (): U64 => ({ lo: pick(2 ** 32), hi: pick(2 ** 32) });
  const secondMs = sentAtMs - (sentAtMs % 1_000);
  const writer = new BatchWriter();
  return Array.from({ length: count }, () => {
    const messages = new Map<number, number>();
    for (let line = 0; line < LINES_PER_BATCH; line++) {
      const channel = pick(CHANNELS);
      const chatter = { lo: pick(CHATTERS), hi: 0 };
      writer.use(channels[channel]!, sentAtMs, chatter, anyKey(), emotes[pick(EMOTES)]!, 1, 0);
      messages.set(channel, (messages.get(channel) ?? 0) + 1);
    }
    for (const [channel, said] of messages)
      writer.activity(channels[channel]!, secondMs, toU64(channel + 1), anyKey(), said, said, 0);
    return writer.finish()!;
  });
}
