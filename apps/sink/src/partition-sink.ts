import { setTimeout as delay } from 'node:timers/promises';
import { logTraced, type EventLog, type SinkIntents } from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';
import type { Store } from '@emotide/store';
import { NeedsRepair } from './needs-repair';
import { Patience, isAbsence } from './patience';
import { recoverPartition, type Start } from './recover-partition';
import { RunBuilder, type RunPlace } from './run';
import { runLengthMs } from './run-pace';
import { RunWriter } from './run-writer';
import type { SinkMetrics } from './sink-metrics';
import { WatchedReader } from './watched-reader';

export type PartitionState =
  'starting' | 'running' | 'waiting-for-store' | 'waiting-for-log' | 'needs-repair' | 'stopped';

export interface PartitionSinkOptions {
  readonly partition: number;
  readonly eventLog: Pick<EventLog, 'streamState' | 'openSinkIntents' | 'createReader' | 'quarantine'>;
  readonly store: Store;
  /** Epoch of this sink, new at each start. */
  readonly owner: string;
  /** Whether the lease of the partition is surely ours. */
  readonly isLeaseValid: () => boolean;
  /** For how long a compare-and-set proves that nobody took over: less than a lease's term. Milliseconds. */
  readonly proofMs: number;
  /** Milliseconds that a run's first record waits when little comes. */
  readonly runMs: number;
  readonly runRows: number;
  /** Asked before anything is read or begun: whether others are to go first. */
  readonly isYielding?: () => boolean;
  readonly log: Logger;
  readonly metrics: SinkMetrics;
}

/** What was read and is not in the warehouse yet. */
export interface InHand {
  readonly records: number;
  readonly bytes: number;
  /** When the log stored the oldest of it, epoch ms; undefined when there is nothing. */
  readonly oldestStoredAtMs: number | undefined;
}

const IDLE_MS = 1_000;
/** How soon to look again whether others still go first. */
const YIELD_MS = 100;
/** How soon to look again while an insert is under way. */
const BUSY_MS = 5;
/** Records of a run that trigger its insert: the intent names each one refused, and has to fit into one KV value. */
const RUN_RECORDS = 16_384;
/**
 * Bytes of payload that trigger a run's insert; far below the store's limit, as they are held until it succeeds. While
 * the store is away a partition holds the run under way, the full one behind it, what was read when that became full,
 * and what the log was asked for meanwhile (8 MiB each): 48 MiB of payload, 65 MB of memory
 * (measured), for as long as it lasts.
 */
export const RUN_BYTES = 16 * 1024 * 1024;

/**
 * Writes one partition of the log into the warehouse, exactly once, through any kill at any moment.
 *
 * Fix the borders of a run, write them down (compare-and-set), insert the run as one block under a token made of them,
 * note it done. Whoever starts next finds the last intent, makes it its own, reads the same records, inserts them under
 * the same token (the store drops what it already has, in every table), and goes on behind them.
 */
export class PartitionSink {
  readonly #options: PartitionSinkOptions;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  readonly #patience: Patience;
  readonly #startedAtMs = performance.now();
  #phase: 'starting' | 'running' | 'needs-repair' | 'stopped' = 'starting';
  #trouble: string | undefined;
  #isAborted = false;
  #reader: WatchedReader | undefined;
  #writer: RunWriter | undefined;
  /** The run that is being written, and the one that is being collected. */
  #writing: InHand | undefined;
  #collecting: RunBuilder | undefined;

  constructor(options: PartitionSinkOptions) {
    this.#options = options;
    this.#log = options.log.child({ partition: options.partition });
    this.#patience = new Patience(this.#stopping.signal, this.#log, options.metrics);
  }

  get state(): PartitionState {
    const waitingFor = this.#patience.waitingFor ?? (this.#reader?.isSilent === true ? 'log' : undefined);
    return waitingFor === undefined ? this.#phase : `waiting-for-${waitingFor}`;
  }

  /** Why nothing is written, while it needs repair. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Last sequence of the log that is in the warehouse. */
  get committed(): number {
    return this.#writer?.committed ?? 0;
  }

