/** Sending stops while it is shut. */
export interface Gate {
  shut(): void;
  open(): void;
  readonly isShut: boolean;
  /** When it is open, or the signal aborts. */
  opened(signal: AbortSignal): Promise<void>;
}

export function createGate(): Gate {
  let isShut = false;
  const waiting = new Set<() => void>();
  return {
    shut: () => void (isShut = true),
    open() {
      isShut = false;
      for (const go of [...waiting]) go();
    },
    get isShut() {
      return isShut;
    },
    opened(signal) {
      if (!isShut || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const go = (): void => {
          waiting.delete(go);
          signal.removeEventListener('abort', go);
          resolve();
        };
        waiting.add(go);
        signal.addEventListener('abort', go, { once: true });
      });
    },
  };
}
