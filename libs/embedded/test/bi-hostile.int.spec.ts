import { once } from 'node:events';
import { access, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startClickHouse, type ClickHouseServer } from '../src/index';
import { PASSWORDS, ask, basic, expectAnswer } from './ask';
import { createScratchDirectory } from './scratch-directory';
import { waitUntil } from './wait-until';

const directory = await createScratchDirectory();
const SECRET = 'the-secret-of-this-machine';
const secretFile = join(directory, 'secret.txt');
const written = join(directory, 'written');
let server: ClickHouseServer;
let hasEnded = false;

beforeAll(async () => {
  server = await startClickHouse({ directory, users: PASSWORDS, maxConcurrentRequests: 16 });
  void server.exited.then(() => (hasEnded = true));
  await writeFile(secretFile, SECRET);
  for (const query of [
    'CREATE DATABASE emotide',
    'CREATE DATABASE bi',
    'CREATE TABLE emotide.t (id UInt64, name String) ENGINE = MergeTree ORDER BY id',
    "INSERT INTO emotide.t VALUES (1, 'Kappa'), (2, 'PogChamp')",
    'CREATE VIEW bi.names DEFINER = app SQL SECURITY DEFINER AS SELECT name FROM emotide.t',
    // Of a view's maker only the rights are lent, not the limits.
    'CREATE VIEW bi.endless DEFINER = app SQL SECURITY DEFINER AS SELECT count() AS n FROM numbers(1000000000) WHERE sipHash64(number) = 1',
    'CREATE VIEW bi.huge DEFINER = app SQL SECURITY DEFINER AS SELECT groupArray(number) AS n FROM numbers(1000000000)',
  ])
    await expectAnswer(server.url, 'app', query);
});
afterAll(() => server?.stop());

const DENIED = /ACCESS_DENIED|READONLY/;
const FIXED = /SETTING_CONSTRAINT_VIOLATION/;
/** The engine looks for a working directory before it looks for any file: see leaveWorkingDirectory. */
const NO_DIRECTORY = /getcwd failed|ACCESS_DENIED/;
/** On a loaded machine the time may be over before the memory is full. */
const TOO_MUCH = /MEMORY_LIMIT_EXCEEDED|TIMEOUT_EXCEEDED/;
const NESTED = 3_000;

