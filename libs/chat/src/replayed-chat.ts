import type { ChannelId, ChannelLogin, ChatLine, ModerationLine } from '@emotide/domain';
import { Observable, type Subscriber } from 'rxjs';
import { toChatBytes } from './chat-bytes';
import { ChatError } from './chat-error';
import type { ChannelSignal, ChatSource, ChatState } from './chat-source';
import { MAX_LINE_BYTES, scanBytes, type RejectReason } from './scan-line';
import { scanModeration } from './scan-moderation';

/** What was read, and what of it gave nothing. */
export interface ReplayCounts {
  lines: number;
  messages: number;
  acts: number;
  /** Messages and acts of channels that nobody reads. */
  unheard: number;
  /** Other commands. */
  others: number;
  rejects: Partial<Record<RejectReason | 'unreadable-act', number>>;
}

interface Reader {
  readonly subscriber: Subscriber<ChannelSignal>;
  isJoined: boolean;
  lines: ChatLine[];
  acts: ModerationLine[];
}

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/**
 * Raw IRC lines from a file, or whatever gives their bytes, as a source of lines by channel. Channels are subscribed to
 * first; then {@link play} reads once, from the beginning to the end, and completes them. A channel is joined with its
 * first line that says its `room-id`; what comes before is handed over unjoined.
 *
 * Nothing is remembered of what was played: who counts it for good has to know that it did.
 */
export class ReplayedChat implements ChatSource {
  readonly #chunks: AsyncIterable<Uint8Array>;
  readonly #readers = new Map<ChannelLogin, Reader>();
  readonly counts: ReplayCounts = { lines: 0, messages: 0, acts: 0, unheard: 0, others: 0, rejects: {} };
  #resumed: Promise<void> | undefined;
  #resume: () => void = () => undefined;
  #isOver = false;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks;
  }

  channel(login: ChannelLogin): Observable<ChannelSignal> {
    return new Observable((subscriber) => {
      if (this.#isOver) return subscriber.complete();
      if (this.#readers.has(login))
        return subscriber.error(new ChatError('channel', `#${login} is already read here`));
      const reader: Reader = { subscriber, isJoined: false, lines: [], acts: [] };
      this.#readers.set(login, reader);
      return () => {
        if (this.#readers.get(login) === reader) this.#readers.delete(login);
      };
    });
  }

  /** Reads all there is. @throws what the bytes' source throws, after what was read before is handed over */
  async play(): Promise<void> {
    let rest: Uint8Array = new Uint8Array(0);
    try {
      for await (const chunk of this.#chunks) {
        const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        const end = bytes.lastIndexOf(NEWLINE) + 1;
        this.#read(bytes.subarray(0, end));
        rest = bytes.subarray(end);
        // Of a line that never ends, no more is kept than makes it too long.
        if (rest.length > MAX_LINE_BYTES) rest = rest.subarray(0, MAX_LINE_BYTES + 1);
        await this.#resumed;
        if (this.#isOver) return;
      }
      this.#read(rest);
    } finally {
      this.stop();
    }
  }

  pause(): void {
    this.#resumed ??= new Promise((resolve) => (this.#resume = resolve));
  }

  resume(): void {
    this.#resumed = undefined;
    this.#resume();
  }

  state(): ChatState {
    let joined = 0;
    for (const { isJoined } of this.#readers.values()) if (isJoined) joined++;
    return { connections: 0, joined, joining: this.#readers.size - joined, trouble: undefined };
  }

  stop(): void {
    this.#isOver = true;
    this.resume();
    const readers = [...this.#readers.values()];
    this.#readers.clear();
    for (const { subscriber } of readers) subscriber.complete();
  }

  #read(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const chat = toChatBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    for (let at = 0; at < bytes.length;) {
      let end = chat.latin1.indexOf('\n', at);
      if (end < 0) end = bytes.length;
      const lineEnd = end > at && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
      if (lineEnd > at) this.#onLine(chat, at, lineEnd);
      at = end + 1;
    }
    for (const reader of [...this.#readers.values()]) deliver(reader);
  }

  #onLine(chat: ReturnType<typeof toChatBytes>, start: number, end: number): void {
    const { counts } = this;
    counts.lines++;
    const scanned = scanBytes(chat, start, end);
    if (scanned.type === 'message') {
      counts.messages++;
      const reader = this.#readerOf(scanned.line);
      if (reader === undefined) counts.unheard++;
      else reader.lines.push(scanned.line);
    } else if (scanned.type === 'reject') this.#reject(scanned.reason);
    else if (scanned.command !== 'CLEARCHAT' && scanned.command !== 'CLEARMSG') counts.others++;
    else {
      const act = scanModeration(chat, start, end);
      if (act === undefined) return this.#reject('unreadable-act');
      counts.acts++;
      const reader = this.#readerOf(act);
      if (reader === undefined) counts.unheard++;
      else reader.acts.push(act);
    }
  }

  #reject(reason: RejectReason | 'unreadable-act'): void {
    this.counts.rejects[reason] = (this.counts.rejects[reason] ?? 0) + 1;
  }

  #readerOf({
    channelLogin,
    channelId,
  }: {
    channelLogin: ChannelLogin;
    channelId: ChannelId | null;
  }): Reader | undefined {
    const reader = this.#readers.get(channelLogin);
    if (reader === undefined || reader.isJoined || channelId === null) return reader;
    deliver(reader);
    reader.isJoined = true;
    reader.subscriber.next({ type: 'joined', channelId });
    return reader;
  }
}

function deliver(reader: Reader): void {
  const { lines, acts, subscriber } = reader;
  if (lines.length > 0) {
    reader.lines = [];
    subscriber.next({ type: 'lines', lines });
  }
  if (acts.length > 0) {
    reader.acts = [];
    subscriber.next({ type: 'moderation', acts });
  }
}
