import { describe, expect, it } from 'vitest';
import { parseStartTicks } from './process-identity';

/** As the kernel prints it, cut after field 22. */
const stat = (name: string, state: string) =>
  `4321 (${name}) ${state} 1 4321 4321 0 -1 4194560 1 0 0 0 5 6 0 0 20 0 11 0 987654 123 45`;

describe('parseStartTicks', () => {
  it('reads the start time', () => {
    expect(parseStartTicks(stat('node', 'S'))).toBe('987654');
  });

  it('is not misled by spaces and parentheses in the name of the program', () => {
    expect(parseStartTicks(stat('a) S 1 2 (b', 'R'))).toBe('987654');
  });

  it('takes a zombie for dead', () => {
    expect(parseStartTicks(stat('node', 'Z'))).toBeUndefined();
  });

  it.each(['', '12', '12 (x) S 1', '12 (x) S '.padEnd(60, 'x ')])('knows nothing from %j', (text) => {
    expect(parseStartTicks(text)).toBeUndefined();
  });
});
