import { collectorReportKey, encodeCollectorReport, type CollectorReport } from '@emotide/domain';
import type { EventLog } from '@emotide/event-log';
import { createTemporaryDirectory, startTestNats, type TestNats } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CollectorBoard } from '../src/collector-board';
import { QuarantineWatch } from '../src/quarantine-watch';
import { startBareApi, type BareApi } from './bare-api';

const directory = createTemporaryDirectory();
let nats: TestNats;
let collector: EventLog;
let eventLog: EventLog;
let board: CollectorBoard;
let api: BareApi;
/** What the api's clock is ahead of the real one. */
let aheadMs = 0;
const clock = () => Date.now() + aheadMs;

beforeAll(async () => {
  nats = await startTestNats(directory.path);
  [collector, eventLog] = await Promise.all([nats.connect('collector'), nats.connect('api')]);
  board = new CollectorBoard(clock);
  board.follow(eventLog.openSharedValues('collectors'));
  api = await startBareApi({
    collectors: board,
    quarantine: new QuarantineWatch({ eventLog: () => eventLog, clock }),
    clock,
  });
});
afterAll(async () => {
  await api?.stop();
  await board?.stop();
  await nats?.stop();
  directory.remove();
});

async function ask(fields: string): Promise<Record<string, unknown>> {
  const response = await fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ pipeline { ${fields} } }` }),
  });
  const { data, errors } = (await response.json()) as {
    data: { pipeline: Record<string, unknown> };
    errors?: unknown;
  };
  expect(errors).toBeUndefined();
  return data.pipeline;
}
const askCollectors = async () =>
  (await ask('collectors { instance silent channelsJoined }'))['collectors'] as {
    instance: string;
    silent: boolean;
    channelsJoined: number;
  }[];

async function until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  const endMs = performance.now() + 10_000;
  while (!(await isTrue())) {
    if (performance.now() > endMs) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const report = (change: Partial<CollectorReport> = {}): CollectorReport => ({
  instance: 'collector-1',
  reportedAtMs: Date.now(),
  connections: 2,
  wanted: 180,
  joined: 170,
  refused: { suspended: 3, 'limit-reached': 1 },
  messagesPerSecond: 41.25,
  ...change,
});
const put = (told: CollectorReport) =>
  collector
    .openSharedValues('collectors')
    .put(collectorReportKey(told.instance), encodeCollectorReport(told));

// None of this needs the warehouse, which is away.
describe('the pipeline without a warehouse', () => {
  it('says what collectors tell of themselves, until they are stopped', async () => {
    const told = report();
    await put(told);
    await put(report({ instance: 'collector-2.local', joined: 5, refused: {} }));
    await until(async () => (await askCollectors()).length === 2, 'both reports');
    const [first] = (
      await ask(`collectors {
      instance reportedAt silent connections channelsWanted channelsJoined
      channelsRefused { reason channels } messagesPerSecond
    }`)
    )['collectors'] as unknown[];
    expect(first).toEqual({
      instance: 'collector-1',
      reportedAt: new Date(told.reportedAtMs).toISOString(),
      silent: false,
      connections: 2,
      channelsWanted: 180,
      channelsJoined: 170,
      channelsRefused: [
        { reason: 'SUSPENDED', channels: 3 },
        { reason: 'LIMIT_REACHED', channels: 1 },
      ],
      messagesPerSecond: 41.25,
    });
    await collector.openSharedValues('collectors').remove(collectorReportKey('collector-2.local'));
    await until(async () => (await askCollectors()).length === 1, 'the stopped one gone');
  });

  it('calls one that tells nothing more silent, and leaves it out after minutes', async () => {
    await put(report({ joined: 171 }));
    await until(async () => (await askCollectors())[0]?.channelsJoined === 171, 'the report');
    aheadMs = 21_000;
    expect(await askCollectors()).toEqual([{ instance: 'collector-1', silent: true, channelsJoined: 171 }]);
    aheadMs = 310_000;
    expect(await askCollectors()).toEqual([]);
    aheadMs = 0;
    await put(report({ joined: 172 }));
    await until(async () => (await askCollectors())[0]?.silent === false, 'it is back');
  });

  it('counts what is in quarantine, and keeps nobody waiting while the log is away', async () => {
    const asked = 'quarantine { records newestAt }';
    expect(await ask(asked)).toEqual({ quarantine: { records: 0, newestAt: null } });
    const sink = await nats.connect('sink');
    const beforeMs = Date.now();
    for (const seq of [7, 8])
      await sink.quarantine(
        0,
        { seq, storedAtNs: '1568505600861000000', payload: Buffer.from('?'), header: () => '' },
        'bad-header',
      );
    await until(async () => {
      const { quarantine } = (await ask(asked)) as { quarantine: { records: number; newestAt: string } };
      return quarantine.records === 2 && Date.parse(quarantine.newestAt) >= beforeMs - 1;
    }, 'both records counted');

    await nats.stop();
    // What was asked a moment before may still be told.
    await until(async () => (await ask(asked))['quarantine'] === null, 'nothing known');
    const startedAtMs = performance.now();
    expect(await ask(asked)).toEqual({ quarantine: null });
    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
  });
});
