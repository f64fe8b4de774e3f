import { decodeOptOut, encodeOptOut, mergeOptOuts, optOutKey, type OptOut } from '@emotide/domain';
import { readAllValues, type SharedValues } from '@emotide/event-log';
import { optOuts as readOptOuts, recordOptOuts, type Store } from '@emotide/store';

/**
 * Where the list of opt-outs is kept, twice: in the warehouse, which leaves them out of every run, and in the log's
 * bucket, from which whoever reads chat learns of them at once. Each is put back from the other.
 */
export interface OptOutCopies {
  readonly store: Store;
  /** The bucket `opt-outs`. */
  readonly values: Pick<SharedValues, 'follow' | 'put'>;
}

/** What both copies say together, by {@link optOutKey}, and what each lacks of it. */
interface Compared {
  readonly all: ReadonlyMap<string, OptOut>;
  readonly lackedByStore: readonly OptOut[];
  readonly lackedByBucket: readonly OptOut[];
}

/** @throws LogUnavailable, StoreUnavailable, StoreRefused */
export async function listOptOuts(copies: OptOutCopies, signal: AbortSignal): Promise<readonly OptOut[]> {
  return [...(await compare(copies, signal)).all.values()];
}

/**
 * Adds to both copies. The warehouse comes first: cut in between, every run is right from then on, and
 * {@link reconcileOptOuts} does the rest.
 *
 * @throws LogUnavailable, StoreUnavailable, StoreRefused: repeat
 */
export async function noteOptOuts(
  copies: OptOutCopies,
  optOuts: readonly OptOut[],
  signal: AbortSignal,
): Promise<void> {
  await recordOptOuts(copies.store, optOuts);
  await reconcileOptOuts(copies, signal);
}

/**
 * Brings both copies to what they say together, which mends whichever was lost, or restored from a backup.
 *
 * @returns how many entries each copy lacked. @throws LogUnavailable, StoreUnavailable, StoreRefused: repeat
 */
export async function reconcileOptOuts(
  copies: OptOutCopies,
  signal: AbortSignal,
): Promise<{ readonly all: number; readonly toStore: number; readonly toBucket: number }> {
  const { all, lackedByStore, lackedByBucket } = await compare(copies, signal);
  await recordOptOuts(copies.store, lackedByStore);
  for (const optOut of lackedByBucket) await copies.values.put(optOutKey(optOut), encodeOptOut(optOut));
  return { all: all.size, toStore: lackedByStore.length, toBucket: lackedByBucket.length };
}

async function compare({ store, values }: OptOutCopies, signal: AbortSignal): Promise<Compared> {
  const stored = new Map((await readOptOuts(store, {})).map((optOut) => [optOutKey(optOut), optOut]));
  const inBucket = new Map<string, OptOut>();
  for (const [key, bytes] of await readAllValues(values, signal)) {
    const optOut = decodeOptOut(key, bytes);
    if (optOut !== undefined) inBucket.set(key, optOut);
  }
  signal.throwIfAborted();
  const all = new Map(stored);
  for (const [key, optOut] of inBucket) {
    const known = stored.get(key);
    all.set(key, known === undefined ? optOut : mergeOptOuts(known, optOut));
  }
  const lackedBy = (copy: ReadonlyMap<string, OptOut>): OptOut[] =>
    [...all].filter(([key, optOut]) => !isSame(copy.get(key), optOut)).map(([, optOut]) => optOut);
  return { all, lackedByStore: lackedBy(stored), lackedByBucket: lackedBy(inBucket) };
}

const isSame = (one: OptOut | undefined, other: OptOut): boolean =>
  one?.outSinceMs === other.outSinceMs &&
  one.backSinceMs === other.backSinceMs &&
  one.forgottenBeforeMs === other.forgottenBeforeMs;
