import {
  AckPolicy,
  DeliverPolicy,
  ReplayPolicy,
  NatsError,
  createInbox,
  nanos,
  type JetStreamManager,
  type Msg,
  type MsgRequest,
  type NatsConnection,
  type Subscription,
} from 'nats';
import type { Logger } from '@emotide/service-kit';
import { parseDelivery } from './delivery';
import { birthOf } from './log-birth';
import { NO_MESSAGE_FOUND } from './server-codes';

/** One record of the log, as stored. */
export interface LogRecord {
  readonly seq: number;
  /** When the server stored it, nanoseconds since the epoch, as decimal digits. */
  readonly storedAtNs: string;
  readonly payload: Uint8Array;
  /** A header's value; empty when absent. Never throws, whatever a publisher sent. */
  header(name: string): string;
}

/** A record as a reader of the log gives it: with the subject that it was published under. */
export interface StoredRecord extends LogRecord {
  readonly subject: string;
}

export interface LogReaderOptions {
  readonly stream: string;
  /** Absent: all that the stream holds. */
  readonly subject?: string;
  /** First sequence wanted. */
  readonly fromSeq: number;
  /** When the stream was created, epoch ms: in another one of its name, sequences mean other records. */
  readonly streamCreatedAtMs?: number;
  readonly inboxPrefix: string;
  readonly log: Logger;
  /** Records asked for at a time. */
  readonly batchRecords?: number;
  /** Bytes asked for at a time; at least one whole record. */
  readonly batchBytes?: number;
  /**
   * The log no longer holds what was wanted: it begins at `firstSeq`. Sequences count all partitions, so how many of
   * what is gone were of this subject, if any, is not known. Also said while reading, when the log drops what was not
   * read yet, or was read less than a second ago.
   */
  readonly onLost?: (wantedSeq: number, firstSeq: number) => void;
}

/**
 * The stream was deleted and made anew, or a power cut took its end away: what was to be read is gone, and what comes has
 * the same sequences.
 */
export class LogReplaced extends Error {
  override name = 'LogReplaced';
}

const REQUEST_MS = 10_000;
const HEARTBEAT_MS = 1_000;
/** Three heartbeats missed. */
const SILENCE_MS = 3_500;
const RETRY_MS = 200;
/** How often the stream is asked where it begins and ends, and whether there is more. */
const CHECK_MS = 1_000;

/**
 * Reads one subject of a stream in order, from a sequence on, each record once, whatever happens to the connection,
 * the server or the consumer on it.
 *
 * An ephemeral pull consumer without acks, made anew whenever the count of deliveries has a hole or the server was
 * away (`ack_policy: all` lost messages across crashes; the client's own ordered consumer has no back-pressure and
 * 4,500 unread batches once sat in the heap). At most one request is open, so what waits here is bounded by it.
 */
export class LogReader {
  readonly #nc: NatsConnection;
  readonly #options: LogReaderOptions;
  readonly #log: Logger;
  #next: number;
  /** Nothing of ours before this is missing: it was given, or there was nothing. 0 before the first consumer. */
  #completeTo = 0;
  /** The server sent all that it had, as far as it knew then: worth asking whether that is so. */
  #isIdle = false;
  #checkedAtMs = -Infinity;
  #inbox = '';
  /** Number of the open request, the last token of its reply subject. */
  #request = 0;
  #subscription: Subscription | undefined;
  #consumer: string | undefined;
  #isPreparing = false;
  /** Counts attempts to make a consumer: only the last one may set it. */
  #attempt = 0;
  #delivered = 0;
  /** Records that the open request may still bring. */
  #left = 0;
  #isAsking = false;
  #isStale = false;
  #isAway = false;
  #isReplaced = false;
  #isStopped = false;
  #heardAtMs = 0;
  #answeredAtMs = -Infinity;
  #caughtUpAtMs = -Infinity;
  #completeAtMs = -Infinity;
  #records: StoredRecord[] = [];
  #wake: (() => void) | undefined;

