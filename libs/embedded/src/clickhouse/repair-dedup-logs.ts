import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * Makes every deduplication log under `enginePath` tell the truth again. Run it before the engine opens the
 * directory, never while it is open.
 *
 * ClickHouse writes an insert's token to the table's log about 0.1 ms before it renames the part into place. A
 * process killed in between leaves a token without data: the insert's retry would be dropped as a duplicate and
 * its rows lost. So records of parts that never reached the disk go, and with them a last line cut in writing.
 *
 * @returns how many records were dropped.
 */
export function repairDedupLogs(enginePath: string): number {
  const store = join(enginePath, 'store');
  let dropped = 0;
  for (const prefix of subdirectories(store)) {
    for (const uuid of subdirectories(join(store, prefix))) {
      dropped += repairTable(join(store, prefix, uuid));
    }
  }
  return dropped;
}

function repairTable(table: string): number {
  const logs = join(table, 'deduplication_logs');
  if (!existsSync(logs)) return 0;
  const parts = readdirSync(table).flatMap((name) => parsePartName(name) ?? []);
  let dropped = 0;
  for (const name of readdirSync(logs)) {
    const path = join(logs, name);
    // latin1 keeps every byte of a torn record as it is.
    const before = readFileSync(path, 'latin1');
    const after = repairDedupLog(before, parts);
    if (after.text === before) continue;
    dropped += after.dropped;
    replaceDurably(path, after.text);
  }
  return dropped;
}

/** The blocks that a part holds: inserted ones are `min` = `max`, merges span several. */
export interface PartRange {
  readonly partition: string;
  readonly minBlock: number;
  readonly maxBlock: number;
}

/**
 * The text of one log without the records of parts that `parts` doesn't cover, and without a torn last line.
 *
 * A record is `operation \t part name \t block id`; operation 1 adds, 2 drops (ClickHouse,
 * MergeTreeDeduplicationLog). A merged part on disk covers the inserted ones it was made of. A record that was
 * dropped again by the engine may go as well: dropping what isn't there changes nothing.
 */
export function repairDedupLog(text: string, parts: readonly PartRange[]): { text: string; dropped: number } {
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  const kept = lines.filter((line) => {
    const [operation, partName] = line.split('\t');
    if (operation !== '1') return true;
    const part = parsePartName(partName ?? '');
    return part !== undefined && parts.some((other) => covers(other, part));
  });
  return {
    text: kept.map((line) => `${line}\n`).join(''),
    dropped: lines.length - kept.length + (torn === '' ? 0 : 1),
  };
}

/**
 * Partition and blocks out of a part's folder name `<partition>_<min>_<max>_<level>[_<mutation>]`; `undefined` for
 * anything else, unfinished parts (`tmp_…`) included.
 */
export function parsePartName(name: string): PartRange | undefined {
  if (name.startsWith('tmp') || name.startsWith('delete_tmp')) return undefined;
  const [, partition, min, max] = /^(.+?)_(\d+)_(\d+)_\d+(?:_\d+)?$/.exec(name) ?? [];
  if (partition === undefined) return undefined;
  return { partition, minBlock: Number(min), maxBlock: Number(max) };
}

function covers(whole: PartRange, part: PartRange): boolean {
  return (
    whole.partition === part.partition && whole.minBlock <= part.minBlock && whole.maxBlock >= part.maxBlock
  );
}

/** The new file is on disk before it takes the old one's name. */
function replaceDurably(path: string, text: string): void {
  // Outside the log folder: the engine reads every file in there.
  const draft = `${path.slice(0, path.lastIndexOf('/deduplication_logs/'))}/tmp_dedup_repair`;
  writeFileSync(draft, text, 'latin1');
  const file = openSync(draft, 'r');
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
}

function subdirectories(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
