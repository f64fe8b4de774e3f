import { setTimeout as delay } from 'node:timers/promises';
import { formatU64 } from '@emotide/domain';
import type { LogAdmin, RepairLockOptions } from '@emotide/event-log';
import {
  clearForgetScope,
  daysOfForgetScope,
  emptySketches,
  fillSketches,
  forgetChatters,
  noteForgetScope,
  oldSketches,
  recordPrivacyStep,
  runningInsertIds,
  unfinishedForgets,
  type ForgottenRows,
  type RemadeSketches,
  type Store,
} from '@emotide/store';
import { noteChanges, type PersonChange } from './change-opt-out';
import { hashedChatter } from './hashed-chatter';
import { reconcileOptOuts, type OptOutCopies } from './opt-out-copies';

export interface ForgetRequest extends OptOutCopies {
  readonly admin: Pick<LogAdmin, 'takeRepairLock' | 'keptMs'>;
  /** Who is to be forgotten; absent: only what was begun before is finished. */
  readonly person?: Omit<PersonChange, keyof OptOutCopies | 'id' | 'clock' | 'signal'>;
  /** New for each command. */
  readonly id: string;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly onProgress: (progress: ForgetProgress) => void;
  readonly signal: AbortSignal;
  readonly lock?: Pick<RepairLockOptions, 'renewMs' | 'termMs'>;
}

export type ForgetStep = 'listing' | 'waiting for inserts' | 'raw rows and days' | 'distinct chatters';

export interface ForgetProgress {
  readonly step: ForgetStep;
  /** The table that is being changed, and how many parts of it are still to be looked at. */
  readonly table?: string;
  readonly partsLeft?: number;
}

/** What was done, and what remains. Names nobody. */
export interface ForgetReport {
  /** Messages sent before this are forgotten, epoch ms; undefined when only something begun was finished. */
  readonly beforeMs: number | undefined;
  readonly rows: readonly ForgottenRows[];
  readonly sketches: readonly RemadeSketches[];
  /** Days of the log whose distinct chatters were counted again. */
  readonly days: readonly string[];
  readonly remains: readonly Remainder[];
}

export type Remainder =
  /** Batches of the log, and of quarantine, that no reader takes the chatter from any more. */
  | { readonly where: 'log' | 'quarantine'; readonly untilMs: number | undefined }
  /** Distinct chatters of days that raw rows don't reach: they still count the chatter. */
  | {
      readonly where: 'sketches';
      readonly table: string;
      readonly from: string;
      readonly to: string;
      readonly untilMs: number | undefined;
    };

const POLL_MS = 100;

/**
 * Makes what a chatter has written until now nobody's: in raw rows, roll-ups by chatter, names, and the sketches of
 * distinct chatters that raw rows can make again; in whatever is replayed, imported or restored from now on. Counts stay
 * as they are, and everything runs meanwhile; for a moment some distinct chatters are too few.
 *
 * What to do is said by lists in the warehouse and not by this process: killed at any moment and run again, for whomever,
 * it finishes what was begun and comes to the same.
 *
 * @throws UsageError when a repair is under way. @throws LogUnavailable, StoreUnavailable, RepairLost: run it again
 */
export async function forget(request: ForgetRequest): Promise<ForgetReport> {
  const { admin, id, lock: terms } = request;
  // No days are being built again from before the list had it, and no other forget is at the same tables.
  const lock = await admin.takeRepairLock({ what: 'forget', id, ...terms });
  try {
    const report = await forgetUnderLock(request, () => lock.confirm());
    await lock.release();
    return report;
  } catch (error) {
    // What is half done stands in the warehouse; the lock says nothing about it.
    await lock.release().catch(() => lock.abandon());
    throw error;
  }
}

async function forgetUnderLock(request: ForgetRequest, confirm: () => Promise<void>): Promise<ForgetReport> {
  const { store, admin, clock } = request;
  request.onProgress({ step: 'listing' });
  const begun = await unfinishedForgets(store, {});
  const beforeMs = await list(request, begun);
  const changed = await forgetListed({ ...request, confirm });
  const report = { beforeMs, ...changed, remains: await remainders(store, admin, clock()) };
  const done = new Set([
    ...begun.map((one) => one.id),
    ...(request.person === undefined ? [] : [request.id]),
  ]);
  for (const one of done)
    await recordPrivacyStep(store, {
      atMs: clock(),
      id: one,
      action: 'forget',
      state: 'done',
      chatter: undefined,
      beforeMs: 0,
      report: JSON.stringify(report),
    });
  return report;
}

