import { describe, expect, it } from 'vitest';
import { toChunks } from './rebuild-roll-ups';

describe('toChunks', () => {
  const channels = [3, 4, 9, 1, 1].map((rows, index) => ({ channel: String(index), rows }));

  it('puts neighbouring channels together as long as they are few rows, and leaves a large one alone', () => {
    expect(toChunks(channels, 8)).toEqual([
      { first: '0', last: '1' },
      { first: '2', last: '2' },
      { first: '3', last: '4' },
    ]);
    expect(toChunks([], 8)).toEqual([]);
  });
});
