import { createServer } from 'node:net';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { UsageError } from '@emotide/service-kit';
import { describe, expect, it } from 'vitest';
import { PortTakenError, startClickHouse } from '../src/index';
import { processIdentity } from '../src/process-identity';
import { PASSWORDS, expectAnswer } from './ask';
import { runServerParent } from './run-server-parent';
import { createScratchDirectory } from './scratch-directory';
import { waitUntil } from './wait-until';

const scratch = await createScratchDirectory();
const start = (name: string, options: { port?: number } = {}) =>
  startClickHouse({ directory: join(scratch, name), users: PASSWORDS, ...options });

describe('startClickHouse', () => {
  it('stops within a second, with clients connected and a query running', async () => {
    const server = await start('stop');
    const running = expectAnswer(server.url, 'app', 'SELECT count() FROM numbers(1e13)').catch(
      () => undefined,
    );
    await waitUntil(
      async () => (await expectAnswer(server.url, 'app', 'SELECT count() FROM system.processes')) === '3',
      5_000,
    );
    const startMs = performance.now();
    await server.stop();
    expect(performance.now() - startMs).toBeLessThan(1_000);
    expect(await server.exited).toEqual({ code: 0, signal: null });
    await running;
  });

  it('keeps what it acknowledged through a kill, and starts again at once', async () => {
    const first = await start('killed');
    for (const query of [
      'CREATE DATABASE emotide',
      'CREATE TABLE emotide.t (n UInt64) ENGINE = MergeTree ORDER BY n',
      'INSERT INTO emotide.t SELECT number FROM numbers(1000)',
    ]) {
      await expectAnswer(first.url, 'app', query);
    }
    process.kill(first.pid, 'SIGKILL');
    expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' });
    const second = await start('killed');
    try {
      expect(await expectAnswer(second.url, 'app', 'SELECT count() FROM emotide.t')).toBe('1000');
      await expectAnswer(second.url, 'app', 'SYSTEM FLUSH LOGS');
      await expectAnswer(second.url, 'app', 'SELECT count() FROM system.query_log');
    } finally {
      await second.stop();
    }
  });

  it('refuses a directory that another one runs on', async () => {
    const first = await start('shared');
    try {
      await expect(start('shared')).rejects.toThrow(`another ClickHouse (pid ${first.pid}) runs on`);
      expect(await expectAnswer(first.url, 'app', 'SELECT 1')).toBe('1');
    } finally {
      await first.stop();
    }
  });

  it('names a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      const refused = await start('port', { port }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(PortTakenError);
      expect(refused).toBeInstanceOf(UsageError);
      expect(refused).toMatchObject({ port });
    } finally {
      other.close();
    }
  });

  it('starts in a directory with an odd name, and refuses one that no configuration can say', async () => {
    const server = await start(`a b & <c> "d' é`);
    await server.stop();
    await expect(start('${HOME}')).rejects.toThrow(UsageError);
  });

  it('refuses an empty password', async () => {
    const options = { directory: join(scratch, 'empty'), users: { app: '', bi: 'x' } };
    await expect(startClickHouse(options)).rejects.toThrow(UsageError);
  });

  it("tells the engine's last words when it can't start", async () => {
    const server = await start('broken');
    await expectAnswer(server.url, 'app', 'CREATE DATABASE emotide').finally(() => server.stop());
    await writeFile(join(scratch, 'broken', 'engine', 'metadata', 'emotide.sql'), 'no SQL at all');
    await expect(start('broken')).rejects.toThrow(
      /ClickHouse ended while starting[^]*SYNTAX_ERROR|Syntax error/,
    );
  });

  it('dies with its parent, however that dies, and can be started again at once', async () => {
    const directory = join(scratch, 'orphan');
    const parent = await runServerParent('clickhouse', directory);
    const busy = expectAnswer(parent.url, 'app', 'SELECT count() FROM numbers(1e13)').catch(() => undefined);
    parent.kill('SIGKILL');
    const tookMs = await waitUntil(() => processIdentity(parent.pid) === undefined, 5_000);
    expect(tookMs).toBeLessThan(1_500);
    await busy;
    await (await start('orphan')).stop();
  });
});
