import type { SharedValues } from './shared-values';

/**
 * All values that a bucket has now, by key. Waits for the bucket and for the log.
 *
 * @param signal ends it early, with what was read until then
 */
export async function readAllValues(
  values: Pick<SharedValues, 'follow'>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  if (signal.aborted) return found;
  await new Promise<void>((resolve) => {
    const following = values.follow({
      onValue: ({ key, value }) => {
        if (value === undefined) found.delete(key);
        else found.set(key, value);
      },
      onReplaced: () => found.clear(),
      onCaughtUp: () => end(),
    });
    const end = (): void => {
      signal.removeEventListener('abort', end);
      void following.stop().then(resolve);
    };
    signal.addEventListener('abort', end);
  });
  return found;
}
