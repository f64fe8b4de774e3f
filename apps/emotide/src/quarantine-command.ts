import { createEpoch, type LogAdmin, type QuarantinedRecord } from '@emotide/event-log';
import { UsageError } from '@emotide/service-kit';
import { renderList, renderOutcomes, renderRecord, toItem, type QuarantineItem } from './quarantine-view';

export interface ListFlags {
  readonly limit: string;
  readonly page: string;
  readonly reason?: string;
  readonly partition?: string;
  readonly json?: boolean;
}

/** Which entries a command is about: some by number, all of a reason, or all. */
export interface Selection {
  readonly seqs: readonly string[];
  readonly reason?: string;
  readonly all?: boolean;
}

type Write = (text: string) => void;

/** A page of what is in quarantine, the newest last. */
export async function listQuarantine(admin: LogAdmin, flags: ListFlags, write: Write): Promise<void> {
  const limit = parseWhole('--limit', flags.limit);
  const page = parseWhole('--page', flags.page);
  const partition = flags.partition === undefined ? undefined : parseWhole('--partition', flags.partition, 0);
  const newest: QuarantineItem[] = [];
  let count = 0;
  for await (const record of admin.quarantine.read()) {
    if (flags.reason !== undefined && record.reason !== flags.reason) continue;
    if (partition !== undefined && record.partition !== partition) continue;
    count++;
    newest.push(toItem(record));
    // As many as the page and those after it; all of them may be a million.
    if (newest.length > 2 * limit * page) newest.splice(0, newest.length - limit * page);
  }
  const end = newest.length - limit * (page - 1);
  const items = newest.slice(Math.max(0, end - limit), Math.max(0, end));
  if (flags.json === true) {
    for (const item of items) write(`${JSON.stringify(item)}\n`);
    return;
  }
  if (count === 0) return write('nothing is in quarantine\n');
  write(`${renderList(items)}\n`);
  const pages = Math.ceil(count / limit);
  if (pages > 1) write(`page ${page} of ${pages}, ${count} records; the newest are on page 1\n`);
}

/** @returns the exit code */
export async function showQuarantined(
  admin: LogAdmin,
  seqText: string,
  nowMs: number,
  write: Write,
): Promise<number> {
  const record = await admin.quarantine.get(parseWhole('seq', seqText));
  if (record === undefined) {
    write('no such record is in quarantine\n');
    return 1;
  }
  write(`${renderRecord(record, nowMs)}\n`);
  return 0;
}

/** Publishes what a reader would take now, each record once. @returns the exit code: 1 when something stays */
export async function replayQuarantine(admin: LogAdmin, selection: Selection, write: Write): Promise<number> {
  const select = toSelector(selection);
  const epoch = createEpoch(Date.now(), Math.random);
  const lock = await admin.takeRepairLock({ what: 'quarantine', id: epoch });
  try {
    const outcomes = await admin.replayQuarantined({ lock, select, epoch, clock: Date.now });
    write(`${renderOutcomes(outcomes)}\n`);
    const isAll = outcomes.every(({ outcome }) => outcome === 'replayed' || outcome === 'finished');
    return isAll && outcomes.length > 0 ? 0 : 1;
  } finally {
    await lock.release();
  }
}

/** Removes entries for good. @returns the exit code */
export async function dropQuarantined(
  admin: LogAdmin,
  selection: Selection & { readonly yes?: boolean },
  write: Write,
): Promise<number> {
  const select = toSelector(selection);
  const lock = await admin.takeRepairLock({ what: 'quarantine', id: createEpoch(Date.now(), Math.random) });
  try {
    const seqs: number[] = [];
    for await (const record of admin.quarantine.read()) if (select(record)) seqs.push(record.seq);
    if (selection.yes !== true && seqs.length > 0)
      throw new UsageError(`${countOf(seqs.length)} would be gone for good; say --yes if that is meant`);
    for (const seq of seqs) {
      await lock.confirm();
      await admin.quarantine.remove(seq);
    }
    write(seqs.length === 0 ? 'no such record is in quarantine\n' : `${countOf(seqs.length)} dropped\n`);
    return seqs.length > 0 ? 0 : 1;
  } finally {
    await lock.release();
  }
}

const countOf = (count: number): string => `${count} record${count === 1 ? '' : 's'}`;

/** @throws UsageError unless exactly one way of choosing is used */
function toSelector({ seqs, reason, all }: Selection): (record: QuarantinedRecord) => boolean {
  const wanted = new Set(seqs.map((text) => parseWhole('seq', text)));
  const ways = [wanted.size > 0, reason !== undefined, all === true].filter(Boolean).length;
  if (ways !== 1) throw new UsageError('name records by number, or --reason, or --all: one of them');
  return (record) => all === true || wanted.has(record.seq) || record.reason === reason;
}

/** @throws UsageError */
function parseWhole(name: string, text: string, least = 1): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least))
    throw new UsageError(`${name}: ${JSON.stringify(text)} is no number from ${least} on`);
  return value;
}
