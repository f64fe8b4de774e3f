/** One piece of work at a time, and at most one that waits for it: what is held meanwhile stays bounded. */
export class ReplayQueue {
  #running: Promise<void> = Promise.resolve();

  /** Starts the work when what was given before is done, and returns then. @throws what the work before threw */
  async push(work: () => Promise<void>): Promise<void> {
    await this.#running;
    this.#running = work();
    // Its failure shows at the next push or at the end.
    this.#running.catch(() => undefined);
  }

  /** @throws what the last work threw */
  drained(): Promise<void> {
    return this.#running;
  }
}
