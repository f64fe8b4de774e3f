/** An epoch names one life of a process: 16 hex digits, new at each start. See {@link createEpoch}. */
const EPOCH = /^[0-9a-f]{16}$/;

/** A new epoch: start time in milliseconds, so that epochs sort, and 16 random bits. */
export function createEpoch(nowMs: number, random: () => number): string {
  const time = nowMs.toString(16).padStart(12, '0');
  const chance = Math.floor(random() * 0x1_0000)
    .toString(16)
    .padStart(4, '0');
  return time + chance;
}

export function isEpoch(text: string): boolean {
  return EPOCH.test(text);
}
