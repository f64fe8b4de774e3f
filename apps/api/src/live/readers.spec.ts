import type { ReadMark } from '@emotide/event-log';
import { beforeEach, describe, expect, it } from 'vitest';
import { Readers } from './readers';

const ONE = '0000000000000001';
const TWO = '0000000000000002';
const mark = (epoch: string, readToMs: number, seqs: number[] = [], isLast = false): ReadMark => ({
  epoch,
  readToMs,
  seqs,
  goneAfterMs: 15_000,
  isLast,
});
const folded =
  (...seqs: number[]) =>
  (partition: number): number =>
    seqs[partition] ?? 0;

let readers: Readers;
beforeEach(() => {
  readers = new Readers();
});

describe('how far readers are', () => {
  it('is not known while none is', () => {
    expect(readers.readToMs(0, folded())).toBe(Infinity);
  });

  it('is where the one furthest behind is', () => {
    readers.note(mark(ONE, 5_000), 5_100);
    readers.note(mark(TWO, 4_000), 5_100);
    expect(readers.readToMs(5_200, folded())).toBe(4_000);
  });

  it('is told only when all that was said to be in the log is folded, in every partition', () => {
    readers.note(mark(ONE, 1_000, [10, 11]), 1_100);
    expect(readers.readToMs(1_100, folded(10, 11))).toBe(1_000);
    readers.note(mark(ONE, 2_000, [20, 21]), 2_100);
    readers.note(mark(ONE, 3_000, [30, 21]), 3_100);
    expect(readers.readToMs(3_100, folded(20, 20))).toBe(1_000);
    expect(readers.readToMs(3_100, folded(20, 21))).toBe(2_000);
    expect(readers.readToMs(3_100, folded(30, 21))).toBe(3_000);
  });

  it('says nothing of a reader whose first mark is not folded yet', () => {
    readers.note(mark(ONE, 1_000, [10]), 1_100);
    expect(readers.readToMs(1_100, folded(9))).toBe(Infinity);
  });

  it('waits for who falls silent until it must be gone, and takes it in again should it come back', () => {
    readers.note(mark(ONE, 1_000), 1_100);
    expect(readers.readToMs(16_100, folded())).toBe(1_000);
    expect(readers.readToMs(16_101, folded())).toBe(Infinity);
    readers.note(mark(ONE, 17_000), 17_100);
    expect(readers.readToMs(17_100, folded())).toBe(17_000);
  });

  it('does not hold a time against anybody in which nobody could be heard', () => {
    readers.note(mark(ONE, 1_000), 1_100);
    readers.listenAgain(61_000);
    expect(readers.readToMs(76_000, folded())).toBe(1_000);
    expect(readers.readToMs(76_001, folded())).toBe(Infinity);
  });

  it('takes no notice of what is beyond the end of the log, being of another one', () => {
    readers.note(mark(ONE, 1_000, [10]), 1_100);
    expect(readers.readToMs(1_100, folded(10))).toBe(1_000);
    readers.note(mark(ONE, 2_000, [5_000, 3]), 2_100);
    readers.sawEnd(20, 2_100);
    expect(readers.readToMs(2_200, folded(20, 3))).toBe(1_000);
    readers.sawEnd(20, 2_101);
    expect(readers.readToMs(2_200, folded(20, 2))).toBe(1_000);
    expect(readers.readToMs(2_200, folded(20, 3))).toBe(2_000);
  });

  it('waits no longer for who is fenced or said goodbye, whatever else it says', () => {
    readers.note(mark(ONE, 1_000), 1_100);
    readers.note(mark(TWO, 2_000, [5], true), 2_100);
    expect(readers.readToMs(2_100, folded(4))).toBe(1_000);
    readers.fenced(ONE);
    expect(readers.readToMs(2_100, folded(5))).toBe(Infinity);
    readers.note(mark(ONE, 1_500), 2_200);
    readers.note(mark(TWO, 2_500), 2_200);
    expect(readers.readToMs(2_300, folded(5))).toBe(Infinity);
    expect(readers.size).toBe(0);
  });

  it('remembers no more than a bound, whoever speaks, and then still tells of those it knows', () => {
    for (let n = 0; n < 3_000; n++) readers.note(mark(n.toString(16).padStart(16, '0'), 1_000 + n), 1_000);
    expect(readers.size).toBe(1_024);
    for (let n = 0; n < 1_000; n++) readers.note(mark(ONE, 10_000 + n, [1_000 + n]), 2_000);
    expect(readers.readToMs(2_000, folded(5_000))).toBe(1_000);
    readers.fenced('0000000000000000');
    expect(readers.readToMs(2_000, folded(5_000))).toBe(1_002);
  });
});
