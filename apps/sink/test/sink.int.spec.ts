import { Registry, parseConfig, type Readiness, type Service } from '@emotide/service-kit';
import { lastRun } from '@emotide/store';
import { createTemporaryDirectory, quietLog } from '@emotide/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sinkEnv } from '../src/config';
import { startSink } from '../src/sink';
import type { Message } from './batches';
import { bundleSink, startSinkProcess, type SinkProcess } from './sink-process';
import { Stage, chat, inBatches, partitionOfMessage, sleep, until } from './stage';

let stage: Stage;
let bundle: string;
const directory = createTemporaryDirectory();
const cleanup: (() => unknown)[] = [];
beforeAll(async () => {
  [stage, bundle] = await Promise.all([Stage.start(), bundleSink(directory.path)]);
});
afterAll(async () => {
  await stage?.stop();
  directory.remove();
});
beforeEach(() => stage.reset());
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

/** A term that a busy machine does not exceed by itself, and a test can wait for. */
const TERM_MS = 3_000;
const PARTITIONS = 4;

const env = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...stage.nats.env('sink'),
  ...stage.clickhouse.env(),
  EMOTIDE_RUN_MS: '20',
  ...more,
});
/** Of one of several sinks that share four partitions. */
const sharing = (instance: string) =>
  env({
    EMOTIDE_INSTANCE: instance,
    EMOTIDE_PARTITIONS: String(PARTITIONS),
    EMOTIDE_LEASE_TERM_MS: String(TERM_MS),
    EMOTIDE_LEASE_RENEW_MS: '300',
  });

interface StartedSink {
  readonly service: Service;
  readonly failures: readonly unknown[];
  /** What a gauge without labels says. */
  gauge(name: string): Promise<number>;
}

/** Starts a sink in this process. */
async function start(settings: Readonly<Record<string, string>> = env()): Promise<StartedSink> {
  const failures: unknown[] = [];
  const registry = new Registry();
  const service = await startSink({
    config: parseConfig(sinkEnv, settings),
    log: quietLog,
    registry,
    fail: (error) => failures.push(error),
  });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= service.stop());
  cleanup.push(stop);
  return {
    service: { ...service, stop },
    failures,
    gauge: async (name) => (await registry.getSingleMetric(name)!.get()).values[0]?.value ?? NaN,
  };
}

/** Starts a sink as a process of its own. */
async function startProcess(settings: Readonly<Record<string, string>> = env()): Promise<SinkProcess> {
  const sink = startSinkProcess(bundle, settings);
  cleanup.push(() => sink.kill());
  await sink.ready;
  return sink;
}

const becomes = (service: Service, readiness: Readiness) =>
  until(
    () => JSON.stringify(service.readiness()) === JSON.stringify(readiness),
    `${JSON.stringify(readiness)}, not ${JSON.stringify(service.readiness())}`,
  );

/** Becomes ready while it writes this many partitions. */
const holds = (sink: StartedSink, partitions: number) =>
  until(
    async () =>
      sink.service.readiness().ready && (await sink.gauge('emotide_sink_partitions_held')) === partitions,
    `a sink of ${partitions} partitions`,
  );

