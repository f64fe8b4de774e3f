import { toFenceHeaders, type LogRecord, type SeenBatchesState } from '@emotide/event-log';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBatch, toRecord, type Message } from '../test/batches';
import {
  RunBuilder,
  duplicatesOf,
  fencedOf,
  insertedOf,
  logDayOf,
  logDayOfToken,
  refuseAll,
  refusedOf,
  rowsOf,
  splitRun,
  toIntent,
  tokenOf,
  withExcluded,
  type Run,
} from './run';

const STORED_MS = Date.parse('2026-11-23T10:00:00Z');
const A = 'aaaaaaaaaaaaaaaa';
const B = 'bbbbbbbbbbbbbbbb';
const PLACE = { partition: 0, streamCreatedAtMs: 1_700_000_000_000, generation: 0 };
const ORIGIN = { after: 0, writtenAtMs: STORED_MS, owner: A };

const message = (key: number, sentAtMs = STORED_MS - 1_000): Message => ({
  sentAtMs,
  channel: 1,
  chatter: 2,
  key,
  emote: '25',
  uses: 1,
});
/** A batch says its number by its payload. */
const batches = Array.from({ length: 13 }, (_, n) => toBatch([message(n)]));
const good = (seq: number, epoch: string, batch: number, storedAtMs = STORED_MS + seq): LogRecord =>
  toRecord(seq, storedAtMs, batches[batch]!, { epoch, batch });

/** From here on, nothing of the epoch counts. */
function fence(seq: number, epoch: string, storedAtMs = STORED_MS + seq): LogRecord {
  const headers = new Map(toFenceHeaders(epoch, 0));
  const header = (name: string) => headers.get(name) ?? '';
  return { seq, storedAtNs: `${storedAtMs}000000`, payload: new Uint8Array(), header };
}

/** Everything that a log may hold, at any place in it. */
const kinds = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ epoch: fc.constantFrom(A, B), batch: fc.integer({ min: 1, max: 12 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('version', 'checksum', 'partition', 'headers', 'time', 'bytes', 'fence'),
  },
);
const logs = fc.array(kinds, { minLength: 1, maxLength: 40 }).map((list) =>
  list.map((kind, index): LogRecord => {
    const seq = 10 + index * 3;
    const storedAtMs = STORED_MS + index;
    if (typeof kind !== 'string') return good(seq, kind.epoch, kind.batch, storedAtMs);
    const place = { epoch: A, batch: 1 };
    const one = batches[1]!;
    switch (kind) {
      case 'version':
        return toRecord(seq, storedAtMs, one, place, { headers: { 'Emotide-Version': '9' } });
      case 'checksum':
        return toRecord(seq, storedAtMs, one, place, { headers: { 'Emotide-Crc32': '00000000' } });
      case 'partition':
        return toRecord(seq, storedAtMs, one, { ...place, partition: 3 });
      case 'fence':
        return fence(seq, B, storedAtMs);
      case 'headers':
        return { seq, storedAtNs: `${storedAtMs}000000`, payload: one.payload, header: () => '' };
      case 'time':
        return toRecord(seq, storedAtMs, toBatch([message(1, Date.parse('2009-12-31T23:59:59Z'))]), place);
      default:
        return toRecord(seq, storedAtMs, one, place, { payload: one.payload.subarray(1) });
    }
  }),
);

