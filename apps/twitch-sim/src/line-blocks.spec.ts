import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_LINE_BYTES, linesOf, toLineBlocks, type FilePlace } from './line-blocks';

async function* chunked(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < edges.length; i++) yield bytes.subarray(edges[i - 1], edges[i]);
}

async function linesFrom(
  bytes: Buffer,
  cuts: readonly number[] = [],
  start?: FilePlace,
): Promise<[number, string][]> {
  const lines: [number, string][] = [];
  for await (const block of toLineBlocks(chunked(bytes, cuts), start)) {
    for (const { start: from, end, number } of linesOf(block)) {
      lines.push([number, block.bytes.toString('latin1', from, end)]);
    }
  }
  return lines;
}

describe('line blocks', () => {
  it('take LF and CRLF, pass blank lines over and number them all the same', async () => {
    expect(await linesFrom(Buffer.from('a\r\n\n\r\nb\nc'))).toEqual([
      [1, 'a'],
      [4, 'b'],
      [5, 'c'],
    ]);
  });

  it('leave a byte order mark out', async () => {
    expect(await linesFrom(Buffer.from('\ufeffa\nb\n'))).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('are the same lines however the bytes arrive', async () => {
    const text = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', 'é', ' '), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(100)), async (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''));
        expect(await linesFrom(bytes, cuts)).toEqual(await linesFrom(bytes));
      }),
    );
  });

  it('can be entered again at the place of any block', async () => {
    const bytes = Buffer.from(Array.from({ length: 50 }, (_, i) => `line ${i}\n`).join(''));
    const all = await linesFrom(bytes);
    for await (const { offsetBytes, firstLine } of toLineBlocks(chunked(bytes, [33, 100, 101, 250]))) {
      const rest = await linesFrom(bytes.subarray(offsetBytes), [], { offsetBytes, line: firstLine });
      expect(rest).toEqual(all.slice(firstLine - 1));
    }
  });

  it('leave out a line that is too long, in flat memory, and keep the numbers and places of the others', async () => {
    const long = Buffer.alloc(3 * MAX_LINE_BYTES, 'x');
    const bytes = Buffer.concat([Buffer.from('a\n'), long, Buffer.from('\nb\nc\n')]);
    const cuts = Array.from({ length: 12 }, (_, i) => i * 256 * 1024);
    expect(await linesFrom(bytes, cuts)).toEqual([
      [1, 'a'],
      [3, 'b'],
      [4, 'c'],
    ]);
    const places: string[] = [];
    for await (const block of toLineBlocks(chunked(bytes, cuts))) {
      places.push(bytes.toString('latin1', block.offsetBytes, block.offsetBytes + 1));
    }
    expect(places).toEqual(['a', 'b']);
  });

  it('end cleanly after a line that is too long', async () => {
    const bytes = Buffer.alloc(2 * MAX_LINE_BYTES, 'x');
    const cuts = Array.from({ length: 8 }, (_, i) => i * 256 * 1024);
    expect(await linesFrom(bytes, cuts)).toEqual([]);
  });
});
