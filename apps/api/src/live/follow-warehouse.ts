import type { Staleness as StalenessAnswer } from '@emotide/graphql-types';
import { StoreUnavailable } from '@emotide/store';
import { toApiError } from '../api-error';
import type { ReadView } from '../read-cache';
import { changesOf } from './changes';
import type { Ticker } from './ticker';

/** What one look at the warehouse found. */
export interface Found<T> {
  readonly answer: T;
  /** Another text whenever another answer may be found; the same: this one is final and need not be asked for again. */
  readonly finalFor: string | undefined;
}

/** What a subscriber asks that only the warehouse can tell. */
export interface WarehouseQuestion<T> {
  readonly everyMs: number;
  /** As `finalFor` would be now: no look is taken while the last one was final for it. */
  readonly now: () => string;
  readonly look: (view: ReadView) => Promise<Found<T>>;
}

/** `answer` is undefined while the warehouse never answered. */
export interface WarehouseAnswer<T> {
  readonly answer: T | undefined;
  readonly stale: StalenessAnswer | null;
}

export interface WarehouseAnswers {
  /**
   * The answer now, and at each tick after which it may be another one. While the warehouse is away the last one stands,
   * marked stale.
   *
   * @throws GraphQLError TOO_MANY when too many different ones run; what the first look throws, but for StoreUnavailable
   */
  follow<T>(question: WarehouseQuestion<T>): Promise<AsyncIterableIterator<WarehouseAnswer<T>, undefined>>;
}

/**
 * Subscriptions that are answered by the warehouse. However many there are, one read runs at a time, so that following
 * costs the warehouse less than asking does.
 *
 * @param options.open a view for one look, ended by the signal
 * @param options.clock epoch ms
 * @param options.mostQuestions running at a time
 */
export function createWarehouseAnswers(options: {
  readonly open: (signal: AbortSignal) => ReadView;
  readonly ticker: Ticker;
  readonly clock: () => number;
  readonly mostQuestions: number;
}): WarehouseAnswers {
  const { open, ticker, clock, mostQuestions } = options;
  let running = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };

  return {
    async follow<T>({ everyMs, now, look }: WarehouseQuestion<T>) {
      if (running >= mostQuestions)
        throw toApiError('TOO_MANY', 'too many different subscriptions of this kind; try again later');
      running += 1;
      const leaving = new AbortController();
      let latest: WarehouseAnswer<T> = { answer: undefined, stale: null };
      let finalFor: string | undefined;
      let failure: { readonly error: unknown } | undefined;
      let isLooking = false;

      const refresh = async (): Promise<void> => {
        if (isLooking || failure || (finalFor !== undefined && latest.stale === null && finalFor === now()))
          return;
        isLooking = true;
        try {
          const found = await inTurn(() => {
            leaving.signal.throwIfAborted();
            return look(open(leaving.signal));
          });
          finalFor = found.finalFor;
          latest = { answer: found.answer, stale: null };
        } catch (error) {
          if (error instanceof StoreUnavailable)
            latest = {
              answer: latest.answer,
              stale: latest.stale ?? { reason: 'WAREHOUSE_AWAY', since: clock() },
            };
          else if (!leaving.signal.aborted) failure = { error };
        } finally {
          isLooking = false;
        }
      };
      const end = (): void => {
        if (leaving.signal.aborted) return;
        running -= 1;
        leaving.abort();
      };

      await refresh();
      if (failure) {
        end();
        throw (failure as { error: unknown }).error;
      }
      const changes = changesOf({
        read: () => {
          if (failure) throw failure.error;
          return latest;
        },
        onTick: (listener) => {
          const stop = ticker.every(everyMs, () => void refresh().then(listener));
          return () => {
            stop();
            end();
          };
        },
      });
      const answers: AsyncIterableIterator<WarehouseAnswer<T>, undefined> = {
        next: () => changes.next(),
        // One that was never asked for its first value has no tick to stop.
        return: () => {
          end();
          return changes.return!();
        },
        [Symbol.asyncIterator]: () => answers,
      };
      return answers;
    },
  };
}
