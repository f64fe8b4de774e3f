import {
  AckPolicy,
  DeliverPolicy,
  ReplayPolicy,
  createInbox,
  nanos,
  type NatsConnection,
  type Subscription,
} from 'nats';
import type { Logger } from '@emotide/service-kit';

/** One record of the log, as stored. */
export interface LogRecord {
  readonly seq: number;
  /** When the server stored it, nanoseconds since the epoch, as decimal digits. */
  readonly storedAtNs: string;
  readonly payload: Uint8Array;
  /** A header's value; empty when absent. */
  header(name: string): string;
}

export interface LogReaderOptions {
  readonly stream: string;
  readonly subject: string;
  /** First sequence wanted. */
  readonly fromSeq: number;
  readonly inboxPrefix: string;
  readonly log: Logger;
  /** Records asked for at a time. */
  readonly batchRecords?: number;
  /** Bytes asked for at a time; at least one whole record. */
  readonly batchBytes?: number;
  /** The log no longer holds what was wanted: it begins at `firstSeq`. */
  readonly onLost?: (wantedSeq: number, firstSeq: number) => void;
}

const REQUEST_MS = 10_000;
const HEARTBEAT_MS = 1_000;
/** Three heartbeats missed. */
const SILENCE_MS = 3_500;
const RETRY_MS = 200;

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
  #inbox = '';
  #subscription: Subscription | undefined;
  #consumer: string | undefined;
  #delivered = 0;
  /** Records that the open request may still bring. */
  #left = 0;
  #isAsking = false;
  #isStale = false;
  #isStopped = false;
  #heardAtMs = 0;
  #records: LogRecord[] = [];
  #wake: (() => void) | undefined;

  constructor(nc: NatsConnection, options: LogReaderOptions) {
    this.#nc = nc;
    this.#options = options;
    this.#log = options.log;
    this.#next = options.fromSeq;
    void this.#watchConnection();
  }

  /**
   * The records that have come, at least one, or none after `waitMs`.
   *
   * Call it one at a time; asking is what makes the reader fetch more.
   */
  async read(waitMs: number): Promise<LogRecord[]> {
    const until = performance.now() + waitMs;
    while (!this.#isStopped) {
      if (this.#records.length > 0) {
        const records = this.#records;
        this.#records = [];
        if (!this.#isAsking) this.#ask();
        return records;
      }
      if (this.#isStale || this.#consumer === undefined) {
        if (!(await this.#createConsumer())) await this.#sleep(Math.min(RETRY_MS, until - performance.now()));
      } else if (!this.#isAsking) this.#ask();
      else if (performance.now() - this.#heardAtMs > SILENCE_MS) this.#isStale = true;
      if (this.#records.length > 0) continue;
      const left = until - performance.now();
      if (left <= 0) return [];
      await this.#sleep(Math.min(left, HEARTBEAT_MS));
    }
    return [];
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake?.();
    this.#subscription?.unsubscribe();
    await this.#deleteConsumer();
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

  async #createConsumer(): Promise<boolean> {
    const { stream, subject } = this.#options;
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
    this.#isAsking = false;
    if (this.#nc.isClosed()) return false;
    await this.#deleteConsumer();
    try {
      const jsm = await this.#nc.jetstreamManager({ checkAPI: false });
      const info = await jsm.streams.info(stream);
      if (info.state.first_seq > this.#next) {
        if (info.state.messages > 0 || info.state.last_seq >= this.#next)
          this.#options.onLost?.(this.#next, info.state.first_seq);
        this.#next = info.state.first_seq;
      }
      const created = await jsm.consumers.add(stream, {
        ack_policy: AckPolicy.None,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: Math.max(1, this.#next),
        filter_subject: subject,
        replay_policy: ReplayPolicy.Instant,
        mem_storage: true,
        num_replicas: 1,
        inactive_threshold: nanos(60_000),
        max_waiting: 8,
      });
      this.#consumer = created.name;
    } catch (error) {
      this.#log.debug({ err: error, stream }, 'log reader: no consumer yet');
      return false;
    }
    this.#delivered = 0;
    this.#isStale = false;
    this.#inbox = createInbox(this.#options.inboxPrefix);
    this.#subscription = this.#nc.subscribe(this.#inbox, {
      callback: (error, message) => {
        if (error !== null) {
          this.#isStale = true;
          this.#log.warn({ err: error }, 'log reader: refused');
        } else if (message.reply?.startsWith('$JS.ACK.') === true) {
          this.#onRecord(message.reply, message.data, (name) => message.headers?.get(name) ?? '');
        } else {
          this.#onStatus(message.headers?.code ?? 0, message.headers?.description ?? '');
        }
        this.#heardAtMs = performance.now();
        this.#wake?.();
      },
    });
    return true;
  }

  async #deleteConsumer(): Promise<void> {
    const name = this.#consumer;
    this.#consumer = undefined;
    if (name === undefined || this.#nc.isClosed()) return;
    // Best effort: the server forgets it by itself after a minute.
    await this.#nc
      .jetstreamManager({ checkAPI: false })
      .then((jsm) => jsm.consumers.delete(this.#options.stream, name))
      .catch(() => false);
  }

  #ask(): void {
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
    this.#nc.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${this.#consumer}`, JSON.stringify(request), {
      reply: this.#inbox,
    });
  }

  #onRecord(reply: string, payload: Uint8Array, header: (name: string) => string): void {
    if (this.#isStale) return;
    const { seq, delivery, storedAtNs } = parseReply(reply);
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
    this.#records.push({ seq, storedAtNs, payload, header });
    if (--this.#left === 0) this.#isAsking = false;
  }

  /** Codes of nats-server: 100 heartbeat, 404 and 408 nothing more, 409 the request or the consumer ended, 503 away. */
  #onStatus(code: number, description: string): void {
    if (code === 100) return;
    this.#isAsking = false;
    const isOver =
      code === 404 || code === 408 || (code === 409 && /max ?bytes|batch|expired/i.test(description));
    if (!isOver) this.#isStale = true;
  }

  async #watchConnection(): Promise<void> {
    for await (const { type } of this.#nc.status()) {
      if (this.#isStopped) return;
      if (type === 'reconnect') {
        this.#isStale = true;
        this.#wake?.();
      }
    }
  }
}

/**
 * The reply subject of a delivered record: `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer
 * seq>.<time>.<pending>`; newer servers put domain and account hash before the stream and a token after.
 */
function parseReply(reply: string): { seq: number; delivery: number; storedAtNs: string } {
  const tokens = reply.split('.');
  const at = tokens.length > 9 ? 7 : 5;
  return { seq: Number(tokens[at]), delivery: Number(tokens[at + 1]), storedAtNs: tokens[at + 2] ?? '' };
}
