/** How late the process is: how long its timers wait beyond their time. */
export interface LoopLag {
  /**
   * Milliseconds, the lesser of the last two looks: who was late once, as the machine gave its time to others or memory was
   * collected, has caught up by the second; who has too much to do has not.
   */
  readonly ms: number;
  stop(): void;
}

/**
 * Looks every `everyMs`. Does not keep the process alive.
 *
 * @param nowMs a clock that only goes forward
 */
export function createLoopLag(everyMs: number, nowMs: () => number = () => performance.now()): LoopLag {
  let [before, latest] = [0, 0];
  let dueAtMs = nowMs() + everyMs;
  const timer = setInterval(() => {
    const lookedAtMs = nowMs();
    [before, latest] = [latest, Math.max(0, lookedAtMs - dueAtMs)];
    dueAtMs = lookedAtMs + everyMs;
  }, everyMs);
  timer.unref();
  return {
    get ms() {
      return Math.min(before, latest);
    },
    stop: () => clearInterval(timer),
  };
}
