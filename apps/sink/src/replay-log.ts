import { setTimeout as delay } from 'node:timers/promises';
import { HISTORY_PARTITION } from '@emotide/domain';
import {
  describeDays,
  parseBatchSubject,
  recordsUpTo,
  type DayRange,
  type EventLog,
  type LogAdmin,
  type RepairLock,
  type SinkIntent,
  type StreamState,
  type TakenIntents,
} from '@emotide/event-log';
import { Registry, UsageError, type Logger } from '@emotide/service-kit';
import {
  endRebuild,
  exchangeDays,
  irreplaceableDays,
  openRebuildDatabase,
  runBorders,
  runningInserts,
  type ExchangedTable,
  type RunBordersRow,
  type Store,
} from '@emotide/store';
import { Patience } from './patience';
import { PartitionReplay } from './replay-partition';
import { ReplayQuarantine } from './replay-quarantine';
import { ReplayQueue } from './replay-queue';
import { toDay, toRange } from './replay-range';
import { logDayOfToken, storedAtMsOf } from './run';
import { createSinkMetrics } from './sink-metrics';

export interface ReplayLogOptions {
  readonly eventLog: EventLog;
  readonly store: Store;
  /** A store of `REBUILD_DATABASE` on the same server. */
  readonly rebuilt: Store;
  /** UTC days, `YYYY-MM-DD`, both included; absent: as far as the log goes. */
  readonly from?: string;
  readonly to?: string;
  /** New for each command: see `createEpoch`. */
  readonly id: string;
  /** Asked before anything is done; a no ends it. */
  readonly confirm: (plan: ReplayPlan) => Promise<boolean>;
  readonly onProgress: (progress: ReplayProgress) => void;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Rows of a run. Default 100,000. */
  readonly runRows?: number;
  /** How long a sink may go on with an insert that it was entitled to before it was stopped. Default 10,000 ms. */
  readonly sinkGraceMs?: number;
  /** Signs of life of the lock, and after how long without a dead holder is replaced: see `RepairLock`. */
  readonly lockRenewMs?: number;
  readonly lockTermMs?: number;
}

export interface ReplayPlan {
  readonly range: DayRange;
  /** First day of the log and how many records it has, of all days. */
  readonly logFrom: string;
  readonly records: number;
  readonly partitions: readonly number[];
  /** Things to know before saying yes. */
  readonly warnings: readonly string[];
}

export interface ReplayProgress {
  readonly phase: 'reading' | 'waiting for the sinks' | 'exchanging';
  /** Records of the log read, of how many, and rows inserted. */
  readonly records: number;
  readonly total: number;
  readonly rows: number;
}

export interface ReplaySummary {
  readonly range: DayRange;
  readonly records: number;
  readonly rows: number;
  readonly tables: readonly ExchangedTable[];
  /** Records that were in quarantine and count now. */
  readonly fromQuarantine: number;
  /** How long sinks were kept from writing. */
  readonly pausedMs: number;
}

const RUN_ROWS = 100_000;
/** Payload of unfinished runs, over all partitions. */
const HELD_BYTES = 64 * 1024 * 1024;
const GRACE_MS = 10_000;
/** While a pass over what came meanwhile takes longer than this, another one follows before sinks are stopped. */
const SHORT_PASS_MS = 5_000;
const MAX_PASSES = 8;
const POLL_MS = 200;
const PROGRESS_MS = 1_000;

/**
 * Builds whole days of the warehouse again from the log, without counting anything twice, while everything runs.
 *
 * The runs are made again in a database of their own, by the sink's own code. When that has caught up with the log, the
 * sinks are stopped: first a mark keeps those that start from writing, then each partition's intent gets another owner,
 * which fences those that run. The rest is read, the days are exchanged, sinks are told where to go on, and the mark goes.
 *
 * Killed before the mark, nothing has changed. Killed after it, sinks wait, and running it again finishes it: it begins
 * anew, and its result does not depend on what the one before did.
 *
 * @returns undefined when the plan was declined
 * @throws UsageError what was asked for can't be. @throws RepairLost, LogUnavailable, StoreUnavailable run it again
 */
