import { describe, expect, it } from 'vitest';
import { createSentState } from './sent-log';
import type { SentSegment } from './sent-record';

const segment = (
  connection: number | null,
  fromLine: number,
  toLine: number,
  more: Partial<SentSegment> = {},
): SentSegment => ({
  connection,
  channel: 'a',
  file: 'f',
  fileId: 'id',
  fromLine,
  toLine,
  lines: toLine - fromLine + 1,
  shiftMs: 0,
  atMs: 0,
  ...more,
});

function fold(...segments: SentSegment[]) {
  const state = createSentState();
  for (const each of segments) state.add(each);
  return state;
}

describe('what was sent', () => {
  it('counts lines once when two connections were sent them', () => {
    const state = fold(segment(1, 1, 4), segment(2, 1, 4), segment(1, 6, 9));
    expect(state.doneLines('id')).toBe(8);
    expect(state.doneToLine('id', 'a')).toBe(9);
    expect(state.lastConnection).toBe(2);
  });

  it('joins runs of a channel that follow each other, though lines of others lie between', () => {
    const state = fold(segment(1, 1, 4), segment(1, 7, 9));
    expect(state.heard('id', 'a')).toEqual([{ from: 1, to: 9, shiftMs: 0 }]);
  });

  it('keeps what went unheard out of what was heard', () => {
    const state = fold(segment(1, 1, 4), segment(null, 5, 6), segment(1, 7, 9));
    expect(state.doneLines('id')).toBe(9);
    expect(state.heard('id', 'a')).toEqual([
      { from: 1, to: 4, shiftMs: 0 },
      { from: 7, to: 9, shiftMs: 0 },
    ]);
  });

  it('knows what each connection heard', () => {
    const state = fold(
      segment(1, 1, 2),
      segment(1, 3, 4),
      segment(2, 3, 4),
      segment(2, 5, 6),
      segment(1, 8, 9),
    );
    expect(state.heard('id', 'a')).toEqual([{ from: 1, to: 9, shiftMs: 0 }]);
    expect([...state.heardBy('id', 'a')]).toEqual([
      [
        1,
        [
          { from: 1, to: 4, shiftMs: 0 },
          { from: 8, to: 9, shiftMs: 0 },
        ],
      ],
      [2, [{ from: 3, to: 6, shiftMs: 0 }]],
    ]);
  });

  it('tells shifts, channels and files apart', () => {
    const state = fold(
      segment(1, 1, 2, { shiftMs: 5 }),
      segment(1, 3, 4),
      segment(1, 2, 2, { channel: 'b' }),
      segment(1, 1, 1, { fileId: 'other' }),
    );
    expect(state.heard('id', 'a')).toHaveLength(2);
    expect(state.doneToLine('id', 'b')).toBe(2);
    expect(state.doneLines('other')).toBe(1);
  });

  it('is forgotten when a file starts anew, but no connection number comes back', () => {
    const state = fold(segment(3, 1, 4));
    state.startAnew('id');
    expect(state.doneLines('id')).toBe(0);
    expect(state.heard('id', 'a')).toEqual([]);
    expect(state.lastConnection).toBe(3);
  });
});
