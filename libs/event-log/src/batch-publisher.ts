import { headers, type MsgHdrs, type NatsConnection, type Subscription } from 'nats';
import type { EncodedBatch } from './batch-layout';
import { toHeaders } from './batch-envelope';
import { batchSubject } from './names';
import { REORDER_WINDOW } from './seen-batches';

export interface BatchPublisherOptions {
  /** Batches on their way to the server without its answer yet, at most. */
  readonly windowBatches: number;
  readonly windowBytes: number;
  /**
   * Batches waiting for room in the window, at most. Past it, {@link BatchPublisher.hasRoom} says no while the server is
   * only slow; while nothing can be sent at all, the oldest are dropped.
   */
  readonly queueBytes: number;
  /** How long an answer may take before the batch is sent again. Milliseconds. */
  readonly ackTimeoutMs?: number;
  /** Called when there is room again after there was none. */
  readonly onRoom?: () => void;
  /**
   * Asked before anything is sent, the first time or again: a publisher whose lease has run out must be silent. When it
   * says yes again, {@link BatchPublisher.resume} spares the wait for the next look.
   */
  readonly mayPublish?: () => boolean;
  /** What was dropped, never having been sent. */
  readonly onDropped?: (partition: number, batch: EncodedBatch) => void;
  /** Asked when sending goes on after something was dropped: what is to go before all that waits, to tell of it. */
  readonly takeFirst?: () => readonly WaitingBatch[];
}

/** Headers beside the batch's own, which readers of the log take no notice of. */
export type ExtraHeaders = Readonly<Record<string, string>>;

export interface WaitingBatch {
  readonly partition: number;
  readonly batch: EncodedBatch;
  readonly extraHeaders?: ExtraHeaders;
  /** Called once, when the log has it. */
  readonly onStored?: (stored: StoredBatch) => void;
}

/** Where the log has a batch. */
export interface StoredBatch {
  readonly partition: number;
  readonly epoch: string;
  /** The publisher's number of it. */
  readonly batch: number;
  /** Sequence in the stream. */
  readonly seq: number;
}

/** In the order given. What tells of dropped batches has the place of what it stands for, before all others. */
interface Queued extends WaitingBatch {
  readonly place: number;
}

interface Outstanding {
  readonly place: number;
  readonly batch: EncodedBatch;
  readonly subject: string;
  readonly headers: MsgHdrs;
  readonly partition: number;
  /** Number of the batch. */
  readonly number: number;
  readonly onStored: WaitingBatch['onStored'];
  sentAtMs: number;
}

export interface PublisherCounts {
  acked: number;
  /** Sent again: after a reconnect, a refusal or no answer. */
  resent: number;
  /** The server knew the batch already: a re-send that was not needed. */
  duplicates: number;
  /** Answers that were errors. */
  refused: number;
  /** Batches dropped, as the buffer was full while nothing could be sent. */
  dropped: number;
}

/** A stream that is not there yet, or a server still loading it, is asked again this often. */
const RETRY_MS = 250;
const SWEEP_MS = 250;

/**
 * Publishes batches with a bounded window of unanswered ones, over core publish and one inbox for all answers: a
 * third of JetStream's own `publish` at 256 in flight, which costs 22 to 45 µs each.
 *
 * Keeps what it took while the process lives and its buffer lasts: without connection it waits, after a reconnect it sends
 * again in order, a refused batch is tried again, and while one stays unanswered those behind it go on only as far as
 * readers still take it for new. A batch sent twice has the same `Nats-Msg-Id`; readers drop what the server's window no
 * longer knows (see {@link SeenBatches}). A batch gets its number when it is first sent, so what is dropped before that
 * leaves no hole.
 */
export class BatchPublisher {
  readonly epoch: string;
  readonly counts: PublisherCounts = { acked: 0, resent: 0, duplicates: 0, refused: 0, dropped: 0 };
  readonly #nc: NatsConnection;
  readonly #options: BatchPublisherOptions;
  readonly #inbox: string;
  readonly #answers: Subscription;
  readonly #timer: NodeJS.Timeout;
  readonly #lastBatch: number[] = [];
  readonly #lastSeqs: number[] = [];
  readonly #inFlight = new Map<number, Outstanding>();
  #queue: Queued[] = [];
  #queueHead = 0;
  #queuedBytes = 0;
  #inFlightBytes = 0;
  #nextTicket = 1;
  #isConnected = true;
  /** What is in flight may be lost: it is sent again before anything new. */
  #isResendDue = false;
  #isFull = false;
  #isStopped = false;
  #refusal: string | undefined;
  #lastPlace = 0;
  /** Batches were dropped and nobody was told yet. */
  #hasDropped = false;
  #drains: { readonly place: number; readonly resolve: () => void }[] = [];

