import { setTimeout as sleep } from 'node:timers/promises';
import { SeenBatches, checkBatch, type LogRecord } from '@emotide/event-log';
import { insertRun, recordRun, type Store } from '@emotide/store';
import type { TestNats } from '@emotide/testkit';

/**
 * Stores one partition as the product's sink does while nothing fails: intent, one insert, note, and again. A run every
 * 100 ms.
 */
export async function startSink(nats: TestNats, store: Store): Promise<{ stop(): Promise<void> }> {
  const eventLog = await nats.connect('sink');
  const { createdAtMs: streamCreatedAtMs, firstSeq } = await eventLog.streamState();
  const intents = await eventLog.openSinkIntents(0);
  const last = await intents.read();
  const goesOn = last?.streamCreatedAtMs === streamCreatedAtMs;
  const reader = eventLog.createReader(0, { fromSeq: goesOn ? last.last + 1 : Math.max(1, firstSeq) });
  const seen = new SeenBatches();
  let isStopped = false;

  const isWanted = (record: LogRecord): boolean => {
    const checked = checkBatch(
      (name) => record.header(name),
      record.payload,
      0,
      () => true,
    );
    if (!checked.ok) return false;
    if (checked.kind === 'batch') return seen.accept(checked.header.epoch, checked.header.batch);
    seen.fence(checked.epoch);
    return false;
  };
  const storeRun = async (records: readonly LogRecord[]): Promise<void> => {
    const seenBefore = seen.state();
    const inserted = records.filter(isWanted);
    const [first, end] = [records[0]!.seq, records.at(-1)!.seq];
    const token = `${streamCreatedAtMs}.${first}.${end}`;
    await intents.write({
      version: 1,
      streamCreatedAtMs,
      generation: 0,
      first,
      last: end,
      after: first - 1,
      excluded: [],
      seenBefore,
      token,
      writtenAtMs: Date.now(),
      owner: 'plain',
    });
    if (inserted.length === 0) return;
    const logDay = new Date(Number(records[0]!.storedAtNs.slice(0, -6))).toISOString().slice(0, 10);
    const blocks = inserted.map(({ payload }) => payload);
    await insertRun(store, { partition: 0, runLast: end, logDay, token, blocks });
    const insertedAtMs = Date.now();
    const rows = inserted.length;
    await recordRun(store, { partition: 0, first, last: end, token, streamCreatedAtMs, insertedAtMs, rows });
  };
  const run = async (): Promise<void> => {
    while (!isStopped) {
      const records = await reader.read(100);
      if (records.length === 0) continue;
      await sleep(100);
      await storeRun([...records, ...(await reader.read(0))]);
    }
  };
  const running = run();
  return {
    stop: async () => {
      isStopped = true;
      await reader.stop();
      await running;
    },
  };
}
