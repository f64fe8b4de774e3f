import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { createClient, type ClickHouseClient } from '@clickhouse/client';
import {
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  type TestClickHouse,
} from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  REBUILD_DATABASE,
  createStore,
  endRebuild,
  openRebuildDatabase,
  renderBackup,
  renderRestore,
} from '../src/index';
import { fillExample } from './bi-example';

/** Questions of docs/bi.md: a heading with a number, the SQL, and the answer as the example has it. */
const page = await readFile(new URL('../../../docs/bi.md', import.meta.url), 'utf8');
const questions = [
  ...page.matchAll(/^### (\d+)\. (.+)\n[^#]*?```sql\n([^`]+)```\n\n```text\n([^`]+)```/gm),
].map(([, number, title, sql, answer]) => ({
  number: Number(number),
  title: title!,
  sql: sql!,
  answer: answer!,
}));

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let client: ClickHouseClient;

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  await fillExample(warehouse.store);
  client = createClient({
    url: warehouse.server.url,
    username: 'bi',
    password: warehouse.passwords.bi,
    database: 'bi',
  });
});
afterAll(async () => {
  await client?.close();
  await warehouse?.stop();
  directory.remove();
});

/** The answer as text, as the user `bi`, through the official client. */
async function ask(sql: string): Promise<string> {
  const { stream } = await client.exec({
    query: `${sql.trim().replace(/;$/, '')} FORMAT PrettyCompactNoEscapesMonoBlock`,
    clickhouse_settings: { output_format_pretty_row_numbers: 0 },
  });
  return (await stream.toArray()).join('');
}

describe('the questions of docs/bi.md', () => {
  it('are twenty, and numbered', () => {
    expect(questions.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it.each(questions)('question $number: $title', async ({ sql, answer }) => {
    expect(await ask(sql)).toBe(answer);
  });
});

describe('the views of bi', () => {
  it('say the same when the tables behind them have merged their rows', async () => {
    const sums = `SELECT sum(uses), sum(messages), uniqCombined64Merge(chatters) FROM emote_uses_hour`;
    const before = await ask(sums);
    await warehouse.store.command('OPTIMIZE TABLE emote_hour FINAL');
    expect(await ask(sums)).toBe(before);
  });

  it('have a comment on every view and every column', async () => {
    const result = await client.query({
      query: `SELECT name FROM system.tables WHERE database = 'bi' AND comment = ''
        UNION ALL SELECT concat(table, '.', name) FROM system.columns WHERE database = 'bi' AND comment = ''`,
      format: 'JSONEachRow',
    });
    expect(await result.json()).toEqual([]);
  });

  it('are asked in SQL by curl too', async () => {
    const { stdout } = await promisify(execFile)('curl', [
      ...['-sS', '--fail-with-body', '--user', `bi:${warehouse.passwords.bi}`],
      ...[
        '--data-binary',
        'SELECT channel, sum(messages) FROM messages_day GROUP BY channel ORDER BY 2 DESC',
      ],
      warehouse.server.url,
    ]);
    expect(stdout).toBe('xqc\t40\nforsen\t28\ngaules\t16\n');
  });

  it('stay those of the warehouse when days are built again beside it', async () => {
    const { server, passwords, store } = warehouse;
    const rebuilt = createStore({
      url: server.url,
      username: 'app',
      password: passwords.app,
      database: REBUILD_DATABASE,
    });
    await openRebuildDatabase(store, rebuilt, quietLog);
    const [elsewhere] = await store.select(
      `SELECT count() AS views FROM system.tables WHERE database = 'bi' AND create_table_query LIKE '%${REBUILD_DATABASE}%'`,
    );
    expect(elsewhere).toEqual({ views: '0' });
    expect(await rebuilt.select("SELECT name FROM migrations WHERE name LIKE '%-bi-%'")).toEqual([]);
    await endRebuild(rebuilt);
    await rebuilt.close();
  });
});

describe("the statements of a cluster's backup", () => {
  const place = (day: string) =>
    ({ type: 's3', url: `https://backups.s3.eu-central-1.amazonaws.com/emotide/${day}` }) as const;
  const statements = [
    renderBackup({ cluster: 'emotide', place: place('2026-11-29') }),
    renderBackup({ cluster: 'emotide', place: place('2026-11-30'), base: place('2026-11-29') }),
    renderRestore({ cluster: 'emotide', place: place('2026-11-29') }),
  ];

  it.each(statements)('are what docs/operations.md says and what the parser takes: %s', async (statement) => {
    const operations = await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    expect(operations).toContain(`\n${statement}\n`);
    const [row] = await warehouse.store.select('SELECT formatQuerySingleLine({statement:String}) AS parsed', {
      statement,
    });
    expect((row as { parsed: string }).parsed).toContain('ON CLUSTER');
  });

  it.each(["https://x/y') SETTINGS id = ('z", 'http://x/y', 'file:///etc'])('take no %s', (url) => {
    expect(() => renderBackup({ place: { type: 's3', url } })).toThrow(RangeError);
  });
});
