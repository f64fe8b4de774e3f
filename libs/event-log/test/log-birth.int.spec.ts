import { createTemporaryDirectory, startTestNats } from '@emotide/testkit';
import { connect } from 'nats';
import { afterEach, describe, expect, it } from 'vitest';

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

describe('a log', () => {
  it('stays the same one through restarts, other limits and another number of partitions', async () => {
    const directory = createTemporaryDirectory();
    cleanup.push(directory.remove);
    const births: number[] = [];
    for (let start = 1; start <= 4; start++) {
      const nats = await startTestNats(directory.path, { provision: false });
      try {
        const owner = await nats.connect('owner');
        await owner.provision({ replicas: 1, maxBytes: start * 1024 ** 2, maxAgeMs: 86_400_000 });
        if (start === 3) await owner.openAdmin().setPartitionCount(4);
        births.push((await owner.streamState()).createdAtMs);
        // A reader that knows the log by its first start still takes it for the same.
        const reader = owner.createReader(0, { fromSeq: 1, streamCreatedAtMs: births[0]! });
        expect(await reader.read(50)).toEqual([]);
        await reader.stop();
      } finally {
        await nats.stop();
      }
    }
    expect(new Set(births).size).toBe(1);
  });

  it('that is deleted and made again is another one', async () => {
    const directory = createTemporaryDirectory();
    cleanup.push(directory.remove);
    const nats = await startTestNats(directory.path);
    cleanup.push(() => nats.stop());
    const owner = await nats.connect('owner');
    const { createdAtMs } = await owner.streamState();
    const admin = await connect({
      servers: nats.server.url,
      user: 'owner',
      pass: 'owner-password',
    });
    await (await admin.jetstreamManager()).streams.delete('EMOTES');
    await admin.close();
    await owner.provision({ replicas: 1, maxBytes: 1024 ** 2, maxAgeMs: 86_400_000 });
    expect((await owner.streamState()).createdAtMs).toBeGreaterThan(createdAtMs);
  });
});
