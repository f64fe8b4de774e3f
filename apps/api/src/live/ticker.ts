/** Regular moments, one timer for each distinct period however many listen. */
export interface Ticker {
  /**
   * Calls `onTick` at every multiple of `everyMs` since the epoch, so that all who ask for the same period are called
   * together; a moment that passed while the process was busy is left out.
   *
   * @returns ends it
   */
  every(everyMs: number, onTick: () => void): () => void;
  stop(): void;
}

interface Beat {
  readonly listeners: Set<() => void>;
  dueAtMs: number;
  timer: NodeJS.Timeout | undefined;
}

/**
 * @param options.clock epoch ms
 * @param options.onTickDone told how long a tick held the process, microtasks included: all that followed from it
 */
export function createTicker(options: {
  clock: () => number;
  onTickDone?: (tookMs: number) => void;
}): Ticker {
  const { clock, onTickDone } = options;
  const beats = new Map<number, Beat>();

  const arm = (everyMs: number, beat: Beat): void => {
    beat.timer = setTimeout(() => ring(everyMs, beat), Math.max(0, beat.dueAtMs - clock()));
  };
  const ring = (everyMs: number, beat: Beat): void => {
    // Timers may fire a fraction early; such a tick would see the state of the moment before.
    if (clock() < beat.dueAtMs) return arm(everyMs, beat);
    const startedAtMs = performance.now();
    for (const listener of beat.listeners) listener();
    if (onTickDone) setImmediate(() => onTickDone(performance.now() - startedAtMs));
    beat.dueAtMs = toNextMultiple(everyMs, clock());
    if (beat.listeners.size > 0) arm(everyMs, beat);
  };

  return {
    every(everyMs, onTick) {
      let beat = beats.get(everyMs);
      if (!beat) {
        beat = { listeners: new Set(), dueAtMs: toNextMultiple(everyMs, clock()), timer: undefined };
        beats.set(everyMs, beat);
        arm(everyMs, beat);
      }
      const { listeners } = beat;
      // A listener of its own, so that one function may be called for twice.
      const listener = (): void => onTick();
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || beats.get(everyMs) !== beat) return;
        clearTimeout(beat.timer);
        beats.delete(everyMs);
      };
    },
    stop() {
      for (const { timer } of beats.values()) clearTimeout(timer);
      beats.clear();
    },
  };
}

const toNextMultiple = (everyMs: number, nowMs: number): number =>
  (Math.floor(nowMs / everyMs) + 1) * everyMs;
