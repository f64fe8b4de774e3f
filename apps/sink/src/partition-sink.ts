import {
  FencedError,
  type EventLog,
  type LogReader,
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
  insertedOf,
  logDayOf,
  refuseOnly,
  refusedOf,
  splitRun,
  toIntent,
  type Run,
  type RunPlace,
} from './run';
import type { SinkMetrics } from './sink-metrics';

/**
 * Going on would lose or double something, and a person has to look: the log lost records that were promised, or
 * answers differently than before.
 */
export class NeedsRepair extends Error {
  override name = 'NeedsRepair';
}

export type PartitionState = 'starting' | 'running' | 'waiting-for-store' | 'needs-repair' | 'stopped';

export interface PartitionSinkOptions {
  readonly partition: number;
  readonly eventLog: EventLog;
  readonly store: Store;
  /** Milliseconds that a run's first record waits at most, but for the insert before. */
  readonly runMs: number;
  readonly runRows: number;
  readonly log: Logger;
  readonly metrics: SinkMetrics;
}

const RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;
const IDLE_MS = 1_000;
/** How soon to look again while an insert is under way. */
const BUSY_MS = 5;
/** Bytes of a run that trigger its insert; far below the store's limit, as payloads are held until it succeeds. */
const RUN_BYTES = 32 * 1024 * 1024;

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
  #state: PartitionState = 'starting';
  #isStopped = false;
  #reader: LogReader | undefined;
  #intents: SinkIntents | undefined;
  #committed = 0;

  constructor(options: PartitionSinkOptions) {
    this.#options = options;
    this.#log = options.log.child({ partition: options.partition });
  }

  get state(): PartitionState {
    return this.#state;
  }

  /** Last sequence of the log that is in the warehouse. */
  get committed(): number {
    return this.#committed;
  }

  /**
   * Runs until {@link stop}.
   *
   * @throws FencedError when another sink took the partition over
   */
  async run(): Promise<void> {
    try {
      const { place, next, seen } = await this.#recover();
      if (!this.#isStopped) await this.#follow(place, next, seen);
      this.#state = 'stopped';
    } catch (error) {
      if (this.#isStopped && !(error instanceof FencedError)) return;
      if (!(error instanceof NeedsRepair)) throw error;
      this.#state = 'needs-repair';
      this.#log.error({ why: error.message }, 'this partition needs repair; nothing more of it is written');
    } finally {
      await this.#reader?.stop();
    }
  }

  stop(): void {
    this.#isStopped = true;
    void this.#reader?.stop();
  }

  /** Finishes what the last sink of this partition had begun. */
  async #recover(): Promise<{ place: RunPlace; next: number; seen: SinkIntent['seenBefore'] }> {
    const { eventLog, partition, store } = this.#options;
    const stream = await this.#retry(() => eventLog.streamState());
    this.#intents = await this.#retry(() => eventLog.openSinkIntents(partition));
    const intent = await this.#retry(() => this.#intents!.read());
    const place = { partition, streamCreatedAtMs: stream.createdAtMs };

    if (intent === undefined || intent.streamCreatedAtMs !== stream.createdAtMs) {
      const known = await this.#retry(() =>
        lastRun(store, { partition, streamCreatedAtMs: stream.createdAtMs }),
      );
      if (known !== undefined)
        throw new NeedsRepair(
          `the intent is lost, but runs up to ${known.last} of this log are in the warehouse`,
        );
      return { place, next: stream.firstSeq, seen: [] };
    }
    if (intent.last > stream.lastSeq)
      throw new NeedsRepair(`the log ends at ${stream.lastSeq}, but ${intent.last} was read from it`);

    const { run, seen } = await this.#readAgain(intent);
    const again = toIntent(run, place);
    if (again.token !== intent.token)
      throw new NeedsRepair(
        `records ${intent.first} to ${intent.last} are not what they were: ${again.token}`,
      );
    await this.#insert(run, intent);
    this.#log.info({ first: intent.first, last: intent.last, rows: rowsOf(run) }, 'finished the last intent');
    return { place, next: intent.last + 1, seen };
  }

  async #readAgain(intent: SinkIntent): Promise<{ run: Run; seen: SinkIntent['seenBefore'] }> {
    let lost: string | undefined;
    const reader = this.#options.eventLog.createReader(this.#options.partition, {
      fromSeq: intent.first,
      onLost: (wanted, first) => {
        lost = `record ${wanted} is needed, but the log begins at ${first}`;
      },
    });
    this.#reader = reader;
    const builder = new RunBuilder(this.#options.partition, intent.seenBefore);
    try {
      for (;;) {
        const records = await reader.read(1_000);
        if (lost !== undefined) throw new NeedsRepair(lost);
        if (this.#isStopped) throw new Error('stopped');
        for (const record of records) {
          if (record.seq > intent.last) throw new NeedsRepair(`record ${intent.last} is gone from the log`);
          builder.add(record);
          if (record.seq !== intent.last) continue;
          return { run: excluding(builder.take(), intent.excluded), seen: builder.seen() };
        }
      }
    } finally {
      await reader.stop();
    }
  }

  async #follow(place: RunPlace, next: number, seen: SinkIntent['seenBefore']): Promise<void> {
    const { eventLog, partition, runMs, runRows, metrics } = this.#options;
    const reader = eventLog.createReader(partition, {
      fromSeq: next,
      onLost: (wanted, first) => {
        metrics.lostRecords.inc({ partition }, first - wanted);
        this.#log.error({ wanted, first }, 'the log dropped records before they were read');
      },
    });
    this.#reader = reader;
    const builder = new RunBuilder(partition, seen);
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
    this.#state = 'running';

    while (!this.#isStopped && failure === undefined) {
      const dueInMs = builder.records === 0 ? IDLE_MS : Math.max(0, firstAtMs + runMs - performance.now());
      for (const record of await reader.read(
        committing === undefined ? dueInMs : Math.max(dueInMs, BUSY_MS),
      )) {
        if (builder.records === 0) firstAtMs = performance.now();
        builder.add(record);
        if (builder.rows < runRows && builder.bytes < RUN_BYTES) continue;
        // A full run waits for the insert before it, and the log waits for both: what is held stays bounded.
        await committing;
        if (failure === undefined) begin();
      }
      const isDue = builder.records > 0 && performance.now() - firstAtMs >= runMs;
      if (isDue && committing === undefined && failure === undefined) begin();
    }
    await committing;
    if (failure !== undefined) throw failure.error;
    // Stopping is no reason to leave what is at hand to the next sink.
    if (builder.records > 0) await this.#commit(builder.take(), place);
  }

  /** Intent, insert, note; a run that the store refuses is split until what it refuses stands alone. */
  async #commit(run: Run, place: RunPlace): Promise<void> {
    const { eventLog, partition, metrics } = this.#options;
    for (const { record, reason } of refusedOf(run)) {
      await this.#retry(() => eventLog.quarantine(partition, record, reason));
      metrics.quarantined.inc({ partition, reason });
      this.#log.warn({ seq: record.seq, reason }, 'a record went to quarantine');
    }
    const intent = toIntent(run, place);
    await this.#intents!.write(intent, () => this.#isStopped);
    try {
      await this.#insert(run, intent);
    } catch (error) {
      if (!(error instanceof StoreRefused) || error.blame !== 'data') throw error;
      this.#log.warn(
        { err: error, first: intent.first, last: intent.last },
        'the store refused rows of a run',
      );
      const parts = insertedOf(run).length === 1 ? [refuseOnly(run)] : splitRun(run);
      for (const part of parts) await this.#commit(part, place);
    }
  }

  async #insert(run: Run, intent: SinkIntent): Promise<void> {
    const { store, partition, metrics } = this.#options;
    const inserted = insertedOf(run);
    const rows = rowsOf(run);
    if (rows > RUN_LIMITS.rows) throw new RangeError(`a run of ${rows} rows`);
    if (rows > 0) {
      const blocks = inserted.map(({ record }) => record.payload);
      const { token, first, last, streamCreatedAtMs } = intent;
      const startedAtMs = performance.now();
      await this.#untilStored(() =>
        insertRun(store, { partition, runLast: last, logDay: logDayOf(run), token, blocks }),
      );
      metrics.insertSeconds.observe((performance.now() - startedAtMs) / 1_000);
      await this.#untilStored(() =>
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
      const newestMs = inserted.reduce((newest, { sentToMs }) => Math.max(newest, sentToMs), 0);
      metrics.newestSentAtSeconds.set({ partition }, newestMs / 1_000);
    }
    this.#committed = intent.last;
    metrics.rows.inc({ partition }, rows);
    metrics.runs.inc({ partition });
    metrics.committed.set({ partition }, intent.last);
    const duplicates = run.records.filter(({ fate }) => fate === 'duplicate').length;
    if (duplicates > 0) metrics.duplicates.inc({ partition }, duplicates);
  }

  /** Repeats the same insert until the store has it: the token makes every repetition harmless. */
  async #untilStored(work: () => Promise<void>): Promise<void> {
    for (let delayMs = RETRY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS)) {
      try {
        await work();
        if (this.#state === 'waiting-for-store') this.#log.info('the store is back');
        if (this.#state !== 'starting') this.#state = 'running';
        return;
      } catch (error) {
        if (this.#isStopped || !(error instanceof StoreUnavailable)) throw error;
        if (this.#state === 'running') {
          this.#state = 'waiting-for-store';
          this.#log.warn({ why: error.message }, 'the store is away; the log holds what comes');
        }
        this.#options.metrics.retries.inc();
        await new Promise((resolve) => setTimeout(resolve, delayMs));
      }
    }
  }

  /** Repeats what needs the log or the store at the start, until it answers. */
  async #retry<T>(work: () => Promise<T>): Promise<T> {
    for (let isSaid = false; ;) {
      try {
        return await work();
      } catch (error) {
        if (this.#isStopped || error instanceof NeedsRepair || error instanceof StoreRefused) throw error;
        if (!isSaid) this.#log.warn({ why: (error as Error).message }, 'waiting for the log and the store');
        isSaid = true;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}

const rowsOf = (run: Run): number => insertedOf(run).reduce((sum, { rows }) => sum + rows, 0);

/** The run with the fates that its intent recorded: what the store refused then is not tried again. */
function excluding(run: Run, excluded: readonly number[]): Run {
  const out = new Set(excluded);
  return {
    seenBefore: run.seenBefore,
    records: run.records.map((one) =>
      one.fate === 'insert' && out.has(one.record.seq) ? { ...one, fate: 'refused-by-store' } : one,
    ),
  };
}
