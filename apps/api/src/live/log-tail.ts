import { isPlausibleTime } from '@emotide/domain';
import {
  SeenBatches,
  checkBatch,
  tracedIn,
  type LogReader,
  type LogRecord,
  type TracedMessage,
} from '@emotide/event-log';
import type { LiveMetrics } from './live-metrics';
import type { PartitionStart } from './live-start';
import type { Progress } from './progress';

/** The log no longer has what was to be read, or is another one: what is counted can't be trusted. */
export class LogDoubt extends Error {
  override name = 'LogDoubt';
}

export interface LogTailOptions {
  readonly partition: number;
  readonly start: PartitionStart;
  readonly createReader: (options: { fromSeq: number; onLost: () => void }) => LogReader;
  /** Counts a checked payload's rows. `sentFromMs` is the earliest time in it. */
  readonly fold: (payload: Uint8Array, sentFromMs: number) => void;
  /** The record of that sequence, which was counted, covers messages whose way is told. */
  readonly onTraced?: (messages: readonly TracedMessage[], seq: number) => void;
  /** Nothing of this epoch counts after the records that are folded. */
  readonly onFenced?: (epoch: string) => void;
  /** The log was away, and is back. */
  readonly onReturn?: () => void;
  /** Called when it knows more, before it counts what comes later. */
  readonly onProgress: () => void;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly metrics: Pick<LiveMetrics, 'rows' | 'refused' | 'foldSeconds'>;
}

/** How long to wait for records; what is known of the log is looked at as often. */
const READ_MS = 250;
/** Longer without an answer than this, and the log was away: it says something every second. */
const AWAY_MS = 1_400;
/**
 * How long after its return the log is not believed to be complete: what was read of the chat meanwhile waits in the
 * collectors, who must find the log again too. Those who tell how far they are need no such guess.
 */
const RETURN_MS = 3_000;
/** How long to fold in one go, as answers and subscribers wait meanwhile. */
const SLICE_MS = 10;

/** Follows one partition of the log from its start on, and counts what the partition's sink stores, nothing else. */
export class LogTail {
  readonly #options: LogTailOptions;
  readonly #seen: SeenBatches;
  #reader: LogReader | undefined;
  #lastSeq = 0;
  #hasCaughtUp = false;
  #isLost = false;
  #isStopped = false;
  #believedFromMs = -Infinity;
  #progress: Progress = { completeToMs: -Infinity, answeredAtMs: -Infinity };

  constructor(options: LogTailOptions) {
    this.#options = options;
    this.#seen = new SeenBatches(options.start.seen);
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** Whether it once had counted all that the log had. */
  get hasCaughtUp(): boolean {
    return this.#hasCaughtUp;
  }

  /** Sequence of the last record counted or left out; 0 before the first. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Sequence up to which all of the partition is counted, here or in the warehouse that it began from. */
  get foldedSeq(): number {
    return Math.max(this.#lastSeq, this.#options.start.fromSeq - 1);
  }

  /**
   * Runs until {@link stop}.
   *
   * @throws LogDoubt when the log has lost records that were still to be read
   * @throws LogReplaced when it is another one
   */
  async run(): Promise<void> {
    const { createReader, start, clock } = this.#options;
    const reader = createReader({
      fromSeq: start.fromSeq,
      onLost: () => {
        this.#isLost = true;
      },
    });
    this.#reader = reader;
    while (!this.#isStopped) {
      const records = await reader.read(READ_MS);
      if (this.#isLost) throw new LogDoubt('the log dropped records before they were read');
      // Both are about what has been handed over by now.
      const { caughtUpAtMs, answeredAtMs } = reader;
      const toEpochMs = clock() - performance.now();
      await this.#foldAll(records, answeredAtMs + toEpochMs);
      this.#hasCaughtUp ||= caughtUpAtMs > -Infinity;
      this.#note(caughtUpAtMs + toEpochMs, answeredAtMs + toEpochMs);
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#reader?.stop();
  }

  #note(completeToMs: number, answeredAtMs: number): void {
    const { clock, onProgress, onReturn } = this.#options;
    const before = this.#progress;
    if (answeredAtMs - before.answeredAtMs > AWAY_MS) {
      this.#believedFromMs = answeredAtMs + RETURN_MS;
      onReturn?.();
    }
    const nowMs = clock();
    this.#progress = {
      completeToMs:
        nowMs < this.#believedFromMs
          ? before.completeToMs
          : Math.max(before.completeToMs, Math.min(completeToMs, nowMs)),
      answeredAtMs: Math.max(before.answeredAtMs, answeredAtMs),
    };
    onProgress();
  }

  async #foldAll(records: readonly LogRecord[], answeredAtMs: number): Promise<void> {
    let sinceMs = performance.now();
    for (const record of records) {
      if (this.#isStopped) return;
      this.#fold(record);
      this.#lastSeq = record.seq;
      // Records are in the order in which they were stored.
      this.#note(storedAtMsOf(record), answeredAtMs);
      if (performance.now() - sinceMs < SLICE_MS) continue;
      await new Promise(setImmediate);
      sinceMs = performance.now();
    }
  }

  /** The same checks in the same order as the sink's, so that the same records count. */
  #fold(record: LogRecord): void {
    const { partition, start, fold, onFenced, metrics } = this.#options;
    const storedAtMs = storedAtMsOf(record);
    const checked = checkBatch(
      (name) => record.header(name),
      record.payload,
      partition,
      (timeMs) => isPlausibleTime(timeMs, storedAtMs),
    );
    if (!checked.ok) return metrics.refused.inc({ reason: checked.reason });
    if (checked.kind === 'fence') {
      this.#seen.fence(checked.epoch);
      return onFenced?.(checked.epoch);
    }
    const { epoch, batch, rows, sentFromMs, sentToMs } = checked.header;
    if (!this.#seen.accept(epoch, batch))
      return metrics.refused.inc({ reason: this.#seen.isFenced(epoch) ? 'fenced' : 'duplicate' });
    if (start.excluded.has(record.seq)) return metrics.refused.inc({ reason: 'refused-by-store' });
    fold(record.payload, sentFromMs);
    const traced = tracedIn(record);
    if (traced.length > 0) this.#options.onTraced?.(traced, record.seq);
    metrics.rows.inc(rows);
    // A batch without uses knows its times only to the second.
    if (sentToMs % 1_000 !== 0)
      metrics.foldSeconds.observe(Math.max(0, this.#options.clock() - sentToMs) / 1_000);
  }
}

const storedAtMsOf = (record: LogRecord): number => Number(record.storedAtNs.slice(0, -6));