const buildRun = (records: readonly LogRecord[], seen: SeenBatchesState = []): Run => {
  const builder = new RunBuilder(0, seen);
  for (const record of records) builder.add(record);
  return builder.take();
};
const fatesOf = (run: Run) => run.records.map(({ record, fate }) => [record.seq, fate]);
const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('a run', () => {
  it('inserts nothing of an epoch after its fence, quarantines nothing of it, and counts what it left out', () => {
    const run = buildRun([
      good(1, A, 1),
      good(2, B, 1),
      fence(3, A),
      good(4, A, 2),
      good(5, A, 1),
      good(6, B, 2),
    ]);
    expect(fatesOf(run)).toEqual([
      [1, 'insert'],
      [2, 'insert'],
      [3, 'fence'],
      [4, 'fenced'],
      [5, 'fenced'],
      [6, 'insert'],
    ]);
    expect([refusedOf(run), fencedOf(run), duplicatesOf(run)]).toEqual([[], 2, 0]);
    const intent = toIntent(run, PLACE, ORIGIN);
    expect(intent.excluded).toEqual([]);
    const [, right] = splitRun(run);
    expect(
      fatesOf(
        buildRun(
          right.records.map(({ record }) => record),
          right.seenBefore,
        ),
      ),
    ).toEqual([
      [4, 'fenced'],
      [5, 'fenced'],
      [6, 'insert'],
    ]);
  });

  it('is the same when its records are read again, after any number of runs before it', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(40)), (records, cuts) => {
        const whole = buildRun(records);
        const builder = new RunBuilder(0, []);
        const runs: Run[] = [];
        records.forEach((record, index) => {
          if (cuts.includes(index) && builder.records > 0) runs.push(builder.take());
          builder.add(record);
        });
        runs.push(builder.take());

        expect(runs.flatMap(fatesOf)).toEqual(fatesOf(whole));
        expect(runs.reduce((sum, run) => sum + rowsOf(run), 0)).toBe(rowsOf(whole));
        for (const run of runs) {
          const intent = throughJson(toIntent(run, PLACE, ORIGIN));
          const again = new RunBuilder(0, intent.seenBefore);
          for (const { record } of run.records) again.add(record);
          const read = withExcluded(again.take(), intent.excluded);
          expect(fatesOf(read)).toEqual(fatesOf(run));
          expect(toIntent(read, PLACE, ORIGIN)).toEqual(intent);
          expect(logDayOf(read)).toBe(logDayOf(run));
        }
      }),
    );
  });

  it('goes on after itself as if nothing had happened', () => {
    fc.assert(
      fc.property(logs, fc.nat(40), (records, at) => {
        const builder = new RunBuilder(0, []);
        for (const record of records.slice(0, at)) builder.add(record);
        const next = new RunBuilder(0, throughJson(builder.seen()));
        for (const record of records.slice(at)) next.add(record);
        expect(fatesOf(next.take())).toEqual(fatesOf(buildRun(records)).slice(at));
      }),
    );
  });

  it('takes a time as absurd by the clock of the log, whenever it is read', () => {
    const day = 86_400_000;
    const of = (sentAtMs: number) =>
      buildRun([toRecord(1, STORED_MS, toBatch([message(1, sentAtMs)]), { epoch: A, batch: 1 })]).records[0]!
        .fate;
    expect([of(STORED_MS + day), of(STORED_MS + day + 1)]).toEqual(['insert', 'absurd-time']);
    expect([of(Date.UTC(2010, 0, 1)), of(Date.UTC(2010, 0, 1) - 1)]).toEqual(['insert', 'absurd-time']);
  });

  it('says what happens to each record', () => {
    const foreign: LogRecord = {
      seq: 4,
      storedAtNs: `${STORED_MS}000000`,
      payload: Buffer.from('hi'),
      header: () => '',
    };
    const run = buildRun([good(1, A, 1), good(2, A, 2), good(3, A, 1), foreign, good(5, B, 1)]);
    expect(insertedOf(run).map(({ record }) => record.seq)).toEqual([1, 2, 5]);
    expect([rowsOf(run), duplicatesOf(run)]).toEqual([6, 1]);
    expect(refusedOf(run)).toEqual([{ record: foreign, reason: 'bad-header' }]);
    expect(toIntent(run, PLACE, ORIGIN)).toMatchObject({ first: 1, last: 5, excluded: [4], seenBefore: [] });
  });

  it('has the UTC day on which the log got its first record', () => {
    const midnight = Date.parse('2026-11-24T00:00:00Z');
    const dayOf = (storedAtMs: number) => logDayOf(buildRun([good(1, A, 1, storedAtMs), good(2, A, 2)]));
    expect([dayOf(midnight - 1), dayOf(midnight)]).toEqual(['2026-11-23', '2026-11-24']);
  });
});

