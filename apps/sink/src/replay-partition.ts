import type { DayRange, LogRecord, RepairLock, SinkIntent } from '@emotide/event-log';
import { UsageError, type Logger } from '@emotide/service-kit';
import type { Store } from '@emotide/store';
import type { Patience } from './patience';
import type { ReplayQuarantine } from './replay-quarantine';
import { placeOf, toDay, type Borders } from './replay-range';
import { RunBuilder, insertedOf, rowsOf, storedAtMsOf, withExcluded, type Run, type RunPlace } from './run';
import { RunWriter } from './run-writer';
import type { SinkMetrics } from './sink-metrics';

export interface PartitionReplayOptions {
  readonly place: RunPlace;
  readonly range: DayRange;
  readonly borders: Borders;
  /** Last sequence that a sink had read; 0 when that is not known. */
  readonly lastRead: number;
  /** Where the runs are built again. */
  readonly rebuilt: Store;
  /** The warehouse's own database: its list of opt-outs holds for them too. */
  readonly optOutsOf: string;
  readonly runRows: number;
  readonly runBytes: number;
  readonly lock: Pick<RepairLock, 'confirm'>;
  readonly owner: string;
  readonly quarantine: ReplayQuarantine;
  readonly patience: Patience;
  readonly log: Logger;
  readonly metrics: SinkMetrics;
}

/** Records of a run that trigger its insert, and of what is only looked at that may be let go of. */
const RUN_RECORDS = 16_384;
/** How often the lock is asked for before an insert. */
const PROOF_MS = 1_000;

/** Makes the runs of one partition again, as its sink would, from the log's first record on. */
export class PartitionReplay {
  readonly #options: PartitionReplayOptions;
  readonly #builder: RunBuilder;
  readonly #writer: RunWriter;
  #borders: Borders;
  #hasBegun = false;
  #left: number[] = [];
  #intent: SinkIntent | undefined;
  #rows = 0;

  constructor(options: PartitionReplayOptions) {
    const { place, borders, rebuilt, optOutsOf, lock, quarantine, lastRead, owner, patience, log, metrics } =
      options;
    this.#options = options;
    this.#borders = borders;
    this.#builder = new RunBuilder(place.partition, []);
    this.#writer = new RunWriter(borders.lastBefore, {
      place,
      eventLog: {
        quarantine: (partition, record, reason) => quarantine.put(partition, record, reason, lastRead),
      },
      // Nobody may go on behind these runs before they are where sinks look for them.
      intents: {
        write: (intent) => {
          this.#intent = intent;
          return Promise.resolve();
        },
        confirm: () => lock.confirm(),
      },
      store: rebuilt,
      optOutsOf,
      owner,
      isLeaseValid: () => true,
      proofMs: PROOF_MS,
      patience,
      log,
      metrics,
    });
  }

  /** Where a sink goes on behind the last run; undefined when there was none. */
  get intent(): SinkIntent | undefined {
    return this.#intent;
  }

  get borders(): Borders {
    return this.#borders;
  }

  /** Rows inserted. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * The warehouse has noted more runs since.
   *
   * @throws UsageError when some of them lie before the range: what was left out there is stored now
   */
  update(borders: Borders): void {
    if (borders.lastBefore !== this.#borders.lastBefore)
      throw new UsageError('a sink stored runs before the first day meanwhile: run it again');
    this.#borders = borders;
  }

  /**
   * @param isFinal whether no sink will note a run any more: then the clock decides where the range ends
   * @param commit inserts a run that is complete
   * @throws UsageError when the record shows that another range is needed
   */
  async add(
    record: LogRecord,
    isFinal: boolean,
    commit: (work: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const { range, runRows, runBytes, place, quarantine } = this.#options;
    const builder = this.#builder;
    const at = placeOf(record, this.#borders, range);
    const day = toDay(storedAtMsOf(record));
    switch (at) {
      case 'uncovered':
        throw new UsageError(
          `partition ${place.partition} has records of ${day} that are in no run which the warehouse noted: begin with --from ${day}`,
        );
      case 'after':
        if (!isFinal && this.#borders.firstAfter === undefined)
          throw new UsageError(
            `the sink of partition ${place.partition} has not gone beyond ${range.to} yet: leave --to away`,
          );
        return;
      case 'before':
        builder.add(record);
        if (builder.records >= RUN_RECORDS) builder.take();
        return;
      case 'within': {
        if (!this.#hasBegun) builder.take();
        this.#hasBegun = true;
        const isFull = builder.rows >= runRows || builder.bytes >= runBytes || builder.records >= RUN_RECORDS;
        // A run has the day of its first record, so none may begin with what only belongs to the range's last one.
        if (isFull && day <= range.to) await this.flush(commit);
        builder.add(record);
        if (quarantine.isPublishedAgain(place.partition, record)) this.#left.push(record.seq);
      }
    }
  }

  /** Inserts what is at hand. */
  async flush(commit: (work: () => Promise<void>) => Promise<void>): Promise<void> {
    if (!this.#hasBegun || this.#builder.records === 0) return;
    const run = withExcluded(this.#builder.take(), this.#left);
    this.#left = [];
    await commit(() => this.#commit(run));
  }

  async #commit(run: Run): Promise<void> {
    const { place, quarantine } = this.#options;
    for (const { record } of insertedOf(run)) quarantine.noteInserted(place.partition, record);
    await this.#writer.commit(run);
    this.#rows += rowsOf(run);
  }
}
