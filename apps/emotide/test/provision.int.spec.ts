import { createTemporaryDirectory, startTestNats, type TestNats } from '@emotide/testkit';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { instanceAt } from '../src/instance';
import { provision } from '../src/provision-command';

let nats: TestNats;
const directory = createTemporaryDirectory();
const instance = instanceAt(directory.path);
const flags = { replicas: '1', maxGb: '2', maxDays: '3' };

beforeAll(async () => {
  nats = await startTestNats(directory.path, { provision: false });
});
afterAll(async () => {
  await nats.stop();
  directory.remove();
});
afterEach(() => vi.unstubAllEnvs());

function stubEnv(env: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
}

it('declares the log by flags and settings, and again without a difference', async () => {
  stubEnv({ ...nats.env('owner'), EMOTIDE_PARTITIONS: '4' });
  let said = '';
  const say = (text: string): void => void (said += text);
  await provision(instance, flags, say);
  await provision(instance, flags, say);
  expect(said).toBe('streams and buckets are declared: 4 partitions, 1 replicas\n'.repeat(2));
  const state = await (await nats.connect('owner')).streamState('EMOTES');
  expect(state.messages).toBe(0);
});

it('refuses another number of partitions, naming the command that changes it', async () => {
  stubEnv({ ...nats.env('owner'), EMOTIDE_PARTITIONS: '8' });
  await expect(provision(instance, flags, () => undefined)).rejects.toThrow(
    /4 partitions, not 8.*repartition/s,
  );
});

it('refuses numbers that are none, and a place that nobody named', async () => {
  stubEnv({ EMOTIDE_NATS_SERVERS: '' });
  await expect(provision(instance, flags, () => undefined)).rejects.toThrow(
    'EMOTIDE_NATS_SERVERS is not set',
  );
  stubEnv(nats.env('owner'));
  await expect(provision(instance, { ...flags, replicas: '0' }, () => undefined)).rejects.toThrow(
    '--replicas takes a whole number from 1 to 5',
  );
});
