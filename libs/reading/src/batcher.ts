import {
  MESSAGE_FLAGS,
  MODERATION_ACTIONS,
  messageKey,
  formatU64,
  parseDecimalId,
  type ToChatter,
  type U64,
} from '@emotide/domain';
import { isSharedCopy, type CountedAct, type CountedLine } from '@emotide/emotes';
import {
  BatchWriter,
  MAX_TRACED,
  activityRowBytes,
  encodeChannel,
  partitionOf,
  type ChannelBytes,
  type EncodedBatch,
  type TracedMessage,
} from '@emotide/event-log';
import type { CountedTurn, ReadingSession } from './reading-session';
import { KnownEmotes } from './known-emotes';

export interface BatcherOptions {
  readonly partitions: number;
  /** A batch is closed when its first line is this old … */
  readonly flushAfterMs: number;
  /** … unless it already holds so many rows: then it goes on until it is `busyFlushAfterMs` old … */
  readonly busyRows: number;
  readonly busyFlushAfterMs: number;
  /** … or when it holds this many rows. */
  readonly batchRows: number;
  readonly epoch: string;
  readonly toChatter: ToChatter;
  /**
   * @param messages how many the batch covers: those given longest ago and not yet published
   * @param traced those of them that are traced, at most {@link MAX_TRACED}
   */
  readonly publish: (
    partition: number,
    batch: EncodedBatch,
    messages: number,
    traced: readonly TracedMessage[],
  ) => void;
  /** One message in so many is traced, by its key, so that any reader of it traces the same ones. Default: none. */
  readonly traceOneIn?: number;
  /** A message that is traced was counted. */
  readonly onTraced?: (message: TracedMessage, where: { channelId: string; partition: number }) => void;
  /** Emotes of one message left out, because no honest message has so many: see {@link MAX_EMOTES_PER_MESSAGE}. */
  readonly onExcess: (emotes: number) => void;
}

/**
 * Distinct emotes of one message that are kept, the first ones. A text has 500 characters and an emote takes one and a
 * space (most seen in real chat: 47), so only a forged `emotes` tag holds more; thousands would not fit into a batch.
 */
export const MAX_EMOTES_PER_MESSAGE = 250;

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
  /** Of its activity rows. */
  readonly flags: number;
  /** Its own messages, and copies from shared chat, which count elsewhere. */
  readonly own: Tally;
  readonly copies: Tally;
  isDirty: boolean;
}

/** One partition's batch in the making. */
interface Open {
  readonly writer: BatchWriter;
  readonly dirty: Writing[];
  /** Bytes of the activity rows that its end will add. */
  dueBytes: number;
  messages: number;
  traced: TracedMessage[];
  timer: NodeJS.Timeout | undefined;
}

