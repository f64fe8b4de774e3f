import { describe, expect, it } from 'vitest';
import { drillFuzz, fuzzFaults } from '../src/drill/fuzz.drill';

/** The short form of `npm run drill -- fuzz`. */
describe('a flood of broken lines', () => {
  it('throws nothing, hangs nowhere, grows nothing, and is counted line by line', async () => {
    const lines = 200_000;
    const result = await drillFuzz({ lines, seed: 7, say: () => undefined });
    expect(fuzzFaults(lines, result)).toEqual([]);
    // It reached everything there is to reach.
    const { read, counted, dropped } = result;
    expect(Object.keys(read.rejects).length).toBeGreaterThanOrEqual(8);
    expect(Object.keys(dropped).length).toBeGreaterThanOrEqual(5);
    for (const reached of [counted.messages, counted.acts, counted.uses, counted.unreadableRanges])
      expect(reached).toBeGreaterThan(200);
  });
});
