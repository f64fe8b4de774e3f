import { headers, type KV, type NatsConnection } from 'nats';
import { HISTORY_PARTITION, isPlausibleTime } from '@emotide/domain';
import { z } from 'zod';
import { HEADERS, checkBatch, messageIdOf, type RefusalReason } from './batch-envelope';
import { decodeBatch, walkBatch } from './batch-reader';
import type { LogReader } from './log-reader';
import { askLog } from './log-unavailable';
import { LOGS, REPAIRS_BUCKET, batchSubject, logOf, type LogName } from './names';
import { partitionOf } from './partition';
import { ORIGIN_HEADER } from './quarantine';
import type { QuarantineBox, QuarantinedRecord } from './quarantine-box';
import { recordsUpTo } from './records-up-to';
import type { RepairLock } from './repair-lock';

/** What became of one record of the log that was in quarantine. */
export interface QuarantineReplayOutcome {
  readonly origin: string;
  /** Its entries in quarantine. */
  readonly seqs: readonly number[];
  /**
   * - `replayed`: it is in the log again.
   * - `finished`: an earlier command had put it there already, and was cut before it removed the entry.
   * - a reason: no reader would take it; it stays.
   * - `untold`: an earlier command was about to, and the log no longer goes back to that time; it stays.
   * - `gone`: somebody removed it meanwhile.
   */
  readonly outcome: 'replayed' | 'finished' | 'untold' | 'gone' | RefusalReason;
}

const whole = z.number().int().nonnegative();
const noteSchema = z.object({
  version: z.literal(1),
  /** Under which identity the record is, or is about to be, published. */
  epoch: z.string(),
  partition: whole,
  batch: whole.min(1),
  /** What the log had before: from here on it is looked for. */
  streamCreatedAtMs: whole,
  afterSeq: whole,
});
type Note = z.output<typeof noteSchema>;

export interface QuarantineReplayOptions {
  readonly box: Pick<QuarantineBox, 'read' | 'get' | 'remove'>;
  /** Held by the caller, so that nobody else replays. */
  readonly lock: Pick<RepairLock, 'confirm'>;
  /** Which entries are wanted; the other entries of the same record go with them. */
  readonly select: (record: QuarantinedRecord) => boolean;
  /** New for each command, as a publisher's: see `createEpoch`. One for all that it publishes, as readers remember few. */
  readonly epoch: string;
  /** Partitions of the log; undefined leaves each record in its own. */
  readonly partitions: number | undefined;
  readonly streams: Readonly<
    Record<LogName, { readonly createdAtMs: number; readonly firstSeq: number; readonly lastSeq: number }>
  >;
  /** Reads a whole log from a sequence on. */
  readonly createReader: (log: LogName, fromSeq: number) => LogReader;
  /** Epoch ms. */
  readonly clock: () => number;
}

/** Records on their way at once; far fewer than readers keep holes for, so that one which is late still counts. */
const AT_ONCE = 64;
const ANSWER_WITHIN_MS = 5_000;
/** Longer than quarantine keeps anything. */
const KEEP_NOTES_MS = 40 * 86_400_000;

/**
 * Publishes records out of quarantine again, so that each counts once, wherever the command is killed and however late
 * it is run again.
 *
 * Each gets a new identity, as readers remember the old one. The identity is written down before the record is
 * published under it, and stays written down: whoever finds the note and the entry looks into the log whether that
 * identity is there, and publishes under the same one if it is not. What a reader would refuse stays where it is.
 *
 * @throws LogUnavailable, RepairLost: run it again, nothing is lost or doubled
 */
export async function replayQuarantined(
  nc: NatsConnection,
  options: QuarantineReplayOptions,
): Promise<QuarantineReplayOutcome[]> {
  const { box, select } = options;
  const entries = new Map<string, number[]>();
  const wanted = new Set<string>();
  for await (const record of box.read()) {
    const seqs = entries.get(record.origin);
    if (seqs === undefined) entries.set(record.origin, [record.seq]);
    else seqs.push(record.seq);
    if (select(record)) wanted.add(record.origin);
  }
  const notes = await Notes.open(nc);
  await notes.forgetBefore(options.clock() - KEEP_NOTES_MS);
  const outcomes: QuarantineReplayOutcome[] = [];
  const origins = [...wanted];
  const session = new Session(nc, options, notes);
  for (let at = 0; at < origins.length; at += AT_ONCE) {
    await options.lock.confirm();
    const chunk = origins.slice(at, at + AT_ONCE).map((origin) => ({ origin, seqs: entries.get(origin)! }));
    outcomes.push(...(await session.replay(chunk)));
  }
  return outcomes;
}