/** What `bi` may try, and how it is refused or bounded. */
const ATTEMPTS: readonly (readonly [what: string, query: string, refusal: RegExp])[] = [
  ['a file', `SELECT file('${secretFile}')`, NO_DIRECTORY],
  ['a file, with something to fall back to', `SELECT file('${secretFile}', 'nothing')`, NO_DIRECTORY],
  ['a file by a path from here', "SELECT file('../secret.txt')", NO_DIRECTORY],
  ['a file, spelt otherwise', `SELECT \`fi\\x6ce\`('${secretFile}')`, NO_DIRECTORY],
  ['a file named by data', `SELECT file(materialize('${secretFile}'))`, NO_DIRECTORY],
  ['a file as a table', `SELECT * FROM file('${secretFile}', 'LineAsString')`, NO_DIRECTORY],
  ['a file as a table of the database default', `SELECT * FROM default.\`${secretFile}\``, NO_DIRECTORY],
  ['a directory', "SELECT * FROM filesystem('/etc')", NO_DIRECTORY],
  [
    'a file as a template',
    `SELECT 1 FORMAT Template SETTINGS format_template_resultset = '${secretFile}'`,
    FIXED,
  ],
  [
    'a file as a row of one',
    `SELECT 1 FORMAT Template SETTINGS format_template_row = '${secretFile}'`,
    FIXED,
  ],
  [
    'a file as a schema',
    `SELECT 1 FORMAT Protobuf SETTINGS format_schema = '${secretFile}:M'`,
    /SETTING_CONSTRAINT_VIOLATION|getcwd failed/,
  ],
  [
    'to write a schema',
    `SELECT 1 FORMAT Protobuf SETTINGS output_format_schema = '${written}'`,
    /SETTING_CONSTRAINT_VIOLATION|getcwd failed/,
  ],
  [
    'to write errors down',
    `SELECT * FROM format(CSV, 'a UInt8', 'x') SETTINGS input_format_record_errors_file_path = '${written}'`,
    FIXED,
  ],
  ['to write an answer down', `SELECT 1 INTO OUTFILE '${written}'`, /INTO_OUTFILE_NOT_ALLOWED/],
  ['a SQLite file', `SELECT * FROM sqlite('${secretFile}', 't')`, NO_DIRECTORY],
  ['a URL', "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')", DENIED],
  [
    'a registry of schemas',
    "SELECT * FROM format(AvroConfluent, 'a UInt8', 'x') SETTINGS format_avro_schema_registry_url = 'http://127.0.0.1:1'",
    FIXED,
  ],
  ['S3', "SELECT * FROM s3('http://127.0.0.1:1/bucket/x', 'CSV', 'a String')", DENIED],
  ['another server', "SELECT * FROM remote('127.0.0.1:9000', 'system.one')", DENIED],
  ['a cluster', "SELECT * FROM cluster('default', system.one)", /CLUSTER_DOESNT_EXIST|ACCESS_DENIED/],
  ['MySQL', "SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')", DENIED],
  ['a program', "SELECT * FROM executable('sh', 'CSV', 'a String')", DENIED],
  ['a language model', "SELECT aiGenerate('hello') SETTINGS allow_experimental_ai_functions = 1", FIXED],
  ['the raw table', 'SELECT * FROM emotide.t', DENIED],
  ['the raw table by merging', "SELECT * FROM merge('emotide', '.*')", /no tables|ACCESS_DENIED/],
  ['the raw table by its index', "SELECT * FROM mergeTreeIndex('emotide', 't')", DENIED],
  ['what the raw table is like', 'DESCRIBE TABLE emotide.t', DENIED],
  ['the dictionary', "SELECT * FROM dictionary('emotide.emote_classes')", DENIED],
  ['who else is here', 'SELECT * FROM system.processes', DENIED],
  ['the settings of the server', 'SELECT * FROM system.server_settings', DENIED],
  ['the named collections', 'SELECT * FROM system.named_collections', DENIED],
  ['the stacks', 'SELECT * FROM system.stack_trace', DENIED],
  [
    "the door's secret",
    "SELECT getClientHTTPHeader('X-Emotide-Door') SETTINGS allow_get_client_http_header = 1",
    FIXED,
  ],
  ["the door's secret, as it is", "SELECT getClientHTTPHeader('X-Emotide-Door')", /FUNCTION_NOT_ALLOWED/],
  ["the server's log", "SELECT 1 SETTINGS send_logs_level = 'trace'", FIXED],
  ['addresses', 'SELECT addressToLine(1) SETTINGS allow_introspection_functions = 1', FIXED],
  ['to stop the server', 'SYSTEM SHUTDOWN', DENIED],
  ['to close its door', 'SYSTEM STOP LISTEN HTTP', DENIED],
  // Without a table it is answered, having stopped the merges of all tables that `bi` may: of none.
  ['to stop the merges', 'SYSTEM STOP MERGES emotide.t', DENIED],
  ['to end the queries of others', 'KILL QUERY WHERE 1', DENIED],
  ['to write', "INSERT INTO bi.names VALUES ('x')", DENIED],
  [
    'to write a file',
    `INSERT INTO FUNCTION file('${written}', 'CSV', 'a String') VALUES ('b')`,
    NO_DIRECTORY,
  ],
  ['to drop', 'DROP VIEW bi.names', DENIED],
  ['to make a table for the session', 'CREATE TEMPORARY TABLE x (a UInt8)', DENIED],
  ['to copy the database away', "BACKUP DATABASE bi TO Disk('backups', 'x')", DENIED],
  [
    'to become another user',
    'EXECUTE AS app SELECT 1',
    /ACCESS_DENIED|SYNTAX_ERROR|NOT_IMPLEMENTED|SUPPORT_IS_DISABLED/,
  ],
  ['a new user', 'CREATE USER eve', DENIED],
  ['to be more than a reader', 'SET readonly = 0', /SETTING_CONSTRAINT_VIOLATION|READONLY/],
  ['more time', 'SELECT 1 SETTINGS max_execution_time = 0', FIXED],
  ['memory that nobody counts', 'SELECT 1 SETTINGS max_untracked_memory = 100000000000', FIXED],
  ['more queries at once', 'SELECT 1 SETTINGS max_concurrent_queries_for_user = 0', FIXED],
  ['to come first', 'SELECT 1 SETTINGS os_threads_nice_value_query = 0', FIXED],
  ['a part of an answer instead of an error', "SELECT 1 SETTINGS timeout_overflow_mode = 'break'", FIXED],
  [
    'a profiler that interrupts all the time',
    'SELECT 1 SETTINGS query_profiler_cpu_time_period_ns = 1',
    FIXED,
  ],
  ['a long sleep', 'SELECT sleep(3600)', /TOO_SLOW/],
  ['longer sleeps', 'SELECT 1 SETTINGS function_sleep_max_microseconds_per_block = 0', FIXED],
  [
    'many short sleeps',
    'SELECT sleepEachRow(1) FROM numbers(100) SETTINGS max_execution_time = 1, max_block_size = 1',
    /TIMEOUT_EXCEEDED/,
  ],
  [
    'an endless count',
    'SELECT count() FROM numbers(1999999999) WHERE sipHash64(number) = 1 SETTINGS max_execution_time = 1',
    /TIMEOUT_EXCEEDED/,
  ],
  [
    'an endless count in a view',
    'SELECT * FROM bi.endless SETTINGS max_execution_time = 1',
    /TIMEOUT_EXCEEDED/,
  ],
  ['all numbers there are', 'SELECT sum(number) FROM numbers(100000000000)', /TOO_MANY_ROWS/],
  [
    'an endless join',
    'SELECT count() FROM numbers(90000000) AS a JOIN numbers(90000000) AS b ON a.number = b.number SETTINGS max_execution_time = 1',
    TOO_MUCH,
  ],
  [
    'everything with everything',
    'SELECT count() FROM numbers(90000000) AS a CROSS JOIN numbers(90000000) AS b SETTINGS max_execution_time = 1',
    TOO_MUCH,
  ],
  [
    'endless recursion',
    'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t',
    /TOO_DEEP_RECURSION|TIMEOUT_EXCEEDED/,
  ],
  ['much memory', 'SELECT length(groupArray(number)) FROM numbers(1000000000)', TOO_MUCH],
  ['much memory in a view', 'SELECT length(n) FROM bi.huge', TOO_MUCH],
  ['a long text', "SELECT length(repeat('x', 1000000000))", TOO_MUCH],
  ['a huge answer', 'SELECT number FROM numbers(5000000) FORMAT Null', /TOO_MANY_ROWS_OR_BYTES/],
  [
    'an answer of huge rows',
    "SELECT repeat('x', 1000000) FROM numbers(1000) FORMAT Null",
    /TOO_MANY_ROWS_OR_BYTES|MEMORY_LIMIT/,
  ],
  ['deep brackets', `SELECT ${'('.repeat(NESTED)}1${')'.repeat(NESTED)}`, /TOO_DEEP/],
  [
    'deep brackets, allowed by itself',
    `SELECT ${'['.repeat(NESTED)}1${']'.repeat(NESTED)} SETTINGS max_parser_depth = 1000000`,
    /TOO_DEEP|SETTING_CONSTRAINT/,
  ],
  [
    'a long list of conditions',
    `SELECT ${'1+'.repeat(60_000)}1`,
    /TOO_DEEP|TOO_BIG_AST|TOO_LARGE|SYNTAX_ERROR|TOO_COMPLEX/,
  ],
];

