import { HISTORY_PARTITION } from '@emotide/domain';
import { HISTORY_STREAM, logOf, type EventLog, type LogAdmin } from '@emotide/event-log';
import { lastRun, type Store } from '@emotide/store';

/** How far the warehouse is behind the logs. */
export interface SinkLag {
  /** Records of history that it does not have yet. */
  readonly history: number;
  /** For how long at least it has not had some live record. Milliseconds. */
  readonly liveMs: number;
}

/** Watches how far the sinks are, by what the logs hold and the warehouse has noted. */
export class SinkProgress {
  readonly #eventLog: Pick<EventLog, 'streamState'>;
  readonly #admin: Pick<LogAdmin, 'partitionsHeld' | 'lastSeqOf'>;
  readonly #store: Store;
  /** Per live partition, a record that was not there when it was looked at, and when that was. */
  readonly #awaited = new Map<number, { readonly seq: number; readonly sinceMs: number }>();

  constructor(
    eventLog: Pick<EventLog, 'streamState'>,
    admin: Pick<LogAdmin, 'partitionsHeld' | 'lastSeqOf'>,
    store: Store,
  ) {
    this.#eventLog = eventLog;
    this.#admin = admin;
    this.#store = store;
  }

  /** @throws LogUnavailable, StoreUnavailable repeat */
  async lag(): Promise<SinkLag> {
    const history = (await this.#endOfHistory()) - (await this.#committed(HISTORY_PARTITION));
    let liveMs = 0;
    for (const partition of await this.#admin.partitionsHeld())
      liveMs = Math.max(liveMs, await this.#liveLagMs(partition));
    return { history: Math.max(0, history), liveMs };
  }

  /**
   * Whether the warehouse has all that the logs held at the first call.
   *
   * @throws LogUnavailable, StoreUnavailable repeat
   */
  async awaitAll(onWaiting: (records: number) => void, pauseMs: () => Promise<void>): Promise<void> {
    const ends = new Map<number, number>();
    for (const partition of await this.#admin.partitionsHeld())
      ends.set(partition, await this.#admin.lastSeqOf(partition));
    ends.set(HISTORY_PARTITION, await this.#endOfHistory());
    for (const [partition, end] of ends)
      for (;;) {
        const committed = await this.#committed(partition);
        if (committed >= end) break;
        onWaiting(end - committed);
        await pauseMs();
      }
  }

  async #liveLagMs(partition: number): Promise<number> {
    const committed = await this.#committed(partition);
    const awaited = this.#awaited.get(partition);
    if (awaited !== undefined && awaited.seq > committed) return performance.now() - awaited.sinceMs;
    const seq = await this.#admin.lastSeqOf(partition);
    this.#awaited.set(partition, { seq, sinceMs: performance.now() });
    return 0;
  }

  /** Last record of history that there still is; 0 without one. */
  async #endOfHistory(): Promise<number> {
    const { lastSeq, messages } = await this.#eventLog.streamState(HISTORY_STREAM);
    return messages === 0 ? 0 : lastSeq;
  }

  /** Last sequence of a partition that is complete in the warehouse. */
  async #committed(partition: number): Promise<number> {
    const { createdAtMs: streamCreatedAtMs } = await this.#eventLog.streamState(logOf(partition));
    return (await lastRun(this.#store, { partition, streamCreatedAtMs }))?.last ?? 0;
  }
}
