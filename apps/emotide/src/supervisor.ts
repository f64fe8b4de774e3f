import type { LogView } from './log-view';

/** A process that runs now. */
export interface RunningPart {
  readonly pid: number;
  /** Resolves when the process has ended, however it did. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  stop(graceMs?: number): Promise<void>;
}

export interface PartSpec {
  readonly name: string;
  /** Starts the process and resolves when it can work. */
  start(): Promise<RunningPart>;
}

/** More restarts of one part than this in a minute mean that starting it again does not help. */
const MAX_RESTARTS = 20;
const SPAN_MS = 60_000;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5_000;

/**
 * Starts parts in order, starts one again that ends by itself, and stops all in the reverse order.
 *
 * What a part needs, it waits for by itself (the services do), so nobody else is restarted with it.
 */
export class Supervisor {
  readonly #view: LogView;
  readonly #onGiveUp: (reason: string) => void;
  readonly #onChange: () => void;
  readonly #parts: { spec: PartSpec; running: RunningPart | undefined; watching: Promise<void> }[] = [];
  #isStopping = false;

  /** @param options.onChange called when a part runs as another process than before */
  constructor(options: { view: LogView; onGiveUp: (reason: string) => void; onChange: () => void }) {
    this.#view = options.view;
    this.#onGiveUp = options.onGiveUp;
    this.#onChange = options.onChange;
  }

  /** Process ids by part; one that is being started again is absent. */
  pids(): Record<string, number> {
    return Object.fromEntries(
      this.#parts.flatMap(({ spec, running }) => (running === undefined ? [] : [[spec.name, running.pid]])),
    );
  }

  /** Starts a part and keeps it running from then on. @throws whatever its first start threw */
  async start(spec: PartSpec): Promise<void> {
    const running = await spec.start();
    const part = { spec, running: running as RunningPart | undefined, watching: Promise.resolve() };
    this.#parts.push(part);
    if (this.#isStopping) return;
    part.watching = this.#watch(part);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const { running } of [...this.#parts].reverse()) await running?.stop();
    await Promise.all(this.#parts.map(({ watching }) => watching));
  }

  async #watch(part: { spec: PartSpec; running: RunningPart | undefined }): Promise<void> {
    const { name } = part.spec;
    let restarts: number[] = [];
    while (part.running !== undefined) {
      const { code, signal } = await part.running.exited;
      if (this.#isStopping) return;
      part.running = undefined;
      this.#view.say(`${name} ended (${signal ?? `exit code ${code}`}); starting it again`, 'warn');
      while (part.running === undefined && !this.#isStopping) {
        const now = performance.now();
        restarts = [...restarts.filter((at) => now - at < SPAN_MS), now];
        if (restarts.length > MAX_RESTARTS)
          return this.#onGiveUp(
            `${name} ended ${MAX_RESTARTS} times within a minute; its last lines say why`,
          );
        await new Promise((resolve) =>
          setTimeout(resolve, Math.min(FIRST_WAIT_MS * 2 ** (restarts.length - 1), LONGEST_WAIT_MS)),
        );
        if (this.#isStopping) return;
        try {
          part.running = await part.spec.start();
          this.#onChange();
        } catch (error) {
          this.#view.say(`${name} does not start: ${(error as Error).message}`, 'error');
        }
      }
      // A stop that came during the start did not see this process.
      if (this.#isStopping) await (part.running as RunningPart | undefined)?.stop();
    }
  }
}
