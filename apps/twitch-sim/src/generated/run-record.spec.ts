import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseHeader,
  readRecord,
  RECORD_BYTES,
  toHeaderLine,
  writeRecord,
  type RunRecord,
} from './run-record';

const records: fc.Arbitrary<RunRecord> = fc.oneof(
  fc.record({
    type: fc.constant('sent' as const),
    toNumber: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
    atMs: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  }),
  fc.record({
    type: fc.constant('audience' as const),
    connection: fc.integer({ min: 1, max: 2 ** 32 - 2 }),
    channel: fc.integer({ min: 0, max: 9_999 }),
    isHere: fc.boolean(),
  }),
  fc.record({ type: fc.constant('emotes' as const), revision: fc.integer({ min: 0, max: 2 ** 48 - 1 }) }),
);

describe('a run’s log', () => {
  it('reads what was written', () => {
    fc.assert(
      fc.property(fc.array(records, { maxLength: 20 }), (each) => {
        const bytes = Buffer.alloc(each.length * RECORD_BYTES, 0xff);
        each.forEach((record, i) => writeRecord(record, bytes, i * RECORD_BYTES));
        expect(each.map((_, i) => readRecord(bytes, i * RECORD_BYTES))).toEqual(each);
      }),
    );
  });

  it('says of which run it is', () => {
    const header = {
      settings: { seed: 1, channels: 2, linesPerSecond: null, mix: 'dense' as const },
      number: 3,
      startedAtMs: 4,
      fingerprint: 'abc',
    };
    const line = toHeaderLine(header);
    expect(parseHeader(Buffer.concat([Buffer.from(line), Buffer.alloc(32)]))).toEqual({
      header,
      recordsAt: line.length,
    });
  });

  it.each(['', '{}', '{}\n', 'no JSON\n', '{"settings":{"seed":-1}}\n'])('refuses %j', (text) => {
    expect(() => parseHeader(Buffer.from(text))).toThrow(RangeError);
  });
});
