import { BatchWriter, createEpoch, encodeChannel, partitionOf, type EventLog } from '@emotide/event-log';
import { toU64 } from '@emotide/domain';
import { recordRun } from '@emotide/store';
import {
  createTemporaryDirectory,
  startTestClickHouse,
  startTestNats,
  type TestClickHouse,
  type TestNats,
} from '@emotide/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changePartitions } from '../src/change-partitions';

let nats: TestNats;
let clickhouse: TestClickHouse;
let owner: EventLog;
const cleanup: (() => unknown)[] = [];
const LIMITS = { replicas: 1, maxBytes: 1024 ** 3, maxAgeMs: 7 * 86_400_000 };

beforeAll(async () => {
  const [natsDirectory, clickhouseDirectory] = [createTemporaryDirectory(), createTemporaryDirectory()];
  cleanup.push(natsDirectory.remove, clickhouseDirectory.remove);
  nats = await startTestNats(natsDirectory.path, { provision: false });
  cleanup.push(() => nats.stop());
  clickhouse = await startTestClickHouse(clickhouseDirectory.path);
  cleanup.push(() => clickhouse.stop());
  owner = await nats.connect('owner');
});
afterAll(async () => {
  for (const undo of cleanup.reverse()) await undo();
});
beforeEach(async () => {
  await clickhouse.store.command('TRUNCATE TABLE sink_runs');
});

/** Publishes activity of these channels as a collector does that was told this number of partitions. */
async function publish(channels: readonly number[], partitions: number): Promise<void> {
  const publisher = (await nats.connect('collector')).createPublisher(createEpoch(Date.now(), Math.random), {
    windowBatches: 16,
    windowBytes: 1 << 20,
    queueBytes: 1 << 20,
  });
  const writer = new BatchWriter();
  const nowMs = Math.floor(Date.now() / 1_000) * 1_000;
  for (const channel of channels) {
    const id = toU64(channel);
    writer.activity(encodeChannel(id, `channel${channel}`), nowMs, toU64(1), toU64(channel), 1, 0, 0);
    publisher.publish(partitionOf(id, partitions), writer.finish()!);
  }
  await publisher.drained();
  publisher.stop();
}

/** Notes all of a partition as stored, as its sink does. */
async function note(partition: number): Promise<void> {
  const { createdAtMs: streamCreatedAtMs } = await owner.streamState();
  const last = await owner.openAdmin().lastSeqOf(partition);
  await recordRun(clickhouse.store, {
    partition,
    first: 1,
    last,
    token: `${partition}.${last}`,
    streamCreatedAtMs,
    insertedAtMs: Date.now(),
    rows: 1,
  });
}

const change = (partitions: number, options: { waitMs?: number; onWaiting?: () => void } = {}) =>
  changePartitions({
    eventLog: owner,
    store: clickhouse.store,
    partitions,
    waitMs: options.waitMs ?? 5_000,
    onWaiting: options.onWaiting ?? (() => undefined),
  });

/** Ids as Twitch gives them, of which each partition gets some. */
const channels = Array.from({ length: 200 }, (_, n) => 20_000_000 + n * 7_919);

describe('the number of partitions', () => {
  it('is fixed with the log; another one is refused at the start, and by the server', async () => {
    await owner.provision({ ...LIMITS, partitions: 1 });
    await owner.provision({ ...LIMITS, partitions: 1 });
    await expect(owner.provision({ ...LIMITS, partitions: 4 })).rejects.toThrow(
      'the event log has 1 partition, not 4 (EMOTIDE_PARTITIONS); to change that: emotide repartition --partitions 4',
    );
    const publisher = (await nats.connect('collector')).createPublisher(
      createEpoch(Date.now(), Math.random),
      {
        windowBatches: 16,
        windowBytes: 1 << 20,
        queueBytes: 1 << 20,
        ackTimeoutMs: 100,
      },
    );
    const writer = new BatchWriter();
    writer.activity(encodeChannel(toU64(1), 'channel1'), 1_700_000_000_000, toU64(1), toU64(1), 1, 0, 0);
    publisher.publish(3, writer.finish()!);
    while (publisher.counts.refused === 0 && publisher.counts.resent === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(publisher.counts.acked).toBe(0);
    publisher.stop();
  });

  it('grows at once, and keeps every record at its place', async () => {
    await publish(channels, 1);
    const before = await owner.streamState();
    expect(await change(4)).toBe(1);
    expect(await owner.streamState()).toEqual(before);
    await publish(channels, 4);
    expect(await owner.openAdmin().partitionsHeld()).toEqual([0, 1, 2, 3]);
    await owner.provision({ ...LIMITS, partitions: 4 });
  });

  it('shrinks when the warehouse has all of what goes away, and not before', async () => {
    await expect(change(2, { waitMs: 0 })).rejects.toThrow(
      'partition 2, 3 would go away, and the warehouse does not have all of it yet',
    );
    expect(await owner.openAdmin().partitionCount()).toBe(4);
    await note(2);
    let said = 0;
    const changing = change(2, {
      onWaiting: () => {
        said++;
        void note(3);
      },
    });
    expect(await changing).toBe(4);
    expect(said).toBe(1);
    expect(await owner.openAdmin().partitionCount()).toBe(2);
    await owner.provision({ ...LIMITS, partitions: 2 });
    // Nothing was removed, and what is there can still be read.
    expect(await owner.openAdmin().partitionsHeld()).toEqual([0, 1, 2, 3]);
    const reader = owner.createReader(3, { fromSeq: 1 });
    expect((await reader.read(5_000)).length).toBeGreaterThan(0);
    await reader.stop();
  });

  it('waits again for what came in just before it shrank, also when it is run again', async () => {
    expect(await change(4)).toBe(2);
    await publish(channels, 4);
    // As if it had been killed right after the step itself.
    await owner.openAdmin().setPartitionCount(1);
    await expect(change(1, { waitMs: 0 })).rejects.toThrow('partition 1, 2, 3 would go away');
    for (const partition of [1, 2, 3]) await note(partition);
    expect(await change(1)).toBe(1);
  });
});
