import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '../stack';
import { toOutageDrill, type Outage } from './outage';

/** The warehouse's disk. All of it is memory that the drill fills. */
const DISK_MB = 512;
const CHUNK = Buffer.alloc(1 << 20, 1);

/**
 * The warehouse's directory is a small disk of its own, mounted where only this system sees it (a mount namespace, by
 * way of a user namespace where we are not root), so nothing is left of it afterwards. It is full while a file of ours
 * fills it.
 */
export const diskFull: Outage = {
  name: "the warehouse's disk is full",
  start: (directory) => {
    const disk = join(directory, 'clickhouse');
    mkdirSync(disk, { recursive: true });
    return { through: ['unshare', ...asRoot(), '--mount', 'sh', '-c', MOUNT, disk] };
  },
  begin: async (stack) => {
    const filler = fillerOf(stack);
    let isFull = true;
    fill(filler);
    // What a merge or a log of the engine gives back is taken again.
    const timer = setInterval(() => isFull && fill(filler), 1_000);
    return () => {
      isFull = false;
      clearInterval(timer);
      rmSync(filler, { force: true });
      return Promise.resolve();
    };
  },
};

const MOUNT = `mount -t tmpfs -o size=${DISK_MB}m,mode=700 tmpfs "$0" && exec "$@"`;

const asRoot = (): string[] => (process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']);

const fillerOf = (stack: Stack): string =>
  `/proc/${stack.pid}/root${join(stack.directory, 'clickhouse/filler')}`;

/** Appends until the disk takes not one byte more. */
function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (let size = CHUNK.length; size > 0;) {
      try {
        writeSync(file, CHUNK, 0, size);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        size >>= 1;
      }
    }
  } finally {
    closeSync(file);
  }
}

export const diskFullDrill = toOutageDrill(
  {
    name: 'disk-full',
    title: "The warehouse's disk full",
    description: "fill ClickHouse's disk under load, and free it again",
    question: 'Is anything lost or doubled when the disk under ClickHouse is full for a while?',
    seconds: 60,
    note: `ClickHouse's directory is a disk of ${DISK_MB} MB, filled to the last byte; the log is on another.`,
  },
  diskFull,
);
