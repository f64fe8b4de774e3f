import { HISTORY_PARTITION } from '@emotide/domain';
import { millis, type JetStreamManager, type NatsConnection } from 'nats';
import type { Logger } from '@emotide/service-kit';
import { birthOf } from './log-birth';
import { succeedImporter } from './import-succession';
import { LogReader, type LogReaderOptions } from './log-reader';
import { askLog } from './log-unavailable';
import { EMOTES_STREAM, HISTORY_STREAM, QUARANTINE_STREAM, type LogName } from './names';
import { QuarantineBox, type QuarantinedRecord } from './quarantine-box';
import { replayQuarantined, replayedOrigins, type QuarantineReplayOutcome } from './quarantine-replay';
import { lastSeqOf, partitionsHeld, readPartitionCount, setPartitionCount } from './repartition';
import { RepairLock, type RepairLockOptions } from './repair-lock';
import type { SinkIntent } from './sink-intents';
import { TakenIntents } from './taken-intents';

/** What operators do with the log, beside what the apps do with it. Needs the owner's permissions. */
export class LogAdmin {
  readonly quarantine: QuarantineBox;
  readonly #nc: NatsConnection;
  readonly #inboxPrefix: string;
  readonly #log: Logger;

  constructor(nc: NatsConnection, inboxPrefix: string, log: Logger) {
    this.#nc = nc;
    this.#inboxPrefix = inboxPrefix;
    this.#log = log;
    this.quarantine = new QuarantineBox(nc, inboxPrefix, log);
  }

  /** @throws UsageError when another repair is under way. @throws LogUnavailable */
  takeRepairLock(options: RepairLockOptions): Promise<RepairLock> {
    return RepairLock.take(this.#nc, options);
  }

  /** See {@link succeedImporter}. @throws LogUnavailable repeat */
  succeedImporter(epoch: string): Promise<void> {
    return succeedImporter(this.#nc, epoch);
  }

  /** Reads all partitions of a log, in the order in which it stored their records. */
  createReader(
    options: Pick<LogReaderOptions, 'fromSeq' | 'streamCreatedAtMs' | 'onLost'>,
    log: LogName = EMOTES_STREAM,
  ): LogReader {
    return new LogReader(this.#nc, {
      ...options,
      stream: log,
      inboxPrefix: this.#inboxPrefix,
      log: this.#log,
    });
  }

  /** How many partitions the log was declared with; undefined when any number goes. @throws LogUnavailable */
  partitionCount(): Promise<number | undefined> {
    return this.#ask(readPartitionCount);
  }

  /** The partitions that have records, in order; also those that the log no longer takes. @throws LogUnavailable */
  partitionsHeld(): Promise<number[]> {
    return this.#ask(partitionsHeld);
  }

  /** Those that the log takes and those that it has something of, in order. @throws LogUnavailable */
  async allPartitions(): Promise<number[]> {
    const count = (await this.partitionCount()) ?? 0;
    const taken = Array.from({ length: count }, (_, partition) => partition);
    return [...new Set([...taken, ...(await this.partitionsHeld())])].sort((a, b) => a - b);
  }

  /** What sinks write: {@link allPartitions}, and that of history. @throws LogUnavailable */
  async sinkPartitions(): Promise<number[]> {
    return [...(await this.allPartitions()), HISTORY_PARTITION];
  }

  /** For how long records are kept, in milliseconds; 0 for as long as there is room. @throws LogUnavailable */
  keptMs(): Promise<{ readonly log: number; readonly quarantine: number }> {
    return this.#ask(async (jsm) => {
      const [log, quarantine] = await Promise.all([
        jsm.streams.info(EMOTES_STREAM),
        jsm.streams.info(QUARANTINE_STREAM),
      ]);
      return { log: millis(log.config.max_age), quarantine: millis(quarantine.config.max_age) };
    });
  }

  /** Sequence of a partition's last record that the log still has; 0 when it has none. @throws LogUnavailable */
  lastSeqOf(partition: number): Promise<number> {
    return this.#ask((jsm) => lastSeqOf(jsm, partition));
  }

  /** Changes which partitions the log takes, in one step; what it holds stays as it is. @throws LogUnavailable */
  setPartitionCount(partitions: number): Promise<void> {
    return this.#ask((jsm) => setPartitionCount(jsm, partitions));
  }

  /** The intents as they are; undefined where there is none, or none that can be read. @throws LogUnavailable */
  lookAtIntents(partitions: readonly number[]): Promise<Map<number, SinkIntent | undefined>> {
    return TakenIntents.look(this.#nc, partitions);
  }

  /** Stops whoever writes these partitions. @throws LogUnavailable */
  takeIntents(partitions: readonly number[], owner: string): Promise<TakenIntents> {
    return TakenIntents.take(this.#nc, partitions, owner);
  }

  /** Origins of the records that were published again out of quarantine, or were about to be. @throws LogUnavailable */
  replayedOrigins(): Promise<Set<string>> {
    return replayedOrigins(this.#nc);
  }

  /**
   * Publishes records out of quarantine again, each once, wherever the command is killed and whenever it is run again.
   *
   * @param epoch new for each command: see `createEpoch`
   * @throws LogUnavailable, RepairLost: run it again
   */
  async replayQuarantined(options: {
    readonly lock: Pick<RepairLock, 'confirm'>;
    readonly select: (record: QuarantinedRecord) => boolean;
    readonly epoch: string;
    readonly clock: () => number;
    /** Default: the real one. */
    readonly box?: Pick<QuarantineBox, 'read' | 'get' | 'remove'>;
  }): Promise<QuarantineReplayOutcome[]> {
    const streamOf = async (log: LogName) => {
      const info = await this.#ask((jsm) => jsm.streams.info(log));
      return { createdAtMs: birthOf(info), firstSeq: info.state.first_seq, lastSeq: info.state.last_seq };
    };
    const streams = { EMOTES: await streamOf(EMOTES_STREAM), HISTORY: await streamOf(HISTORY_STREAM) };
    return replayQuarantined(this.#nc, {
      box: this.quarantine,
      ...options,
      partitions: await this.partitionCount(),
      streams,
      createReader: (log, fromSeq) =>
        this.createReader({ fromSeq, streamCreatedAtMs: streams[log].createdAtMs }, log),
    });
  }

  #ask<T>(work: (jsm: JetStreamManager) => Promise<T>): Promise<T> {
    return askLog(async () => work(await this.#nc.jetstreamManager({ checkAPI: false })));
  }
}