  constructor(nc: NatsConnection, options: LogReaderOptions) {
    this.#nc = nc;
    this.#options = options;
    this.#log = options.log;
    // A stream that never had a record begins at 0, and its first record is 1.
    this.#next = Math.max(1, options.fromSeq);
    void this.#watchConnection();
  }

  /** When the server last showed that it serves this reader, by `performance.now()`; at least once a second. */
  get answeredAtMs(): number {
    return this.#answeredAtMs;
  }

  /**
   * When the server last had nothing more than what it sent as far as its consumer knew, by `performance.now()`; while that
   * is so, about once a second. What {@link read} has not yet given out counts as sent. A consumer hears of a record a
   * moment after it was stored: where that matters, ask {@link completeAtMs}.
   */
  get caughtUpAtMs(): number {
    return this.#caughtUpAtMs;
  }

  /**
   * All that was stored before this has been sent, by `performance.now()`: the stream itself was asked. While that is so,
   * about once a second.
   */
  get completeAtMs(): number {
    return this.#completeAtMs;
  }

  /**
   * The records that have come, at least one, or none after `waitMs`.
   *
   * Call it one at a time; asking is what makes the reader fetch more.
   *
   * @throws LogReplaced when the stream is another one than was to be read
   */
  async read(waitMs: number): Promise<StoredRecord[]> {
    const until = performance.now() + waitMs;
    while (!this.#isStopped) {
      if (this.#records.length > 0) {
        const records = this.#records;
        this.#records = [];
        this.#askIfDue();
        this.#checkIfDue();
        return records;
      }
      if (this.#isReplaced) throw new LogReplaced(`${this.#options.stream} was made anew`);
      if (this.#isAsking && performance.now() - this.#heardAtMs > SILENCE_MS) this.#isStale = true;
      if (this.#isStale || this.#consumer === undefined) this.#prepareConsumer();
      else this.#askIfDue();
      this.#checkIfDue();
      const left = until - performance.now();
      if (left <= 0) return [];
      await this.#sleep(Math.min(left, HEARTBEAT_MS));
    }
    return [];
  }

  /** Ends a {@link read} that is under way, with nothing. */
  stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake?.();
    this.#subscription?.unsubscribe();
    this.#deleteConsumer(this.#consumer);
    this.#consumer = undefined;
    return Promise.resolve();
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, ms));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Beside {@link read}, which keeps its time and can be stopped while the server does not answer. */
  #prepareConsumer(): void {
    if (this.#isAway || this.#isPreparing) return;
    this.#isPreparing = true;
    const attempt = ++this.#attempt;
    this.#createConsumer(() => attempt !== this.#attempt || this.#isStopped)
      .catch((error: unknown) => {
        this.#log.debug({ err: error, stream: this.#options.stream }, 'log reader: no consumer yet');
        return new Promise<void>((resolve) => setTimeout(resolve, RETRY_MS));
      })
      .finally(() => {
        if (attempt !== this.#attempt) return;
        this.#isPreparing = false;
        this.#wake?.();
      });
  }

  /**
   * @param isOver whether nobody waits for the result any more
   * @throws NatsError while the server is away or the stream is not there
   */
  async #createConsumer(isOver: () => boolean): Promise<void> {
    const { stream, subject, streamCreatedAtMs } = this.#options;
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
    this.#isAsking = false;
    this.#deleteConsumer(this.#consumer);
    this.#consumer = undefined;
    const jsm = await this.#nc.jetstreamManager({ checkAPI: false });
    const info = await jsm.streams.info(stream);
    const { state } = info;
    if (isOver()) return;
    if (streamCreatedAtMs !== undefined && birthOf(info) !== streamCreatedAtMs) {
      this.#isReplaced = true;
      return;
    }
    if (this.#completeTo > 0 && state.last_seq < this.#completeTo - 1) {
      this.#isReplaced = true;
      return;
    }
    this.#next = Math.max(this.#next, this.#completeTo);
    if (state.first_seq > this.#next) {
      if (state.messages > 0 || state.last_seq >= this.#next)
        this.#options.onLost?.(this.#next, state.first_seq);
      this.#next = state.first_seq;
    }
    this.#completeTo = this.#next;
    const { name, num_pending: pending } = await jsm.consumers.add(stream, {
      ack_policy: AckPolicy.None,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: this.#next,
      ...(subject !== undefined && { filter_subject: subject }),
      replay_policy: ReplayPolicy.Instant,
      mem_storage: true,
      num_replicas: 1,
      inactive_threshold: nanos(60_000),
      max_waiting: 8,
    });
    if (isOver()) return this.#deleteConsumer(name);
    this.#consumer = name;
    this.#delivered = 0;
    this.#isIdle = pending === 0;
    this.#isStale = false;
    this.#inbox = createInbox(this.#options.inboxPrefix);
    this.#subscription = this.#nc.subscribe(`${this.#inbox}.*`, {
      callback: (error, message) => {
        if (error !== null) {
          this.#isStale = true;
          this.#log.warn({ err: error }, 'log reader: refused');
        } else this.#onMessage(message);
        this.#heardAtMs = performance.now();
        this.#wake?.();
      },
    });
  }

