import { TooManyRows, type SelectOptions } from '@emotide/store';
import { toApiError } from './api-error';

/** Rows of the warehouse that one request may cost, all its reads together. */
export interface RowBudget {
  /**
   * Makes a read when it is its turn.
   *
   * @param read is told what it may cost, and tells what it did; it tells nothing where it made no read of its own
   * @throws GraphQLError TOO_COMPLEX when nothing is left, or what is left does not do
   */
  spend<T>(read: (asked: Required<Pick<SelectOptions, 'mostRows' | 'onRead'>>) => Promise<T>): Promise<T>;
}

/**
 * A read begins when all that it may cost is left beside what those may cost that run; or, when none runs, with what is left. So
 * the sum is kept, but for the block in which a read is stopped, and `ofRequest / ofRead` reads run at a time, while the others
 * wait in their order. What a read did not use is left for the next ones. One that fails may have read anything before it did, and
 * is charged with all that it might have.
 */
export function createRowBudget({
  ofRead,
  ofRequest,
}: {
  /** Rows that one read may cost. */
  readonly ofRead: number;
  readonly ofRequest: number;
}): RowBudget {
  let left = ofRequest;
  /** What the reads that run may cost. */
  let reserved = 0;
  const waiting: ((mostRows: number) => void)[] = [];

  const hasTurn = (): boolean => reserved === 0 || left - reserved >= ofRead;

  function begin(): number {
    const mostRows = Math.min(ofRead, left - reserved);
    reserved += mostRows;
    return mostRows;
  }

  function end(mostRows: number, cost: number): void {
    reserved -= mostRows;
    left = Math.max(0, left - cost);
    while (waiting.length > 0 && hasTurn()) waiting.shift()!(begin());
  }

  return {
    async spend(read) {
      const mostRows =
        waiting.length === 0 && hasTurn()
          ? begin()
          : await new Promise<number>((resolve) => waiting.push(resolve));
      // To ClickHouse 0 would be any number.
      if (mostRows === 0) throw toTooDear(ofRequest);
      let cost = 0;
      try {
        return await read({ mostRows, onRead: (rows = mostRows) => (cost = rows) });
      } catch (error) {
        cost = mostRows;
        throw error instanceof TooManyRows && mostRows < ofRead ? toTooDear(ofRequest) : error;
      } finally {
        end(mostRows, cost);
      }
    },
  };
}

const toTooDear = (ofRequest: number) =>
  toApiError(
    'TOO_COMPLEX',
    `the document asks too much: its reads cost more than ${ofRequest} rows of the warehouse together; ask for less time, whole hours, one channel, or fewer fields at once`,
  );
