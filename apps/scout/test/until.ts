import { setTimeout as delay } from 'node:timers/promises';

/** Asks again until there is an answer that is not undefined. @returns it, and how long it took in ms */
export async function until<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  withinMs = 45_000,
): Promise<{ readonly value: T; readonly tookMs: number }> {
  const startedAtMs = performance.now();
  for (;;) {
    const value = await ask();
    const tookMs = performance.now() - startedAtMs;
    if (value !== undefined) return { value, tookMs };
    if (tookMs > withinMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await delay(20);
  }
}
