import { setTimeout as delay } from 'node:timers/promises';
import {
  LogUnavailable,
  type EventLog,
  type LogReader,
  type QuarantineReason,
  type SeenBatchesState,
  type SinkIntent,
  type SinkIntents,
} from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';
import {
  RUN_LIMITS,
  StoreRefused,
  StoreUnavailable,
  insertRun,
  lastRun,
  recordRun,
  type Store,
} from '@emotide/store';
import {
  RunBuilder,
  duplicatesOf,
  insertedOf,
  logDayOf,
  refuseAll,
  refusedOf,
  rowsOf,
  splitRun,
  toIntent,
  withExcluded,
  type Run,
  type RunPlace,
} from './run';
import type { SinkMetrics } from './sink-metrics';

/**
 * Going on would lose or double something, and a person has to look: the log lost records that were promised, or
 * answers differently than before.
 */
class NeedsRepair extends Error {
  override name = 'NeedsRepair';
}

export type PartitionState =
  'starting' | 'running' | 'waiting-for-store' | 'waiting-for-log' | 'needs-repair' | 'stopped';

export interface PartitionSinkOptions {
  readonly partition: number;
  readonly eventLog: Pick<EventLog, 'streamState' | 'openSinkIntents' | 'createReader' | 'quarantine'>;
  readonly store: Store;
  /** Milliseconds that a run's first record waits at most, but for the insert before. */
  readonly runMs: number;
  readonly runRows: number;
  readonly log: Logger;
  readonly metrics: SinkMetrics;
}

/** Where reading goes on, and what was seen before that. */
interface Place extends RunPlace {
  readonly next: number;
  readonly seen: SeenBatchesState;
}

const RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;
const IDLE_MS = 1_000;
/** How soon to look again while an insert is under way. */
const BUSY_MS = 5;
/** Bytes of a run that trigger its insert; far below the store's limit, as payloads are held until it succeeds. */
const RUN_BYTES = 32 * 1024 * 1024;
/** Records of a run that trigger its insert: the intent names each one refused, and has to fit into one KV value. */
const RUN_RECORDS = 16_384;

/**
 * Writes one partition of the log into the warehouse, exactly once, through any kill at any moment.
 *
 * Fix the borders of a run, write them down (compare-and-set), insert the run as one block under a token made of them,
 * note it done. Whoever starts next finds the last intent, reads the same records, inserts them under the same token
 * (the store drops what it already has, in every table), and goes on behind them.
 */
export class PartitionSink {
  readonly #options: PartitionSinkOptions;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #phase: 'starting' | 'running' | 'needs-repair' | 'stopped' = 'starting';
  #waitingFor: 'store' | 'log' | undefined;
  #trouble: string | undefined;
  #reader: LogReader | undefined;
  #intents: SinkIntents | undefined;
  #committed = 0;

  constructor(options: PartitionSinkOptions) {
    this.#options = options;
    this.#log = options.log.child({ partition: options.partition });
  }

  get state(): PartitionState {
    return this.#waitingFor === undefined ? this.#phase : `waiting-for-${this.#waitingFor}`;
  }

  /** Why nothing is written, while it needs repair. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Last sequence of the log that is in the warehouse. */
  get committed(): number {
    return this.#committed;
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
      const place = await this.#recover();
      if (place !== undefined) await this.#follow(place);
      this.#phase = 'stopped';
    } catch (error) {
      this.#phase = error instanceof NeedsRepair ? 'needs-repair' : 'stopped';
      if (error instanceof NeedsRepair) {
        this.#trouble = error.message;
        this.#log.error({ why: error.message }, 'this partition needs repair; nothing more of it is written');
      } else if (!this.#isStopped || !isPassing(error)) throw error;
      // Stopped while the log or the store is away: what is at hand is in the log, and the intent tells the rest.
    } finally {
      this.#waitingFor = undefined;
      await this.#reader?.stop();
    }
  }

