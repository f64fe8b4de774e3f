import { logTraced, type TracedMessage } from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';

/** Some minutes of them while nobody subscribes to anything. */
const MOST_WAITING = 1_000;

/** Tells of the last steps on the way of traced messages: counted in the live windows, and pushed to who subscribed. */
export class MessageTrace {
  readonly #log: Logger;
  /** Counted, and of seconds that answers do not cover yet. */
  #waiting: TracedMessage[] = [];
  /** Covered by the next answers. */
  #due: TracedMessage[] = [];

  constructor(log: Logger) {
    this.#log = log;
  }

  folded(messages: readonly TracedMessage[], where: { partition: number; seq: number }): void {
    logTraced(this.#log, 'folded', messages, where);
    this.#waiting.push(...messages);
    if (this.#waiting.length > MOST_WAITING) this.#waiting = this.#waiting.slice(-MOST_WAITING);
  }

  /** From now on answers cover what was sent before this, epoch ms. */
  closed(endMs: number): void {
    if (this.#waiting.length === 0) return;
    this.#due = [...this.#due, ...this.#waiting.filter(({ sentAtMs }) => sentAtMs < endMs)].slice(
      -MOST_WAITING,
    );
    this.#waiting = this.#waiting.filter(({ sentAtMs }) => sentAtMs >= endMs);
  }

  /** A new answer goes to so many subscribers. */
  answered(subscribers: number): void {
    if (this.#due.length === 0 || subscribers === 0) return;
    logTraced(this.#log, 'pushed', this.#due, { subscribers });
    this.#due = [];
  }
}
