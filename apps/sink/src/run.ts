import { crc32 } from 'node:zlib';
import { isPlausibleTime } from '@emotide/domain';
import {
  HEADERS,
  SeenBatches,
  checkBatch,
  partitionName,
  tracedIn,
  type LogRecord,
  type QuarantineReason,
  type SeenBatchesState,
  type SinkIntent,
  type TracedMessage,
} from '@emotide/event-log';

/**
 * What is to be done with one record of a run. A `fence` ends an epoch and holds no rows; a `fenced` batch is of an epoch
 * that was ended before.
 */
type Fate = 'insert' | 'duplicate' | 'fence' | 'fenced' | QuarantineReason;

export interface RunRecord {
  readonly record: LogRecord;
  readonly fate: Fate;
  readonly rows: number;
  /** Newest `sent_at` in it, epoch ms; 0 when it is not inserted. */
  readonly sentToMs: number;
  /** Messages in it whose way is told. */
  readonly traced: readonly TracedMessage[];
}

/** Records of one partition, in order, that go into the warehouse together or not at all. */
export interface Run {
  readonly seenBefore: SeenBatchesState;
  readonly records: readonly RunRecord[];
}

/** What decides a run's token, beside its records. */
export interface RunPlace {
  readonly partition: number;
  readonly streamCreatedAtMs: number;
  /** As in {@link SinkIntent}. */
  readonly generation: number;
}

/** What an intent says beside its run. */
export type IntentOrigin = Pick<SinkIntent, 'after' | 'writtenAtMs' | 'owner'>;

/**
 * Collects records into runs. What a record's fate is depends only on the log and on what was seen before it, so
 * reading the same records again makes the same run.
 */
export class RunBuilder {
  readonly #partition: number;
  readonly #seen: SeenBatches;
  #seenBefore: SeenBatchesState;
  #records: RunRecord[] = [];
  #rows = 0;
  #bytes = 0;

  constructor(partition: number, seen: SeenBatchesState) {
    this.#partition = partition;
    this.#seen = new SeenBatches(seen);
    this.#seenBefore = seen;
  }

  get records(): number {
    return this.#records.length;
  }

  get rows(): number {
    return this.#rows;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** When the log stored the first record, epoch ms; undefined without one. */
  get firstStoredAtMs(): number | undefined {
    const first = this.#records[0];
    return first && storedAtMsOf(first.record);
  }

  /** Takes the next record. @returns what becomes of it */
  add(record: LogRecord): RunRecord {
    const one = this.#judge(record);
    this.#records.push(one);
    this.#bytes += record.payload.length;
    return one;
  }

  #judge(record: LogRecord): RunRecord {
    const traced = tracedIn(record);
    const storedAtMs = storedAtMsOf(record);
    const checked = checkBatch(
      (name) => record.header(name),
      record.payload,
      this.#partition,
      // By the log's clock, not ours: read again tomorrow, a time must not have become true.
      (timeMs) => isPlausibleTime(timeMs, storedAtMs),
    );
    if (!checked.ok) return { record, fate: checked.reason, rows: 0, sentToMs: 0, traced };
    if (checked.kind === 'fence') {
      this.#seen.fence(checked.epoch);
      return { record, fate: 'fence', rows: 0, sentToMs: 0, traced };
    }
    const { epoch, batch, rows, sentToMs } = checked.header;
    if (!this.#seen.accept(epoch, batch)) {
      const fate = this.#seen.isFenced(epoch) ? 'fenced' : 'duplicate';
      return { record, fate, rows: 0, sentToMs: 0, traced };
    }
    this.#rows += rows;
    return { record, fate: 'insert', rows, sentToMs, traced };
  }

  /** Batches that did not come though later ones of their publisher did. */
  get missing(): number {
    return this.#seen.missing;
  }

  /** What was seen up to here. */
  seen(): SeenBatchesState {
    return this.#seen.state();
  }

