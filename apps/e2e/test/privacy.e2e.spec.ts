import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createHashedForm, formatU64, type UserId } from '@emotide/domain';
import { createTemporaryDirectory } from '@emotide/testkit';
import { connect } from 'nats';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { compareWithTruth } from '../src/compare-counts';
import { overhear, type OverheardLine } from '../src/overheard';
import { settle } from '../src/settle';
import { pauseChat, readTruth, resumeChat } from '../src/simulator';
import { emotide, startStack, until, type Stack } from '../src/stack';

// A replay of the log waits for leases, and everything for a machine that is busy with other tests.
vi.setConfig({ testTimeout: 600_000 });

const directory = createTemporaryDirectory();
let stack: Stack;
let userKey: string;
let secrets: string[];
let heard: OverheardLine[];

beforeAll(async () => {
  const chat = ['--channels', '6', '--rate', '300', '--seed', '3', '--log-level', 'debug'];
  stack = await startStack(directory.path, chat, { env: { EMOTIDE_OPT_OUTS_EVERY_MS: '500' } });
  const text = readFileSync(join(directory.path, 'secrets.json'), 'utf8');
  ({ userKey } = JSON.parse(text) as { userKey: string });
  secrets = text.match(/[0-9a-f]{32,}/g)!;
  heard = await overhear(stack, 600);
}, 240_000);
afterAll(async () => {
  await stack?.stop();
  directory.remove();
});

