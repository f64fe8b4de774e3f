import { createMetrics } from '@emotide/service-kit';
import type { SelectOptions, Store } from '@emotide/store';
import { describe, expect, it } from 'vitest';
import { createReadCache } from './read-cache';

/** A warehouse whose rows say which read gave them. */
function createWarehouse(options: { mostCells?: number; mostRows?: number } = {}) {
  let nowMs = 0;
  let run = 1;
  const asked: string[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const limits: (number | undefined)[] = [];
  let answer = (rows: unknown[]): Promise<unknown[]> => Promise.resolve(rows);
  const store = {
    select(query: string, _parameters?: unknown, { signal, mostRows, onRead }: SelectOptions = {}) {
      if (query.includes('runs.partition'))
        return Promise.resolve([
          {
            partition: 0,
            runFirst: '1',
            runLast: String(run),
            rows: '1',
            insertedAtMs: '1',
            newestSentAtMs: null,
          },
        ]);
      if (query.includes('sink_runs')) return Promise.resolve([{ runs: '0', lastMs: '0' }]);
      asked.push(query);
      signals.push(signal);
      limits.push(mostRows);
      onRead?.(7);
      return answer([{ read: asked.length }]);
    },
  } as unknown as Store;
  const registry = createMetrics('test');
  const cache = createReadCache({ store, registry, clock: () => nowMs, ...options });
  return {
    asked,
    signals,
    limits,
    open: () => cache.open(),
    ask: (query = 'a', parameters = {}, asked: SelectOptions = {}) =>
      cache.open().store.select(query, parameters, asked),
    completeRun: () => (run += 1),
    pass: (ms: number) => (nowMs += ms),
    answerBy: (by: typeof answer) => (answer = by),
    async rows() {
      const metric = await registry.getSingleMetric('emotide_api_read_rows_total')?.get();
      return metric?.values[0]?.value;
    },
    async count(from: string) {
      const { values } = (await registry.getSingleMetric('emotide_api_reads_total')?.get()) ?? { values: [] };
      return values.find(({ labels }) => (labels as { from?: string }).from === from)?.value ?? 0;
    },
  };
}

describe('what was read', () => {
  it('is given again until a run is complete, and then never', async () => {
    const warehouse = createWarehouse();
    expect(await warehouse.ask()).toEqual([{ read: 1 }]);
    warehouse.pass(150);
    expect(await warehouse.ask()).toEqual([{ read: 1 }]);
    warehouse.completeRun();
    // How far the warehouse is was looked at just now: that is what an answer says, so it may be as old.
    expect(await warehouse.ask()).toEqual([{ read: 1 }]);
    warehouse.pass(150);
    expect(await warehouse.ask()).toEqual([{ read: 2 }]);
    expect(await warehouse.count('cache')).toBe(2);
    expect(await warehouse.count('warehouse')).toBe(2);
  });

  it('is at least as new as what the request says of itself', async () => {
    const warehouse = createWarehouse();
    const before = warehouse.open();
    await before.pipeline();
    warehouse.completeRun();
    warehouse.pass(150);
    expect(await warehouse.ask()).toEqual([{ read: 1 }]);
    // It began before that run and reads by itself; what the others have stays theirs.
    expect(await before.store.select('a', {})).toEqual([{ read: 2 }]);
    expect(await warehouse.ask()).toEqual([{ read: 1 }]);
  });

  it('is not kept for long, as not everything changes by runs', async () => {
    const warehouse = createWarehouse();
    await warehouse.ask();
    warehouse.pass(2_000);
    expect(await warehouse.ask()).toEqual([{ read: 2 }]);
  });

  it('is told apart by what was asked for', async () => {
    const warehouse = createWarehouse();
    await warehouse.ask('a', { limit: 1 });
    expect(await warehouse.ask('a', { limit: 2 })).toEqual([{ read: 2 }]);
    expect(await warehouse.ask('b', { limit: 1 })).toEqual([{ read: 3 }]);
  });

  it('takes only so much room, the oldest goes first', async () => {
    const warehouse = createWarehouse({ mostCells: 5 });
    for (const query of ['a', 'b', 'c']) await warehouse.ask(query);
    expect(await warehouse.ask('c')).toEqual([{ read: 3 }]);
    expect(await warehouse.ask('a')).toEqual([{ read: 4 }]);
  });
});

describe('one read for all who ask the same at once', () => {
  it('is made once, and fails for all of them and not for the next', async () => {
    const warehouse = createWarehouse();
    warehouse.answerBy(() => Promise.reject(new Error('away')));
    const both = await Promise.allSettled([warehouse.ask(), warehouse.ask()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(warehouse.asked).toHaveLength(1);
    expect(await warehouse.count('shared')).toBe(1);
    warehouse.answerBy((rows) => Promise.resolve(rows));
    expect(await warehouse.ask()).toEqual([{ read: 2 }]);
  });

  it('ends when the last of them has gone', async () => {
    const warehouse = createWarehouse();
    let finish = (): void => undefined;
    warehouse.answerBy((rows) => new Promise((resolve) => (finish = () => resolve(rows))));
    const leaving = [new AbortController(), new AbortController()];
    const asked = leaving.map(({ signal }) => warehouse.open().store.select('a', {}, { signal }));
    await new Promise((resolve) => setTimeout(resolve, 0));
    leaving[0]!.abort();
    expect(warehouse.signals[0]?.aborted).toBe(false);
    leaving[1]!.abort();
    expect(warehouse.signals[0]?.aborted).toBe(true);
    // Who comes then asks anew.
    const next = warehouse.ask();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(warehouse.asked).toHaveLength(2);
    finish();
    await next;
    void asked;
  });

  it('is charged to whoever began it', async () => {
    const warehouse = createWarehouse();
    const costs: unknown[] = [];
    const ask = (name: string) => warehouse.ask('a', {}, { onRead: (rows) => costs.push([name, rows]) });
    await Promise.all([ask('first'), ask('second')]);
    await ask('third');
    expect(costs).toEqual([['first', 7]]);
    expect(await warehouse.rows()).toBe(7);
  });

  it('is not waited for by who may ask for more, as it may be refused for less', async () => {
    const warehouse = createWarehouse({ mostRows: 100 });
    let fail = (): void => undefined;
    warehouse.answerBy(() => new Promise((_, reject) => (fail = () => reject(new Error('too many rows')))));
    const little = warehouse.ask('a', {}, { mostRows: 10 });
    await new Promise((resolve) => setTimeout(resolve, 0));
    warehouse.answerBy((rows) => Promise.resolve(rows));
    expect(await warehouse.ask('a', {}, { mostRows: 50 })).toEqual([{ read: 2 }]);
    fail();
    await expect(little).rejects.toThrow('too many rows');
    // What was found is everybody's.
    expect(await warehouse.ask('a', {}, { mostRows: 5 })).toEqual([{ read: 2 }]);
    expect(await warehouse.ask('a')).toEqual([{ read: 2 }]);
    expect(await warehouse.ask('b')).toEqual([{ read: 3 }]);
    expect(warehouse.limits).toEqual([10, 50, 100]);
  });
});
