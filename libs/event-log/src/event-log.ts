import type { NatsConnection } from 'nats';
import type { Logger } from '@emotide/service-kit';
import { BatchPublisher, type BatchPublisherOptions } from './batch-publisher';
import { connectNats, inboxPrefixOf, type EventLogOptions } from './connection';
import { putFence } from './fence';
import { LogAdmin } from './log-admin';
import { birthOf } from './log-birth';
import { LogReader, type LogReaderOptions, type LogRecord } from './log-reader';
import { askLog } from './log-unavailable';
import {
  EMOTES_STREAM,
  READ_MARKS_SUBJECT,
  batchSubject,
  logOf,
  type LogName,
  type SharedBucket,
} from './names';
import { countPending } from './pending-records';
import { provisionEventLog, type ProvisionOptions } from './provision';
import { putIntoQuarantine, type QuarantineReason } from './quarantine';
import { readQuarantineState, type QuarantineState } from './quarantine-state';
import { decodeReadMark, encodeReadMark, type ReadMark } from './read-mark';
import { SharedValues } from './shared-values';
import { SinkIntents } from './sink-intents';
import { SlotGroup, type SlotGroupOptions } from './slot-group';
import { SlotStore } from './slot-store';

/** State of a log's stream. */
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

  /** Reads one partition of its log from a sequence on. */
  createReader(
    partition: number,
    options: Pick<LogReaderOptions, 'fromSeq' | 'streamCreatedAtMs' | 'onLost' | 'headersOnly'>,
  ): LogReader {
    return new LogReader(this.#nc, {
      ...options,
      stream: logOf(partition),
      subject: batchSubject(partition),
      inboxPrefix: this.#inboxPrefix,
      log: this.#log,
    });
  }

  /**
   * Ends an epoch in these partitions: whatever of it is stored after this, no reader takes. Idempotent.
   *
   * @throws LogUnavailable repeat; some partitions may have it already
   */
  async fence(epoch: string, partitions: readonly number[]): Promise<void> {
    await Promise.all(partitions.map((partition) => putFence(this.#nc, epoch, partition)));
  }

  /** Becomes a member of a group that shares its slots: returns at once, and joins when the log is there. */
  joinGroup(options: SlotGroupOptions): SlotGroup {
    const store = new SlotStore(this.#nc, options.group, () => this.isConnected);
    return new SlotGroup(store, options, () => performance.now(), this.#log);
  }

  /** Tells whoever {@link followReadMarks} now. While the server is away it is lost, as the next one says more. */
  publishReadMark(mark: ReadMark): void {
    if (this.isConnected) this.#nc.publish(READ_MARKS_SUBJECT, encodeReadMark(mark));
  }

  /** Hears how far readers of chat are, until the connection is closed. What is no mark is left out. */
  followReadMarks(onMark: (mark: ReadMark) => void): void {
    this.#nc.subscribe(READ_MARKS_SUBJECT, {
      callback: (error, { data }) => {
        const mark = error === null ? decodeReadMark(data) : undefined;
        if (mark !== undefined) onMark(mark);
      },
    });
  }

  openSharedValues(bucket: SharedBucket): SharedValues {
    return new SharedValues(this.#nc, bucket, this.#inboxPrefix, this.#log);
  }

  openSinkIntents(partition: number): Promise<SinkIntents> {
    return SinkIntents.open(this.#nc, partition);
  }

  /** @throws LogUnavailable repeat; also while the stream is not there yet */
  async streamState(log: LogName = EMOTES_STREAM): Promise<StreamState> {
    const info = await askLog(async () => {
      const jsm = await this.#nc.jetstreamManager({ checkAPI: false });
      return jsm.streams.info(log);
    });
    const { state } = info;
    return {
      createdAtMs: birthOf(info),
      firstSeq: state.first_seq,
      lastSeq: state.last_seq,
      messages: state.messages,
      bytes: state.bytes,
    };
  }

  /**
   * How many records of a partition its log holds from a sequence on.
   *
   * @throws LogUnavailable nothing is known
   */
  countRecords(partition: number, fromSeq: number): Promise<number> {
    return countPending(this.#nc, logOf(partition), batchSubject(partition), fromSeq);
  }

  /**
   * Keeps a record that could not be used, with the reason and where it stood. Given again within the stream's duplicate
   * window, it is kept once.
   *
   * @throws LogUnavailable repeat
   */
  quarantine(partition: number, record: LogRecord, reason: QuarantineReason): Promise<void> {
    return putIntoQuarantine(this.#nc, partition, record, reason);
  }

  /** How much is in quarantine, without a look at it. @throws LogUnavailable, within seconds */
  quarantineState(): Promise<QuarantineState> {
    return readQuarantineState(this.#nc);
  }

  /** What operators do with the log. Needs the owner's permissions. */
  openAdmin(): LogAdmin {
    return new LogAdmin(this.#nc, this.#inboxPrefix, this.#log);
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