  get inHand(): InHand {
    const collecting = this.#collecting;
    return {
      records: (this.#writing?.records ?? 0) + (collecting?.records ?? 0),
      bytes: (this.#writing?.bytes ?? 0) + (collecting?.bytes ?? 0),
      oldestStoredAtMs: this.#writing?.oldestStoredAtMs ?? collecting?.firstStoredAtMs,
    };
  }

  /** Batches that publishers numbered and the log did not give, though it gave later ones. */
  get missingBatches(): number {
    return this.#collecting?.missing ?? 0;
  }

  /** When the log last had nothing that was not {@link inHand}, or this sink was made, by `performance.now()`. */
  get caughtUpAtMs(): number {
    return Math.max(this.#startedAtMs, this.#reader?.caughtUpAtMs ?? 0);
  }

  /**
   * Runs until {@link stop}, or until it needs repair, which a second attempt would not change.
   *
   * @throws FencedError when another sink took the partition over
   * @throws LogReplaced when the log was made anew meanwhile: another run begins with its first record
   * @throws StoreRefused when the warehouse's schema or our rights do not fit
   */
  async run(): Promise<void> {
    try {
      const start = await this.#recover();
      if (start !== undefined) await this.#follow(start);
      this.#phase = 'stopped';
    } catch (error) {
      this.#phase = error instanceof NeedsRepair ? 'needs-repair' : 'stopped';
      if (error instanceof NeedsRepair) {
        this.#trouble = error.message;
        this.#log.error({ why: error.message }, 'this partition needs repair; nothing more of it is written');
      } else if (!this.#isStopped || !isAbsence(error)) throw error;
      // Stopped while the log or the store is away: what is at hand is in the log, and the intent tells the rest.
    } finally {
      await this.#reader?.stop();
    }
  }

  /** Ends {@link run} once what is at hand is in the warehouse, or at once when that can't be reached. */
  stop(): void {
    this.#stopping.abort();
    void this.#reader?.stop();
  }

  /** Ends {@link run} without beginning anything more: the partition is another's. */
  abort(): void {
    this.#isAborted = true;
    this.stop();
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  #recover(): Promise<Start | undefined> {
    const { partition, eventLog, store, owner, metrics } = this.#options;
    return recoverPartition({
      partition,
      eventLog,
      store,
      owner,
      metrics,
      patience: this.#patience,
      signal: this.#stopping.signal,
      log: this.#log,
      openReader: (options) => this.#openReader(options),
      openWriter: (place, intents, committed) => this.#openWriter(place, intents, committed),
    });
  }

  #openReader(options: Parameters<EventLog['createReader']>[1]): WatchedReader {
    const { eventLog, partition } = this.#options;
    this.#reader = new WatchedReader(eventLog.createReader(partition, options), this.#log);
    return this.#reader;
  }

  #openWriter(place: RunPlace, intents: SinkIntents, committed: number): RunWriter {
    const { eventLog, store, owner, isLeaseValid, proofMs, metrics } = this.#options;
    const [patience, log] = [this.#patience, this.#log];
    const options = {
      place,
      eventLog,
      intents,
      store,
      owner,
      isLeaseValid,
      proofMs,
      patience,
      log,
      metrics,
    };
    this.#writer = new RunWriter(committed, options);
    return this.#writer;
  }

  async #follow({ place, next, seen, writer }: Start): Promise<void> {
    const { runMs, runRows, metrics, isYielding = () => false } = this.#options;
    const { partition, streamCreatedAtMs } = place;
    const reader = this.#openReader({
      fromSeq: next,
      streamCreatedAtMs,
      onLost: (wanted, first) => {
        metrics.lostRecords.inc({ partition }, first - wanted);
        this.#log.error({ wanted, first }, 'the log dropped records before they were read');
      },
    });
    const builder = new RunBuilder(partition, seen);
    this.#collecting = builder;
    const isFull = (): boolean =>
      builder.rows >= runRows || builder.bytes >= RUN_BYTES || builder.records >= RUN_RECORDS;
    let firstAtMs = 0;
    /** When all that had come was taken from the reader: nothing of the present run had come before. */
    let emptiedAtMs = 0;
    let writing: Promise<void> | undefined;
    let failure: { error: unknown } | undefined;
    const begin = (): void => {
      this.#writing = toInHand(builder);
      writing = writer
        .commit(builder.take())
        .catch((error: unknown) => {
          failure = { error };
        })
        .finally(() => {
          writing = undefined;
          this.#writing = undefined;
        });
    };
    const dueInMs = (): number => {
      const isBehind = reader.caughtUpAtMs < emptiedAtMs;
      const lengthMs = runLengthMs({ runMs, lastInsertMs: writer.lastInsertMs, isBehind });
      return Math.max(0, firstAtMs + lengthMs - performance.now());
    };
    this.#phase = 'running';

    let readAtMs = performance.now();
    while (!this.#isStopped && failure === undefined) {
      if (isYielding()) {
        await delay(YIELD_MS);
        continue;
      }
      const waitMs = builder.records === 0 ? IDLE_MS : Math.min(dueInMs(), IDLE_MS);
      const records = await reader.read(writing === undefined ? waitMs : Math.max(waitMs, BUSY_MS));
      const readBeforeAtMs = readAtMs;
      readAtMs = performance.now();
      for (const record of records) {
        if (builder.records === 0) {
          firstAtMs = performance.now();
          emptiedAtMs = readBeforeAtMs;
        }
        const { traced, fate } = builder.add(record);
        if (traced.length > 0) logTraced(this.#log, 'consumed', traced, { seq: record.seq, fate });
        if (!isFull()) continue;
        // A full run waits for the insert before it, and the log waits for both: what is held stays bounded.
        await writing;
        if (failure !== undefined) break;
        begin();
      }
      const isDue = builder.records > 0 && dueInMs() === 0;
      if (isDue && writing === undefined && failure === undefined) begin();
    }
    await writing;
    if (failure !== undefined) throw failure.error;
    // Stopping is no reason to leave what is at hand to the next sink.
    if (builder.records > 0 && !this.#isAborted) await writer.commit(builder.take());
  }
}

const toInHand = ({ records, bytes, firstStoredAtMs }: RunBuilder): InHand => ({
  records,
  bytes,
  oldestStoredAtMs: firstStoredAtMs,
});
