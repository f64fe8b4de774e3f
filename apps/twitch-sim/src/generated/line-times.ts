import { drawAt, toKey } from './draw';
import type { GeneratedSettings } from './settings';

/** What time a line says that it was sent at. */
export interface LineTimes {
  /** False where each line says the time at which it is put on its connections. */
  readonly isShifted: boolean;
  /** @param putAtMs when line `number` is put on its connections. Both in epoch milliseconds. */
  sentAtMs(number: number, putAtMs: number): number;
}

/** Chat that arrives late, and in another order than it was said: the same for the same line, whoever asks. */
export function createLineTimes(
  settings: Pick<GeneratedSettings, 'seed' | 'delayMs' | 'disorderMs'>,
): LineTimes {
  const { seed, delayMs = 0, disorderMs = 0 } = settings;
  const key = toKey(seed, 41);
  return {
    isShifted: delayMs > 0 || disorderMs > 0,
    sentAtMs: (number, putAtMs) => putAtMs - delayMs - (drawAt(key, number) % (disorderMs + 1)),
  };
}