  /** Ends {@link run} once what is at hand is in the warehouse, or at once when that can't be reached. */
  stop(): void {
    this.#stopping.abort();
    void this.#reader?.stop();
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Finishes what the last sink of this partition had begun. @returns undefined when stopped before that was done */
  async #recover(): Promise<Place | undefined> {
    const { eventLog, partition, store } = this.#options;
    const stream = await this.#persist(() => eventLog.streamState());
    const { createdAtMs: streamCreatedAtMs, firstSeq, lastSeq } = stream;
    const intent = await this.#readIntent();
    const known = await this.#persist(() => lastRun(store, { partition, streamCreatedAtMs }));

    if (intent === undefined || intent.streamCreatedAtMs !== streamCreatedAtMs) {
      if (known !== undefined)
        throw new NeedsRepair(
          `the intent is lost, but runs up to ${known.last} of this log are in the warehouse`,
        );
      if (intent !== undefined)
        this.#log.warn(
          { first: intent.first, last: intent.last },
          'the log was made anew; reading it from its begin',
        );
      return { partition, streamCreatedAtMs, next: firstSeq, seen: [] };
    }
    const { first, last } = intent;
    if (last > lastSeq)
      throw new NeedsRepair(`the log ends at ${lastSeq}, but ${last} was read from it: it lost its tail`);
    if (known !== undefined && known.last > last)
      throw new NeedsRepair(
        `the intent ends at ${last}, but runs up to ${known.last} are in the warehouse: it is not the last one`,
      );
    const isStored = known?.token === intent.token;
    if (isStored && first < firstSeq) {
      // Nobody was here for so long that the log let go of it; the warehouse did not.
      this.#committed = last;
      return { partition, streamCreatedAtMs, next: Math.max(last + 1, firstSeq), seen: intent.seenBefore };
    }

