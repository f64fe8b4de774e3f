import { setTimeout as sleep } from 'node:timers/promises';
import { createEpoch } from '@emotide/event-log';
import { REBUILD_DATABASE, createStore, type Store } from '@emotide/store';
import { quietLog } from '@emotide/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rebuildRollUps, type RebuildRollUpsOptions, type RebuildSummary } from '../src/rebuild-roll-ups';
import { toDay } from '../src/replay-range';
import { startRepairProcess } from './repair-process';
import { Stage, chat, inBatches, until, type RunningSink } from './stage';

let stage: Stage;
let rebuilt: Store;
beforeAll(async () => {
  stage = await Stage.start();
  rebuilt = createStore({
    url: stage.clickhouse.server.url,
    username: 'app',
    password: stage.clickhouse.passwords.app,
    database: REBUILD_DATABASE,
  });
});
afterAll(async () => {
  await rebuilt?.close();
  await stage?.stop();
});
beforeEach(async () => {
  await stage.reset();
  await (await stage.jsm()).streams.purge('KV_repairs');
});
afterEach(() => stage.stopSinks());

async function rebuild(options: Partial<RebuildRollUpsOptions> = {}): Promise<RebuildSummary> {
  const summary = await rebuildRollUps({
    eventLog: await stage.nats.connect('owner'),
    store: stage.store,
    rebuilt,
    id: createEpoch(Date.now(), Math.random),
    confirm: () => Promise.resolve(true),
    onProgress: () => undefined,
    signal: new AbortController().signal,
    log: quietLog,
    sinkGraceMs: 0,
    lockRenewMs: 100,
    lockTermMs: 400,
    ...options,
  });
  return summary!;
}

/** Starts the command as a process of its own. */
const start = (...args: string[]) =>
  startRepairProcess(
    'roll-ups.main.ts',
    {
      ...stage.nats.env('owner'),
      ...stage.clickhouse.env(),
      EMOTIDE_LEASE_RENEW_MS: '100',
      EMOTIDE_LEASE_TERM_MS: '300',
    },
    args,
  );

/** One roll-up has everything twice, one nothing, as a table that was added to a warehouse with data. */
async function damage(): Promise<void> {
  await stage.store.command(
    'INSERT INTO emote_hour SELECT * FROM emote_hour SETTINGS insert_deduplicate = 0, async_insert = 0',
  );
  await stage.store.command('TRUNCATE TABLE chatter_day');
}

async function store(running: RunningSink, from: number): Promise<void> {
  await stage.publish(inBatches(chat(400, from), 20));
  await stage.caughtUp(running);
}

