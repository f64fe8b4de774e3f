import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one with the same pid: on Linux its start time in clock ticks since boot
 * (field 22 of /proc/<pid>/stat, proc(5)); elsewhere `unknown`, and the pid alone has to do.
 *
 * `undefined` when no such process lives. A zombie counts as dead: it holds no file and no port any more.
 */
export function processIdentity(
  pid: number,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (platform === 'linux') {
    try {
      return parseStartTicks(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    } catch {
      return undefined;
    }
  }
  try {
    process.kill(pid, 0);
    return 'unknown';
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'unknown' : undefined;
  }
}

/** Start time from the text of /proc/<pid>/stat; `undefined` for a zombie and for text of another shape. */
export function parseStartTicks(stat: string): string | undefined {
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(/\s+/);
  const [state, ticks] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X' || ticks === undefined || !/^\d+$/.test(ticks)) return undefined;
  return ticks;
}
