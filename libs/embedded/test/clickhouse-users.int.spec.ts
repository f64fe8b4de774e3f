import { readFile, readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DICTIONARY_COLLECTION, startClickHouse, type ClickHouseServer } from '../src/index';
import { PASSWORDS, ask, basic, expectAnswer } from './ask';
import { createScratchDirectory } from './scratch-directory';

const directory = await createScratchDirectory();
let server: ClickHouseServer;

beforeAll(async () => {
  server = await startClickHouse({ directory, users: PASSWORDS });
  for (const query of [
    'CREATE DATABASE emotide',
    'CREATE DATABASE bi',
    'CREATE TABLE emotide.t (id UInt64, name String) ENGINE = MergeTree ORDER BY id',
    "INSERT INTO emotide.t VALUES (1, 'Kappa'), (2, 'PogChamp')",
    'CREATE VIEW bi.names DEFINER = app SQL SECURITY DEFINER AS SELECT name FROM emotide.t',
  ]) {
    await expectAnswer(server.url, 'app', query);
  }
});
afterAll(() => server?.stop());

describe('the door', () => {
  const { app } = PASSWORDS;
  const query = 'SELECT currentUser()';
  const get = (target: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${target}`, { headers });
  const encoded = (values: Record<string, string>) => `/?${new URLSearchParams({ query, ...values })}`;

  it.each([
    ['Basic', '/?query=SELECT+currentUser()', { authorization: basic('app', app) }],
    ['parameters', encoded({ user: 'app', password: app }), {}],
  ])('lets app in by %s', async (_way, target, headers) => {
    expect(await (await get(target, headers as Record<string, string>)).text()).toBe('app\n');
  });

  it('lets bi in by headers', async () => {
    const response = await get(encoded({}), { 'X-ClickHouse-User': 'bi', 'X-ClickHouse-Key': PASSWORDS.bi });
    expect(await response.text()).toBe('bi\n');
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['nobody', {}, {}],
    ['default by parameter', { user: 'default' }, {}],
    ['default by header', {}, { 'X-ClickHouse-User': 'default' }],
    ['default by Basic', {}, { authorization: basic('default', '') }],
    ['an empty name', { user: '', password: '' }, {}],
    ['the dictionaries', { user: 'dictionaries', password: '' }, {}],
    ['a wrong password', { user: 'app', password: 'x' }, {}],
    ['no password', { user: 'app' }, {}],
    ['default beside good Basic', { user: 'default' }, { authorization: basic('app', app) }],
    ['default in capitals beside good Basic', { USER: 'default' }, { authorization: basic('app', app) }],
    [
      'default by header beside good Basic',
      {},
      { authorization: basic('app', app), 'x-clickhouse-user': 'default' },
    ],
    ['a certificate', {}, { 'x-clickhouse-user': 'app', 'x-clickhouse-ssl-certificate-auth': 'on' }],
    ['a session alone', { session_id: 's' }, {}],
  ])("refuses %s in ClickHouse's own words", async (_who, parameters, headers) => {
    const response = await get(encoded(parameters), headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('x-clickhouse-exception-code')).toBe('516');
    expect(await response.text()).toMatch(/^Code: 516\..*\(AUTHENTICATION_FAILED\)/);
  });

  it('does not let a body say who asks', async () => {
    const response = await fetch(`${server.url}/`, {
      method: 'POST',
      headers: {
        authorization: basic('bi', PASSWORDS.bi),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'user=app&query=SELECT+1',
    });
    expect(response.status).not.toBe(200);
  });

  it.each([
    '/play',
    '/dashboard',
    '/replicas_status',
    '/metrics',
    '/binary',
    '/merges',
    '/js/uplot.js',
    '//',
    '/ping/x',
  ])('does not serve %s, not even to app', async (path) => {
    const response = await get(path, { authorization: basic('app', app) });
    expect(response.status).toBe(404);
  });

  it('answers /ping to anyone, as health checks want it', async () => {
    expect(await (await get('/ping')).text()).toBe('Ok.\n');
  });

  it.runIf(process.platform === 'linux')(
    'cannot be gone round: the engine answers nothing to other local processes',
    async () => {
      const users = await readFile(join(directory, 'users.xml'), 'utf8');
      expect(users).toContain('<no_password/>');
      const ports = await listeningPorts(server.pid);
      expect(ports.length).toBeGreaterThan(1);
      for (const port of ports) {
        if (server.url.endsWith(`:${port}`)) continue;
        const response = await fetch(`http://127.0.0.1:${port}/?user=default&query=SELECT+1`);
        expect(response.status).toBe(404);
      }
    },
  );

  it('keeps what it wrote to its owner, and passwords out of it', async () => {
    expect((await stat(directory)).mode & 0o077).toBe(0);
    for (const name of ['config.xml', 'users.xml']) {
      expect((await stat(join(directory, name))).mode & 0o077).toBe(0);
      expect(await readFile(join(directory, name), 'utf8')).not.toMatch(/p&|honey/);
    }
  });
});