    const read = await this.#readAgain(intent);
    if (read === undefined) return undefined;
    const { run, seen } = read;
    const place = { partition, streamCreatedAtMs };
    if (toIntent(run, place).token !== intent.token)
      throw new NeedsRepair(`records ${first} to ${last} are not what they were when they were first read`);
    if (isStored) this.#committed = last;
    else await this.#insertOrSplit(run, intent, place);
    this.#log.info({ first, last, rows: rowsOf(run), isStored }, 'finished the last intent');
    return { ...place, next: last + 1, seen };
  }

  async #readIntent(): Promise<SinkIntent | undefined> {
    const { eventLog, partition } = this.#options;
    const intents = await this.#persist(() => eventLog.openSinkIntents(partition));
    this.#intents = intents;
    try {
      return await this.#persist(() => intents.read());
    } catch (error) {
      if (error instanceof SyntaxError) throw new NeedsRepair('the intent can not be read');
      throw error;
    }
  }

  async #readAgain({
    first,
    last,
    excluded,
    seenBefore,
    streamCreatedAtMs,
  }: SinkIntent): Promise<{ run: Run; seen: SeenBatchesState } | undefined> {
    let begin = first;
    const reader = this.#options.eventLog.createReader(this.#options.partition, {
      fromSeq: first,
      streamCreatedAtMs,
      onLost: (_, firstSeq) => {
        begin = firstSeq;
      },
    });
    this.#reader = reader;
    const builder = new RunBuilder(this.#options.partition, seenBefore);
    try {
      while (!this.#isStopped) {
        const records = await reader.read(IDLE_MS);
        if (begin !== first)
          throw new NeedsRepair(
            `records ${first} to ${last} were begun, but the log has them from ${begin} only`,
          );
        for (const record of records) {
          if (record.seq > last) throw new NeedsRepair(`record ${last} is gone from the log`);
          builder.add(record);
          if (record.seq === last)
            return { run: withExcluded(builder.take(), excluded), seen: builder.seen() };
        }
      }
      return undefined;
    } finally {
      await reader.stop();
    }
  }

  async #follow(place: Place): Promise<void> {
    const { eventLog, partition, runMs, runRows, metrics } = this.#options;
    const reader = eventLog.createReader(partition, {
      fromSeq: place.next,
      streamCreatedAtMs: place.streamCreatedAtMs,
      onLost: (wanted, first) => {
        metrics.lostRecords.inc({ partition }, first - wanted);
        this.#log.error({ wanted, first }, 'the log dropped records before they were read');
      },
    });
    this.#reader = reader;
    const builder = new RunBuilder(partition, place.seen);
    const isFull = (): boolean =>
      builder.rows >= runRows || builder.bytes >= RUN_BYTES || builder.records >= RUN_RECORDS;
    let firstAtMs = 0;
    let committing: Promise<void> | undefined;
    let failure: { error: unknown } | undefined;
    const begin = (): void => {
      committing = this.#commit(builder.take(), place)
        .catch((error: unknown) => {
          failure = { error };
        })
        .finally(() => {
          committing = undefined;
        });
    };
    this.#phase = 'running';

    while (!this.#isStopped && failure === undefined) {
      const dueInMs = builder.records === 0 ? IDLE_MS : Math.max(0, firstAtMs + runMs - performance.now());
      for (const record of await reader.read(
        committing === undefined ? dueInMs : Math.max(dueInMs, BUSY_MS),
      )) {
        if (builder.records === 0) firstAtMs = performance.now();
        builder.add(record);
        if (!isFull()) continue;
        // A full run waits for the insert before it, and the log waits for both: what is held stays bounded.
        await committing;
        if (failure !== undefined) break;
        begin();
      }
      const isDue = builder.records > 0 && performance.now() - firstAtMs >= runMs;
      if (isDue && committing === undefined && failure === undefined) begin();
    }
    await committing;
    if (failure !== undefined) throw failure.error;
    // Stopping is no reason to leave what is at hand to the next sink.
    if (builder.records > 0) await this.#commit(builder.take(), place);
  }

  /** Quarantine, intent, insert, note. */
  async #commit(run: Run, place: RunPlace): Promise<void> {
    await this.#quarantine(refusedOf(run));
    await this.#write(run, place);
  }

  async #quarantine(refused: ReturnType<typeof refusedOf>): Promise<void> {
    const { eventLog, partition, metrics } = this.#options;
    const byReason = new Map<QuarantineReason, number>();
    for (const { record, reason } of refused) {
      await this.#persist(() => eventLog.quarantine(partition, record, reason));
      metrics.quarantined.inc({ partition, reason });
      byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
    }
    if (refused.length > 0)
      this.#log.warn(
        { ...Object.fromEntries(byReason), firstSeq: refused[0]!.record.seq },
        'records went to quarantine',
      );
  }

  async #write(run: Run, place: RunPlace): Promise<void> {
    const intents = this.#intents!;
    const intent = toIntent(run, place);
    await this.#persist(() => intents.write(intent));
    await this.#insertOrSplit(run, intent, place);
  }

  /** A run that the store refuses is split until what it refuses stands alone. */
  async #insertOrSplit(run: Run, intent: SinkIntent, place: RunPlace): Promise<void> {
    try {
      await this.#insert(run, intent);
    } catch (error) {
      if (!(error instanceof StoreRefused) || error.blame !== 'data') throw error;
      const { first, last } = intent;
      this.#log.warn({ err: error, first, last }, 'the store refused rows of a run');
      const inserted = insertedOf(run);
      if (inserted.length > 1) {
        for (const part of splitRun(run)) await this.#write(part, place);
      } else {
        await this.#quarantine(inserted.map(({ record }) => ({ record, reason: 'refused-by-store' })));
        await this.#write(refuseAll(run), place);
      }
    }
  }

  async #insert(run: Run, { token, first, last, streamCreatedAtMs }: SinkIntent): Promise<void> {
    const { store, partition, metrics } = this.#options;
    const inserted = insertedOf(run);
    const rows = rowsOf(run);
    if (rows > RUN_LIMITS.rows) throw new RangeError(`a run of ${rows} rows`);
    if (rows > 0) {
      const blocks = inserted.map(({ record }) => record.payload);
      const startedAtMs = performance.now();
      await this.#persist(() =>
        insertRun(store, { partition, runLast: last, logDay: logDayOf(run), token, blocks }),
      );
      metrics.insertSeconds.observe((performance.now() - startedAtMs) / 1_000);
      const newestMs = inserted.reduce((newest, { sentToMs }) => Math.max(newest, sentToMs), 0);
      metrics.newestSentAtSeconds.set({ partition }, newestMs / 1_000);
    }
    // A run without rows too: that it needs nothing more is known even when the log no longer has it.
    await this.#persist(() =>
      recordRun(store, {
        partition,
        first,
        last,
        token,
        streamCreatedAtMs,
        insertedAtMs: Date.now(),
        rows,
      }),
    );
    this.#committed = last;
    metrics.rows.inc({ partition }, rows);
    metrics.runs.inc({ partition });
    metrics.committed.set({ partition }, last);
    metrics.duplicates.inc({ partition }, duplicatesOf(run));
  }

  /**
   * Repeats what the log or the store can't do now, until they can: intents and tokens make every repetition harmless.
   *
   * @throws what they said last, once this sink is stopped
   */
  async #persist<T>(work: () => Promise<T>): Promise<T> {
    for (let delayMs = RETRY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS)) {
      try {
        const result = await work();
        if (this.#waitingFor !== undefined) this.#log.info(`the ${this.#waitingFor} is back`);
        this.#waitingFor = undefined;
        return result;
      } catch (error) {
        if (this.#isStopped || !isPassing(error)) throw error;
        const away = error instanceof StoreUnavailable ? 'store' : 'log';
        if (this.#waitingFor !== away)
          this.#log.warn({ why: error.message }, `the ${away} is away; what comes is kept by the log`);
        this.#waitingFor = away;
        this.#options.metrics.retries.inc({ waiting_for: away });
        await delay(delayMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
  }
}

function isPassing(error: unknown): error is StoreUnavailable | LogUnavailable {
  return error instanceof StoreUnavailable || error instanceof LogUnavailable;
}
