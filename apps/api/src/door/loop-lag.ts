/** How late the process is: how long its timers wait beyond their time. */
export interface LoopLag {
  /** Milliseconds, of the latest look; while the process is stuck it can't be asked. */
  readonly ms: number;
  stop(): void;
}

/** Looks every `everyMs`. Does not keep the process alive. */
export function createLoopLag(everyMs: number): LoopLag {
  let ms = 0;
  let dueAtMs = performance.now() + everyMs;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    ms = Math.max(0, nowMs - dueAtMs);
    dueAtMs = nowMs + everyMs;
  }, everyMs);
  timer.unref();
  return {
    get ms() {
      return ms;
    },
    stop: () => clearInterval(timer),
  };
}