  /** @param epoch new at each start of the process: see `createEpoch` */
  constructor(nc: NatsConnection, epoch: string, inboxPrefix: string, options: BatchPublisherOptions) {
    this.#nc = nc;
    this.epoch = epoch;
    this.#options = options;
    this.#inbox = `${inboxPrefix}.acks.${epoch}`;
    this.#answers = nc.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error !== null) return;
        const ticket = Number(message.subject.slice(this.#inbox.length + 1));
        this.#onAnswer(ticket, message.headers?.code ?? 0, message.data);
      },
    });
    void this.#watchConnection();
    this.#timer = setInterval(() => this.#sweep(), SWEEP_MS);
  }

  /** Batches waiting or unanswered. */
  get pending(): number {
    return this.#queue.length - this.#queueHead + this.#inFlight.size;
  }

  get pendingBytes(): number {
    return this.#queuedBytes + this.#inFlightBytes;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** The greatest sequence that the log gave to a batch of each partition, from 0 on; holes where it has none. */
  get lastSeqs(): readonly number[] {
    return this.#lastSeqs;
  }

  /** Whether the caller may go on; when not, `onRoom` follows. What is given all the same is kept. */
  get hasRoom(): boolean {
    return !this.#isFull;
  }

  /** Why nothing gets through at the moment, for people. */
  get trouble(): string | undefined {
    if (!this.#isConnected) return 'the event log is away';
    if (!this.#maySend()) return 'the lease to publish has run out';
    return this.#refusal === undefined ? undefined : `the event log refuses batches: ${this.#refusal}`;
  }

  publish(
    partition: number,
    batch: EncodedBatch,
    extraHeaders: ExtraHeaders = {},
    onStored?: WaitingBatch['onStored'],
  ): void {
    this.#queue.push({
      partition,
      batch,
      extraHeaders,
      place: ++this.#lastPlace,
      ...(onStored && { onStored }),
    });
    this.#queuedBytes += batch.payload.length;
    this.#pump();
    if (this.#queuedBytes <= this.#options.queueBytes) return;
    if (this.#maySend()) this.#isFull = true;
    else this.#dropOldest();
  }

  /** Goes on at once when `mayPublish` says yes again. */
  resume(): void {
    this.#pump();
  }

  /** Resolves when the server has answered for all that was given before, and not dropped. */
  drained(): Promise<void> {
    if (this.pending === 0) return Promise.resolve();
    return new Promise((resolve) => this.#drains.push({ place: this.#lastPlace, resolve }));
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#answers.unsubscribe();
  }

  #maySend(): boolean {
    return this.#isConnected && !this.#isStopped && (this.#options.mayPublish?.() ?? true);
  }

  #pump(): void {
    if (this.#isResendDue) this.#resend();
    if (this.#hasDropped && this.#maySend()) this.#tellOfDropped();
    const { windowBatches, windowBytes, queueBytes } = this.#options;
    while (
      this.#queueHead < this.#queue.length &&
      this.#inFlight.size < windowBatches &&
      this.#inFlightBytes < windowBytes &&
      this.#nextTicket - this.#oldestTicket < REORDER_WINDOW &&
      !this.#isResendDue &&
      this.#maySend()
    ) {
      const out = this.#numbered(this.#takeOldest());
      this.#inFlightBytes += out.batch.payload.length;
      const ticket = this.#nextTicket++;
      this.#inFlight.set(ticket, out);
      this.#send(ticket, out);
    }
    if (this.#queuedBytes <= queueBytes / 2) this.#noteRoom();
  }

  #noteRoom(): void {
    if (!this.#isFull) return;
    this.#isFull = false;
    this.#options.onRoom?.();
  }

  /** Precondition: there is one. */
  #takeOldest(): Queued {
    const oldest = this.#queue[this.#queueHead++]!;
    this.#queuedBytes -= oldest.batch.payload.length;
    // Each element is moved once at most for each that was taken.
    if (this.#queueHead * 2 >= this.#queue.length) {
      this.#queue = this.#queue.slice(this.#queueHead);
      this.#queueHead = 0;
    }
    return oldest;
  }

  /** What is in flight may be stored, so only what was never sent is dropped, and never the newest. */
  #dropOldest(): void {
    while (this.#queuedBytes > this.#options.queueBytes && this.#queue.length - this.#queueHead > 1) {
      const { partition, batch } = this.#takeOldest();
      this.counts.dropped++;
      this.#hasDropped = true;
      this.#options.onDropped?.(partition, batch);
    }
    this.#noteDrained();
  }

  /** Should these be dropped in their turn, they come back through `onDropped`. */
  #tellOfDropped(): void {
    this.#hasDropped = false;
    const first = this.#options.takeFirst?.() ?? [];
    for (const { batch } of first) this.#queuedBytes += batch.payload.length;
    this.#queue = [...first.map((one) => ({ ...one, place: 0 })), ...this.#queue.slice(this.#queueHead)];
    this.#queueHead = 0;
  }

  #noteDrained(): void {
    if (this.#drains.length === 0) return;
    const oldest = this.#oldestPlace;
    const done = this.#drains.filter(({ place }) => place < oldest);
    this.#drains = this.#drains.filter(({ place }) => place >= oldest);
    for (const { resolve } of done) resolve();
  }

  /** Tickets are given in the order of places, so what is in flight is older than what waits. */
  get #oldestPlace(): number {
    for (const { place } of this.#inFlight.values()) return place;
    return this.#queue[this.#queueHead]?.place ?? Infinity;
  }

  #numbered({ partition, batch, extraHeaders = {}, place, onStored }: Queued): Outstanding {
    const number = (this.#lastBatch[partition] ?? 0) + 1;
    this.#lastBatch[partition] = number;
    const natsHeaders = headers();
    for (const [name, value] of toHeaders(batch, { epoch: this.epoch, partition, batch: number }))
      natsHeaders.set(name, value);
    for (const [name, value] of Object.entries(extraHeaders)) natsHeaders.set(name, value);
    const subject = batchSubject(partition);
    return { place, batch, subject, headers: natsHeaders, partition, number, onStored, sentAtMs: 0 };
  }

  #send(ticket: number, out: Outstanding): void {
    if (out.sentAtMs > 0) this.counts.resent++;
    out.sentAtMs = performance.now();
    this.#nc.publish(out.subject, out.batch.payload, {
      reply: `${this.#inbox}.${ticket}`,
      headers: out.headers,
    });
  }

  #onAnswer(ticket: number, status: number, data: Uint8Array): void {
    const out = this.#inFlight.get(ticket);
    if (out === undefined) return;
    const answer = status === 0 ? parseAnswer(data) : { error: `status ${status}` };
    if (answer === undefined || 'error' in answer) {
      this.counts.refused++;
      this.#refusal = answer?.error ?? 'an answer that is none';
      // Due again in RETRY_MS by the sweep's clock.
      out.sentAtMs = performance.now() - (this.#options.ackTimeoutMs ?? ACK_TIMEOUT_MS) + RETRY_MS;
      return;
    }
    this.#refusal = undefined;
    this.counts.acked++;
    if (answer.isDuplicate) this.counts.duplicates++;
    this.#inFlight.delete(ticket);
    this.#inFlightBytes -= out.batch.payload.length;
    const { partition, number: batch } = out;
    this.#lastSeqs[partition] = Math.max(this.#lastSeqs[partition] ?? 0, answer.seq);
    out.onStored?.({ partition, epoch: this.epoch, batch, seq: answer.seq });
    this.#pump();
    this.#noteDrained();
  }

  #sweep(): void {
    this.#pump();
    // Nobody has to wait for room while the oldest are dropped.
    if (!this.#maySend()) return this.#noteRoom();
    const due = performance.now() - (this.#options.ackTimeoutMs ?? ACK_TIMEOUT_MS);
    for (const [ticket, out] of this.#inFlight)
      if (out.sentAtMs <= due && this.#maySend()) this.#send(ticket, out);
  }

  /** All that is in flight, in order. When publishing stops being allowed in between, all of it is due again. */
  #resend(): void {
    for (const [ticket, out] of this.#inFlight) {
      if (!this.#maySend()) return;
      this.#send(ticket, out);
    }
    this.#isResendDue = false;
  }

  /** Tickets are given in order, and the map keeps it. */
  get #oldestTicket(): number {
    for (const ticket of this.#inFlight.keys()) return ticket;
    return this.#nextTicket;
  }

  async #watchConnection(): Promise<void> {
    for await (const { type } of this.#nc.status()) {
      if (this.#isStopped) return;
      if (type === 'disconnect') {
        this.#isConnected = false;
        // What was in flight may be stored or lost: the client drops what it held at the next dial.
        this.#isResendDue = true;
      } else if (type === 'reconnect') {
        this.#isConnected = true;
        this.#pump();
      }
    }
  }
}

const ACK_TIMEOUT_MS = 5_000;
const MAX_REASON_CHARACTERS = 200;
const utf8 = new TextDecoder();

/** A publish answer of JetStream: `{stream, seq, duplicate?}` or `{error: {description}}`. */
function parseAnswer(
  data: Uint8Array,
): { seq: number; isDuplicate: boolean } | { error: string } | undefined {
  try {
    const answer = JSON.parse(utf8.decode(data)) as {
      seq?: number;
      duplicate?: boolean;
      error?: { description?: unknown };
    } | null;
    if (answer === null) return undefined;
    if (answer.error !== undefined)
      return { error: String(answer.error.description).slice(0, MAX_REASON_CHARACTERS) };
    return answer.seq === undefined ? undefined : { seq: answer.seq, isDuplicate: answer.duplicate === true };
  } catch {
    return undefined;
  }
}
