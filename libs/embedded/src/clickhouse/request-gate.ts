/** Lets so many requests in at once, lets a few more wait, and turns the rest away. */
export interface RequestGate {
  /**
   * Resolves with the way out (call it once, when the request is over) or with `undefined`: turned away, because
   * the queue is full, the wait was too long, or `signal` said that nobody waits any more.
   */
  enter(signal: AbortSignal): Promise<(() => void) | undefined>;
}

interface Waiter {
  admit(): void;
}

export function createRequestGate(options: {
  limit: number;
  queueLimit: number;
  waitMs: number;
}): RequestGate {
  const { limit, queueLimit, waitMs } = options;
  const waiting = new Set<Waiter>();
  let inside = 0;

  const leaveOnce = (): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      inside -= 1;
      const [next] = waiting;
      next?.admit();
    };
  };

  return {
    async enter(signal) {
      if (signal.aborted) return undefined;
      if (inside < limit) {
        inside += 1;
        return leaveOnce();
      }
      if (waiting.size >= queueLimit) return undefined;
      return new Promise((resolve) => {
        const settle = (way: (() => void) | undefined): void => {
          waiting.delete(waiter);
          clearTimeout(timer);
          signal.removeEventListener('abort', giveUp);
          resolve(way);
        };
        const waiter: Waiter = {
          admit() {
            inside += 1;
            settle(leaveOnce());
          },
        };
        const giveUp = (): void => settle(undefined);
        const timer = setTimeout(giveUp, waitMs);
        signal.addEventListener('abort', giveUp);
        waiting.add(waiter);
      });
    },
  };
}
