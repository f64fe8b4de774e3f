import { createRandom } from '../drill/random';
import { inventLine } from './invent-line';
import { mutateLine } from './mutate-line';

/** The first moment of invented lines, and the one from which they are looked at: a year after 2026 began. */
export const FUZZ_NOW_MS = Date.UTC(2027, 0, 1);

const LINES_PER_CHUNK = 512;
const NEW_LINE = Buffer.from('\n');

/**
 * Lines to break a reader with, as chunks of bytes that end anywhere in a line: a third invented by Twitch's grammar with
 * wrong pieces, two thirds real or invented ones with bytes changed. The same for the same seed.
 *
 * @param seeds real lines to start from, without their line ends
 */
export async function* fuzzLines(options: {
  seed: number;
  lines: number;
  seeds: readonly Buffer[];
}): AsyncGenerator<Buffer> {
  const { seed, lines, seeds } = options;
  const random = createRandom(seed);
  const pickSeed = (): Buffer => seeds[Math.floor(random() * seeds.length)]!;
  let before: Buffer = Buffer.alloc(0);
  for (let number = 0; number < lines;) {
    const pieces: Buffer[] = [before];
    for (let i = 0; i < LINES_PER_CHUNK && number < lines; i++, number++) {
      const invented = Buffer.from(inventLine(number, FUZZ_NOW_MS - lines, random));
      const line =
        random() < 1 / 3 ? invented : mutateLine(random() < 0.8 ? pickSeed() : invented, pickSeed(), random);
      // An empty line is none.
      pieces.push(line.length > 0 ? line : Buffer.from(' '), NEW_LINE);
    }
    const bytes = Buffer.concat(pieces);
    const end = number < lines ? bytes.length - Math.floor(random() * 100) : bytes.length;
    before = bytes.subarray(end);
    yield bytes.subarray(0, end);
    await Promise.resolve();
  }
}
