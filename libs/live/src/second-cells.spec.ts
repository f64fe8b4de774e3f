import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellPacker } from './cell-packer';
import { CELL_WORDS, Cells } from './cells';
import { SecondCells } from './second-cells';

function sums(cells: SecondCells, packer: CellPacker): Map<number, [number, number]> {
  const read = new Cells();
  cells.read(packer, read);
  const found = new Map<number, [number, number]>();
  for (let at = 0; at < read.length; at += CELL_WORDS) {
    const [uses, messages] = found.get(read.words[at]!) ?? [0, 0];
    found.set(read.words[at]!, [uses + read.words[at + 1]!, messages + read.words[at + 2]!]);
  }
  return found;
}

describe('SecondCells', () => {
  it('gives back the sums of what was pushed, packed at any moment', () => {
    const count = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40_000 }), fc.constant(0x0fff_ffff));
    const cell = fc.record({
      pair: fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 3_000_000 })),
      uses: count,
      messages: count,
      packs: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 15 }), (pushed) => {
        const packer = new CellPacker();
        const cells = new SecondCells();
        const expected = new Map<number, [number, number]>();
        for (const { pair, uses, messages, packs } of pushed) {
          cells.push(pair, uses, messages);
          const [usesBefore, messagesBefore] = expected.get(pair) ?? [0, 0];
          expected.set(pair, [usesBefore + uses, messagesBefore + messages]);
          if (packs) cells.pack(packer);
          expect(sums(cells, packer)).toEqual(expected);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('packs a second of single uses into less than a quarter of its loose size', () => {
    const cells = new SecondCells();
    for (let pair = 0; pair < 3_000; pair++) cells.push(pair * 7, 1, 1);
    const loose = cells.bytes;
    cells.pack(new CellPacker());
    expect(cells.bytes).toBeLessThan(loose / 4);
  });
});