export async function replayLog(options: ReplayLogOptions): Promise<ReplaySummary | undefined> {
  const { eventLog, rebuilt, id, confirm, signal, log, lockRenewMs, lockTermMs } = options;
  const admin = eventLog.openAdmin();
  const lock = await admin.takeRepairLock({
    what: 'replay-log',
    id,
    ...(lockRenewMs !== undefined && { renewMs: lockRenewMs }),
    ...(lockTermMs !== undefined && { termMs: lockTermMs }),
  });
  const replay = new Replay(options, admin, lock);
  try {
    const plan = await replay.plan();
    if (!(await confirm(plan))) {
      await replay.giveUp();
      return undefined;
    }
    signal.throwIfAborted();
    const summary = await replay.run();
    await lock.release();
    await endRebuild(rebuilt).catch((error: unknown) =>
      log.warn({ err: error }, `could not drop ${rebuilt.database}; the next replay will`),
    );
    return summary;
  } catch (error) {
    await replay.giveUp().catch(() => lock.abandon());
    throw error;
  }
}

class Replay {
  readonly #options: ReplayLogOptions;
  readonly #admin: LogAdmin;
  readonly #lock: RepairLock;
  readonly #patience: Patience;
  readonly #metrics = createSinkMetrics(new Registry());
  readonly #queue = new ReplayQueue();
  readonly #partitions = new Map<number, PartitionReplay>();
  #range: DayRange = { from: '', to: '' };
  #stream: StreamState | undefined;
  #known = new Map<number, RunBordersRow>();
  #intents = new Map<number, SinkIntent | undefined>();
  #quarantine: ReplayQuarantine | undefined;
  /** Whether the warehouse may be half changed. */
  #isExchanging = false;
  #taken: TakenIntents | undefined;
  /** The history log is not read; its sink must not write into days that are exchanged. */
  #takenOfHistory: TakenIntents | undefined;
  #irreplaceable: ReadonlySet<string> = new Set();
  #phase: ReplayProgress['phase'] = 'reading';
  #readTo = 0;
  #records = 0;
  #total = 0;

  constructor(options: ReplayLogOptions, admin: LogAdmin, lock: RepairLock) {
    this.#options = options;
    this.#admin = admin;
    this.#lock = lock;
    this.#isExchanging = lock.unfinished !== undefined;
    this.#patience = new Patience(options.signal, options.log, this.#metrics);
  }

