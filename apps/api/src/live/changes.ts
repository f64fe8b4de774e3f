/**
 * What `read` gives: at once, then whenever a tick finds another value than the last one given.
 *
 * A value that nobody waits for is not kept: whoever comes back for the next one gets the latest. Made by hand because
 * an async generator function answers `return()` only after its next value.
 *
 * @param options.read the same reference means that nothing changed; an error from it ends the values
 * @param options.onTick calls its listener at each tick until the returned function is called
 */
export function changesOf<T>(options: {
  read: () => T;
  onTick: (listener: () => void) => () => void;
}): AsyncIterableIterator<T, undefined> {
  const { read, onTick } = options;
  type Waiting = {
    resolve: (result: IteratorResult<T, undefined>) => void;
    reject: (error: unknown) => void;
  };
  let last: { readonly value: T } | undefined;
  let waiting: Waiting | undefined;
  let stopTicks: (() => void) | undefined;
  let isOver = false;

  const end = (): void => {
    isOver = true;
    stopTicks?.();
    waiting?.resolve({ done: true, value: undefined });
    waiting = undefined;
  };
  const look = (): void => {
    if (!waiting) return;
    const { resolve, reject } = waiting;
    try {
      const value = read();
      if (last && value === last.value) return;
      last = { value };
      waiting = undefined;
      resolve({ done: false, value });
    } catch (error) {
      waiting = undefined;
      end();
      reject(error);
    }
  };

  return {
    next: () => {
      if (isOver) return Promise.resolve({ done: true, value: undefined });
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        stopTicks ??= onTick(look);
        if (!last) look();
      });
    },
    return: () => {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
