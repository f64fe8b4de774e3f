import { createRandom } from '../drill/random';
import { inventLine } from './invent-line';
import { createLineMutator } from './mutate-line';

/** The first moment of invented lines, and the one from which they are looked at: a year after 2026 began. */
export const FUZZ_NOW_MS = Date.UTC(2027, 0, 1);

const LINES_PER_CHUNK = 512;
const AT = 64;
const SPACE = Buffer.from(' ');
const NEW_LINE = Buffer.from('\n');

/**
 * Lines to break a reader with, as chunks of bytes that end anywhere in a line: a third invented by Twitch's grammar with
 * wrong pieces, two thirds real or invented ones with bytes changed. The same for the same seed.
 *
 * @param options.seeds real lines to start from, without their line ends; each is given an id of its own, as one that was
 *   seen before would not get far
 */
export async function* fuzzLines(options: {
  seed: number;
  lines: number;
  seeds: readonly string[];
}): AsyncGenerator<Buffer> {
  const { seed, lines } = options;
  const random = createRandom(seed);
  const mutate = createLineMutator(random);
  const seeds = options.seeds.map((line) => Buffer.from(line.replace(/(?<=[@;])id=[^; ]*;?/, '')));
  const pickSeed = (): Buffer => seeds[Math.floor(random() * seeds.length)]!;
  const invent = (number: number): Buffer => Buffer.from(inventLine(number, FUZZ_NOW_MS - lines, random));
  const identify = (line: Buffer, number: number): Buffer =>
    line[0] === AT ? Buffer.concat([Buffer.from(`@id=s${number};`), line.subarray(1)]) : line;

  let before: Uint8Array = new Uint8Array(0);
  for (let number = 0; number < lines;) {
    const pieces: Uint8Array[] = [before];
    for (let i = 0; i < LINES_PER_CHUNK && number < lines; i++, number++) {
      const roll = random();
      const line =
        roll < 1 / 3
          ? invent(number)
          : mutate(roll < 1 / 2 ? invent(number) : identify(pickSeed(), number), pickSeed());
      // An empty line is none. Copied, as the mutator's buffer is used again.
      pieces.push(line.length > 0 ? Uint8Array.from(line) : SPACE, NEW_LINE);
    }
    const bytes = Buffer.concat(pieces);
    const end = number < lines ? bytes.length - Math.floor(random() * 100) : bytes.length;
    before = Uint8Array.from(bytes.subarray(end));
    yield bytes.subarray(0, end);
  }
}
