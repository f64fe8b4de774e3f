import { createHash } from 'node:crypto';
import { counter, type Registry } from '@emotide/service-kit';
import { historyRuns, pipeline, type PipelineRow, type SelectOptions, type Store } from '@emotide/store';

/** How long after it began a look at how far the warehouse is serves requests that come. */
const LOOK_MS = 100;
/** What changes without a run, as the catalogue of emotes and what channels stream, is seen so much later at most. */
const LONGEST_MS = 2_000;

/** What one request reads. */
export interface ReadView {
  /** The warehouse, no older than {@link pipeline} says. */
  readonly store: Store;
  /** How far the warehouse is: what the answer says of its freshness. */
  readonly pipeline: () => Promise<readonly PipelineRow[]>;
}

export interface ReadCache {
  /** For a request that has just come. @param signal aborted when nobody waits for its answer any more */
  open(signal?: AbortSignal): ReadView;
}

interface Moment {
  /** Greater whenever a run was completed since. */
  readonly number: number;
  readonly pipeline: readonly PipelineRow[];
}

/** Something of the warehouse that several requests may wait for. */
interface Shared<T> {
  readonly result: Promise<T>;
  readonly sinceMs: number;
  readonly ending: AbortController;
  waiting: number;
  isDone: boolean;
}

interface Read extends Shared<unknown[]> {
  /** 0 while it runs. */
  cells: number;
  /** Rows that it may cost: whoever may ask for more does not wait for it, as it may be refused. */
  readonly mostRows: number;
}

/**
 * Answers of the warehouse, shared by all requests until the next run of the sink is complete: what was read while the
 * warehouse was as far as the request's own `dataFreshness` says is at least as new as that. Requests that ask the same at the
 * same time wait for one read, which ends in the warehouse when the last of them has gone. Only who began it is told what it cost.
 *
 * `emotide_api_reads_total{from}`: `warehouse`, `cache`, or `shared` with one that was running; `emotide_api_read_rows_total`.
 */
export function createReadCache(options: {
  readonly store: Store;
  readonly registry: Registry;
  /** Monotonic, ms. */
  readonly clock: () => number;
  /** Values of all rows together that are kept. Default 200,000: by estimate 20 MB. */
  readonly mostCells?: number;
  /** Rows of the warehouse that one read may cost; default: any. */
  readonly mostRows?: number;
}): ReadCache {
  const { registry, clock, mostCells = 200_000, mostRows } = options;
  const reads = counter(
    registry,
    'emotide_api_reads_total',
    'Reads of the warehouse, by where rows came from',
    ['from'],
  );
  const readRows = counter(registry, 'emotide_api_read_rows_total', 'Rows of the warehouse that reads cost');
  const store: Store = {
    ...options.store,
    select: (query, parameters, asked) =>
      options.store.select(query, parameters, {
        ...(mostRows !== undefined && { mostRows }),
        ...asked,
        onRead(rows) {
          readRows.inc(rows ?? 0);
          asked?.onRead?.(rows);
        },
      }),
  };
  const known = new Map<string, Read>();
  let cells = 0;
  let look: Shared<Moment> | undefined;
  let latest = { number: 0, text: '' };

  const forget = (key: string, read: Read): void => {
    if (known.get(key) !== read) return;
    known.delete(key);
    cells -= read.cells;
  };

  function share<T>(work: (signal: AbortSignal) => Promise<T>): Shared<T> {
    const ending = new AbortController();
    const result = work(ending.signal);
    const shared: Shared<T> = { result, sinceMs: clock(), ending, waiting: 0, isDone: false };
    const done = (): void => void (shared.isDone = true);
    result.then(done, done);
    return shared;
  }

  async function readMoment(signal: AbortSignal): Promise<Moment> {
    const ended: Store = {
      ...store,
      select: (query, parameters) => store.select(query, parameters, { signal }),
    };
    const [rows, history] = await Promise.all([pipeline(ended, {}), historyRuns(ended, {})]);
    const text = JSON.stringify([rows, history]);
    if (text !== latest.text) {
      latest = { number: latest.number + 1, text };
      for (const [key, read] of known) forget(key, read);
    }
    return { number: latest.number, pipeline: rows };
  }

  function findLook(): Shared<Moment> {
    if (look === undefined || look.ending.signal.aborted || clock() - look.sinceMs >= LOOK_MS) {
      const begun = share(readMoment);
      look = begun;
      begun.result.catch(() => {
        if (look === begun) look = undefined;
      });
    }
    return look;
  }

  function begin(
    key: string,
    query: string,
    parameters: Parameters<Store['select']>[1],
    asked: SelectOptions,
  ): Read {
    const read: Read = Object.assign(
      share((signal) => store.select(query, parameters, { ...asked, signal })),
      { cells: 0, mostRows: toLimit(asked) },
    );
    const before = known.get(key);
    if (before) forget(key, before);
    known.set(key, read);
    read.result.then(
      (found) => {
        if (known.get(key) !== read) return;
        read.cells = 1 + found.length * Object.keys(found[0] ?? {}).length;
        cells += read.cells;
        for (const [oldest, other] of known) {
          if (cells <= mostCells) break;
          forget(oldest, other);
        }
      },
      () => forget(key, read),
    );
    return read;
  }

  const toLimit = (asked: SelectOptions): number => asked.mostRows ?? mostRows ?? Infinity;
  const isFresh = (read: Read): boolean => clock() - read.sinceMs < LONGEST_MS && !read.ending.signal.aborted;
  const isFor = (read: Read, asked: SelectOptions): boolean =>
    isFresh(read) && (read.cells > 0 || read.mostRows >= toLimit(asked));

  return {
    open(leaving) {
      let moment: Promise<Moment> | undefined;
      const own = (): Promise<Moment> => (moment ??= waitFor(findLook(), leaving));
      return {
        pipeline: async () => (await own()).pipeline,
        store: {
          ...store,
          async select(query, parameters, asked = {}) {
            const { number } = await own();
            // A request that began before the last run asks by itself: what is kept is newer than what it says.
            const isLatest = number === latest.number;
            const key = toKey(query, parameters);
            const found = isLatest ? known.get(key) : undefined;
            if (!isLatest) {
              reads.inc({ from: 'warehouse' });
              return await store.select(query, parameters, asked);
            }
            const read = found && isFor(found, asked) ? found : begin(key, query, parameters, asked);
            reads.inc({ from: read !== found ? 'warehouse' : read.cells > 0 ? 'cache' : 'shared' });
            return await waitFor(read, asked.signal);
          },
        },
      };
    },
  };
}

const toKey = (query: string, parameters: unknown): string =>
  createHash('sha256')
    .update(query)
    .update(JSON.stringify(parameters ?? null))
    .digest('base64');

/** Ends it when the last who waits for it has gone. */
async function waitFor<T>(shared: Shared<T>, signal: AbortSignal | undefined): Promise<T> {
  const leave = (): void => {
    shared.waiting -= 1;
    if (shared.waiting === 0 && !shared.isDone) shared.ending.abort();
  };
  shared.waiting += 1;
  signal?.addEventListener('abort', leave, { once: true });
  if (signal?.aborted) leave();
  try {
    return await shared.result;
  } finally {
    signal?.removeEventListener('abort', leave);
  }
}