export interface ForgetListedOptions extends OptOutCopies, Pick<ForgetRequest, 'signal' | 'onProgress'> {
  /** Throws when another repair took over. */
  readonly confirm: () => Promise<void>;
}

/**
 * Takes out of the warehouse whatever the list says is to be forgotten, from wherever it came: after a restore too, where
 * the list of the log's bucket is newer than the restored one. Repeating it changes nothing.
 *
 * Precondition: the caller has the repair lock, or nothing else is at the warehouse.
 *
 * @throws LogUnavailable, StoreUnavailable, StoreRefused: run it again
 */
export async function forgetListed(
  options: ForgetListedOptions,
): Promise<Pick<ForgetReport, 'rows' | 'sketches' | 'days'>> {
  const { store, values, signal, onProgress, confirm } = options;
  const say = (step: ForgetStep) => (table: string, partsLeft: number) =>
    onProgress({ step, table, partsLeft });
  await reconcileOptOuts({ store, values }, signal);

  // Those that began before the list had it may bring something of the chatter; later ones don't.
  onProgress({ step: 'waiting for inserts' });
  await runningInsertsDone(store, signal);
  await confirm();
  await noteForgetScope(store);
  const rows = await forgetChatters(store, { signal, onProgress: say('raw rows and days') });
  await confirm();
  const days = await daysOfForgetScope(store);
  const sketches = await emptySketches(store, signal, say('distinct chatters'));
  // What they lose by that of runs under way, raw rows have when those are done.
  await runningInsertsDone(store, signal);
  await confirm();
  await fillSketches(store);
  await clearForgetScope(store);
  return { rows, sketches, days };
}

/** Puts the person on the list, as the command that was cut had it. @returns before when messages are forgotten */
async function list(
  { store, values, person, id, signal, clock }: ForgetRequest,
  begun: Awaited<ReturnType<typeof unfinishedForgets>>,
): Promise<number | undefined> {
  if (person === undefined) return undefined;
  const chatter = hashedChatter(person.userId, person.forms);
  const same = begun.find((one) => chatter !== undefined && one.chatter === formatU64(chatter.chatter));
  const beforeMs = same?.beforeMs ?? clock();
  if (same === undefined)
    await recordPrivacyStep(store, {
      atMs: clock(),
      id,
      action: 'forget',
      state: 'begun',
      chatter,
      beforeMs,
      report: '',
    });
  await noteChanges({ ...person, store, values, id, clock, signal }, (known) =>
    known.forgottenBeforeMs >= beforeMs ? known : { ...known, forgottenBeforeMs: beforeMs },
  );
  return beforeMs;
}

/** Resolves when every insert that runs now has ended, however it did. */
async function runningInsertsDone(store: Store, signal: AbortSignal): Promise<void> {
  const idsNow = async (): Promise<string[]> =>
    (await runningInsertIds(store, store)).map(({ queryId }) => queryId);
  const before = new Set(await idsNow());
  while (before.size > 0 && (await idsNow()).some((queryId) => before.has(queryId)))
    await delay(POLL_MS, undefined, { signal });
}

async function remainders(
  store: Store,
  admin: Pick<LogAdmin, 'keptMs'>,
  nowMs: number,
): Promise<Remainder[]> {
  const kept = await admin.keptMs();
  const until = (keptMs: number): number | undefined => (keptMs === 0 ? undefined : nowMs + keptMs);
  return [
    { where: 'log', untilMs: until(kept.log) },
    { where: 'quarantine', untilMs: until(kept.quarantine) },
    ...(await oldSketches(store, store)).map(({ table, from, to, untilMs }) => ({
      where: 'sketches' as const,
      table,
      from,
      to,
      untilMs: untilMs === 0 ? undefined : untilMs,
    })),
  ];
}