/** Publishes chat into all partitions, some thousand messages a second, until it is told to stop. */
function startChat() {
  const messages: Message[] = [];
  let isStopped = false;
  const running = (async () => {
    while (!isStopped) {
      const more = chat(100, messages.length);
      messages.push(...more);
      await stage.publishAll(more, 20);
      await sleep(20);
    }
  })();
  return {
    messages,
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}

/** Waits until the warehouse notes all of the log as complete, and compares every table with what was published. */
async function expectExactly(messages: readonly Message[]): Promise<void> {
  const noted = async () => {
    const [sum] = (await stage.store.select('SELECT sum(rows) AS rows FROM sink_runs FINAL')) as [
      { rows: string },
    ];
    return Number(sum.rows);
  };
  // A use and an activity of each.
  await until(async () => (await noted()) >= 2 * messages.length, `${messages.length} messages`);
  const found = await stage.contents();
  expect(found).toEqual(await stage.expected(messages, partitionOfMessage));
}

describe('the sink', () => {
  it('is ready once all its partitions are read', async () => {
    const { service, failures } = await start(env({ EMOTIDE_PARTITIONS: '3', EMOTIDE_INSTANCE: 'one' }));
    expect(service.about).toEqual({ instance: 'one', partitions: 3 });
    await becomes(service, { ready: true });
    const jsm = await stage.jsm();
    const subjects = async () =>
      (await jsm.consumers.list('EMOTES').next()).map(({ config }) => config.filter_subject).sort();
    const all = ['emotes.v1.p00', 'emotes.v1.p01', 'emotes.v1.p02'];
    await until(async () => (await subjects()).join() === all.join(), 'one consumer for each partition');
    await service.stop();
    expect(failures).toEqual([]);
  });

  it('says what it waits for', async () => {
    const lonely = await start(env({ EMOTIDE_CLICKHOUSE_URL: 'http://127.0.0.1:9' }));
    await becomes(lonely.service, { ready: false, reason: 'the store is away' });
    await lonely.service.stop();
    const { service, failures } = await start();
    await becomes(service, { ready: true });
    const again = stage.killNats(500);
    await becomes(service, { ready: false, reason: 'the event log is away' });
    await again;
    await becomes(service, { ready: true });
    expect([...lonely.failures, ...failures]).toEqual([]);
  });

  it('stays up and unready while a partition needs repair, says why and what to do, and shows it', async () => {
    const kv = await stage.admin.jetstream().views.kv('sink-intents');
    await kv.put('p00', 'nothing that a sink writes');
    const { service, failures, gauge } = await start(env({ EMOTIDE_PARTITIONS: '2' }));
    await becomes(service, {
      ready: false,
      reason: 'partition 0 needs repair: the intent can not be read; run "emotide replay-log"',
    });
    expect(await gauge('emotide_sink_needs_repair')).toBe(1);
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

  it('shows how far it is behind', async () => {
    const { service, gauge } = await start(env({ EMOTIDE_RUN_MS: '60000' }));
    await becomes(service, { ready: true });
    const lag = () => Promise.all([gauge('emotide_sink_lag_records'), gauge('emotide_sink_lag_seconds')]);
    expect(await lag()).toEqual([0, 0]);
    await stage.publish(inBatches(chat(50), 10));
    await until(async () => (await lag())[0] === 5, 'five records in hand');
    const [, before] = await lag();
    await until(async () => (await lag())[1]! > before!, 'their age to grow');
  });
});

describe('sinks that share the partitions', () => {
  it('have as many each when one joins and when one leaves, stand by when there is nothing for them, and stay exact', async () => {
    const one = await start(sharing('one'));
    await holds(one, PARTITIONS);
    const load = startChat();
    const two = await start(sharing('two'));
    await Promise.all([holds(one, 2), holds(two, 2)]);
    const others = await Promise.all(['three', 'four', 'five'].map((name) => start(sharing(name))));
    await until(async () => {
      const held = await Promise.all(
        [one, two, ...others].map((sink) => sink.gauge('emotide_sink_partitions_held')),
      );
      return held.sort().join() === '0,1,1,1,1';
    }, 'one partition for each but one');
    await Promise.all([one, two, ...others].map((sink) => becomes(sink.service, { ready: true })));
    for (const sink of [one, ...others]) await sink.service.stop();
    await holds(two, PARTITIONS);
    await load.stop();
    await expectExactly(load.messages);
    expect([one, two, ...others].flatMap(({ failures }) => failures)).toEqual([]);
  });

  it('take over from one that was killed', async () => {
    const [doomed, heir] = await Promise.all([startProcess(sharing('doomed')), start(sharing('heir'))]);
    await holds(heir, 2);
    const load = startChat();
    await until(() => load.messages.length > 500, 'some chat');
    await doomed.kill();
    const fromMs = performance.now();
    await holds(heir, PARTITIONS);
    // A term of ten seconds leaves as much again of the fifteen as here.
    expect(performance.now() - fromMs).toBeLessThan(TERM_MS + 5_000);
    await load.stop();
    await expectExactly(load.messages);
    expect(heir.failures).toEqual([]);
  });

  it('take over from one that is frozen, which ends when it wakes, having doubled nothing', async () => {
    const [frozen, heir] = await Promise.all([startProcess(sharing('frozen')), start(sharing('heir'))]);
    await holds(heir, 2);
    const load = startChat();
    await until(() => load.messages.length > 500, 'some chat');
    frozen.child.kill('SIGSTOP');
    await holds(heir, PARTITIONS);
    const published = load.messages.length;
    await until(() => load.messages.length > published + 300, 'more chat');
    frozen.child.kill('SIGCONT');
    expect(await frozen.ended).toBe(1);
    await load.stop();
    await expectExactly(load.messages);
    expect(heir.failures).toEqual([]);
  });

  it('do not wait for a term when one is started again in the same place', async () => {
    const place = env({ EMOTIDE_INSTANCE: 'sink-1', EMOTIDE_PARTITIONS: String(PARTITIONS) });
    const before = await startProcess(place);
    const load = startChat();
    await until(() => load.messages.length > 500, 'some chat');
    await before.kill();
    const fromMs = performance.now();
    const again = await start(place);
    await holds(again, PARTITIONS);
    expect(performance.now() - fromMs).toBeLessThan(5_000);
    await load.stop();
    await expectExactly(load.messages);
  });
});

describe('the process', () => {
  it('stops within two seconds under load, with all that it had begun in the warehouse', async () => {
    const sink = await startProcess();
    const { createdAtMs: streamCreatedAtMs } = await (await stage.nats.connect('sink')).streamState();
    const last = () => lastRun(stage.store, { partition: 0, streamCreatedAtMs });
    // However fast a machine is: the load goes on until the process has gone, and a little longer.
    const messages: Message[] = [];
    let isGone = false;
    const publishing = (async () => {
      for (let isLast = false; !isLast;) {
        isLast = isGone;
        const more = chat(500, messages.length);
        messages.push(...more);
        await stage.publish(inBatches(more, 50));
        await sleep(10);
      }
    })();
    await until(async () => (await last()) !== undefined, 'its first run');

    const fromMs = performance.now();
    sink.child.kill('SIGTERM');
    expect(await sink.ended).toBe(0);
    expect(performance.now() - fromMs).toBeLessThan(2_000);
    const intent = await (await (await stage.nats.connect('sink')).openSinkIntents(0)).read();
    expect(await last()).toMatchObject({ first: intent?.first, last: intent?.last, token: intent?.token });

    isGone = true;
    await publishing;
    expect(intent!.last).toBeLessThan(await stage.lastSeq());
    const rest = await stage.startSink();
    await stage.caughtUp(rest);
    await rest.stop();
    const found = await stage.contents();
    expect(found).toEqual(await stage.expected(messages));
  });

  it.each([
    ['EMOTIDE_RUN_ROWS', '2000000'],
    ['EMOTIDE_INSTANCE', 'no/place'],
    ['EMOTIDE_LEASE_TERM_MS', '8999'],
  ])('ends with code 2 and the name of what is wrong in its settings: %s', async (key, value) => {
    const sink = startSinkProcess(bundle, env({ [key]: value }));
    cleanup.push(() => sink.kill());
    expect(await sink.ended).toBe(2);
    expect(sink.stderr()).toMatch(new RegExp(`^sink: bad configuration: ${key}: `));
  });
});
