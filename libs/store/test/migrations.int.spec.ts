import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  type TestClickHouse,
} from '@emotide/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { MIGRATIONS } from '../migrations';
import { REBUILD_DATABASE, migrate, toStatements, type Retention, type Store } from '../src/index';
import { MigrationLock, MigrationLockLost } from '../src/migration-lock';
import { STEPS } from './steps';

const directory = createTemporaryDirectory();
const children: ChildProcess[] = [];
let warehouse: TestClickHouse;
let store: Store;

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  store = warehouse.store;
});
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(async () => {
  await warehouse?.stop();
  directory.remove();
});

/** A host that starts: a process of its own. */
function startHost() {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL('./migrate.main.ts', import.meta.url))],
    { env: { PATH: process.env['PATH'], ...warehouse.env() }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  const said: { msg: string; migration?: string }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => said.push(JSON.parse(line)));
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, said, exited, applied: () => said.flatMap(({ migration }) => migration ?? []) };
}

describe('two hosts that start at once', { timeout: 240_000 }, () => {
  const all = STEPS.map(({ name }) => name);
  const begin = () => store.command(`DROP DATABASE IF EXISTS ${REBUILD_DATABASE} SYNC`, { database: null });

  it('apply each step once', async () => {
    await begin();
    const hosts = [startHost(), startHost()];
    expect(await Promise.all(hosts.map(({ exited }) => exited))).toEqual([0, 0]);
    expect(hosts.flatMap((host) => host.applied())).toEqual(all);
  });

  it('leave the work to the other when one is killed in the middle of it', async () => {
    await begin();
    const first = startHost();
    while (first.applied().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    first.child.kill('SIGKILL');
    const second = startHost();
    expect(await second.exited).toBe(0);
    const steps = [...first.applied(), ...second.applied()];
    // The step in which it was killed is begun again; what it had noted is not.
    expect(new Set(steps)).toEqual(new Set(all));
    expect(steps.length).toBeLessThanOrEqual(all.length + 1);
    expect(second.said.map(({ msg }) => msg)).toContain(
      'whoever changed the schema has fallen silent: taking over',
    );
  });
});

describe('the lock of the migrations', () => {
  it('is one holder’s at a time, and waits for a living one', async () => {
    const options = { log: quietLog, renewMs: 50, termMs: 5_000 };
    const held: number[] = [];
    let holders = 0;
    await Promise.all(
      [1, 2, 3].map(async () => {
        const lock = await MigrationLock.take(store, options);
        held.push(++holders);
        await new Promise((resolve) => setTimeout(resolve, 300));
        await lock.confirm();
        holders--;
        await lock.release();
      }),
    );
    expect(held).toEqual([1, 1, 1]);
  });

  it('is lost to another by who was silent, and who wakes is told', async () => {
    const frozen = await MigrationLock.take(store, { log: quietLog, renewMs: 60_000 });
    const next = await MigrationLock.take(store, { log: quietLog, renewMs: 50, termMs: 300 });
    vi.spyOn(performance, 'now').mockReturnValueOnce(performance.now() + 61_000);
    await expect(frozen.confirm()).rejects.toBeInstanceOf(MigrationLockLost);
    await next.confirm();
    await next.release();
    await frozen.release();
  });
});

describe('the statements for a cluster', () => {
  it('are all taken by the parser, replicated and for every host', async () => {
    const statements = toStatements({
      database: 'emotide',
      cluster: 'chat',
      retention: { events: 60, emote_hour: 400, losses: 'forever' },
    });
    expect(statements.length).toBeGreaterThan(MIGRATIONS.length);
    for (const statement of statements) {
      const [row] = (await store.select('SELECT formatQuery({statement:String}) AS parsed', {
        statement,
      })) as {
        parsed: string;
      }[];
      expect(row?.parsed).toContain('ON CLUSTER chat');
      const engine = /ENGINE = (\w+)/.exec(row!.parsed)?.[1];
      if (engine !== undefined)
        expect(engine).toMatch(/^(Null|Replicated(Replacing|Summing|Aggregating)?MergeTree)$/);
      if (engine?.endsWith('MergeTree')) expect(row?.parsed).toContain("'{replica}'");
      expect(row?.parsed).not.toContain('non_replicated');
    }
  });
});

describe('retention', () => {
  const DAY_MS = 86_400_000;
  const dayAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
  const keep = (retention: Retention) => migrate(store, { log: quietLog, retention });
  const days = async () =>
    (
      (await store.select(
        "SELECT DISTINCT dateDiff('day', log_day, today()) AS age FROM losses ORDER BY age",
      )) as { age: string }[]
    ).map(({ age }) => Number(age));

  it('is set per table, also for what is stored, and repeating it changes nothing', async () => {
    await migrate(store, { log: quietLog });
    const fill = (age: number) =>
      store.command(
        `INSERT INTO losses (channel_id, log_day) SELECT 1, toDate('${dayAgo(age)}') SETTINGS async_insert = 0`,
      );
    await Promise.all([fill(2), fill(300)]);
    // Longer: what was written under a year is kept on.
    expect(await keep({ losses: 400 })).toMatchObject({ aged: ['losses'] });
    expect(await keep({ losses: 400 })).toMatchObject({ aged: [] });
    const limits = await store.select(
      `SELECT DISTINCT toDate(delete_ttl_info_max) - max_date AS kept FROM system.parts
       WHERE database = 'emotide' AND table = 'losses' AND active AND rows > 0`,
    );
    expect(limits).toEqual([{ kept: 400 }]);
    // Told the table and not its parts: killed in between.
    await store.command(
      'ALTER TABLE losses MODIFY TTL log_day + INTERVAL 500 DAY SETTINGS materialize_ttl_after_modify = 0',
    );
    expect(await keep({ losses: 500 })).toMatchObject({ aged: ['losses'] });
    expect(await keep({ losses: 500 })).toMatchObject({ aged: [] });
    expect(await days()).toEqual([2, 300]);
    // Shorter: what is too old goes by itself.
    await store.command('ALTER TABLE losses MODIFY SETTING merge_with_ttl_timeout = 1');
    expect(await keep({ losses: 10 })).toMatchObject({ aged: ['losses'] });
    await vi.waitFor(async () => expect(await days()).toEqual([2]), { timeout: 60_000, interval: 200 });
    expect(await keep({ losses: 'forever' })).toMatchObject({ aged: ['losses'] });
    expect(await keep({ losses: 'forever' })).toMatchObject({ aged: [] });
    expect(await keep({})).toMatchObject({ aged: ['losses'] });
  });

  it('keeps the notes of runs for longer than raw rows', async () => {
    const ttl = async () => {
      const rows = await store.select(
        "SELECT extract(engine_full, 'toIntervalDay\\\\((\\\\d+)') AS days FROM system.tables WHERE database = 'emotide' AND name = 'sink_runs'",
      );
      return (rows as { days: string }[])[0]?.days;
    };
    await keep({ activity: 90 });
    expect(await ttl()).toBe('95');
    await keep({ events: 2, activity: 2 });
    expect(await ttl()).toBe('35');
  });
});
