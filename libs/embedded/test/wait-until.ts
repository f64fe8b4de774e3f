import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds until `condition` held; throws when it doesn't within `withinMs`. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
): Promise<number> {
  const startMs = performance.now();
  while (!(await condition())) {
    if (performance.now() - startMs > withinMs) throw new Error(`did not happen within ${withinMs} ms`);
    await delay(10);
  }
  return performance.now() - startMs;
}
