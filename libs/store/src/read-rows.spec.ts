import { expect, it } from 'vitest';
import { parseReadRows } from './read-rows';

it('what a statement read is in its summary', () => {
  expect(
    parseReadRows(
      '{"read_rows":"80000","read_bytes":"2560000","written_rows":"0","total_rows_to_read":"80000","elapsed_ns":"1"}',
    ),
  ).toBe(80_000);
});

it.each([undefined, '', '{', '{}', '{"read_rows":"-1"}', ['{"read_rows":"1"}']])(
  '%o says nothing',
  (header) => {
    expect(parseReadRows(header)).toBeUndefined();
  },
);