describe('a rebuild of the roll-ups', { timeout: 480_000 }, () => {
  it('makes them of raw rows again while runs come in, each row once, and the sink goes on', async () => {
    const first = await stage.startSink({ runRows: 300 });
    await store(first, 0);
    await damage();
    let published = 400;
    const summary = await rebuild({
      confirm: async () => {
        await store(first, published);
        published += 400;
        return true;
      },
    });
    expect(summary.range).toEqual({ from: toDay(Date.now()), to: toDay(Date.now()) });
    expect(summary.tables.map(({ table }) => table)).toContain('chatter_day');
    // Its intent is another's now: it ends at its next run, and a sink that starts goes on.
    await first.stop();
    const second = await stage.startSink({ runRows: 300 });
    await store(second, published);
    expect(await second.stop()).toBeUndefined();
    const found = await stage.contents();
    expect(found).toEqual(await stage.expected(chat(1_200)));
  });

  it('takes what came in behind the noted runs while it read', async () => {
    const running = await stage.startSink({ runRows: 300 });
    await store(running, 0);
    await damage();
    let isBehind = false;
    const slow: Store = {
      ...rebuilt,
      command: async (statement, options) => {
        // What is noted was looked up by then.
        if (!isBehind && statement.startsWith('INSERT INTO landing')) {
          isBehind = true;
          await store(running, 400);
        }
        await rebuilt.command(statement, options);
      },
    };
    await rebuild({ rebuilt: slow });
    expect(isBehind).toBe(true);
    await running.stop();
    const found = await stage.contents();
    expect(found).toEqual(await stage.expected(chat(800)));
  });

  it('killed at any moment gives the same when it is run again', async () => {
    const before = await stage.startSink({ runRows: 300 });
    await store(before, 0);
    expect(await before.stop()).toBeUndefined();
    await damage();
    const moments: [said: string, afterMs: number][] = [
      ['days of raw tables', 50],
      ['waiting for the sinks', 100],
      ['exchanging', 0],
    ];
    let killed = 0;
    for (const [said, afterMs] of moments) {
      const child = start('rebuild', '--yes');
      const over = child.exited.then(() => true);
      const isOver = () => Promise.race([over, sleep(1, false)]);
      await until(async () => child.said().includes(said) || isOver(), said, 120_000);
      await sleep(afterMs);
      if (await isOver()) continue;
      await child.kill();
      killed++;
    }
    expect(killed).toBeGreaterThanOrEqual(2);
    const last = start('rebuild', '--yes');
    expect(await last.exited).toBe(0);
    const after = await stage.startSink({ runRows: 300 });
    await store(after, 400);
    expect(await after.stop()).toBeUndefined();
    const found = await stage.contents();
    expect(found).toEqual(await stage.expected(chat(800)));
  });

  it('waits for a run that was begun and not noted, and is refused when nobody finishes it', async () => {
    const running = await stage.startSink({ runRows: 300 });
    await store(running, 0);
    await running.stop();
    const runs = await stage.store.select('SELECT run_last FROM sink_runs ORDER BY run_last DESC LIMIT 1');
    const { run_last: last } = runs[0] as { run_last: string };
    await stage.store.command(
      `ALTER TABLE sink_runs DELETE WHERE run_last = ${last} SETTINGS mutations_sync = 2`,
    );
    await expect(rebuild({ pauses: 2, betweenPausesMs: 10 })).rejects.toThrow(
      'the sink of partition 0 has begun a run that is not noted as stored',
    );
    // It stands in nobody's way: the run is finished by the next sink, and then there is nothing to wait for.
    const next = await stage.startSink({ runRows: 300 });
    await store(next, 400);
    await next.stop();
    await rebuild();
    const found = await stage.contents();
    expect(found).toEqual(await stage.expected(chat(800)));
  });
});

describe('emotide rollups', { timeout: 480_000 }, () => {
  it('verify ends with 1 and names what differs, rebuild mends it, and a span without raw rows is refused', async () => {
    const running = await stage.startSink({ runRows: 300 });
    await store(running, 0);
    await running.stop();
    const sound = start('verify');
    expect(await sound.exited).toBe(0);
    expect(sound.said()).toMatch(/\n0 differences: [\d,]+ rows of 1 day compared\n$/);
    await damage();
    const damaged = start('verify');
    expect(await damaged.exited).toBe(1);
    expect(damaged.said()).toMatch(
      /emote_hour +\d+ of \d+ rows differ\n {2}uses \d+, of raw rows \d+: \{"channel_id":/,
    );
    expect(damaged.said()).toMatch(/chatter_day +(\d+) of \1 rows differ/);
    expect(damaged.said()).toMatch(/emote_minute +\d+ rows equal/);
    const only = start('rebuild', '--yes', '--table', 'chatter_day', '--table', 'emote_hour');
    expect(await only.exited).toBe(0);
    expect(only.said()).not.toContain('emote_minute');
    expect(await start('verify').exited).toBe(0);
    const early = start('rebuild', '--yes', '--from', '2020-01-01');
    expect(await early.exited).toBe(2);
    expect(early.said()).toContain(`raw rows go back to ${toDay(Date.now())} only`);
    expect(await start('verify', '--table', 'events').exited).toBe(2);
  });
});