const NO_ACTS: readonly CountedAct[] = [];
const NO_KEY: U64 = { hi: 0, lo: 0 };
const SECOND_MS = 1_000;
/** Some 20 MB. */
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
  /** 0: none. */
  readonly #traceOneIn: number;
  readonly #open: (Open | undefined)[];
  readonly #sessions = new WeakMap<ReadingSession, Writing>();
  readonly #emotes = new KnownEmotes(MAX_KNOWN_EMOTES);

  constructor(options: BatcherOptions) {
    this.#options = options;
    this.#traceOneIn = options.traceOneIn ?? 0;
    this.#open = new Array<Open | undefined>(options.partitions).fill(undefined);
  }

  add({ session, lines, acts }: CountedTurn): void {
    const writing = this.#writingOf(session);
    const { partition } = writing;
    const open = this.#openOf(partition);
    for (const line of lines) {
      const emotes = Math.min(line.uses.length, MAX_EMOTES_PER_MESSAGE);
      // Room for its uses, for the second that it ends, and for both activity rows of every session, its own included.
      const own = 3 * activityRowBytes(writing.bytes);
      if (!open.writer.hasRoomFor(emotes, open.dueBytes + own)) this.#flush(partition);
      this.#count(open, writing, line, emotes);
      if (this.#traceOneIn !== 0 && line.messageKey.lo % this.#traceOneIn === 0)
        this.#trace(open, session, partition, line);
      if (open.writer.rows >= this.#options.batchRows || open.messages >= MAX_MESSAGES)
        this.#flush(partition);
    }
    for (const { action, sentAtMs, messageKey: key } of acts ?? NO_ACTS) {
      if (!open.writer.hasRoomFor(0, open.dueBytes + activityRowBytes(writing.bytes))) this.#flush(partition);
      open.writer.moderation(writing.bytes, sentAtMs, writing.session, key, MODERATION_ACTIONS[action]);
      if (open.writer.rows >= this.#options.batchRows) this.#flush(partition);
    }
    if (open.messages > 0 || open.writer.rows > 0) {
      open.timer ??= setTimeout(() => this.#onAge(partition, open), this.#options.flushAfterMs);
    }
  }

  /**
   * Says that a session read all on its side of a cut: an activity row without messages, in the cut's second. Precondition:
   * of what was before the cut nothing comes after this.
   */
  mark(session: ReadingSession, cutAtMs: number): void {
    const writing = this.#writingOf(session);
    const { partition } = writing;
    const open = this.#openOf(partition);
    if (!open.writer.hasRoomFor(0, open.dueBytes + activityRowBytes(writing.bytes))) this.#flush(partition);
    open.writer.activity(writing.bytes, cutAtMs - (cutAtMs % SECOND_MS), writing.session, NO_KEY, 0, 0, 0);
    open.timer ??= setTimeout(() => this.#onAge(partition, open), this.#options.flushAfterMs);
  }

  /** Publishes what is in the making. */
  flush(): void {
    for (let partition = 0; partition < this.#open.length; partition++) this.#flush(partition);
  }

  /**
   * Under load longer batches are worth their wait: a channel's activity is one row a batch, however many messages it
   * covers, and a batch has headers and an answer.
   */
  #onAge(partition: number, open: Open): void {
    const { busyRows, flushAfterMs, busyFlushAfterMs } = this.#options;
    if (open.writer.rows < busyRows) return this.#flush(partition);
    open.timer = setTimeout(() => this.#flush(partition), Math.max(0, busyFlushAfterMs - flushAfterMs));
  }

  #count(open: Open, writing: Writing, line: CountedLine, emotes: number): void {
    const { flags, sentAtMs, uses } = line;
    if (uses.length > emotes) this.#options.onExcess(uses.length - emotes);
    if (emotes > 0) {
      const chatter = this.#options.toChatter(line.userId, sentAtMs);
      for (let i = 0; i < emotes; i++) {
        const use = uses[i]!;
        open.writer.use(
          writing.bytes,
          sentAtMs,
          chatter,
          line.messageKey,
          this.#emotes.bytesOf(use),
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
    if (emotes > 0) tally.messagesWithEmotes++;
    tally.lastKey = line.messageKey;
    open.messages++;
    if (!writing.isDirty) {
      writing.isDirty = true;
      open.dirty.push(writing);
      open.dueBytes += 2 * activityRowBytes(writing.bytes);
    }
  }

  #trace(open: Open, { channelId }: ReadingSession, partition: number, line: CountedLine): void {
    if (open.traced.length === MAX_TRACED) return;
    const message = { trace: formatU64(line.messageKey), sentAtMs: line.sentAtMs };
    open.traced.push(message);
    this.#options.onTraced?.(message, { channelId, partition });
  }

  #flush(partition: number): void {
    const open = this.#open[partition];
    if (open === undefined || (open.messages === 0 && open.writer.rows === 0)) return;
    clearTimeout(open.timer);
    open.timer = undefined;
    const { messages, traced } = open;
    open.messages = 0;
    if (traced.length > 0) open.traced = [];
    open.dueBytes = 0;
    for (const writing of open.dirty.splice(0)) {
      writing.isDirty = false;
      if (writing.own.messages > 0) writeTally(open.writer, writing, writing.own);
      if (writing.copies.messages > 0) writeTally(open.writer, writing, writing.copies);
    }
    const batch = open.writer.finish();
    if (batch !== undefined) this.#options.publish(partition, batch, messages, traced);
  }

  #openOf(partition: number): Open {
    return (this.#open[partition] ??= {
      writer: new BatchWriter(),
      dirty: [],
      dueBytes: 0,
      messages: 0,
      traced: [],
      timer: undefined,
    });
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
        flags: session.isRepair === true ? MESSAGE_FLAGS.HISTORICAL : 0,
        own: emptyTally(),
        copies: emptyTally(),
        isDirty: false,
      };
      this.#sessions.set(session, writing);
    }
    return writing;
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
    writing.flags | (tally === writing.copies ? MESSAGE_FLAGS.SHARED_COPY : 0),
  );
  tally.messages = 0;
  tally.messagesWithEmotes = 0;
}
