import { describe, expect, it } from 'vitest';
import { createReadable, toConnectionRecords, type ConnectionRecord } from './connection-log';

describe('the log of connections', () => {
  it('is read line by line, whatever a killed process left in it', () => {
    const record: ConnectionRecord = { connection: 3, what: 'lagged', atMs: 5, lagMs: 400 };
    const ndjson = [
      '',
      JSON.stringify(record),
      '{"connection":4,"wh',
      '{"connection":0,"what":"opened"}',
    ].join('\n');
    expect(toConnectionRecords(ndjson)).toEqual([record]);
  });

  it('tells which lines were on a connection long enough to be read', () => {
    const isReadable = createReadable(
      [
        { connection: 1, what: 'opened', atMs: 0 },
        { connection: 1, what: 'cut-off', atMs: 10_000 },
        { connection: 2, what: 'lagged', atMs: 100, lagMs: 400 },
        { connection: 2, what: 'lagged', atMs: 200, lagMs: 0 },
        { connection: 2, what: 'gone', atMs: 10_000 },
      ],
      1_000,
    );
    expect([9_000, 9_001].map((atMs) => isReadable(1, atMs))).toEqual([true, false]);
    expect([8_600, 8_601].map((atMs) => isReadable(2, atMs))).toEqual([true, false]);
    expect(isReadable(3, 1e12)).toBe(true);
  });
});
