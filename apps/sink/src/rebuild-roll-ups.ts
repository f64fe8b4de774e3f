import { setTimeout as delay } from 'node:timers/promises';
import type { DayRange, EventLog, LogAdmin, RepairLock, TakenIntents } from '@emotide/event-log';
import { Registry, UsageError, type Logger } from '@emotide/service-kit';
import {
  committedEnds,
  endRebuild,
  exchangeDays,
  fillRollUps,
  findRollUpDays,
  keepViewsOf,
  lastRun,
  openRebuildDatabase,
  readContent,
  readRollUps,
  runningInserts,
  type ExchangedTable,
  type RollUp,
  type RollUpName,
  type Store,
} from '@emotide/store';
import { NOTES_KEPT_MS } from './judge-intent';
import { Patience } from './patience';
import { createSinkMetrics } from './sink-metrics';

export interface RebuildRollUpsOptions {
  readonly eventLog: EventLog;
  readonly store: Store;
  /** A store of `REBUILD_DATABASE` on the same server. */
  readonly rebuilt: Store;
  /** UTC days of the log, `YYYY-MM-DD`, both included; absent: as far as raw rows go. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Default: all roll-ups. */
  readonly names?: readonly RollUpName[] | undefined;
  /** New for each command: see `createEpoch`. */
  readonly id: string;
  /** Asked before anything is done; a no ends it. */
  readonly confirm: (plan: RebuildPlan) => Promise<boolean>;
  readonly onProgress: (progress: RebuildProgress) => void;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** How long a sink may go on with an insert that it was entitled to before it was stopped. Default 10,000 ms. */
  readonly sinkGraceMs?: number;
  /** How often sinks are stopped to find that one has to finish something first, and how long it has for that. */
  readonly pauses?: number;
  readonly betweenPausesMs?: number;
  /** Signs of life of the lock, and after how long without a dead holder is replaced: see `RepairLock`. */
  readonly lockRenewMs?: number;
  readonly lockTermMs?: number;
}

export interface RebuildPlan {
  readonly range: DayRange;
  readonly rollUps: readonly RollUpName[];
  /** Days that raw rows are there of. */
  readonly days: readonly string[];
}

export interface RebuildProgress {
  readonly phase: 'reading' | 'waiting for the sinks' | 'exchanging';
  /** Days whose noted rows are rolled up again, of how many. */
  readonly days: number;
  readonly total: number;
  readonly rows: number;
}

export interface RebuildSummary {
  readonly range: DayRange;
  /** Raw rows that were rolled up. */
  readonly rows: number;
  readonly tables: readonly ExchangedTable[];
  /** How long sinks were kept from writing. */
  readonly pausedMs: number;
}

const GRACE_MS = 10_000;
const POLL_MS = 200;
/** A sink that was stopped between its insert and its note finishes that when it is let on again. */
const PAUSES = 5;
const BETWEEN_PAUSES_MS = 5_000;

/**
 * Makes roll-ups of whole days again out of the raw rows, without counting anything twice, while everything runs.
 *
 * Raw rows go once more through the same views, in a database of their own: first those of runs that are noted as stored,
 * while sinks go on; then, with the sinks stopped, the few that came behind. Whole partitions are exchanged then.
 *
 * Killed before the sinks were stopped, nothing has changed. Killed after it, sinks wait until it is run again; what was
 * exchanged by then is right, what was not is as it was.
 *
 * @returns undefined when the plan was declined
 * @throws UsageError what was asked for can't be. @throws RepairLost, LogUnavailable, StoreUnavailable run it again
 */
export async function rebuildRollUps(options: RebuildRollUpsOptions): Promise<RebuildSummary | undefined> {
  const { eventLog, store, rebuilt, id, confirm, signal, log, lockRenewMs, lockTermMs } = options;
  const admin = eventLog.openAdmin();
  const lock = await admin.takeRepairLock({
    what: 'rollups',
    id,
    ...(lockRenewMs !== undefined && { renewMs: lockRenewMs }),
    ...(lockTermMs !== undefined && { termMs: lockTermMs }),
  });
  const rebuild = new Rebuild(options, admin, lock);
  try {
    const rollUps = await readRollUps(store, options.names);
    const days = await findRollUpDays(store, { ...options, rollUps, nowMs: Date.now() });
    const bare = days.filter(({ hasRaw }) => !hasRaw).map(({ day }) => day);
    if (bare.length > 0)
      throw new UsageError(
        `there are no raw rows of ${bare.join(', ')}, and a rebuild would empty the roll-ups: leave these days out, or take them from the log (emotide replay-log)`,
      );
    const found = days.map(({ day }) => day);
    const [first, last] = [found[0], found.at(-1)];
    if (first === undefined || last === undefined) throw new UsageError('there is nothing of these days');
    const range = { from: options.from ?? first, to: options.to ?? last };
    if (!(await confirm({ range, days: found, rollUps: rollUps.map(({ name }) => name) }))) {
      await rebuild.giveUp();
      return undefined;
    }
    signal.throwIfAborted();
    const summary = await rebuild.run(range, found, rollUps);
    await endRebuild(rebuilt).catch((error: unknown) =>
      log.warn({ err: error }, `could not drop ${rebuilt.database}; the next rebuild will`),
    );
    return summary;
  } catch (error) {
    await rebuild.giveUp().catch(() => lock.abandon());
    throw error;
  }
}

class Rebuild {
  readonly #options: RebuildRollUpsOptions;
  readonly #admin: LogAdmin;
  readonly #lock: RepairLock;
  readonly #patience: Patience;
  /** Whether sinks are kept from writing, by this command or one before it. */
  #isPaused: boolean;
  #taken: TakenIntents | undefined;
  #phase: RebuildProgress['phase'] = 'reading';
  #days = 0;
  #total = 0;
  #rows = 0;

