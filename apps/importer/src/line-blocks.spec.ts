import { gzipSync } from 'node:zlib';
import { MAX_LINE_BYTES } from '@emotide/chat';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from './input-error';
import { lineBlocks } from './line-blocks';
import { unpack } from './unpack';

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(bytes: Buffer, size: number) {
  let [text, tooLong, largest] = ['', 0, 0];
  for await (const block of lineBlocks(cut(bytes, size))) {
    text += block.bytes.toString();
    tooLong += block.tooLong;
    largest = Math.max(largest, block.bytes.length);
  }
  return { text, tooLong, largest };
}
async function unpacked(bytes: Buffer, size = 1_000): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of unpack(cut(bytes, size))) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('lineBlocks', () => {
  it('gives every line once, wherever the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 40_000 }),
        async (lengths, size) => {
          const text = lengths.map((length, n) => String(n % 10).repeat(length)).join('\n');
          const { text: got, tooLong, largest } = await read(Buffer.from(text), size);
          expect(got).toBe(text);
          expect(tooLong).toBe(0);
          expect(largest).toBeLessThanOrEqual(MAX_LINE_BYTES + 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('lets go of lines that are too long, and counts them', async () => {
    const long = 'x'.repeat(MAX_LINE_BYTES * 5);
    for (const size of [100, 5_000, MAX_LINE_BYTES, 1_000_000])
      expect(await read(Buffer.from(`a\n${long}\nb\n${long}\n${long}\nc`), size)).toMatchObject({
        text: 'a\nb\nc',
        tooLong: 3,
      });
  });
});

describe('unpack', () => {
  const text = 'ForsenE 🤔 ü\n'.repeat(2_000);

  it('gives the same text however it was packed and encoded', async () => {
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      utf16,
      Buffer.from(utf16).swap16(),
      Buffer.from(text, 'utf16le'),
      gzipSync(text),
      gzipSync(gzipSync(`\ufeff${text}`)),
      gzipSync(utf16),
      Buffer.concat([gzipSync(text.slice(0, 13)), gzipSync(text.slice(13))]),
    ])
      expect(await unpacked(bytes, 333)).toBe(text);
    expect(await unpacked(Buffer.alloc(0))).toBe('');
  });

  it('gives what there is of a file that is cut, and says so', async () => {
    const packed = gzipSync(
      Buffer.from(Array.from({ length: 30_000 }, (_, n) => `line ${n * 7_919}\n`).join('')),
    );
    let got = '';
    const reading = (async () => {
      for await (const part of unpack(cut(packed.subarray(0, packed.length / 2), 4_096)))
        got += part.toString();
    })();
    await expect(reading).rejects.toThrow(/cut/);
    expect(got).toMatch(/^line 0\nline 7919\n/);
    expect(got.length).toBeGreaterThan(50_000);
    await expect(unpacked(Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))).rejects.toThrow(
      /damaged/,
    );
  });

  it('gives up a bomb', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(24 * 1024 * 1024)));
    await expect(unpacked(bomb)).rejects.toThrow(InputError);
  });
});
