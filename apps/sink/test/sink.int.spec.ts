import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Registry, parseConfig, type Readiness, type Service } from '@emotide/service-kit';
import { lastRun } from '@emotide/store';
import { quietLog } from '@emotide/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sinkEnv } from '../src/config';
import { startSink } from '../src/sink';
import { Stage, chat, inBatches, until } from './stage';

let stage: Stage;
const cleanup: (() => unknown)[] = [];
beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.reset());
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

const env = () => ({ ...stage.nats.env('sink'), ...stage.clickhouse.env(), EMOTIDE_RUN_MS: '20' });

async function start(more: NodeJS.ProcessEnv = {}): Promise<{ service: Service; failures: unknown[] }> {
  const failures: unknown[] = [];
  const service = await startSink({
    config: parseConfig(sinkEnv, { ...env(), ...more }),
    log: quietLog,
    registry: new Registry(),
    fail: (error) => failures.push(error),
  });
  cleanup.push(() => service.stop());
  return { service, failures };
}

const becomes = (service: Service, readiness: Readiness) =>
  until(
    () => JSON.stringify(service.readiness()) === JSON.stringify(readiness),
    `${JSON.stringify(readiness)}, not ${JSON.stringify(service.readiness())}`,
  );

describe('the sink', () => {
  it('is ready once all its partitions are read', async () => {
    const { service, failures } = await start({ EMOTIDE_PARTITIONS: '3' });
    expect(service.about).toEqual({ partitions: 3 });
    await becomes(service, { ready: true });
    const consumers = await (await stage.jsm()).consumers.list('EMOTES').next();
    expect(consumers.map(({ config }) => config.filter_subject).sort()).toEqual([
      'emotes.v1.p00',
      'emotes.v1.p01',
      'emotes.v1.p02',
    ]);
    await service.stop();
    cleanup.pop();
    expect(failures).toEqual([]);
  });

  it('says what it waits for', async () => {
    const { service, failures } = await start({ EMOTIDE_CLICKHOUSE_URL: 'http://127.0.0.1:9' });
    await becomes(service, { ready: false, reason: 'the store is away' });
    const { service: sound } = await start();
    await becomes(sound, { ready: true });
    const again = stage.killNats(500);
    await becomes(sound, { ready: false, reason: 'the event log is away' });
    await again;
    await becomes(sound, { ready: true });
    expect(failures).toEqual([]);
  });

  it('stays up and unready while a partition needs repair, and says why', async () => {
    const kv = await stage.admin.jetstream().views.kv('sink-intents');
    await kv.put('p00', 'nothing that a sink writes');
    const { service, failures } = await start({ EMOTIDE_PARTITIONS: '2' });
    await becomes(service, {
      ready: false,
      reason: 'partition 0 needs repair: the intent can not be read',
    });
    expect(failures).toEqual([]);
  });

  it('fails when another one took its partition, so that it is started anew', async () => {
    const { service, failures } = await start();
    await becomes(service, { ready: true });
    await stage.publish(inBatches(chat(10), 10));
    const intents = await (await stage.nats.connect('sink')).openSinkIntents(0);
    await until(async () => (await intents.read()) !== undefined, 'its first intent');
    await intents.write({ ...(await intents.read())!, token: 'another' });
    await stage.publish(inBatches(chat(10, 10), 10));
    await until(() => failures.length > 0, 'its failure');
    expect(String(failures[0])).toMatch(/another sink owns p00/);
  });
});

describe('the process', () => {
  it('stops within two seconds under load, with all that it had begun in the warehouse', async () => {
    const child = spawnSink();
    const lines = createInterface({ input: child.stdout! });
    await new Promise<void>((resolve) => {
      lines.on('line', (line) => {
        if ((JSON.parse(line) as { msg: string }).msg === 'ready') resolve();
      });
    });
    const messages = chat(20_000);
    const publishing = (async () => {
      for (let at = 0; at < messages.length; at += 1_000)
        await stage.publish(inBatches(messages.slice(at, at + 1_000), 50));
    })();
    const { createdAtMs: streamCreatedAtMs } = await (await stage.nats.connect('sink')).streamState();
    const last = () => lastRun(stage.store, { partition: 0, streamCreatedAtMs });
    await until(async () => (await last()) !== undefined, 'its first run');

    const fromMs = performance.now();
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(performance.now() - fromMs).toBeLessThan(2_000);
    const intent = await (await (await stage.nats.connect('sink')).openSinkIntents(0)).read();
    expect(await last()).toMatchObject({ first: intent?.first, last: intent?.last, token: intent?.token });

    await publishing;
    expect(intent!.last).toBeLessThan(await stage.lastSeq());
    const rest = await stage.startSink();
    await stage.caughtUp(rest);
    await rest.stop();
    const found = await stage.contents();
    expect(found).toEqual(await stage.expected(messages));
  });

  it('ends with code 2 and the name of what is wrong in its settings', async () => {
    const child = spawnSink({ EMOTIDE_RUN_ROWS: '2000000' });
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(2);
    expect(said).toMatch(/^sink: bad configuration: EMOTIDE_RUN_ROWS: /);
  });
});

function spawnSink(more: NodeJS.ProcessEnv = {}): ChildProcess {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main], {
    env: { PATH: process.env['PATH'], ...env(), ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  cleanup.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  });
  return child;
}
