import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

const LF = 0x0a;
const CR = 0x0d;
const READ_BYTES = 256 * 1024;

/** A longer line is no line of chat; it is left out, though it keeps its number. */
export const MAX_LINE_BYTES = 1024 * 1024;

/** Some whole lines of a file, one after the other. */
export interface LineBlock {
  readonly bytes: Buffer;
  /** Where each line ends in `bytes`, before its LF. */
  readonly lineEnds: readonly number[];
  /** Number of the first line, from 1. */
  readonly firstLine: number;
  /** Place of the first line in the file, unpacked where it is packed. */
  readonly offsetBytes: number;
}

/** Where reading begins. */
export interface FilePlace {
  readonly offsetBytes: number;
  readonly line: number;
}

export const FILE_START: FilePlace = { offsetBytes: 0, line: 1 };

/** A line's place in its block, without its line ending. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
  readonly number: number;
}

/** The lines of a block; blank ones are passed over. */
export function* linesOf(block: LineBlock): Generator<LineSpan> {
  const { bytes, lineEnds, firstLine } = block;
  let start = 0;
  for (let i = 0; i < lineEnds.length; i++) {
    const lineEnd = lineEnds[i] ?? 0;
    let end = lineEnd;
    while (end > start && bytes[end - 1] === CR) end -= 1;
    if (end > start) yield { start, end, number: firstLine + i };
    start = lineEnd + 1;
  }
}

/** Reads `path` as blocks of whole lines (LF or CRLF, with or without BOM or gzip), in memory independent of its size. */
export async function* readLineBlocks(path: string, from: FilePlace = FILE_START): AsyncGenerator<LineBlock> {
  const packed = await isGzip(path);
  const source = openSource(path, packed, from.offsetBytes);
  try {
    yield* toLineBlocks(source, packed ? FILE_START : from, from.line);
  } finally {
    source.destroy();
  }
}

/**
 * Cuts a stream of bytes into blocks of whole lines, leaving out lines over {@link MAX_LINE_BYTES} and blocks before
 * line `fromLine`.
 */
export async function* toLineBlocks(
  chunks: AsyncIterable<Buffer>,
  start: FilePlace = FILE_START,
  fromLine = start.line,
): AsyncGenerator<LineBlock> {
  let { offsetBytes, line } = start;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let isOverlong = false;
  let isFirst = offsetBytes === 0;

  const block = (bytes: Buffer): LineBlock => {
    const lineEnds: number[] = [];
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lineEnds.push(at);
    if (bytes[bytes.length - 1] !== LF) lineEnds.push(bytes.length);
    const made = { bytes, lineEnds, firstLine: line, offsetBytes };
    line += lineEnds.length;
    offsetBytes += bytes.length;
    return made;
  };

  for await (const read of chunks) {
    let chunk = read;
    if (isFirst) {
      isFirst = false;
      if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) {
        chunk = chunk.subarray(3);
        offsetBytes += 3;
      }
    }
    if (isOverlong) {
      const end = chunk.indexOf(LF);
      offsetBytes += end < 0 ? chunk.length : end + 1;
      if (end < 0) continue;
      isOverlong = false;
      line += 1;
      chunk = chunk.subarray(end + 1);
    }
    const last = chunk.lastIndexOf(LF);
    if (last >= 0) {
      const made = block(Buffer.concat([...waiting, chunk.subarray(0, last + 1)]));
      waiting = [];
      waitingBytes = 0;
      if (line > fromLine) yield made;
    }
    const rest = chunk.subarray(last + 1);
    if (rest.length > 0) waiting.push(rest);
    waitingBytes += rest.length;
    if (waitingBytes > MAX_LINE_BYTES) {
      offsetBytes += waitingBytes;
      waiting = [];
      waitingBytes = 0;
      isOverlong = true;
    }
  }
  if (waitingBytes > 0) yield block(Buffer.concat(waiting));
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function openSource(path: string, packed: boolean, offsetBytes: number): Readable {
  if (!packed) return createReadStream(path, { start: offsetBytes, highWaterMark: READ_BYTES });
  // A packed file cannot be entered in the middle. The callback is empty as errors surface in the loop that reads.
  return pipeline(createReadStream(path), createGunzip({ chunkSize: READ_BYTES }), () => undefined);
}
