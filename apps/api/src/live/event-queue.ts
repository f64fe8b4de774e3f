/** What was taken out of a queue at once. */
export interface EventBatch<Event> {
  /** In the order in which they came; the latest ones when there were more than fit. */
  readonly events: readonly Event[];
  /** Events that were ever offered, those that were left out too. */
  readonly total: number;
  /** Of all that were ever offered, how many were left out. */
  readonly dropped: number;
}

/**
 * Events between two answers, the latest so many of them. What does not fit is left out and counted: an answer is bounded,
 * however much is said.
 */
export class EventQueue<Event> {
  readonly #most: number;
  #events: Event[] = [];
  #total = 0;
  #dropped = 0;

  /** @param most events in one batch, at least 1 */
  constructor(most: number) {
    this.#most = most;
  }

  get isEmpty(): boolean {
    return this.#events.length === 0;
  }

  offer(event: Event): void {
    this.#total += 1;
    if (this.#events.length === this.#most) {
      this.#events.shift();
      this.#dropped += 1;
    }
    this.#events.push(event);
  }

  /** All that came since the last time. */
  take(): EventBatch<Event> {
    const events = this.#events;
    this.#events = [];
    return { events, total: this.#total, dropped: this.#dropped };
  }
}
