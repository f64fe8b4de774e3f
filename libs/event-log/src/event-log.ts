import { headers, type NatsConnection } from 'nats';
import type { Logger } from '@emotide/service-kit';
import { HEADERS, type RefusalReason } from './batch-envelope';
import { BatchPublisher, type BatchPublisherOptions } from './batch-publisher';
import { connectNats, inboxPrefixOf, type EventLogOptions } from './connection';
import { LogReader, type LogReaderOptions, type LogRecord } from './log-reader';
import { EMOTES_STREAM, batchSubject, quarantineSubject } from './names';
import { provisionEventLog, type ProvisionOptions } from './provision';
import { SinkIntents } from './sink-intents';

/** Why a record is in quarantine: what the check found, or that the warehouse would not have it. */
export type QuarantineReason = RefusalReason | 'refused-by-store';

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

  private constructor(nc: NatsConnection, options: EventLogOptions) {
    this.#nc = nc;
    this.#log = options.log;
    this.#inboxPrefix = options.user === undefined ? '_INBOX' : inboxPrefixOf(options.user);
  }

  /** Waits for the server, however long it takes, and stays connected until {@link close}. */
  static async connect(options: EventLogOptions): Promise<EventLog> {
    return new EventLog(await connectNats(options), options);
  }

  get isConnected(): boolean {
    return !this.#nc.isClosed() && !this.#nc.isDraining();
  }

  /** Declares streams and buckets. Needs the owner's permissions. */
  provision(options: ProvisionOptions): Promise<void> {
    return provisionEventLog(this.#nc, options);
  }

  createPublisher(epoch: string, options: BatchPublisherOptions): BatchPublisher {
    return new BatchPublisher(this.#nc, epoch, this.#inboxPrefix, options);
  }

  /** Reads one partition of the live stream from a sequence on. */
  createReader(partition: number, options: Pick<LogReaderOptions, 'fromSeq' | 'onLost'>): LogReader {
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

  async streamState(): Promise<StreamState> {
    const jsm = await this.#nc.jetstreamManager({ checkAPI: false });
    const { created, state } = await jsm.streams.info(EMOTES_STREAM);
    return {
      createdAtMs: Date.parse(created),
      firstSeq: state.first_seq,
      lastSeq: state.last_seq,
      messages: state.messages,
      bytes: state.bytes,
    };
  }

  /** Keeps a record that could not be used, with the reason and where it stood. The same record once. */
  async quarantine(partition: number, record: LogRecord, reason: QuarantineReason): Promise<void> {
    const kept = headers();
    for (const name of Object.values(HEADERS)) {
      const value = record.header(name);
      if (value !== '') kept.set(name, value.slice(0, 256));
    }
    kept.set(HEADERS.messageId, `${partition}.${record.seq}.${record.storedAtNs}`);
    kept.set('Emotide-Reason', reason);
    kept.set('Emotide-Stream-Seq', String(record.seq));
    await this.#nc
      .jetstream()
      .publish(quarantineSubject(partition), record.payload, { headers: kept, timeout: 5_000 });
  }

  async close(): Promise<void> {
    if (!this.#nc.isClosed()) await this.#nc.drain().catch(() => this.#nc.close());
  }
}
