import type { Store } from '@emotide/store';
import { createTemporaryDirectory, startTestClickHouse, type TestClickHouse } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBareApi } from './bare-api';
import { until } from './live/live-stack';

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
}, 240_000);
afterAll(async () => {
  await warehouse?.stop();
  directory.remove();
});

/** The real warehouse, in which every question takes a minute. */
const slow = (): Store => ({
  ...warehouse.store,
  select: (_query, _parameters, options) =>
    warehouse.store.select(
      `SELECT sum(sleepEachRow(1)) AS slept, '${MARK}' AS mark FROM numbers(60) SETTINGS max_block_size = 1`,
      {},
      options,
    ),
});
const MARK = 'a question that takes long';
const running = async (): Promise<number> => {
  const [row] = await warehouse.store.select(
    "SELECT count() AS n FROM system.processes WHERE query LIKE {mark:String} AND query NOT LIKE '%system.processes%'",
    { mark: `%${MARK}%` },
  );
  return Number((row as { n: string }).n);
};

describe('a question that nobody waits for any more', () => {
  it('is ended in the warehouse', async () => {
    const api = await startBareApi({ store: slow() });
    const leaving = new AbortController();
    const asking = fetch(api.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ topEmotes { range { from } nodes { uses } } }"}',
      signal: leaving.signal,
    }).catch((error: Error) => error.name);
    await until('it runs', async () => ((await running()) > 0 ? true : undefined));
    leaving.abort();
    expect(await asking).toBe('AbortError');
    const leftAtMs = performance.now();
    await until('its end', async () => ((await running()) === 0 ? true : undefined));
    expect(performance.now() - leftAtMs).toBeLessThan(10_000);
    await api.stop();
  });

  it('is ended by whoever asked through the store', async () => {
    const asking = new AbortController();
    const answer = slow().select('1', {}, { signal: asking.signal });
    await until('it runs', async () => ((await running()) > 0 ? true : undefined));
    asking.abort();
    await expect(answer).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await until('its end', async () => ((await running()) === 0 ? true : undefined));
  });
});
