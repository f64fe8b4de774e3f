import { readFileSync } from 'node:fs';

/** What a process has used so far and holds now. Linux only. */
export interface ProcessUsage {
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

/** Kernel ticks per second; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** @throws Error when the process is gone */
export function readUsage(pid: number): ProcessUsage {
  // The name in parentheses may hold spaces; what follows it is numbers.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    cpuSeconds: (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND,
    rssMb: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024,
  };
}
