import { LogUnavailable, type SharedValues } from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';

export interface ValueWriterOptions {
  readonly values: Pick<SharedValues, 'put' | 'remove'>;
  /** Whether this process may write now: it holds the lease. */
  readonly mayWrite: () => boolean;
  readonly log: Logger;
  readonly onWritten?: () => void;
}

interface Wanted {
  /** Made when it is written, so that what comes in between is in it; undefined takes the value away. */
  readonly toBytes: () => Uint8Array | undefined;
  readonly notBeforeMs: number;
}

const AT_ONCE = 16;
const RETRY_MS = 500;

/**
 * Brings values into a bucket, the latest of each key, for as long as it takes: while the log is away or the lease is not
 * valid they wait here. Of a value that changes again before it is written, only the last is.
 */
export class ValueWriter {
  readonly #options: ValueWriterOptions;
  readonly #wanted = new Map<string, Wanted>();
  readonly #underWay = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #timerAtMs = Infinity;
  #blockedUntilMs = 0;
  #isAway = false;
  #isStopped = false;
  readonly #waitForIdle: (() => void)[] = [];

  constructor(options: ValueWriterOptions) {
    this.#options = options;
  }

  /** Values that are not in the bucket yet. */
  get pending(): number {
    return this.#wanted.size + this.#underWay.size;
  }

  /** @param afterMs how long to wait for more to come to the same value; a later call does not prolong it */
  write(key: string, toBytes: () => Uint8Array | undefined, afterMs = 0): void {
    if (this.#isStopped) return;
    const before = this.#wanted.get(key);
    const notBeforeMs = Math.min(before?.notBeforeMs ?? Infinity, performance.now() + afterMs);
    this.#wanted.set(key, { toBytes, notBeforeMs });
    this.#pump();
  }

  /** Resolves when nothing is pending. What should have waited for more is written at once. */
  drained(): Promise<void> {
    for (const [key, { toBytes }] of this.#wanted) this.#wanted.set(key, { toBytes, notBeforeMs: 0 });
    this.#pump();
    if (this.pending === 0 || this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => this.#waitForIdle.push(resolve));
  }

  /** What is pending is given up. */
  stop(): void {
    this.#isStopped = true;
    this.#wanted.clear();
    clearTimeout(this.#timer);
    this.#tellIdle();
  }

  #pump(): void {
    if (this.#isStopped) return;
    const nowMs = performance.now();
    if (nowMs < this.#blockedUntilMs) return this.#wakeAt(this.#blockedUntilMs);
    if (this.#wanted.size > 0 && !this.#options.mayWrite()) {
      this.#blockedUntilMs = nowMs + RETRY_MS;
      return this.#wakeAt(this.#blockedUntilMs);
    }
    let nextAtMs = Infinity;
    for (const [key, { toBytes, notBeforeMs }] of this.#wanted) {
      if (this.#underWay.size >= AT_ONCE) return;
      if (notBeforeMs > nowMs) nextAtMs = Math.min(nextAtMs, notBeforeMs);
      // Two writes of one key could overtake each other.
      else if (!this.#underWay.has(key)) void this.#put(key, toBytes);
    }
    if (nextAtMs < Infinity) this.#wakeAt(nextAtMs);
    if (this.pending === 0) this.#tellIdle();
  }

  #tellIdle(): void {
    for (const resolve of this.#waitForIdle.splice(0)) resolve();
  }

  async #put(key: string, toBytes: () => Uint8Array | undefined): Promise<void> {
    const { values, log, onWritten } = this.#options;
    this.#wanted.delete(key);
    this.#underWay.add(key);
    try {
      const bytes = toBytes();
      await (bytes === undefined ? values.remove(key) : values.put(key, bytes));
      if (this.#isAway) log.info('values are written again');
      this.#isAway = false;
      onWritten?.();
    } catch (error) {
      if (error instanceof LogUnavailable) {
        if (!this.#isAway && !this.#isStopped) log.warn({ why: error.message }, 'values wait for the log');
        this.#isAway = true;
        this.#blockedUntilMs = performance.now() + RETRY_MS;
        // A newer one may have come meanwhile.
        if (!this.#isStopped && !this.#wanted.has(key)) this.#wanted.set(key, { toBytes, notBeforeMs: 0 });
      } else log.error({ err: error, key }, 'a value can not be written');
    } finally {
      this.#underWay.delete(key);
      this.#pump();
    }
  }

  #wakeAt(atMs: number): void {
    if (this.#timer !== undefined && this.#timerAtMs <= atMs) return;
    clearTimeout(this.#timer);
    this.#timerAtMs = atMs;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#pump();
      },
      Math.max(0, Math.ceil(atMs - performance.now())),
    );
  }
}
