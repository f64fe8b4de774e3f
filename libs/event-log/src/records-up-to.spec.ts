import { describe, expect, it } from 'vitest';
import type { StoredRecord } from './log-reader';
import { recordsUpTo } from './records-up-to';

/** Gives out these sequences read by read; `caughtUp` says after how many reads the server had said that this is all. */
function readerOf(reads: readonly (readonly number[])[], caughtUp: number) {
  let given = 0;
  return {
    get completeAtMs() {
      return given >= caughtUp ? Infinity : -Infinity;
    },
    read: () =>
      Promise.resolve(
        (reads[given++] ?? []).map((seq): StoredRecord => ({
          seq,
          storedAtNs: '1',
          subject: 'emotes.v1.p00',
          payload: new Uint8Array(),
          header: () => '',
        })),
      ),
  };
}

async function sequences(reader: ReturnType<typeof readerOf>, lastSeq: number): Promise<number[]> {
  const found: number[] = [];
  for await (const { seq } of recordsUpTo(reader, lastSeq)) found.push(seq);
  return found;
}

describe('recordsUpTo', () => {
  it('ends with the record that was asked for, and leaves what lies behind it', async () => {
    expect(
      await sequences(
        readerOf(
          [
            [1, 2],
            [3, 4, 5],
          ],
          Infinity,
        ),
        4,
      ),
    ).toEqual([1, 2, 3, 4]);
  });

  it('ends before one that was removed', async () => {
    expect(
      await sequences(
        readerOf(
          [
            [1, 2],
            [5, 6],
          ],
          Infinity,
        ),
        4,
      ),
    ).toEqual([1, 2]);
  });

  it('ends when there is nothing more, although the last record was removed', async () => {
    expect(await sequences(readerOf([[1, 2], []], 1), 4)).toEqual([1, 2]);
  });

  it('gives out what still waited in the reader when the server said that this is all', async () => {
    expect(await sequences(readerOf([[1, 2], [3]], 1), 4)).toEqual([1, 2, 3]);
  });

  it('waits on while the server has said nothing', async () => {
    expect(await sequences(readerOf([[], [], [1], [], [2, 4]], Infinity), 4)).toEqual([1, 2, 4]);
  });
});