/** TCP ports that a process listens on, from its sockets in /proc. */
async function listeningPorts(pid: number): Promise<number[]> {
  const table = await readFile(`/proc/${pid}/net/tcp`, 'utf8');
  const inodes = new Set<string>();
  for (const fd of await readdir(`/proc/${pid}/fd`)) {
    const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
    const [, inode] = /^socket:\[(\d+)\]$/.exec(target) ?? [];
    if (inode !== undefined) inodes.add(inode);
  }
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [local = '', state, inode = ''] = [fields[1], fields[3], fields[9]];
    return state === '0A' && inodes.has(inode) ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : [];
  });
}

/** Files are refused before any grant is looked at, as the engine has no working directory. */
const REFUSED = /ACCESS_DENIED|Not enough privileges|READONLY|getcwd failed/;
const OUTSIDE = [
  "SELECT * FROM file('/etc/passwd', 'LineAsString')",
  "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
  "SELECT * FROM remote('127.0.0.1:9000', 'system.one')",
  "SELECT * FROM s3('http://127.0.0.1:1/bucket/x', 'CSV', 'a String')",
  "SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
  "INSERT INTO FUNCTION file('x.csv', 'CSV', 'a String') VALUES ('b')",
  'SYSTEM SHUTDOWN',
  'SYSTEM STOP LISTEN HTTP',
  'CREATE DATABASE other',
  'CREATE USER eve',
];

describe('app', () => {
  it.each(OUTSIDE)('may not: %s', async (query) => {
    expect((await ask(server.url, 'app', query)).text).toMatch(REFUSED);
  });

  it.each(["File('CSV')", "URL('http://127.0.0.1:1/', 'CSV')"])(
    'may not make a table of %s',
    async (engine) => {
      const { text } = await ask(server.url, 'app', `CREATE TABLE emotide.x (a String) ENGINE = ${engine}`);
      expect(text).toMatch(/ACCESS_DENIED/);
    },
  );

  it('runs no program', async () => {
    const { text } = await ask(server.url, 'app', "SELECT * FROM executable('../../sh', 'CSV', 'a String')");
    expect(text).toMatch(/UNSUPPORTED_METHOD|ACCESS_DENIED/);
  });

  it('makes dictionaries over its own tables, without a password in their definition', async () => {
    await expectAnswer(
      server.url,
      'app',
      `CREATE DICTIONARY emotide.names (id UInt64, name String) PRIMARY KEY id
       SOURCE(CLICKHOUSE(NAME ${DICTIONARY_COLLECTION} DB 'emotide' TABLE 't')) LAYOUT(FLAT()) LIFETIME(0)`,
    );
    expect(await expectAnswer(server.url, 'app', "SELECT dictGet('emotide.names', 'name', 2)")).toBe(
      'PogChamp',
    );
  });

  it('backs its database up, and changes rows in place', async () => {
    const backup = await expectAnswer(
      server.url,
      'app',
      "BACKUP DATABASE emotide TO Disk('backups', 'first')",
    );
    expect(backup).toContain('BACKUP_CREATED');
    await expectAnswer(
      server.url,
      'app',
      "ALTER TABLE emotide.t UPDATE name = 'LUL' WHERE id = 1 SETTINGS mutations_sync = 1",
    );
    expect(await expectAnswer(server.url, 'app', 'SELECT name FROM emotide.t WHERE id = 1')).toBe('LUL');
  });

  it('inserts almost a million rows as one block, in the table behind a view too', async () => {
    for (const query of [
      'CREATE TABLE emotide.landing (n UInt64) ENGINE = Null',
      'CREATE TABLE emotide.big (n UInt64) ENGINE = MergeTree ORDER BY n',
      'CREATE MATERIALIZED VIEW emotide.big_mv TO emotide.big AS SELECT n FROM emotide.landing',
      "INSERT INTO emotide.landing SELECT n FROM input('n UInt64') FORMAT TSV\n" +
        Array.from({ length: 990_000 }, (_, n) => `${n}\n`).join(''),
    ]) {
      await expectAnswer(server.url, 'app', query);
    }
    const parts = await expectAnswer(
      server.url,
      'app',
      "SELECT count(), sum(rows), max(level) FROM system.parts WHERE database = 'emotide' AND table = 'big' AND active",
    );
    expect(parts).toBe('1\t990000\t0');
  });

  it('sees what ran in the query log', async () => {
    await expectAnswer(server.url, 'app', 'SYSTEM FLUSH LOGS');
    const count = "SELECT count() FROM system.query_log WHERE query LIKE 'CREATE VIEW bi.names%'";
    expect(Number(await expectAnswer(server.url, 'app', count))).toBeGreaterThan(0);
  });
});

