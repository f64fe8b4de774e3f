import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@emotide/service-kit';
import { createTemporaryDirectory, quietLog } from '@emotide/testkit';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { EventLog } from '../src';
import { ConfiguredNats } from './configured-nats';

const directory = createTemporaryDirectory();
let server: ConfiguredNats;

const taking = (password: string): string =>
  `authorization { users: [{ user: owner, password: ${password} }] }`;
/** From now on; whoever came with another is disconnected. */
const expectPassword = (password: string): void => server.reload(taking(password));

beforeAll(async () => {
  server = await ConfiguredNats.start(directory.path, taking('first'));
});
afterAll(async () => {
  await server?.stop();
  directory.remove();
});

it('waits for a server that refuses its password, says so, and outlives a change of passwords', async () => {
  const warn = vi.fn();
  const log = { ...quietLog, warn, info: vi.fn() } as unknown as Logger;
  const connecting = EventLog.connect({
    servers: server.url,
    user: 'owner',
    password: 'second',
    name: 'test',
    log,
  });
  await vi.waitFor(() =>
    expect(warn).toHaveBeenCalledWith(
      expect.anything(),
      'waiting for the event log: it refuses EMOTIDE_NATS_USER and EMOTIDE_NATS_PASSWORD',
    ),
  );
  await delay(500);
  expect(warn).toHaveBeenCalledTimes(1);

  expectPassword('second');
  const eventLog = await connecting;
  expect(eventLog.isConnected).toBe(true);

  expectPassword('third');
  await vi.waitFor(() => expect(eventLog.isConnected).toBe(false), 10_000);
  // It tries some ten times, more than the two after which the client gives up unless told otherwise.
  await delay(1_500);
  const refused = warn.mock.calls.filter(([, text]) => text === 'event log refused');
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused.map(([{ error }]) => error)).size).toBe(refused.length);
  expectPassword('second');
  await vi.waitFor(() => expect(eventLog.isConnected).toBe(true), 10_000);
  await eventLog.close();
}, 40_000);

it('says that nobody answers, and nothing of what it would have said to them', async () => {
  const warn = vi.fn();
  const log = { ...quietLog, warn } as unknown as Logger;
  void EventLog.connect({
    servers: 'nats://127.0.0.1:1',
    user: 'owner',
    password: 'well-kept',
    name: 'test',
    log,
  });
  await vi.waitFor(() =>
    expect(warn).toHaveBeenCalledWith(
      expect.anything(),
      'waiting for the event log: nobody answers at EMOTIDE_NATS_SERVERS',
    ),
  );
  expect(JSON.stringify(warn.mock.calls)).not.toContain('well-kept');
});
