import { formatU64, type U64 } from '@emotide/domain';
import {
  BatchWriter,
  activityRowBytes,
  decodeBatch,
  encodeChannel,
  type BatchRow,
  type EncodedBatch,
} from '@emotide/event-log';

/** What one reading session of a channel had read and lost. */
interface Loss {
  readonly channelId: U64;
  readonly channelLogin: string;
  readonly session: U64;
  firstSecondMs: number;
  lastSecondMs: number;
  messages: number;
  messagesWithEmotes: number;
}

/** A batch with nothing but losses, and where it belongs. */
export interface LossBatch {
  readonly partition: number;
  readonly batch: EncodedBatch;
}

/**
 * Remembers what batches that had to be dropped had counted, until it can be told: one entry for each session,
 * however long the outage lasts.
 */
export class Losses {
  readonly #byPartition = new Map<number, Map<string, Loss>>();

  add(partition: number, batch: EncodedBatch): void {
    for (const row of decodeBatch(batch.payload)) {
      const told = toLoss(row);
      if (told === undefined) continue;
      const losses = this.#byPartition.get(partition) ?? new Map<string, Loss>();
      this.#byPartition.set(partition, losses);
      const key = `${formatU64(row.channelId)} ${formatU64(told.session)}`;
      const known = losses.get(key);
      if (known === undefined) losses.set(key, told);
      else {
        known.firstSecondMs = Math.min(known.firstSecondMs, told.firstSecondMs);
        known.lastSecondMs = Math.max(known.lastSecondMs, told.lastSecondMs);
        known.messages += told.messages;
        known.messagesWithEmotes += told.messagesWithEmotes;
      }
    }
  }

  /** All that is known, as batches; from then on it is for others to keep. */
  take(): LossBatch[] {
    const batches = [...this.#byPartition].flatMap(([partition, losses]) =>
      encodeLosses(losses.values()).map((batch) => ({ partition, batch })),
    );
    this.#byPartition.clear();
    return batches;
  }
}

/**
 * Activity covers exactly the messages of its batch; uses would count them again. Acts of moderators are no messages, and
 * are not missed.
 */
function toLoss(row: BatchRow): Loss | undefined {
  switch (row.kind) {
    case 'use':
    case 'moderation':
      return undefined;
    case 'activity':
      return { ...row, firstSecondMs: row.secondMs, lastSecondMs: row.secondMs };
    case 'loss':
      return { ...row };
  }
}

function encodeLosses(losses: Iterable<Loss>): EncodedBatch[] {
  const writer = new BatchWriter();
  const batches: EncodedBatch[] = [];
  for (const loss of losses) {
    const channel = encodeChannel(loss.channelId, loss.channelLogin);
    if (!writer.hasRoomFor(0, activityRowBytes(channel))) batches.push(writer.finish()!);
    const { firstSecondMs, lastSecondMs, session, messages, messagesWithEmotes } = loss;
    writer.loss(channel, firstSecondMs, lastSecondMs, session, messages, messagesWithEmotes);
  }
  const last = writer.finish();
  return last === undefined ? batches : [...batches, last];
}
