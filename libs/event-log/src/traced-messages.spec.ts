import { expect, it } from 'vitest';
import { MAX_TRACED, TRACED_HEADER, toTracedHeader, tracedIn } from './traced-messages';

const recordWith = (value: string) => ({ header: (name: string) => (name === TRACED_HEADER ? value : '') });

it('gives back what was written', () => {
  const messages = [
    { trace: '18446744073709551615', sentAtMs: 1_764_500_000_123 },
    { trace: '0', sentAtMs: 0 },
  ];
  expect(tracedIn(recordWith(toTracedHeader(messages)[TRACED_HEADER]!))).toEqual(messages);
});

it('knows of none where there is no header', () => {
  expect(tracedIn(recordWith(''))).toEqual([]);
});

it('leaves out whatever a stranger writes, and more than a batch names', () => {
  expect(tracedIn(recordWith('1@2 x@3 4 -5@6 7@8\n"level":"fatal" 123456789012345678901@9'))).toEqual([
    { trace: '1', sentAtMs: 2 },
  ]);
  expect(tracedIn(recordWith('1@2 '.repeat(10_000)))).toHaveLength(MAX_TRACED);
});
