import { CELL_WORDS, Cells } from './cells';
import type { CellPacker } from './cell-packer';

/** Loose cells up to here are left alone: packing has a price of its own. */
const FEW_WORDS = 32 * CELL_WORDS;
const NOTHING = new Uint8Array(0);

/**
 * The cells of one second: packed bytes of one cell a pair, and loose cells, one a row, that came since. An open
 * second is all loose; it is packed when it closes, and again whenever late rows amount to a quarter of it.
 */
export class SecondCells {
  #packed: Uint8Array = NOTHING;
  #packedCells = 0;
  readonly #loose = new Cells();

  get bytes(): number {
    return this.#packed.byteLength + this.#loose.words.byteLength;
  }

  push(pair: number, uses: number, messages: number): void {
    this.#loose.push(pair, uses, messages);
  }

  get isWorthPacking(): boolean {
    const words = this.#loose.length;
    return words > FEW_WORDS && words * 4 >= this.#packedCells * CELL_WORDS;
  }

  pack(packer: CellPacker): void {
    if (this.#loose.length === 0) return;
    packer.addPacked(this.#packed);
    packer.add(this.#loose);
    this.#packedCells = packer.size;
    this.#packed = packer.take();
    this.#loose.release();
  }

  /** Replaces what is in `cells` by all cells of the second; a pair may have several. */
  read(packer: CellPacker, cells: Cells): void {
    cells.clear();
    packer.unpack(this.#packed, cells);
    const { words, length } = this.#loose;
    for (let at = 0; at < length; at += CELL_WORDS) cells.push(words[at]!, words[at + 1]!, words[at + 2]!);
  }
}