  /** The run so far; the next record begins a new one. */
  take(): Run {
    const run = { seenBefore: this.#seenBefore, records: this.#records };
    this.#seenBefore = this.#seen.state();
    this.#records = [];
    this.#rows = 0;
    this.#bytes = 0;
    return run;
  }
}

/** The records that are inserted. */
export function insertedOf(run: Run): RunRecord[] {
  return run.records.filter(({ fate }) => fate === 'insert');
}

/** How many rows are inserted. */
export function rowsOf(run: Run): number {
  return run.records.reduce((sum, { rows, fate }) => (fate === 'insert' ? sum + rows : sum), 0);
}

/** How many records were published twice. */
export function duplicatesOf(run: Run): number {
  return run.records.filter(({ fate }) => fate === 'duplicate').length;
}

/** How many batches came from publishers whose epoch had been ended. */
export function fencedOf(run: Run): number {
  return run.records.filter(({ fate }) => fate === 'fenced').length;
}

/** The records that nobody can use, with the reason. */
export function refusedOf(run: Run): { record: LogRecord; reason: QuarantineReason }[] {
  return run.records.flatMap(({ record, fate }) =>
    fate === 'insert' || fate === 'duplicate' || fate === 'fence' || fate === 'fenced'
      ? []
      : [{ record, reason: fate }],
  );
}

/**
 * Names the run to the warehouse: the log (partition, stream's birth), the place in it, when the first record was stored,
 * and the bytes, as sequences may be given out again after a power loss. A later generation of a log has tokens of its
 * own.
 *
 * Precondition: the run has a record.
 */
export function tokenOf(run: Run, { partition, streamCreatedAtMs, generation }: RunPlace): string {
  const first = run.records[0]!.record;
  const last = run.records.at(-1)!.record;
  let sum = 0;
  for (const { record } of insertedOf(run)) sum = crc32(record.payload, sum);
  const content = sum.toString(16).padStart(8, '0');
  const place = [partitionName(partition), streamCreatedAtMs, first.seq, last.seq, first.storedAtNs, content];
  return [...place, ...(generation === 0 ? [] : [`g${generation}`])].join('.');
}

/**
 * The UTC day on which the log had the run of this token, `YYYY-MM-DD`; undefined when it is none of {@link tokenOf}.
 */
export function logDayOfToken(token: string): string | undefined {
  const storedAtNs = /^p\d+\.\d+\.\d+\.\d+\.(\d{7,19})\./.exec(token)?.[1];
  return storedAtNs && new Date(Number(storedAtNs.slice(0, -6))).toISOString().slice(0, 10);
}

/**
 * What the sink is about to do.
 *
 * Precondition: the run has a record.
 */
export function toIntent(run: Run, place: RunPlace, origin: IntentOrigin): SinkIntent {
  return {
    version: 1,
    streamCreatedAtMs: place.streamCreatedAtMs,
    generation: place.generation,
    first: run.records[0]!.record.seq,
    last: run.records.at(-1)!.record.seq,
    after: origin.after,
    excluded: refusedOf(run).map(({ record }) => record.seq),
    seenBefore: run.seenBefore,
    token: tokenOf(run, place),
    writtenAtMs: origin.writtenAtMs,
    owner: origin.owner,
  };
}

/** The day on which the log had the run, `YYYY-MM-DD` in UTC: the same whenever the run is read again. */
export function logDayOf(run: Run): string {
  return new Date(storedAtMsOf(run.records[0]!.record)).toISOString().slice(0, 10);
}

/** When the log stored the record, epoch ms. */
export const storedAtMsOf = (record: LogRecord): number => Number(record.storedAtNs.slice(0, -6));

/**
 * The run, read again, as its intent had it: what the store refused then, no check of ours will find.
 *
 * @param excluded the intent's
 */
export function withExcluded(run: Run, excluded: readonly number[]): Run {
  const out = new Set(excluded);
  return refuse(run, ({ seq }) => out.has(seq));
}

/** The run with all that would be inserted left out, because the store refused it. */
export function refuseAll(run: Run): Run {
  return refuse(run, () => true);
}

function refuse(run: Run, which: (record: LogRecord) => boolean): Run {
  return {
    seenBefore: run.seenBefore,
    records: run.records.map((one) =>
      one.fate === 'insert' && which(one.record) ? { ...one, fate: 'refused-by-store' } : one,
    ),
  };
}

/**
 * Two runs that together are `run`, each with what was seen before it.
 *
 * Precondition: the run has at least two records, none of them refused by the store.
 */
export function splitRun(run: Run): [Run, Run] {
  const middle = run.records.length >> 1;
  const left = run.records.slice(0, middle);
  const seen = new SeenBatches(run.seenBefore);
  for (const { record, fate } of left) {
    if (fate === 'fence') seen.fence(record.header(HEADERS.fence));
    else if (fate === 'insert' || fate === 'duplicate' || fate === 'fenced')
      seen.accept(record.header(HEADERS.epoch), Number(record.header(HEADERS.batch)));
  }
  return [
    { seenBefore: run.seenBefore, records: left },
    { seenBefore: seen.state(), records: run.records.slice(middle) },
  ];
}
