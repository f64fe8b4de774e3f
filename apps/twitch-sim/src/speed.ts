/** How fast a file is replayed: as fast as it is read, or at so many times its own pace. */
export type Speed = { type: 'max' } | { type: 'paced'; factor: number };

/** `real`, `max`, or a factor from 0.01 to 100,000. Undefined for anything else. */
export function parseSpeed(typed: string): Speed | undefined {
  if (typed === 'max') return { type: 'max' };
  if (typed === 'real') return { type: 'paced', factor: 1 };
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(typed)) return undefined;
  const factor = Number(typed);
  return factor >= 0.01 && factor <= 100_000 ? { type: 'paced', factor } : undefined;
}
