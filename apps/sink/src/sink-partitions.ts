import type { EventLog } from '@emotide/event-log';
import { PartitionLag } from './partition-lag';
import { PartitionSink, type PartitionSinkOptions } from './partition-sink';

export interface SinkPartitionsOptions extends Omit<PartitionSinkOptions, 'partition' | 'eventLog'> {
  readonly eventLog: PartitionSinkOptions['eventLog'] & Pick<EventLog, 'countRecords'>;
  /** A partition's sink ended by itself: the process must end, and may start again. */
  readonly onFailed: (error: unknown) => void;
}

export interface HeldPartition {
  readonly sink: PartitionSink;
  readonly lag: PartitionLag;
}

/** The partitions that this process writes, each from when it is granted until it is revoked. */
export class SinkPartitions {
  readonly #options: SinkPartitionsOptions;
  readonly #held = new Map<number, HeldPartition & { readonly ended: Promise<void> }>();

  constructor(options: SinkPartitionsOptions) {
    this.#options = options;
  }

  /** By partition; those that are being given up too. */
  get held(): ReadonlyMap<number, HeldPartition> {
    return this.#held;
  }

  grant(partition: number): void {
    const { onFailed, ...options } = this.#options;
    const sink = new PartitionSink({ ...options, partition });
    const ended = sink.run();
    ended.catch(onFailed);
    this.#held.set(partition, { sink, ended, lag: new PartitionLag(partition, sink, options.eventLog) });
  }

  /**
   * Resolves when what was at hand is in the warehouse, or can't be brought there, and nothing more will be.
   *
   * @throws what the partition's sink threw
   */
  async revoke(partition: number): Promise<void> {
    const held = this.#held.get(partition);
    if (held === undefined) return;
    held.sink.stop();
    try {
      await held.ended;
    } finally {
      held.lag.stop();
      this.#held.delete(partition);
    }
  }

  /** They are others' now: nothing more is begun for any of them. */
  abort(): void {
    for (const { sink } of this.#held.values()) sink.abort();
  }

  /** Gives up what is still held. */
  async stop(): Promise<void> {
    await Promise.allSettled([...this.#held.keys()].map((partition) => this.revoke(partition)));
  }
}
