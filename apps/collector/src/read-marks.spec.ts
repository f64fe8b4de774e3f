import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ReadMarks, type ReadMarksOptions } from './read-marks';

type Sent = Parameters<ReadMarksOptions['send']>[0];

const sent: Sent[] = [];
let isReading = true;
let seqs: number[] = [];
let stored: Promise<void> = Promise.resolve();
let marks: ReadMarks;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  sent.length = 0;
  isReading = true;
  seqs = [];
  stored = Promise.resolve();
  marks = new ReadMarks({
    isReading: () => isReading,
    published: async () => {
      await stored;
      return seqs;
    },
    send: (mark) => sent.push(mark),
    clocks: { wallMs: Date.now, monotonicMs: () => performance.now() },
  });
  marks.start();
});
afterEach(() => {
  marks.end([]);
  vi.useRealTimers();
});

describe('read marks', () => {
  it('name the time of the tick before, and where the last records are', async () => {
    seqs = [7];
    seqs[2] = 9;
    await vi.advanceTimersByTimeAsync(250);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    expect(sent).toEqual([
      { readToMs: 1_000_250, seqs: [7, 0, 9], isLast: false },
      { readToMs: 1_000_500, seqs: [7, 0, 9], isLast: false },
    ]);
  });

  it('wait for the log, one at a time, and then tell what was true when they began to', async () => {
    let answer = (): void => undefined;
    stored = new Promise((resolve) => {
      answer = resolve;
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toEqual([]);
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.map(({ readToMs }) => readToMs)).toEqual([1_000_250]);
    await vi.advanceTimersByTimeAsync(250);
    expect(sent.map(({ readToMs }) => readToMs)).toEqual([1_000_250, 1_010_000]);
  });

  it('say nothing while sockets are not read, nor of the time in which they were not', async () => {
    await vi.advanceTimersByTimeAsync(500);
    expect(sent).toHaveLength(1);
    isReading = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toHaveLength(1);
    isReading = true;
    await vi.advanceTimersByTimeAsync(250);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(250);
    expect(sent[1]).toMatchObject({ readToMs: 1_001_750 });
  });

  it('say nothing when the process was late, as after it was frozen', async () => {
    await vi.advanceTimersByTimeAsync(500);
    vi.setSystemTime(Date.now() + 5_000);
    vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
    await vi.advanceTimersByTimeAsync(250);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(250);
    expect(sent[1]).toMatchObject({ readToMs: 1_005_750 });
    vi.restoreAllMocks();
  });

  it('say nothing while the lines that come are late, but take those of a replay for what they are', async () => {
    await vi.advanceTimersByTimeAsync(500);
    marks.noteLine(Date.now() - 1_600);
    await vi.advanceTimersByTimeAsync(250);
    expect(sent).toHaveLength(1);
    // One is, of Twitch's own.
    marks.noteLine(Date.now() - 6_000);
    marks.noteLine(Date.now() - 400);
    await vi.advanceTimersByTimeAsync(250);
    marks.noteLine(Date.now() - 86_400_000);
    await vi.advanceTimersByTimeAsync(250);
    expect(sent).toHaveLength(3);
  });

  it('end with one that is the last, and none comes after', async () => {
    await vi.advanceTimersByTimeAsync(500);
    marks.end([3]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual({ readToMs: 1_000_500, seqs: [3], isLast: true });
  });
});