describe('bi', () => {
  it('reads the views of bi, whose tables stay hidden', async () => {
    expect(await expectAnswer(server.url, 'bi', 'SELECT count() FROM bi.names')).toBe('2');
    expect(await expectAnswer(server.url, 'bi', 'SELECT database, name FROM system.tables')).toBe(
      'bi\tnames',
    );
    const { text } = await ask(server.url, 'bi', "SELECT * FROM merge('emotide', '.*')");
    expect(text).toContain('no tables');
  });

  it.each([
    ...OUTSIDE,
    'SELECT * FROM emotide.t',
    'SELECT * FROM system.query_log',
    'SELECT * FROM system.processes',
    'SELECT * FROM system.users',
    "SELECT dictGet('emotide.names', 'name', 2)",
    'INSERT INTO bi.names VALUES (1)',
    'CREATE VIEW bi.mine AS SELECT 1',
    'CREATE TEMPORARY TABLE x (a UInt8)',
    "SELECT * FROM executable('x', 'CSV', 'a String')",
    'DROP VIEW bi.names',
    'SYSTEM FLUSH LOGS',
    'KILL QUERY WHERE 1',
    "BACKUP DATABASE bi TO Disk('backups', 'x')",
  ])('may not: %s', async (query) => {
    const { status, text } = await ask(server.url, 'bi', query);
    expect(status).not.toBe(200);
    expect(text).toMatch(REFUSED);
  });

  it.each([
    'max_execution_time = 0',
    'max_execution_time = 11',
    'max_memory_usage = 0',
    'max_memory_usage = 600000000',
    'max_result_rows = 0',
    'max_threads = 64',
    'max_concurrent_queries_for_user = 0',
    "timeout_overflow_mode = 'break'",
    'readonly = 0',
  ])('may not set %s', async (setting) => {
    const { status, text } = await ask(server.url, 'bi', `SELECT 1 SETTINGS ${setting}`);
    expect(status).not.toBe(200);
    expect(text).toMatch(/SETTING_CONSTRAINT_VIOLATION|READONLY/);
  });

  it('is stopped when a query takes too long or gives too much', async () => {
    const long =
      'SELECT count() FROM numbers(1999999999) WHERE sipHash64(number) = 1 SETTINGS max_execution_time = 1';
    expect((await ask(server.url, 'bi', long)).text).toMatch(/TIMEOUT_EXCEEDED/);
    const much = 'SELECT number FROM numbers(3000000) FORMAT Null';
    expect((await ask(server.url, 'bi', much)).text).toMatch(/TOO_MANY_ROWS_OR_BYTES/);
  });
});
