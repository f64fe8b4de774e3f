import { describe, expect, it } from 'vitest';
import { MAX_PARTITIONS } from './partition';
import { decodeReadMark, encodeReadMark, type ReadMark } from './read-mark';

const MARK: ReadMark = {
  epoch: '0123456789abcdef',
  readToMs: 1_700_000_000_000,
  seqs: [12, 0, 9_007_199_254_740_991],
  goneAfterMs: 15_000,
  isLast: false,
};
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('a read mark', () => {
  it('is read back as it was written, with all partitions too', () => {
    expect(decodeReadMark(encodeReadMark(MARK))).toEqual(MARK);
    const wide = { ...MARK, seqs: Array.from({ length: MAX_PARTITIONS }, () => 9_007_199_254_740_991) };
    expect(decodeReadMark(encodeReadMark(wide))).toEqual(wide);
  });

  it.each([
    ['an epoch that is none', encode({ ...MARK, epoch: '../etc' })],
    ['a time that is none', encode({ ...MARK, readToMs: 'now' })],
    ['a negative sequence', encode({ ...MARK, seqs: [-1] })],
    ['too many partitions', encode({ ...MARK, seqs: Array.from({ length: MAX_PARTITIONS + 1 }, () => 1) })],
    ['a silence without end', encode({ ...MARK, goneAfterMs: 1e12 })],
    ['null', encode(null)],
    ['half of it', encodeReadMark(MARK).subarray(0, 20)],
    ['no UTF-8', new Uint8Array([0xff, 0xfe, 0x00])],
    ['nothing', new Uint8Array()],
    ['a megabyte', new Uint8Array(1 << 20).fill(0x20)],
  ])('is none when it is %s', (_what, bytes) => {
    expect(decodeReadMark(bytes)).toBeUndefined();
  });
});