/** The origins of records that were published again, or were about to be. @throws LogUnavailable */
export async function replayedOrigins(nc: NatsConnection): Promise<Set<string>> {
  return (await Notes.open(nc)).origins();
}

interface Entry {
  readonly origin: string;
  readonly seqs: readonly number[];
}

interface Planned extends Entry {
  readonly record: QuarantinedRecord;
  readonly note: Note;
}

class Session {
  readonly #nc: NatsConnection;
  readonly #options: QuarantineReplayOptions;
  readonly #notes: Notes;
  /** Last number given in each partition. */
  readonly #last = new Map<number, number>();

  constructor(nc: NatsConnection, options: QuarantineReplayOptions, notes: Notes) {
    this.#nc = nc;
    this.#options = options;
    this.#notes = notes;
  }

  async replay(entries: readonly Entry[]): Promise<QuarantineReplayOutcome[]> {
    const known = new Map<string, Note>();
    for (const [origin, note] of await this.#notes.get(entries.map(({ origin }) => origin)))
      known.set(origin, note);
    const published = await this.#findPublished([...known.values()]);
    const outcomes: QuarantineReplayOutcome[] = [];
    const planned: Planned[] = [];
    const finished: Entry[] = [];
    for (const entry of entries) {
      const note = known.get(entry.origin);
      if (note !== undefined && published.has(messageIdOf(note))) finished.push(entry);
      else if (note !== undefined && !this.#canTell(note)) outcomes.push({ ...entry, outcome: 'untold' });
      else {
        const plan = await this.#plan(entry, note);
        if (typeof plan === 'string') outcomes.push({ ...entry, outcome: plan });
        else planned.push(plan);
      }
    }
    await Promise.all(
      planned.map(({ origin, note }) => (known.has(origin) ? undefined : this.#notes.put(origin, note))),
    );
    // In the order of their numbers, over one connection.
    await Promise.all(planned.map((plan) => this.#publish(plan)));
    for (const { seqs } of [...planned, ...finished])
      for (const seq of seqs) await this.#options.box.remove(seq);
    return [
      ...outcomes,
      ...planned.map(({ origin, seqs }) => ({ origin, seqs, outcome: 'replayed' as const })),
      ...finished.map((entry) => ({ ...entry, outcome: 'finished' as const })),
    ];
  }

  /** What is to be published, or why it can't be. */
  async #plan(entry: Entry, note: Note | undefined): Promise<Planned | RefusalReason | 'gone'> {
    const { box, partitions, epoch, streams, clock } = this.#options;
    const record = await box.get(entry.seqs[0]!);
    if (record === undefined) return 'gone';
    const partition = note?.partition ?? partitionFor(record, partitions);
    const place = note ?? {
      epoch,
      partition: partition ?? 0,
      batch: (this.#last.get(partition ?? 0) ?? 0) + 1,
    };
    const refusal = refusalOf(record, place, clock());
    if (refusal !== undefined) return refusal;
    if (partition === undefined) return 'wrong-partition';
    if (note === undefined) this.#last.set(partition, place.batch);
    const stream = streams[logOf(partition)];
    return {
      ...entry,
      record,
      note: note ?? {
        version: 1,
        ...place,
        streamCreatedAtMs: stream.createdAtMs,
        afterSeq: stream.lastSeq,
      },
    };
  }

  async #publish({ record, note, origin }: Planned): Promise<void> {
    const natsHeaders = headers();
    const get = headersFor(record, note);
    for (const name of Object.values(HEADERS)) {
      const value = get(name);
      if (value !== '') natsHeaders.set(name, value);
    }
    natsHeaders.set(ORIGIN_HEADER, origin);
    const js = this.#nc.jetstream({ timeout: ANSWER_WITHIN_MS });
    await askLog(() => js.publish(batchSubject(note.partition), record.payload, { headers: natsHeaders }));
  }

  /** Whether the log still has all that was stored since the note was written. */
  #canTell({ partition, streamCreatedAtMs, afterSeq }: Note): boolean {
    const { createdAtMs, firstSeq } = this.#options.streams[logOf(partition)];
    return streamCreatedAtMs === createdAtMs && firstSeq <= afterSeq + 1;
  }

  /** Which of these identities are in the logs. */
  async #findPublished(notes: readonly Note[]): Promise<Set<string>> {
    const found = new Set<string>();
    for (const log of LOGS) {
      const told = notes.filter((note) => logOf(note.partition) === log && this.#canTell(note));
      await this.#findPublishedIn(log, told, found);
    }
    return found;
  }

  async #findPublishedIn(log: LogName, told: readonly Note[], found: Set<string>): Promise<void> {
    const { streams, createReader } = this.#options;
    const { lastSeq } = streams[log];
    const afterSeq = Math.min(...told.map((note) => note.afterSeq));
    if (told.length === 0 || afterSeq >= lastSeq) return;
    const epochs = new Set(told.map(({ epoch }) => epoch));
    const reader = createReader(log, afterSeq + 1);
    try {
      for await (const { header } of recordsUpTo(reader, lastSeq))
        if (epochs.has(header(HEADERS.epoch))) found.add(header(HEADERS.messageId));
    } finally {
      await reader.stop();
    }
  }
}

/** Where its channel's rows go now: the number of partitions may have changed since. */
function partitionFor(record: QuarantinedRecord, partitions: number | undefined): number | undefined {
  if (partitions === undefined || record.partition === HISTORY_PARTITION) return record.partition;
  if (walkBatch(record.payload) === undefined) return undefined;
  for (const { channelId } of decodeBatch(record.payload)) return partitionOf(channelId, partitions);
  return undefined;
}

type Place = Pick<Note, 'epoch' | 'partition' | 'batch'>;

/** The record's headers under a new identity. */
function headersFor(record: QuarantinedRecord, place: Place): (name: string) => string {
  const changed = new Map<string, string>([
    [HEADERS.messageId, messageIdOf(place)],
    [HEADERS.partition, String(place.partition)],
    [HEADERS.epoch, place.epoch],
    [HEADERS.batch, String(place.batch)],
  ]);
  return (name) => changed.get(name) ?? record.header(name);
}

/**
 * Why a reader would not take the record if it were published now; undefined when it would.
 *
 * Its own checksum, number of rows and times stay: made anew they would make damage look sound.
 */
export function refusalOf(record: QuarantinedRecord, place: Place, nowMs: number): RefusalReason | undefined {
  const checked = checkBatch(headersFor(record, place), record.payload, place.partition, (timeMs) =>
    isPlausibleTime(timeMs, nowMs),
  );
  return checked.ok ? undefined : checked.reason;
}

/** What was written down, by origin: see {@link replayQuarantined}. */
class Notes {
  readonly #kv: KV;

  private constructor(kv: KV) {
    this.#kv = kv;
  }

  static async open(nc: NatsConnection): Promise<Notes> {
    const { views } = nc.jetstream({ timeout: ANSWER_WITHIN_MS });
    return new Notes(await askLog(() => views.kv(REPAIRS_BUCKET, { bindOnly: true })));
  }

  async get(origins: readonly string[]): Promise<[string, Note][]> {
    const found = await Promise.all(
      origins.map(async (origin): Promise<[string, Note] | undefined> => {
        const entry = await askLog(() => this.#kv.get(keyOf(origin)));
        return entry?.operation === 'PUT' ? [origin, parseNote(entry.string())] : undefined;
      }),
    );
    return found.filter((one) => one !== undefined);
  }

  async put(origin: string, note: Note): Promise<void> {
    await askLog(() => this.#kv.put(keyOf(origin), JSON.stringify(note)));
  }

  /** Older ones are of records that neither the log nor quarantine has any more. */
  async forgetBefore(timeMs: number): Promise<void> {
    await askLog(async () => {
      const old: string[] = [];
      for await (const { key, created, operation } of await this.#kv.history({ key: `${PREFIX}>` }))
        if (operation === 'PUT' && created.getTime() < timeMs) old.push(key);
      for (const key of old) await this.#kv.purge(key);
    });
  }

  async origins(): Promise<Set<string>> {
    const origins = new Set<string>();
    await askLog(async () => {
      for await (const key of await this.#kv.keys(`${PREFIX}>`)) origins.add(key.slice(PREFIX.length));
    });
    return origins;
  }
}

const PREFIX = 'replayed.';
const keyOf = (origin: string): string => `${PREFIX}${origin}`;

/** @throws SyntaxError naming the bucket: a damaged note must not be taken for none */
function parseNote(text: string): Note {
  try {
    const parsed = noteSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // As below.
  }
  throw new SyntaxError(`a note in the bucket ${REPAIRS_BUCKET} can not be read`);
}
