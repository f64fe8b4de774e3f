/** How long what is said to a reader is under way. */
export interface Lag {
  readonly ms: number;
  /** Up to so much longer, each frame by chance: so frames overtake each other. 0 keeps their order. */
  readonly jitterMs: number;
}

/** A way to a reader that can be made long. */
export interface LaggingDelivery {
  deliver(frame: Buffer): void;
  setLag(lag: Lag): void;
  /** What is under way is lost. */
  stop(): void;
}

export const MAX_LAG_MS = 10_000;
const NO_LAG: Lag = { ms: 0, jitterMs: 0 };

export function createLaggingDelivery(
  send: (frame: Buffer) => void,
  random: () => number = Math.random,
): LaggingDelivery {
  const underWay = new Set<NodeJS.Timeout>();
  let lag = NO_LAG;
  let lastDueAtMs = 0;
  return {
    deliver(frame) {
      const { ms, jitterMs } = lag;
      if (ms === 0 && jitterMs === 0 && underWay.size === 0) return send(frame);
      const now = performance.now();
      const ownDueAtMs = now + ms + random() * jitterMs;
      // Without jitter nothing overtakes, also when the way becomes shorter again.
      const dueAtMs = jitterMs === 0 ? Math.max(ownDueAtMs, lastDueAtMs) : ownDueAtMs;
      lastDueAtMs = Math.max(lastDueAtMs, dueAtMs);
      const timer = setTimeout(() => {
        underWay.delete(timer);
        send(frame);
      }, dueAtMs - now);
      underWay.add(timer);
    },
    setLag: (next) => void (lag = next),
    stop() {
      for (const timer of underWay) clearTimeout(timer);
      underWay.clear();
    },
  };
}
