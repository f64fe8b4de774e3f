import { setTimeout as delay } from 'node:timers/promises';
import { parseConfig, type Logger } from '@emotide/service-kit';
import {
  createTemporaryDirectory,
  createTestAuthority,
  hasOpenSsl,
  quietLog,
  type TestAuthority,
} from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EventLog, eventLogEnv, toEventLogAddress } from '../src';
import { ConfiguredNats } from './configured-nats';

const WITHIN_MS = 20_000;

describe.skipIf(!hasOpenSsl)('the log over TLS (openssl makes the certificates)', () => {
  const directory = createTemporaryDirectory();
  let authority: TestAuthority;
  let server: ConfiguredNats;
  let url: string;

  beforeAll(async () => {
    authority = createTestAuthority(directory.path);
    const { certFile, keyFile } = authority.issue('nats', ['DNS:localhost']);
    server = await ConfiguredNats.start(
      directory.path,
      `jetstream { store_dir: "${directory.path}" }
       tls { cert_file: "${certFile}", key_file: "${keyFile}" }
       authorization { users: [{ user: owner, password: pw }] }`,
    );
    // By name: the client asks no certificate for an address.
    url = server.url.replace('127.0.0.1', 'localhost');
  });
  afterAll(async () => {
    await server?.stop();
    directory.remove();
  });

  const connect = (caFile: string | undefined, log: Logger = quietLog) => {
    const config = parseConfig(eventLogEnv, {
      EMOTIDE_NATS_SERVERS: url,
      EMOTIDE_NATS_USER: 'owner',
      EMOTIDE_NATS_PASSWORD: 'pw',
      ...(caFile !== undefined && { EMOTIDE_NATS_TLS_CA_FILE: caFile }),
    });
    return EventLog.connect({ ...toEventLogAddress(config), name: 'test', log });
  };

  it(
    'is worked with through a certificate of the authority that the settings name',
    async () => {
      const eventLog = await connect(authority.caFile);
      await eventLog.provision({ replicas: 1, maxBytes: 1 << 24, maxAgeMs: 86_400_000 });
      await eventLog.fence('0123456789abcdef', [0]);
      const reader = eventLog.createReader(0, { fromSeq: 1 });
      expect(await reader.read(5_000)).toHaveLength(1);
      await reader.stop();
      await eventLog.close();
    },
    WITHIN_MS,
  );

  it('is not there for who knows another authority, however often they try', async () => {
    const stranger = createTestAuthority(directory.path, 'stranger');
    const warn = vi.fn();
    const connecting = connect(stranger.caFile, { ...quietLog, warn } as unknown as Logger);
    const outcome = await Promise.race([
      connecting.then(
        () => 'connected',
        (error: unknown) => `refused: ${String(error)}`,
      ),
      delay(2_000, 'waits'),
    ]);
    expect(outcome).not.toBe('connected');
    expect(warn).toHaveBeenCalledWith(
      expect.anything(),
      'waiting for the event log: EMOTIDE_NATS_TLS_CA_FILE does not vouch for its certificate',
    );
    void connecting.then((late) => late.close()).catch(() => undefined);
  });

  it('says which file is no authority', async () => {
    await expect(connect('/nowhere/ca.crt')).rejects.toThrow(
      "EMOTIDE_NATS_TLS_CA_FILE: /nowhere/ca.crt can't be read (ENOENT)",
    );
  });
});
