import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Sockets of the largest crowd, and what a process has open besides. */
const ENOUGH = 65_536;

/** Files that a process of this machine may have open without help. Linux only. */
export const readMostOpenFiles = (): number =>
  Number(/^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]);

/** Lets a process have as many sockets open as a bench needs. @returns whether it may now: not everybody may let it */
export function raiseOpenFiles(pid: number): boolean {
  try {
    execFileSync('prlimit', ['--pid', String(pid), `--nofile=${ENOUGH}:${ENOUGH}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