/** Who wrote emotes most often. */
function busiest(): string[] {
  const counts = new Map<string, number>();
  for (const { userId, hasEmotes } of heard) if (hasEmotes) counts.set(userId, (counts.get(userId) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([userId]) => userId);
}
const numberOf = (userId: string) => formatU64(createHashedForm(userKey).toChatter(userId as UserId));
const command = async (...args: string[]) => {
  const { code, stdout, stderr } = await emotide([...args, '--data-dir', directory.path]);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};
const count = async (table: string, where: string) => {
  const [row] = await stack.sql<{ rows: string }>(`SELECT count() AS rows FROM ${table} WHERE ${where}`);
  return Number(row!.rows);
};
const runChat = async (ms: number) => {
  await resumeChat(stack);
  await new Promise((resolve) => setTimeout(resolve, ms));
};

/** Every count is the truth, and every roll-up has the chatters that raw rows have. */
async function expectExact(): Promise<void> {
  await pauseChat(stack);
  await settle(stack);
  const { differences, compared, messages, uses } = await compareWithTruth(stack, await readTruth(stack));
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(50);
  expect([messages.counted, uses.counted]).toEqual([messages.truth, uses.truth]);
  for (const [table, own] of [
    ['emote_minute', '1'],
    ['emote_hour', '1'],
    ['emote_hour_global', 'bitAnd(flags, 2) = 0'],
  ] as const) {
    const kept = await stack.sql(
      `SELECT emote_id, uniqCombined64Merge(t.chatters) AS chatters, sum(t.uses) AS uses FROM ${table} AS t GROUP BY emote_id ORDER BY emote_id`,
    );
    const raw = await stack.sql(
      `SELECT emote_id, uniqCombined64If(user_id, user_id != 0) AS chatters, sum(e.uses) AS uses FROM events AS e WHERE ${own} GROUP BY emote_id ORDER BY emote_id`,
    );
    expect(kept).toEqual(raw);
  }
}

describe('who opts out', () => {
  it('is nobody from that moment on, through kills, while every message counts', async () => {
    const [id] = busiest() as [string];
    await until(
      async () => (await count('events', `user_id = ${numberOf(id)}`)) > 0,
      'the chatter to be known',
    );
    await command('opt-out', 'add', id);
    const sinceMs = Date.now();
    expect(await command('opt-out', 'list', id)).toContain(numberOf(id));
    await stack.kill('sink');
    await runChat(3_000);
    await stack.kill('clickhouse');
    await pauseChat(stack);
    await settle(stack);
    // Twitch's time and the list's are of one clock here.
    const later = `sent_at > fromUnixTimestamp64Milli(${sinceMs})`;
    expect(await count('events', `user_id = ${numberOf(id)} AND ${later}`)).toBe(0);
    expect(await count('events', 'user_id = 0')).toBeGreaterThan(0);
    expect(await count('events', `user_id = ${numberOf(id)}`)).toBeGreaterThan(0);
  });

  it('stays nobody when the bucket is lost', async () => {
    const [id] = busiest() as [string];
    const connection = await connect({
      servers: stack.natsUrl,
      user: 'owner',
      pass: stack.secrets.nats.owner,
    });
    const { streams } = await connection.jetstreamManager();
    await streams.purge('KV_opt-outs');
    const key = `$KV.opt-outs.${createHashedForm(userKey).name}.${numberOf(id)}`;
    await until(
      () =>
        streams.getMessage('KV_opt-outs', { last_by_subj: key }).then(
          () => true,
          () => false,
        ),
      'the list to be put back',
    );
    await connection.close();
  });
});

describe('who is forgotten', () => {
  it('is in no table any more, also when the log is replayed, and every count is the truth', async () => {
    const [out, id] = busiest() as [string, string];
    await resumeChat(stack);
    await until(
      async () => (await count('events', `user_id = ${numberOf(id)}`)) > 0,
      'the chatter to be known',
    );
    const said = await command('forget', id, '--yes');
    expect(said).toMatch(/events: [1-9]\d* rows blanked/);
    expect(said).toMatch(/event log: .* until \d{4}-/);
    const before = /sent before (\S+)Z/.exec(said)![1]!.replace('T', ' ');
    const known = `user_id = ${numberOf(id)} AND sent_at < toDateTime('${before}', 'UTC')`;
    expect(await count('events', known)).toBe(0);
    await pauseChat(stack);
    await settle(stack);
    expect(await count('events', known)).toBe(0);
    expect(await count('privacy_log', "action = 'forget' AND state = 'done'")).toBeGreaterThan(0);

    await command('replay-log', '--yes');
    expect(await count('events', known)).toBe(0);
    // Replayed now, so what was written before opting out is nobody's too.
    for (const table of ['events', 'chatter_day'])
      expect(await count(table, `user_id = ${numberOf(out)}`)).toBe(0);
    await runChat(500);
    await expectExact();
  });
});

describe('what is kept', () => {
  it('has no text of any message', async () => {
    const texts = [...new Set(heard.map(({ text }) => text).filter((text) => text.split(' ').length > 3))];
    expect(texts.length).toBeGreaterThan(20);
    const emote = (await stack.sql<{ name: string }>('SELECT any(emote_name) AS name FROM events'))[0]!.name;
    const files = filesOf(['nats', 'clickhouse']).map(readIfThere);
    // Before the tables are asked: ClickHouse keeps the queries. It compresses rows; logs, the event log and buckets are plain.
    expect(files.some((bytes) => bytes.includes(emote))).toBe(true);
    expect(texts.filter((text) => files.some((bytes) => bytes.includes(text)))).toEqual([]);

    const tables = await stack.sql<{ table: string; columns: string[] }>(
      `SELECT concat(database, '.', table) AS table, groupArray(name) AS columns FROM system.columns
       WHERE database = 'emotide' AND type IN ('String', 'LowCardinality(String)') GROUP BY table
       HAVING table NOT LIKE '%\\_view' AND table NOT IN ('emotide.landing', 'emotide.emote_classes')`,
    );
    const holding = async (needles: readonly string[]) => {
      const any = `[${needles.map((text) => `'${text.replace(/[\\']/g, '\\$&')}'`).join(', ')}]`;
      const found: string[] = [];
      for (const { table, columns } of tables) {
        const sums = columns.map((column) => `countIf(multiSearchAny(t.${column}, ${any})) AS ${column}`);
        const [row] = await stack.sql<Record<string, string>>(`SELECT ${sums.join(', ')} FROM ${table} AS t`);
        for (const [column, rows] of Object.entries(row!)) if (rows !== '0') found.push(`${table}.${column}`);
      }
      return found;
    };
    expect(await holding([emote])).toContain('emotide.events.emote_name');
    expect(await holding(texts.slice(0, 200))).toEqual([]);
  });

  it('has no secret where people look', () => {
    const logs = filesOf(['clickhouse', 'nats']).filter((path) => /\.(log|err)(\.\d+)?$/.test(path));
    expect(logs.length).toBeGreaterThan(0);
    const said = [stack.output(), ...logs.map((path) => readFileSync(path, 'utf8'))];
    expect(said[0]).toContain('starting it again');
    // What a process was started with, everybody on the machine may read.
    for (const pid of [stack.pid, ...Object.values(stack.pids())])
      said.push(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    for (const secret of secrets) expect(said.filter((text) => text.includes(secret))).toEqual([]);
  });
});

/** What a server removes meanwhile is passed over. */
function filesOf(folders: readonly string[]): string[] {
  const walk = (path: string): string[] => {
    try {
      return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? walk(join(path, entry.name)) : entry.isFile() ? [join(path, entry.name)] : [],
      );
    } catch {
      return [];
    }
  };
  return folders.flatMap((folder) => walk(join(directory.path, folder)));
}

const readIfThere = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
};
