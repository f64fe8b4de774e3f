import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

/** Real chat of one channel, said again in many channels. */
export interface RealChatFiles {
  readonly paths: readonly string[];
  /** Lines a second over all channels at real speed. */
  readonly linesPerSecond: number;
}

const SENT_AT = /tmi-sent-ts=(\d+)/;
/** Lines that are in memory at once. */
const CHUNK_LINES = 5_000;

/**
 * Writes files for the simulator to replay: each holds the lines of one more channel that says what `lines` say, over
 * and over, under a name, a room and message ids of its own. One file a channel, as each is read once for all in it.
 *
 * Precondition: `lines` are of one channel and in order of time, and the first has a time.
 */
export async function writeRealChatFiles(options: {
  readonly lines: readonly string[];
  readonly directory: string;
  readonly channels: number;
  readonly linesPerChannel: number;
}): Promise<RealChatFiles> {
  const { lines, directory, channels, linesPerChannel } = options;
  const times = lines.flatMap((line) => SENT_AT.exec(line)?.[1] ?? []).map(Number);
  const spanMs = Math.max(...times) - times[0]! + 1;
  const paths: string[] = [];
  for (let channel = 0; channel < channels; channel++) {
    const path = join(directory, `real-chat-${channel}.txt`);
    const file = createWriteStream(path);
    for (let from = 0; from < linesPerChannel; from += CHUNK_LINES) {
      const size = Math.min(CHUNK_LINES, linesPerChannel - from);
      const chunk = Array.from({ length: size }, (_, i) => {
        const pass = Math.floor((from + i) / lines.length);
        return toCopy(lines[(from + i) % lines.length]!, channel, pass, spanMs);
      });
      if (!file.write(`${chunk.join('\r\n')}\r\n`)) await once(file, 'drain');
    }
    file.end();
    await finished(file);
    paths.push(path);
  }
  return { paths, linesPerSecond: (lines.length / spanMs) * 1_000 * channels };
}

/** One line as another channel said it, in the given pass over the chat. */
export function toCopy(line: string, channel: number, pass: number, spanMs: number): string {
  const copy = ((channel << 16) | pass).toString(16).padStart(8, '0');
  return line
    .replace(SENT_AT, (_, time: string) => `tmi-sent-ts=${Number(time) + pass * spanMs}`)
    .replace(/(^@|;)id=[0-9a-f]{8}/, `$1id=${copy}`)
    .replace(/room-id=\d+/, `room-id=${900_000_000 + channel}`)
    .replace(/ #(\w{1,20})/, ` #$1_${channel}`);
}