describe('the token of a run', () => {
  const records = [good(1, A, 1), good(2, A, 2), good(3, A, 3)];
  const token = (list: readonly LogRecord[], place = PLACE) => tokenOf(buildRun(list), place);
  const one = token(records);

  it('names the partition, the log, the place in it, the time and the content', () => {
    expect(one).toMatch(/^p00\.1700000000000\.1\.3\.1795428000001000000\.[0-9a-f]{8}$/);
  });

  it('tells the day on which the log had the run', () => {
    expect(logDayOfToken(one)).toBe('2026-11-23');
    expect(logDayOfToken(token(records, { ...PLACE, generation: 2 }))).toBe('2026-11-23');
    for (const other of ['', 'p00', 'p00.1.2.3.x.00000000', one.slice(1)])
      expect(logDayOfToken(other)).toBeUndefined();
  });

  it('is another for other records', () => {
    const others = [
      token(records, { ...PLACE, partition: 1 }),
      token(records, { ...PLACE, streamCreatedAtMs: PLACE.streamCreatedAtMs + 1 }),
      token(records, { ...PLACE, generation: 1 }),
      token([good(0, A, 1), ...records.slice(1)]),
      token([...records.slice(0, 2), good(4, A, 3)]),
      token([good(1, A, 1, STORED_MS), ...records.slice(1)]),
      token([records[0]!, good(2, A, 4), records[2]!]),
      token([records[0]!, good(2, A, 1), records[2]!]),
      token(records.slice(0, 2)),
    ];
    expect(new Set([one, ...others]).size).toBe(others.length + 1);
  });

  it('is another for each changed bit of what is inserted', () => {
    const { payload } = batches[2]!;
    const run = buildRun(records);
    const tokens = new Set([one]);
    for (let bit = 0; bit < payload.length * 8; bit++) {
      const bent = Uint8Array.from(payload);
      bent[bit >> 3]! ^= 1 << (bit & 7);
      const [first, second, third] = run.records as [Run['records'][0], Run['records'][0], Run['records'][0]];
      const changed = { ...second, record: { ...second.record, payload: bent } };
      tokens.add(tokenOf({ ...run, records: [first, changed, third] }, PLACE));
    }
    expect(tokens.size).toBe(payload.length * 8 + 1);
  });
});

describe('a run that the store refuses', () => {
  it('splits into two that decide as it did', () => {
    fc.assert(
      fc.property(
        logs.filter((records) => records.length > 1),
        fc.array(fc.tuple(fc.constantFrom(A, B), fc.integer({ min: 1, max: 12 }))),
        (records, before) => {
          const earlier = new RunBuilder(0, []);
          before.forEach(([epoch, batch], seq) => earlier.add(good(seq + 1, epoch, batch)));
          const run = buildRun(records, earlier.seen());
          const [left, right] = splitRun(run);
          expect([...left.records, ...right.records]).toEqual(run.records);
          for (const part of [left, right]) {
            expect(part.records.length).toBeGreaterThan(0);
            const again = buildRun(
              part.records.map(({ record }) => record),
              throughJson(part.seenBefore),
            );
            expect(fatesOf(again)).toEqual(fatesOf(part));
          }
        },
      ),
    );
  });

  it('leaves out what would be inserted, and is so read again by its intent', () => {
    const run = buildRun([good(1, A, 1), good(2, A, 1)]);
    const refused = refuseAll(run);
    expect(fatesOf(refused)).toEqual([
      [1, 'refused-by-store'],
      [2, 'duplicate'],
    ]);
    const intent = toIntent(refused, PLACE, ORIGIN);
    expect([intent.excluded, rowsOf(refused)]).toEqual([[1], 0]);
    expect(intent.token).not.toBe(tokenOf(run, PLACE));
    expect(toIntent(withExcluded(run, intent.excluded), PLACE, ORIGIN)).toEqual(intent);
  });
});
