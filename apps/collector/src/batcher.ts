import {
  EMOTE_CLASSES,
  MESSAGE_FLAGS,
  PROVIDERS,
  messageKey,
  parseDecimalId,
  type U64,
  type UserId,
} from '@emotide/domain';
import { isSharedCopy, type CountedLine, type EmoteUse } from '@emotide/emotes';
import {
  BatchWriter,
  encodeChannel,
  encodeEmote,
  partitionOf,
  type ChannelBytes,
  type EmoteBytes,
  type EncodedBatch,
} from '@emotide/event-log';
import type { CountedTurn, ReadingSession } from './channel-actor';

export interface BatcherOptions {
  readonly partitions: number;
  /** A batch is closed when its first line is this old … */
  readonly flushAfterMs: number;
  /** … or when it holds this many rows. */
  readonly batchRows: number;
  readonly epoch: string;
  readonly toChatter: (userId: UserId | null) => U64;
  readonly publish: (partition: number, batch: EncodedBatch) => void;
}

/** Messages of one channel and second since the last batch. */
interface Tally {
  secondMs: number;
  messages: number;
  messagesWithEmotes: number;
  lastKey: U64;
}

/** One session's place in the current batch. */
interface Writing {
  readonly session: U64;
  readonly partition: number;
  readonly bytes: ChannelBytes;
  /** Its own messages, and copies from shared chat, which count elsewhere. */
  readonly own: Tally;
  readonly copies: Tally;
  isDirty: boolean;
}

/** One partition's batch in the making. */
interface Open {
  readonly writer: BatchWriter;
  readonly dirty: Writing[];
  messages: number;
  timer: NodeJS.Timeout | undefined;
}

const NO_KEY: U64 = { hi: 0, lo: 0 };
const SECOND_MS = 1_000;
/** Emotes whose bytes are kept; a flood of made-up ids starts the cache anew. */
const MAX_KNOWN_EMOTES = 50_000;
/** Messages in one batch: bounds its activity counts and the gap that a lost batch leaves. */
const MAX_MESSAGES = 16_384;

/**
 * Turns what all actors counted into batches for the log: the only batcher, after the merge, one batch in the making
 * per partition.
 *
 * All rows of a message go into one batch, and so does the activity of exactly the messages it covers: any set of
 * whole batches adds up right.
 */
export class Batcher {
  readonly #options: BatcherOptions;
  readonly #open: (Open | undefined)[];
  readonly #sessions = new WeakMap<ReadingSession, Writing>();
  #emotes = new Map<string, { name: string; bytes: EmoteBytes }>();

  constructor(options: BatcherOptions) {
    this.#options = options;
    this.#open = new Array<Open | undefined>(options.partitions).fill(undefined);
  }

  add({ session, lines }: CountedTurn): void {
    const writing = this.#writingOf(session);
    const { partition } = writing;
    const open = (this.#open[partition] ??= {
      writer: new BatchWriter(),
      dirty: [],
      messages: 0,
      timer: undefined,
    });
    for (const line of lines) {
      // Room for its uses, and for an activity row of each session and kind that is due.
      if (!open.writer.hasRoomFor(line.uses.length + 2 * open.dirty.length + 4)) this.#flush(partition);
      this.#count(open, writing, line);
      if (open.writer.rows >= this.#options.batchRows || open.messages >= MAX_MESSAGES)
        this.#flush(partition);
    }
    if (open.messages > 0) {
      open.timer ??= setTimeout(() => this.#flush(partition), this.#options.flushAfterMs);
    }
  }

  /** Publishes what is in the making. */
  flush(): void {
    for (let partition = 0; partition < this.#open.length; partition++) this.#flush(partition);
  }

  #count(open: Open, writing: Writing, line: CountedLine): void {
    const { flags, sentAtMs, uses } = line;
    if (uses.length > 0) {
      const chatter = this.#options.toChatter(line.userId);
      for (const use of uses) {
        open.writer.use(
          writing.bytes,
          sentAtMs,
          chatter,
          line.messageKey,
          this.#emoteOf(use),
          use.uses,
          flags,
        );
      }
    }
    const tally = isSharedCopy(flags) ? writing.copies : writing.own;
    const secondMs = sentAtMs - (sentAtMs % SECOND_MS);
    if (tally.messages > 0 && tally.secondMs !== secondMs) writeTally(open.writer, writing, tally);
    tally.secondMs = secondMs;
    tally.messages++;
    if (uses.length > 0) tally.messagesWithEmotes++;
    tally.lastKey = line.messageKey;
    open.messages++;
    if (!writing.isDirty) {
      writing.isDirty = true;
      open.dirty.push(writing);
    }
  }

  #flush(partition: number): void {
    const open = this.#open[partition];
    if (open === undefined || open.messages === 0) return;
    clearTimeout(open.timer);
    open.timer = undefined;
    open.messages = 0;
    for (const writing of open.dirty.splice(0)) {
      writing.isDirty = false;
      if (writing.own.messages > 0) writeTally(open.writer, writing, writing.own);
      if (writing.copies.messages > 0) writeTally(open.writer, writing, writing.copies);
    }
    const batch = open.writer.finish();
    if (batch !== undefined) this.#options.publish(partition, batch);
  }

  #writingOf(session: ReadingSession): Writing {
    let writing = this.#sessions.get(session);
    if (writing === undefined) {
      // Twitch's ids fit; one that doesn't would be a channel of nobody's.
      const channelId = parseDecimalId(session.channelId) ?? NO_KEY;
      writing = {
        session: messageKey(`${this.#options.epoch} ${session.number}`),
        partition: partitionOf(channelId, this.#options.partitions),
        bytes: encodeChannel(channelId, session.login),
        own: emptyTally(),
        copies: emptyTally(),
        isDirty: false,
      };
      this.#sessions.set(session, writing);
    }
    return writing;
  }

  #emoteOf(use: EmoteUse): EmoteBytes {
    const known = this.#emotes.get(use.emoteId);
    if (known !== undefined && known.name === use.emoteName) return known.bytes;
    const bytes = encodeEmote(
      PROVIDERS[use.provider],
      use.emoteId,
      use.emoteName,
      EMOTE_CLASSES[use.emoteClass],
    );
    if (this.#emotes.size >= MAX_KNOWN_EMOTES) this.#emotes = new Map();
    this.#emotes.set(use.emoteId, { name: use.emoteName, bytes });
    return bytes;
  }
}

function emptyTally(): Tally {
  return { secondMs: 0, messages: 0, messagesWithEmotes: 0, lastKey: NO_KEY };
}

function writeTally(writer: BatchWriter, writing: Writing, tally: Tally): void {
  writer.activity(
    writing.bytes,
    tally.secondMs,
    writing.session,
    tally.lastKey,
    tally.messages,
    tally.messagesWithEmotes,
    tally === writing.copies ? MESSAGE_FLAGS.SHARED_COPY : 0,
  );
  tally.messages = 0;
  tally.messagesWithEmotes = 0;
}
