import { headers, type NatsConnection } from 'nats';
import type { Logger } from '@emotide/service-kit';
import { HEADERS, type RefusalReason } from './batch-envelope';
import { BatchPublisher, type BatchPublisherOptions } from './batch-publisher';
import { connectNats, inboxPrefixOf, type EventLogOptions } from './connection';
import { LogReader, type LogReaderOptions, type LogRecord } from './log-reader';
import { askLog } from './log-unavailable';
import { EMOTES_STREAM, batchSubject, quarantineSubject } from './names';
import { provisionEventLog, type ProvisionOptions } from './provision';
import { SinkIntents } from './sink-intents';

/** Why a record is in quarantine: what the check found, or that the warehouse would not have it. */
export type QuarantineReason = RefusalReason | 'refused-by-store';

const QUARANTINE_HEADERS = { reason: 'Emotide-Reason', streamSeq: 'Emotide-Stream-Seq' } as const;
const MAX_KEPT_HEADER = 256;
const ANSWER_WITHIN_MS = 2_000;

/** State of the live stream. */
export interface StreamState {
  readonly createdAtMs: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly messages: number;
  readonly bytes: number;
}

/** The door of this room: one connection to NATS and what the apps do over it. */
export class EventLog {
  readonly #nc: NatsConnection;
  readonly #log: Logger;
  readonly #inboxPrefix: string;
  #isAway = false;

  private constructor(nc: NatsConnection, options: EventLogOptions) {
    this.#nc = nc;
    this.#log = options.log;
    this.#inboxPrefix = options.user === undefined ? '_INBOX' : inboxPrefixOf(options.user);
    void this.#watchConnection();
  }

  /** Waits for the server, however long it takes, and stays connected until {@link close}. */
  static async connect(options: EventLogOptions): Promise<EventLog> {
    return new EventLog(await connectNats(options), options);
  }

  /** Whether the server is there now. */
  get isConnected(): boolean {
    return !this.#isAway && !this.#nc.isClosed() && !this.#nc.isDraining();
  }

  /** Declares streams and buckets. Needs the owner's permissions. */
  provision(options: ProvisionOptions): Promise<void> {
    return provisionEventLog(this.#nc, options);
  }

  createPublisher(epoch: string, options: BatchPublisherOptions): BatchPublisher {
    return new BatchPublisher(this.#nc, epoch, this.#inboxPrefix, options);
  }

  /** Reads one partition of the live stream from a sequence on. */
  createReader(
    partition: number,
    options: Pick<LogReaderOptions, 'fromSeq' | 'streamCreatedAtMs' | 'onLost'>,
  ): LogReader {
    return new LogReader(this.#nc, {
      ...options,
      stream: EMOTES_STREAM,
      subject: batchSubject(partition),
      inboxPrefix: this.#inboxPrefix,
      log: this.#log,
    });
  }

  openSinkIntents(partition: number): Promise<SinkIntents> {
    return SinkIntents.open(this.#nc, partition);
  }

  /** @throws LogUnavailable repeat; also while the stream is not there yet */
  async streamState(): Promise<StreamState> {
    const { created, state } = await askLog(async () => {
      const jsm = await this.#nc.jetstreamManager({ checkAPI: false });
      return jsm.streams.info(EMOTES_STREAM);
    });
    return {
      createdAtMs: Date.parse(created),
      firstSeq: state.first_seq,
      lastSeq: state.last_seq,
      messages: state.messages,
      bytes: state.bytes,
    };
  }

  /**
   * Keeps a record that could not be used, with the reason and where it stood. Given again within the stream's duplicate
   * window, it is kept once.
   *
   * @throws LogUnavailable repeat
   */
  async quarantine(partition: number, record: LogRecord, reason: QuarantineReason): Promise<void> {
    const kept = headers();
    // Of a foreign record's headers only ours, and no more of a value than ours ever have.
    for (const name of Object.values(HEADERS)) {
      const value = record.header(name);
      if (value !== '') kept.set(name, value.slice(0, MAX_KEPT_HEADER));
    }
    kept.set(HEADERS.messageId, `${partition}.${record.seq}.${record.storedAtNs}`);
    kept.set(QUARANTINE_HEADERS.reason, reason);
    kept.set(QUARANTINE_HEADERS.streamSeq, String(record.seq));
    const js = this.#nc.jetstream({ timeout: ANSWER_WITHIN_MS });
    await askLog(() => js.publish(quarantineSubject(partition), record.payload, { headers: kept }));
  }

  async close(): Promise<void> {
    if (!this.#nc.isClosed()) await this.#nc.drain().catch(() => this.#nc.close());
  }

  async #watchConnection(): Promise<void> {
    for await (const { type } of this.#nc.status()) {
      if (type === 'disconnect') this.#isAway = true;
      else if (type === 'reconnect') this.#isAway = false;
    }
  }
}
