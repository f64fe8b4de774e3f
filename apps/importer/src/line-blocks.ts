import { MAX_LINE_BYTES } from '@emotide/chat';

/** Whole lines, as many as fit into what the scanner reads at a time without cutting. */
export interface LineBlock {
  readonly bytes: Buffer;
  /** Lines before it that were longer than any line may be; they were let go of while they came. */
  readonly tooLong: number;
}

const LF = 10;

/**
 * Cuts a stream of bytes into blocks of whole lines. A last line without a line end is a line; a line of a gigabyte takes
 * no more memory than a short one.
 */
export async function* lineBlocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<LineBlock> {
  let held = Buffer.alloc(0);
  let tooLong = 0;
  /** Within a line that was too long: all is let go of up to its end. */
  let isSkipping = false;
  for await (const chunk of chunks) {
    let at = 0;
    if (isSkipping) {
      const end = chunk.indexOf(LF);
      if (end < 0) continue;
      isSkipping = false;
      at = end + 1;
    }
    if (held.length > 0) {
      const end = chunk.indexOf(LF, at);
      if (end < 0 && held.length + chunk.length - at <= MAX_LINE_BYTES) {
        held = Buffer.concat([held, chunk.subarray(at)]);
        continue;
      }
      if (end >= 0 && held.length + end - at <= MAX_LINE_BYTES) {
        yield { bytes: Buffer.concat([held, chunk.subarray(at, end + 1)]), tooLong };
        tooLong = 0;
      } else {
        tooLong++;
        isSkipping = end < 0;
      }
      held = Buffer.alloc(0);
      if (isSkipping) continue;
      at = end + 1;
    }
    while (at < chunk.length) {
      const most = Math.min(chunk.length, at + MAX_LINE_BYTES);
      const end = chunk.lastIndexOf(LF, most - 1);
      if (end >= at) {
        yield { bytes: chunk.subarray(at, end + 1), tooLong };
        tooLong = 0;
        at = end + 1;
        continue;
      }
      if (chunk.length - at <= MAX_LINE_BYTES) {
        // A copy: the chunk must not be kept for the sake of its last line.
        held = Buffer.from(chunk.subarray(at));
        break;
      }
      tooLong++;
      const next = chunk.indexOf(LF, most);
      isSkipping = next < 0;
      at = isSkipping ? chunk.length : next + 1;
    }
  }
  if (held.length > 0 || tooLong > 0) yield { bytes: held, tooLong };
}
