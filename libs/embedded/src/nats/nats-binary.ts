import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Major, minor, patch. */
export type Version = readonly [number, number, number];

/** A nats-server program that was seen to run on this machine. */
export interface NatsBinary {
  readonly path: string;
  readonly version: Version;
}

/** Older ones lack what the event log stands on, or were never tried with it. */
export const OLDEST_NATS: Version = [2, 9, 10];

/** `nats-server: v2.10.27` and the like; `undefined` for text without a version. */
export function parseNatsVersion(text: string): Version | undefined {
  const [, major, minor, patch] = /\bv?(\d{1,4})\.(\d{1,4})\.(\d{1,4})\b/.exec(text) ?? [];
  if (major === undefined) return undefined;
  return [Number(major), Number(minor), Number(patch)];
}

export function formatVersion(version: Version): string {
  return version.join('.');
}

/** Whether `version` is `wanted` or newer. */
export function isAtLeast(version: Version, wanted: Version): boolean {
  const difference = version.map((part, index) => part - (wanted[index] ?? 0)).find((part) => part !== 0);
  return (difference ?? 0) >= 0;
}

/** Runs the program to learn its version: `undefined` when it isn't there, doesn't run or isn't a nats-server. */
export async function probeNatsBinary(path: string): Promise<NatsBinary | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], {
      timeout: 10_000,
      maxBuffer: 64 * 1024,
    });
    const version = stdout.startsWith('nats-server') ? parseNatsVersion(stdout) : undefined;
    return version && { path, version };
  } catch {
    return undefined;
  }
}