  constructor(options: RebuildRollUpsOptions, admin: LogAdmin, lock: RepairLock) {
    this.#options = options;
    this.#admin = admin;
    this.#lock = lock;
    this.#isPaused = lock.unfinished !== undefined;
    this.#patience = new Patience(options.signal, options.log, createSinkMetrics(new Registry()));
  }

  /**
   * Lets sinks go on from where they were. Nothing that was begun may still be exchanged then, so what runs is ended
   * first; where that can't be done, they wait until the command is run again.
   */
  async giveUp(): Promise<void> {
    if (this.#isPaused && this.#taken === undefined) return this.#lock.abandon();
    if (this.#isPaused) {
      await endRebuild(this.#options.rebuilt);
      await this.#taken?.giveBack();
    }
    await this.#lock.release();
  }

  async run(range: DayRange, days: readonly string[], rollUps: readonly RollUp[]): Promise<RebuildSummary> {
    const { store, rebuilt, log, signal } = this.#options;
    const raws = [...new Set(rollUps.map(({ raw }) => raw))];
    const shares = days.flatMap((day) => raws.map((raw) => ({ day, raw })));
    this.#total = shares.length;
    await openRebuildDatabase(store, rebuilt, log);
    await keepViewsOf(rebuilt, rollUps);
    const ends = await committedEnds(store, {});
    const before = new Map<string, { rows: number; sum: number }>();
    for (const { day, raw } of shares) {
      signal.throwIfAborted();
      this.#report();
      const input = { raw, day, ends, share: 'noted' } as const;
      before.set(`${raw} ${day}`, await readContent(store, input));
      this.#rows += await fillRollUps(store, rebuilt, input);
      this.#days++;
    }

    const pausedFromMs = performance.now();
    await this.#pauseSinks(range);
    for (const { day, raw } of shares) {
      const input = { raw, day, ends, share: 'noted' } as const;
      const now = await readContent(store, input);
      const then = before.get(`${raw} ${day}`)!;
      if (now.rows !== then.rows || now.sum !== then.sum)
        throw new Error(`${raw} of ${day} changed meanwhile beneath what was noted as stored`);
      this.#rows += await fillRollUps(store, rebuilt, { ...input, share: 'moving' });
    }
    await this.#expectNoOtherDays(range, days, rollUps);
    await this.#lock.confirm();
    this.#phase = 'exchanging';
    this.#report();
    const tables = await exchangeDays(
      store,
      rebuilt,
      { ...range, streamCreatedAtMs: 0 },
      rollUps.map(({ name }) => name),
    );
    await this.#taken?.giveBack();
    await this.#lock.release();
    return { range, rows: this.#rows, tables, pausedMs: performance.now() - pausedFromMs };
  }

  #report(): void {
    this.#options.onProgress({
      phase: this.#phase,
      days: this.#days,
      total: this.#total,
      rows: this.#rows,
    });
  }

  /** @throws UsageError when a day of the range began meanwhile */
  async #expectNoOtherDays(
    range: DayRange,
    days: readonly string[],
    rollUps: readonly RollUp[],
  ): Promise<void> {
    const found = await findRollUpDays(this.#options.store, { ...range, rollUps, nowMs: Date.now() });
    const fresh = found.filter(({ day }) => !days.includes(day)).map(({ day }) => day);
    if (fresh.length > 0) throw new UsageError(`${fresh.join(', ')} began meanwhile: run it again`);
  }

  /**
   * Nobody writes to the warehouse any more when this is done, and every run that was begun is complete: one that is sent
   * again later would be a second one for roll-ups that have it from its raw rows.
   *
   * @throws UsageError when a sink does not finish what it began
   */
  async #pauseSinks(range: DayRange): Promise<void> {
    const { id, store, signal, sinkGraceMs = GRACE_MS } = this.#options;
    const { pauses = PAUSES, betweenPausesMs = BETWEEN_PAUSES_MS } = this.#options;
    this.#phase = 'waiting for the sinks';
    for (let attempt = 1; ; attempt++) {
      this.#report();
      await this.#lock.pauseSinks(range);
      this.#isPaused = true;
      const taken = await this.#patience.until(() => this.#takeIntents(id));
      this.#taken = taken;
      // An insert that was begun before may still be sent by a process that does not know yet, or be under way.
      await delay(sinkGraceMs, undefined, { signal });
      while (((await this.#patience.until(() => runningInserts(store, store)))[0]?.inserts ?? 0) > 0)
        await delay(POLL_MS, undefined, { signal });
      const begun = await this.#findBegun(taken);
      if (begun.length === 0) return;
      if (attempt === pauses)
        throw new UsageError(
          `the sink of partition ${begun.join(', ')} has begun a run that is not noted as stored: start it, and run this again when it is ready`,
        );
      await this.#taken?.giveBack();
      await this.#lock.resumeSinks();
      this.#isPaused = false;
      await delay(betweenPausesMs, undefined, { signal });
    }
  }

  async #takeIntents(id: string): Promise<TakenIntents> {
    return this.#admin.takeIntents(await this.#admin.sinkPartitions(), id);
  }

  /** Partitions whose last run is not noted. */
  async #findBegun(taken: TakenIntents): Promise<number[]> {
    const begun: number[] = [];
    for (const [partition, intent] of taken.before) {
      // What is older than the notes of runs can't be told, and is no longer sent again either.
      if (intent === undefined || intent.writtenAtMs < Date.now() - NOTES_KEPT_MS) continue;
      const { streamCreatedAtMs, token } = intent;
      const known = await this.#patience.until(() =>
        lastRun(this.#options.store, { partition, streamCreatedAtMs }),
      );
      if (known?.token !== token) begun.push(partition);
    }
    return begun;
  }
}
