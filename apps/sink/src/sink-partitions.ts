import { HISTORY_PARTITION } from '@emotide/domain';
import type { EventLog } from '@emotide/event-log';
import { PartitionLag } from './partition-lag';
import { PartitionSink, type PartitionSinkOptions } from './partition-sink';

export interface SinkPartitionsOptions extends Omit<PartitionSinkOptions, 'partition' | 'eventLog'> {
  readonly eventLog: PartitionSinkOptions['eventLog'] & Pick<EventLog, 'countRecords'>;
  /** A partition's sink ended by itself: the process must end, and may start again. */
  readonly onFailed: (error: unknown) => void;
}

const HISTORY_RUN_MS = 1_000;
/** An insert of so many takes some 0.2 s, for which live ones beside it are slower. */
const HISTORY_RUN_ROWS = 50_000;
/** A live line is in the warehouse after 0.3 to 0.5 s, unless something is in its way. */
const LIVE_WAITS_S = 2;

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

  /** History goes with the first partition: that needs no lease of its own. */
  grant(partition: number): void {
    this.#start(partition);
    if (partition === 0) this.#start(HISTORY_PARTITION);
  }

  #start(partition: number): void {
    const { onFailed, ...options } = this.#options;
    const sink = new PartitionSink({
      ...options,
      ...(partition === HISTORY_PARTITION && this.#forHistory()),
      partition,
    });
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
    const ends = [this.#end(partition), ...(partition === 0 ? [this.#end(HISTORY_PARTITION)] : [])];
    for (const end of await Promise.allSettled(ends)) if (end.status === 'rejected') throw end.reason;
  }

  async #end(partition: number): Promise<void> {
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

  /** History is in no hurry: longer and smaller runs, and none while live lines wait. */
  #forHistory(): Pick<PartitionSinkOptions, 'runMs' | 'runRows' | 'isYielding'> {
    const { runMs, runRows } = this.#options;
    return {
      runMs: Math.max(runMs, HISTORY_RUN_MS),
      runRows: Math.min(runRows, HISTORY_RUN_ROWS),
      isYielding: () =>
        [...this.#held].some(
          ([partition, { sink, lag }]) =>
            partition !== HISTORY_PARTITION && sink.state === 'running' && lag.now().seconds > LIVE_WAITS_S,
        ),
    };
  }

  /** They are others' now: nothing more is begun for any of them. */
  abort(): void {
    for (const { sink } of this.#held.values()) sink.abort();
  }

  /** Gives up what is still held. */
  async stop(): Promise<void> {
    await Promise.allSettled([...this.#held.keys()].map((partition) => this.#end(partition)));
  }
}
