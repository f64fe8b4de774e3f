import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '@emotide/service-kit';
import { findTag, parseTarget, sentAtMsOf } from './irc-target';
import { linesOf, readLineBlocks } from './line-blocks';

/** One channel of a file. */
export interface FileChannel {
  readonly login: string;
  /** Twitch's id as the file gives it; null where no line says. */
  roomId: string | null;
  lines: number;
  lastLine: number;
}

/** What a file holds, learnt by reading it once. */
export interface ReplayFile {
  /** Absolute. */
  readonly path: string;
  /** The same for the same path, size and first 64 kB. */
  readonly id: string;
  readonly channels: ReadonlyMap<string, FileChannel>;
  /** Lines that Twitch would send to a channel's readers. */
  readonly lines: number;
  /** The first `tmi-sent-ts` in it. */
  readonly firstSentAtMs: number | null;
}

const HEAD_BYTES = 65_536;

/**
 * Reads a file once, in flat memory, to learn its channels.
 *
 * @param onProgress called after each block with the lines read so far.
 * @throws UsageError where the file cannot be read or holds no line of chat.
 */
export async function openReplayFile(
  typedPath: string,
  onProgress: (lines: number) => void = () => undefined,
): Promise<ReplayFile> {
  const path = resolve(typedPath);
  const channels = new Map<string, FileChannel>();
  let lines = 0;
  let firstSentAtMs: number | null = null;
  let id: string;
  try {
    id = await identify(path);
    for await (const block of readLineBlocks(path)) {
      for (const { start, end, number } of linesOf(block)) {
        const target = parseTarget(block.bytes, start, end);
        if (target === undefined) continue;
        let channel = channels.get(target.channel);
        if (channel === undefined) {
          channel = { login: target.channel, roomId: null, lines: 0, lastLine: 0 };
          channels.set(target.channel, channel);
        }
        channel.lines += 1;
        channel.lastLine = number;
        channel.roomId ??= roomIdOf(block.bytes, start, target.tagsEnd);
        firstSentAtMs ??= sentAtMsOf(block.bytes, start, target.tagsEnd) ?? null;
        lines += 1;
      }
      onProgress(block.firstLine + block.lineEnds.length - 1);
    }
  } catch (error) {
    throw new UsageError(`cannot read ${typedPath}: ${(error as Error).message}`, { cause: error });
  }
  if (lines === 0) throw new UsageError(`${typedPath} holds no line of Twitch chat`);
  return { path, id, channels, lines, firstSentAtMs };
}

async function identify(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const hash = createHash('sha256').update(`${path}\0${size}\0`);
    return hash.update(buffer.subarray(0, bytesRead)).digest('hex').slice(0, 16);
  } finally {
    await file.close();
  }
}

function roomIdOf(bytes: Buffer, start: number, tagsEnd: number): string | null {
  const tag = findTag(bytes, start, tagsEnd, 'room-id');
  const id = tag === undefined ? '' : bytes.toString('latin1', tag.from, tag.to);
  return /^\d{1,20}$/.test(id) ? id : null;
}