describe('the user bi', () => {
  it.each(ATTEMPTS)('does not get %s', async (_what, query, refusal) => {
    const { status, text } = await ask(server.url, 'bi', query);
    expect(text).toMatch(refusal);
    expect(text).not.toContain(SECRET);
    expect(status).not.toBe(200);
    expect(hasEnded).toBe(false);
  });

  it('has written nothing anywhere', async () => {
    await expect(access(written)).rejects.toThrow('ENOENT');
  });

  it('reads its views still', async () => {
    expect(await expectAnswer(server.url, 'bi', 'SELECT name FROM names ORDER BY name')).toBe(
      'Kappa\nPogChamp',
    );
  });

  it('leaves the others room, however many of its requests never end', async () => {
    // Half a request each: known by its headers, and then nothing more comes.
    const head = `POST / HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic('bi', PASSWORDS.bi)}\r\nContent-Length: 100\r\n\r\nSELECT`;
    const sockets = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        socket.write(head);
        return socket;
      }),
    );
    try {
      await waitUntil(async () => (await ask(server.url, 'bi', 'SELECT 1')).status === 503, 10_000);
      for (let id = 10; id < 20; id++)
        await expectAnswer(server.url, 'app', `INSERT INTO emotide.t VALUES (${id}, 'x')`);
      expect(await expectAnswer(server.url, 'app', 'SELECT count() FROM emotide.t WHERE id >= 10')).toBe(
        '10',
      );
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  it('keeps nobody from inserting while it abuses all that it may', async () => {
    const storm = new AbortController();
    const abuse = Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const [, query] = ATTEMPTS.filter(([what]) => /endless|everything/.test(what))[index % 4]!;
        while (!storm.signal.aborted)
          await ask(server.url, 'bi', query.replace('= 1', '= 5')).catch(() => undefined);
      }),
    );
    for (let id = 100; id < 120; id++)
      await expectAnswer(server.url, 'app', `INSERT INTO emotide.t VALUES (${id}, 'x')`);
    expect(await expectAnswer(server.url, 'app', 'SELECT count() FROM emotide.t WHERE id >= 100')).toBe('20');
    storm.abort();
    await abuse;
    expect(hasEnded).toBe(false);
  });
});
