import { LogUnavailable, type EventLog } from '@emotide/event-log';
import type { PartitionSink } from './partition-sink';

/** What the log holds of a partition and the warehouse does not. */
export interface Lag {
  readonly records: number;
  /** Age of the oldest of them: from when the log stored it, by its clock, to now, by ours. */
  readonly seconds: number;
}

/** A log that is read answers each second, also when it has nothing new. */
const ANSWERED_WITHIN_MS = 2_500;

/**
 * The lag by what is known here. Where the log has more than was read, or has not answered for long, it is at least as
 * old as that has lasted, and how much it is must be asked.
 *
 * @param silentMs how long ago the log had nothing that was not in hand
 * @param asked what the log answered last to how much it has behind what is committed
 */
export function toLag(
  inHand: { readonly records: number; readonly oldestStoredAtMs: number | undefined },
  { silentMs, asked, nowMs }: { silentMs: number; asked: number; nowMs: number },
): Lag {
  const { records, oldestStoredAtMs } = inHand;
  const ageMs = oldestStoredAtMs === undefined ? 0 : Math.max(0, nowMs - oldestStoredAtMs);
  if (silentMs <= ANSWERED_WITHIN_MS) return { records, seconds: ageMs / 1_000 };
  return { records: Math.max(records, asked), seconds: Math.max(ageMs, silentMs) / 1_000 };
}

/** Asks the log now and then how far a partition is behind, while it may be. */
export class PartitionLag {
  readonly #partition: number;
  readonly #sink: PartitionSink;
  readonly #eventLog: Pick<EventLog, 'countRecords'>;
  readonly #timer: NodeJS.Timeout;
  #asked = 0;
  #isAsking = false;

  constructor(
    partition: number,
    sink: PartitionSink,
    eventLog: Pick<EventLog, 'countRecords'>,
    everyMs = 5_000,
  ) {
    this.#partition = partition;
    this.#sink = sink;
    this.#eventLog = eventLog;
    this.#timer = setInterval(() => void this.#ask(), everyMs);
    this.#timer.unref();
  }

  now(): Lag {
    const { inHand } = this.#sink;
    return toLag(inHand, { silentMs: this.#silentMs, asked: this.#asked, nowMs: Date.now() });
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  get #silentMs(): number {
    return performance.now() - this.#sink.caughtUpAtMs;
  }

  async #ask(): Promise<void> {
    if (this.#isAsking || this.#silentMs <= ANSWERED_WITHIN_MS) return;
    this.#isAsking = true;
    try {
      this.#asked = await this.#eventLog.countRecords(this.#partition, this.#sink.committed + 1);
    } catch (error) {
      // What it said before is the best that is known.
      if (!(error instanceof LogUnavailable)) throw error;
    } finally {
      this.#isAsking = false;
    }
  }
}
