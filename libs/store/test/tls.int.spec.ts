import { readFileSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { parseConfig } from '@emotide/service-kit';
import {
  createTemporaryDirectory,
  createTestAuthority,
  hasOpenSsl,
  startTestClickHouse,
  type TestAuthority,
  type TestClickHouse,
} from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore, storeEnv, toStoreAddress } from '../src';

/** The engine that runs here has no TLS of its own, so what a server would do at its port is done before it. */
function addTls({ certFile, keyFile }: ReturnType<TestAuthority['issue']>, to: number): Promise<Server> {
  const server = createServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (outer) => {
    const inner = connect(to, '127.0.0.1');
    outer.pipe(inner).pipe(outer);
    for (const socket of [outer, inner]) socket.on('error', () => (outer.destroy(), inner.destroy()));
  });
  server.on('tlsClientError', () => undefined);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe.skipIf(!hasOpenSsl)('the warehouse over TLS (openssl makes the certificates)', () => {
  const directory = createTemporaryDirectory();
  let clickhouse: TestClickHouse;
  let authority: TestAuthority;
  const servers: Server[] = [];

  beforeAll(async () => {
    clickhouse = await startTestClickHouse(directory.path);
    authority = createTestAuthority(directory.path);
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await clickhouse?.stop();
    directory.remove();
  });

  async function serveAs(name: string, names: readonly string[]): Promise<string> {
    const to = Number(new URL(clickhouse.server.url).port);
    const server = await addTls(authority.issue(name, names), to);
    servers.push(server);
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const open = (url: string, caFile?: string) =>
    createStore(
      toStoreAddress(
        parseConfig(storeEnv, {
          ...clickhouse.env(),
          EMOTIDE_CLICKHOUSE_URL: url,
          ...(caFile !== undefined && { EMOTIDE_CLICKHOUSE_TLS_CA_FILE: caFile }),
        }),
      ),
    );

  it('is asked and written to through a certificate of the authority that the settings name', async () => {
    const store = open(await serveAs('warehouse', ['IP:127.0.0.1']), authority.caFile);
    expect(await store.ping()).toBe(true);
    expect(await store.select('SELECT 1 + {n:UInt8} AS sum', { n: 2 })).toEqual([{ sum: 3 }]);
    await store.command('CREATE TABLE emotide.over_tls (n UInt8) ENGINE = MergeTree ORDER BY n');
    const rows = [new Uint8Array([1, 2]), new Uint8Array([3])];
    await store.send('INSERT INTO emotide.over_tls FORMAT RowBinary', rows, {});
    expect(await store.select('SELECT sum(n) AS sum FROM emotide.over_tls')).toEqual([{ sum: '6' }]);
    await store.close();
  });

  it('is away for who knows another authority, none, or asked for another server', async () => {
    const url = await serveAs('again', ['IP:127.0.0.1']);
    const elsewhere = await serveAs('elsewhere', ['DNS:warehouse.example.com']);
    const stranger = createTestAuthority(directory.path, 'stranger');
    for (const store of [open(url, stranger.caFile), open(url), open(elsewhere, authority.caFile)]) {
      await expect(store.select('SELECT 1')).rejects.toMatchObject({ name: 'StoreUnavailable' });
      await store.close();
    }
  });

  it('says which file is no authority', () => {
    expect(() => open('https://127.0.0.1:1', '/nowhere/ca.crt')).toThrow(
      "EMOTIDE_CLICKHOUSE_TLS_CA_FILE: /nowhere/ca.crt can't be read (ENOENT)",
    );
    const file = join(directory.path, 'empty.crt');
    writeFileSync(file, '');
    expect(() => open('https://127.0.0.1:1', file)).toThrow(/empty\.crt holds no certificate/);
  });
});