  /** Leaves everything as it was, unless something is half done that must be finished before others go on. */
  async giveUp(): Promise<void> {
    if (this.#isExchanging) return this.#lock.abandon();
    await this.#taken?.giveBack();
    await this.#takenOfHistory?.giveBack();
    await this.#lock.release();
  }

  async plan(): Promise<ReplayPlan> {
    const { eventLog, store, from, to } = this.#options;
    const stream = await eventLog.streamState();
    this.#stream = stream;
    if (stream.messages === 0) throw new UsageError('the log has no records');
    const { createdAtMs: streamCreatedAtMs, firstSeq } = stream;
    const firstDay = toDay(await this.#firstStoredAtMs(firstSeq));
    const irreplaceable = await irreplaceableDays(store, { streamCreatedAtMs, firstSeq, firstDay });
    this.#irreplaceable = new Set(irreplaceable.map(({ day }) => day));
    const { unfinished } = this.#lock;
    this.#range = toRange({
      from,
      to,
      today: toDay(Date.now()),
      firstDay,
      irreplaceable: [...this.#irreplaceable],
      unfinished,
    });
    await this.#lookAtRuns();
    const partitions = await this.#allPartitions();
    this.#intents = await this.#admin.lookAtIntents(partitions);
    this.#expectIntentsFit(this.#intents);
    this.#quarantine = await ReplayQuarantine.open(this.#admin, eventLog);
    const warnings: string[] = [];
    if (unfinished !== undefined)
      warnings.push(`finishes a replay ${describeDays(unfinished)} that was cut; sinks wait for it`);
    if (unfinished !== undefined && unfinished.from < firstDay)
      warnings.push(`what the log no longer has of the days before ${firstDay} is lost`);
    const lastKnown = Math.max(0, ...[...this.#known.values()].map(({ last }) => last));
    if (lastKnown > stream.lastSeq)
      warnings.push(
        `the warehouse has records up to ${lastKnown}, the log only up to ${stream.lastSeq}: what the log lost, these days lose too`,
      );
    return { range: this.#range, logFrom: firstDay, records: stream.messages, partitions, warnings };
  }

  async run(): Promise<ReplaySummary> {
    const { rebuilt, log, store } = this.#options;
    const { createdAtMs: streamCreatedAtMs, firstSeq } = this.#stream!;
    const timer = setInterval(() => this.#report(), PROGRESS_MS);
    try {
      await this.#patience.until(() => openRebuildDatabase(store, rebuilt, log));
      this.#readTo = Math.max(0, firstSeq - 1);
      for (let pass = 0; pass < MAX_PASSES; pass++) {
        const startedAtMs = performance.now();
        await this.#readOn(false);
        if (performance.now() - startedAtMs < SHORT_PASS_MS) break;
      }
      const pausedFromMs = performance.now();
      const taken = await this.#stopSinks();
      await this.#readOn(true);
      for (const partition of this.#partitions.values())
        await partition.flush((work) => this.#queue.push(work));
      await this.#queue.drained();
      await this.#lock.confirm();
      this.#phase = 'exchanging';
      this.#isExchanging = true;
      this.#report();
      const tables = await exchangeDays(store, rebuilt, { ...this.#range, streamCreatedAtMs });
      await this.#tellSinks(taken);
      const fromQuarantine = await this.#quarantine!.removeCounted();
      return {
        range: this.#range,
        records: this.#records,
        rows: this.#rows,
        tables,
        fromQuarantine,
        pausedMs: performance.now() - pausedFromMs,
      };
    } finally {
      clearInterval(timer);
    }
  }

  get #rows(): number {
    return [...this.#partitions.values()].reduce((sum, { rows }) => sum + rows, 0);
  }

  #report(): void {
    this.#options.onProgress({
      phase: this.#phase,
      records: this.#records,
      total: this.#total,
      rows: this.#rows,
    });
  }

  async #firstStoredAtMs(firstSeq: number): Promise<number> {
    const reader = this.#admin.createReader({ fromSeq: firstSeq });
    try {
      for (;;) {
        this.#options.signal.throwIfAborted();
        const [first] = await reader.read(1_000);
        if (first !== undefined) return storedAtMsOf(first);
      }
    } finally {
      await reader.stop();
    }
  }

  async #lookAtRuns(): Promise<void> {
    const streamCreatedAtMs = this.#stream!.createdAtMs;
    const rows = await this.#patience.until(() =>
      runBorders(this.#options.store, { ...this.#range, streamCreatedAtMs }),
    );
    this.#known = new Map(rows.map((row) => [row.partition, row]));
    for (const [partition, replay] of this.#partitions) replay.update(this.#bordersOf(partition));
  }

  #bordersOf(partition: number): { lastBefore: number; firstAfter: number | undefined } {
    const known = this.#known.get(partition);
    return { lastBefore: known?.lastBefore ?? 0, firstAfter: known?.firstAfter || undefined };
  }

  /** Those that the log takes, those that it has something of, and those that the warehouse has. */
  async #allPartitions(): Promise<number[]> {
    const all = new Set([...(await this.#admin.allPartitions()), ...this.#known.keys()]);
    return [...all].sort((a, b) => a - b);
  }

  /**
   * Sinks go on from their intents, so each has to fit what the replay will have done.
   *
   * @throws UsageError naming the range that does
   */
  #expectIntentsFit(intents: ReadonlyMap<number, SinkIntent | undefined>): void {
    const { createdAtMs, firstSeq } = this.#stream!;
    for (const [partition, intent] of intents) {
      const known = this.#known.get(partition);
      const { firstAfter } = this.#bordersOf(partition);
      const ours = intent?.streamCreatedAtMs === createdAtMs ? intent : undefined;
      if (ours === undefined) {
        if (firstAfter !== undefined)
          throw new UsageError(`the intent of partition ${partition} is lost: leave --to away`);
        if (known !== undefined && known.lastDay < this.#range.from && known.first >= firstSeq)
          throw new UsageError(
            `the intent of partition ${partition} is lost, and its last run is of ${known.lastDay}: begin with --from ${known.lastDay}`,
          );
      } else if (firstAfter === undefined && known?.token !== ours.token) {
        const day = logDayOfToken(ours.token) ?? '';
        if (day > this.#range.to)
          throw new UsageError(
            `the sink of partition ${partition} has begun a run of ${day} that is not noted as stored: leave --to away`,
          );
      }
    }
  }

  /** @param isFinal whether sinks are stopped */
  async #readOn(isFinal: boolean): Promise<void> {
    const { eventLog, signal } = this.#options;
    const { createdAtMs } = this.#stream!;
    await this.#lookAtRuns();
    const { lastSeq, firstSeq } = await this.#patience.until(() => eventLog.streamState());
    this.#total = lastSeq - Math.max(firstSeq, this.#stream!.firstSeq) + 1;
    if (lastSeq <= this.#readTo) return;
    const reader = this.#admin.createReader({
      fromSeq: this.#readTo + 1,
      streamCreatedAtMs: createdAtMs,
      onLost: (wanted, first) => {
        this.#options.log.warn({ wanted, first }, 'the log dropped records before they were read');
      },
    });
    try {
      for await (const record of recordsUpTo(reader, lastSeq)) {
        signal.throwIfAborted();
        this.#records++;
        const partition = parseBatchSubject(record.subject);
        if (partition === undefined) continue;
        await this.#replayOf(partition).add(record, isFinal, (work) => this.#queue.push(work));
      }
    } finally {
      await reader.stop();
    }
    this.#readTo = lastSeq;
  }

  #replayOf(partition: number): PartitionReplay {
    const open = this.#partitions.get(partition);
    if (open !== undefined) return open;
    const { store, rebuilt, id, runRows = RUN_ROWS, log } = this.#options;
    const { createdAtMs: streamCreatedAtMs } = this.#stream!;
    const intent = this.#intents.get(partition);
    const made = new PartitionReplay({
      place: { partition, streamCreatedAtMs, generation: (intent?.generation ?? 0) + 1 },
      range: this.#range,
      borders: this.#bordersOf(partition),
      lastRead: Math.max(intent?.last ?? 0, this.#known.get(partition)?.last ?? 0),
      rebuilt,
      optOutsOf: store.database,
      runRows,
      runBytes: HELD_BYTES / Math.max(4, this.#intents.size),
      lock: this.#lock,
      owner: id,
      quarantine: this.#quarantine!,
      patience: this.#patience,
      log,
      metrics: this.#metrics,
    });
    this.#partitions.set(partition, made);
    return made;
  }

  /** Nobody writes to the warehouse any more when this is done. */
  async #stopSinks(): Promise<TakenIntents> {
    const { id, store, signal, sinkGraceMs = GRACE_MS } = this.#options;
    this.#phase = 'waiting for the sinks';
    this.#report();
    await this.#lock.pauseSinks(this.#range);
    const partitions = await this.#allPartitions();
    const taken = await this.#patience.until(() => this.#admin.takeIntents(partitions, id));
    this.#taken = taken;
    this.#takenOfHistory = await this.#patience.until(() => this.#admin.takeIntents([HISTORY_PARTITION], id));
    // An insert that was begun before may still be sent by a process that does not know yet, or be under way.
    await delay(sinkGraceMs, undefined, { signal });
    while (((await this.#patience.until(() => runningInserts(store, store)))[0]?.inserts ?? 0) > 0)
      await delay(POLL_MS, undefined, { signal });
    await this.#lookAtRuns();
    this.#expectIntentsFit(taken.before);
    await this.#expectNoHistoryCame();
    this.#phase = 'reading';
    return taken;
  }

  /**
   * What was imported shortly before may have been on its way to the warehouse when the range was chosen.
   *
   * @throws UsageError naming a day that has it
   */
  async #expectNoHistoryCame(): Promise<void> {
    const { createdAtMs: streamCreatedAtMs, firstSeq } = this.#stream!;
    const { from, to } = this.#range;
    const days = await this.#patience.until(() =>
      irreplaceableDays(this.#options.store, { streamCreatedAtMs, firstSeq, firstDay: from }),
    );
    const came = days.find(({ day }) => day >= from && day <= to && !this.#irreplaceable.has(day));
    if (came !== undefined)
      throw new UsageError(
        `imported history was stored on ${came.day} meanwhile, which this log does not hold: leave that day out`,
      );
  }

  async #tellSinks(taken: TakenIntents): Promise<void> {
    const { createdAtMs: streamCreatedAtMs, firstSeq } = this.#stream!;
    for (const [partition, before] of taken.before) {
      const replay = this.#partitions.get(partition);
      const { firstAfter } = this.#bordersOf(partition);
      const known = this.#known.get(partition);
      if (replay?.intent !== undefined && firstAfter === undefined) await taken.put(partition, replay.intent);
      // An intent that stays is as good as before, but for its owner.
      else if (before !== undefined) continue;
      else if (known !== undefined && known.first < firstSeq)
        await taken.put(partition, {
          version: 1,
          streamCreatedAtMs,
          generation: 1,
          first: known.first,
          last: known.last,
          after: known.first - 1,
          excluded: [],
          seenBefore: [],
          token: known.token,
          writtenAtMs: Date.now(),
          owner: this.#options.id,
        });
      else await taken.remove(partition);
    }
    await this.#takenOfHistory?.giveBack();
  }
}
