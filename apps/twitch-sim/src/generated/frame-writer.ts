import type { Reader } from '../rooms';
import type { LinePool, Sending } from './line-pool';

/** Packs lines into frames, one reader at a time, as Twitch does under load. */
export interface FrameWriter {
  add(reader: Reader, template: number, sending: Sending): void;
  /** Sends what was added. @returns the readers that were sent something since the last time. */
  flush(): ReadonlySet<Reader>;
}

/** About forty lines of average length. */
const FRAME_BYTES = 16 * 1024;

export function createFrameWriter(
  pool: Pick<LinePool, 'byteLength' | 'isPrivmsg' | 'tagsEnd' | 'write'>,
): FrameWriter {
  /** Each reader's frame in the making; the buffer stays, what is delivered is a copy. */
  const frames = new WeakMap<Reader, { bytes: Buffer; length: number }>();
  let sentTo = new Set<Reader>();

  const deliver = (reader: Reader, frame: { bytes: Buffer; length: number }): void => {
    if (frame.length === 0) return;
    reader.deliver(Buffer.from(frame.bytes.subarray(0, frame.length)));
    frame.length = 0;
  };

  return {
    add(reader, template, sending) {
      const { tags, commands } = reader.caps;
      if (!commands && pool.isPrivmsg[template] !== 1) return;
      let frame = frames.get(reader);
      if (frame === undefined)
        frames.set(reader, (frame = { bytes: Buffer.allocUnsafeSlow(FRAME_BYTES), length: 0 }));
      if (frame.length + pool.byteLength(template) > FRAME_BYTES) deliver(reader, frame);
      const start = frame.length;
      frame.length = pool.write(template, sending, frame.bytes, start);
      if (!tags) {
        const cut = pool.tagsEnd(template) + 1;
        frame.bytes.copyWithin(start, start + cut, frame.length);
        frame.length -= cut;
      }
      sentTo.add(reader);
    },
    flush() {
      for (const reader of sentTo) {
        const frame = frames.get(reader);
        if (frame !== undefined) deliver(reader, frame);
      }
      const flushed = sentTo;
      sentTo = new Set();
      return flushed;
    },
  };
}