  /** Without waiting for the answer, which would take seconds while the server is away; it forgets by itself in a minute. */
  #deleteConsumer(name: string | undefined): void {
    if (name === undefined || this.#nc.isClosed()) return;
    this.#nc.publish(`$JS.API.CONSUMER.DELETE.${this.#options.stream}.${name}`);
  }

  /**
   * Asks where the stream begins and whether there is more for us: a consumer says nothing when the log drops what it has
   * not delivered yet, by age, by size or by a purge; and its heartbeats and the ends of its requests say only that time
   * went by, not that nothing waits: a server that was frozen for a while sends them first of all.
   */
  #checkIfDue(): void {
    const nowMs = performance.now();
    if (this.#isAway || this.#consumer === undefined || nowMs - this.#checkedAtMs < CHECK_MS) return;
    this.#checkedAtMs = nowMs;
    this.#check(this.#consumer, nowMs).catch((error: unknown) =>
      this.#log.debug(
        { err: error, stream: this.#options.stream },
        'log reader: nothing known of the stream',
      ),
    );
  }

  /** @throws NatsError while the server is away or the stream is not there */
  async #check(consumer: string, askedAtMs: number): Promise<void> {
    const isOver = (): boolean => consumer !== this.#consumer || this.#isStopped;
    const givenTo = this.#next;
    const jsm = await this.#nc.jetstreamManager({ checkAPI: false });
    const { state } = await jsm.streams.info(this.#options.stream);
    if (isOver()) return;
    // What was dropped of it may have been delivered in time, or not.
    if (state.first_seq > this.#completeTo) this.#options.onLost?.(this.#completeTo, state.first_seq);
    this.#completeTo = Math.max(this.#completeTo, givenTo, state.first_seq);
    // A record that waits would come back whole, so it is asked only when there seems to be none.
    if (!this.#isIdle) return;
    const next = this.#next;
    if (next <= state.last_seq && (await this.#hasFrom(jsm, next))) return;
    if (isOver()) return;
    this.#completeTo = Math.max(this.#completeTo, state.last_seq + 1);
    this.#completeAtMs = askedAtMs;
    this.#caughtUpAtMs = Math.max(this.#caughtUpAtMs, askedAtMs);
    this.#wake?.();
  }

  /** Whether the stream has a record for us at this sequence or behind it. @throws NatsError as {@link #check} does */
  async #hasFrom(jsm: JetStreamManager, seq: number): Promise<boolean> {
    const { stream, subject = '>' } = this.#options;
    try {
      // The client's types leave out that the server takes this since 2.9 (ADR-31), and from the leader.
      await jsm.streams.getMessage(stream, { seq, next_by_subj: subject } as MsgRequest);
      return true;
    } catch (error) {
      if (error instanceof NatsError && error.api_error?.err_code === NO_MESSAGE_FOUND) return false;
      throw error;
    }
  }

  #askIfDue(): void {
    if (this.#isAsking || this.#isStale || this.#consumer === undefined) return;
    const { stream, batchRecords = 512, batchBytes = 8 * 1024 * 1024 } = this.#options;
    this.#isAsking = true;
    this.#heardAtMs = performance.now();
    const request = {
      batch: batchRecords,
      max_bytes: batchBytes,
      expires: nanos(REQUEST_MS),
      idle_heartbeat: nanos(HEARTBEAT_MS),
    };
    this.#left = batchRecords;
    this.#request++;
    this.#nc.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${this.#consumer}`, JSON.stringify(request), {
      reply: `${this.#inbox}.${this.#request}`,
    });
  }

  /** A record has the subject it was published under, a word of the server the reply subject of the request it is about. */
  #onMessage(message: Msg): void {
    if (this.#isStale) return;
    if (message.reply?.startsWith('$JS.ACK.') === true) {
      this.#onRecord(message);
    } else if (message.subject === `${this.#inbox}.${this.#request}`) {
      this.#onStatus(message.headers?.code ?? 0, message.headers?.description ?? '');
    }
  }

  #onRecord(message: Msg): void {
    const parsed = parseDelivery(message.reply ?? '');
    if (parsed === undefined) {
      this.#log.error({ reply: message.reply }, 'log reader: a delivery that is not understood');
      this.#isStale = true;
      return;
    }
    const { seq, delivery, storedAtNs, pending } = parsed;
    if (delivery !== this.#delivered + 1) {
      this.#log.warn(
        { delivery, expected: this.#delivered + 1 },
        'log reader: deliveries have a hole, reading again',
      );
      this.#isStale = true;
      return;
    }
    this.#delivered = delivery;
    this.#next = seq + 1;
    const { subject, data: payload } = message;
    this.#records.push({ seq, storedAtNs, subject, payload, header: headerOf(message) });
    this.#answeredAtMs = performance.now();
    this.#isIdle = pending === 0;
    if (pending === 0) {
      this.#caughtUpAtMs = this.#answeredAtMs;
      // Who waits for all that was there need not wait for the next look.
      if (this.#completeAtMs === -Infinity) this.#checkedAtMs = -Infinity;
    }
    if (--this.#left === 0) this.#isAsking = false;
  }

  /** Codes of nats-server: 100 heartbeat, 404 and 408 nothing more, 409 the request or the consumer ended, 503 away. */
  #onStatus(code: number, description: string): void {
    // A heartbeat comes when nothing was sent for its length, a request runs out for the same reason.
    if (!this.#isStale && (code === 100 || code === 404 || code === 408)) {
      this.#answeredAtMs = performance.now();
      this.#isIdle = true;
    }
    if (code === 100) return;
    this.#isAsking = false;
    const isOver =
      code === 404 || code === 408 || (code === 409 && /max ?bytes|batch|expired/i.test(description));
    if (!isOver) this.#isStale = true;
  }

  async #watchConnection(): Promise<void> {
    for await (const { type } of this.#nc.status()) {
      if (this.#isStopped) return;
      if (type === 'disconnect') this.#isAway = true;
      else if (type === 'reconnect') {
        this.#isAway = false;
        this.#isStale = true;
        // What was asked before has no answer any more.
        this.#attempt++;
        this.#isPreparing = false;
        this.#wake?.();
      }
    }
  }
}

/** The client parses headers when asked, and throws at those that it would not have written itself. */
function headerOf(message: Msg): (name: string) => string {
  return (name) => {
    try {
      return message.headers?.get(name) ?? '';
    } catch {
      return '';
    }
  };
}
