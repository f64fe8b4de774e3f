import type { RejectReason } from '@emotide/chat';
import type { ChannelLogin, ChatLine } from '@emotide/domain';
import { arrayItems } from './array-items';
import { lineBlocks } from './line-blocks';
import { scanBlock } from './scan-block';
import { parseStreamer, parseVodComment, type VodChannel } from './vod-comment';

/** A chat message as a file has it: old logs don't say which room it was, and some VOD files not whose. */
export type FileLine = Omit<ChatLine, 'channelLogin'> & { readonly channelLogin: ChannelLogin | null };

/** Why something in a file is no message that could be looked at. */
export type FileReject = RejectReason | 'no-comment' | 'too-large';

export interface FilePart {
  /** A part of the file was looked at: its messages, in order. */
  readonly lines: FileLine[];
  /** Lines, or comments of a VOD, that it was. */
  readonly read: number;
  /** Lines of chat that are no messages (joins, bans, notices without text). */
  readonly others: number;
  readonly rejects: ReadonlyMap<FileReject, number>;
}

/** A comment has some hundred bytes. */
const MAX_COMMENT_BYTES = 1024 * 1024;
const COMMENTS_AT_ONCE = 64;
const OPEN_OBJECT = 123;
const OPEN_ARRAY = 91;

/**
 * The chat messages of a file, part by part: raw IRC lines, or a VOD's chat as TwitchDownloader writes it. Which of them
 * it is shows at its first character.
 *
 * @param chunks unpacked bytes
 * @throws InputError when the file has no more, though it should
 */
export async function* readMessages(chunks: AsyncIterable<Buffer>): AsyncGenerator<FilePart> {
  const iterator = chunks[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let first: number | undefined;
  while (first === undefined) {
    const next = await iterator.next();
    if (next.done === true) break;
    held.push(next.value);
    first = next.value.find((byte) => byte > 32);
  }
  async function* all(): AsyncGenerator<Buffer> {
    try {
      yield* held.splice(0);
      yield* { [Symbol.asyncIterator]: () => iterator };
    } finally {
      await iterator.return?.();
    }
  }
  yield* first === OPEN_OBJECT || first === OPEN_ARRAY ? readVod(all()) : readRawLog(all());
}

async function* readRawLog(chunks: AsyncIterable<Buffer>): AsyncGenerator<FilePart> {
  for await (const { bytes, tooLong } of lineBlocks(chunks)) {
    const lines: FileLine[] = [];
    const rejects = new Map<FileReject, number>();
    let read = tooLong;
    let others = 0;
    if (tooLong > 0) rejects.set('too-long', tooLong);
    scanBlock(bytes, (scanned) => {
      read++;
      if (scanned.type === 'message') lines.push(scanned.line);
      else if (scanned.type === 'other') others++;
      else rejects.set(scanned.reason, (rejects.get(scanned.reason) ?? 0) + 1);
    });
    yield { lines, read, others, rejects };
  }
}

async function* readVod(chunks: AsyncIterable<Buffer>): AsyncGenerator<FilePart> {
  let channel: VodChannel = { channelId: null, login: null };
  let part = emptyPart();
  const pieces = arrayItems(chunks, {
    items: ['comments'],
    values: ['streamer'],
    mostBytes: MAX_COMMENT_BYTES,
  });
  try {
    for await (const { isItem, json } of pieces) {
      const value = json && parseJson(json);
      if (!isItem) {
        channel = parseStreamer(value);
        continue;
      }
      part.read++;
      const line = value === undefined ? undefined : parseVodComment(value, channel);
      if (line === undefined) {
        const reason = json === undefined ? 'too-large' : 'no-comment';
        part.rejects.set(reason, (part.rejects.get(reason) ?? 0) + 1);
      } else if (line.text === '') part.rejects.set('no-text', (part.rejects.get('no-text') ?? 0) + 1);
      else part.lines.push(line);
      if (part.read < COMMENTS_AT_ONCE) continue;
      yield part;
      part = emptyPart();
    }
  } catch (error) {
    // What came before the cut is as good as ever.
    if (part.read > 0) yield part;
    throw error;
  }
  if (part.read > 0) yield part;
}

const emptyPart = () => ({
  lines: [] as FileLine[],
  read: 0,
  others: 0,
  rejects: new Map<FileReject, number>(),
});

function parseJson(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString());
  } catch {
    return undefined;
  }
}
