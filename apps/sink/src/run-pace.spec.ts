import { describe, expect, it } from 'vitest';
import { runLengthMs } from './run-pace';

describe('a run', () => {
  it('is short while little comes and inserts are quick', () => {
    expect(runLengthMs({ runMs: 250, lastInsertMs: 25, isBehind: false })).toBe(250);
  });

  it('lasts as long as the insert before it took, within bounds', () => {
    expect(runLengthMs({ runMs: 250, lastInsertMs: 1_000, isBehind: false })).toBe(1_000);
    expect(runLengthMs({ runMs: 250, lastInsertMs: 30_000, isBehind: false })).toBe(2_000);
  });

  it('goes on to its limits while the log has more than it can be given', () => {
    expect(runLengthMs({ runMs: 250, lastInsertMs: 25, isBehind: true })).toBe(2_000);
  });

  it('is never shorter than was asked for', () => {
    for (const isBehind of [true, false])
      expect(runLengthMs({ runMs: 60_000, lastInsertMs: 5_000, isBehind })).toBe(60_000);
  });
});
