import type { ReadMark } from '@emotide/event-log';
import type { LocalClocks } from './twitch-clock';

export interface ReadMarksOptions {
  /** Whether sockets are read now. */
  readonly isReading: () => boolean;
  /** Resolves when all that was counted so far is in the log, and what of it has the greatest sequence in each partition. */
  readonly published: () => Promise<readonly number[]>;
  readonly send: (mark: Pick<ReadMark, 'readToMs' | 'seqs' | 'isLast'>) => void;
  readonly clocks: LocalClocks;
}

const EVERY_MS = 250;
/** A tick that comes later was kept from coming, and what waited in the sockets meanwhile may not be read yet. */
const LATE_TICK_MS = 2 * EVERY_MS;
/**
 * Lines take 0.1 to 0.4 s to come, and a few of them seconds, of Twitch's own. When the newest of all is older than this,
 * they have waited for this process.
 */
const LATE_LINE_MS = 1_500;
/** Lines of the past are no late ones: a replay keeps its old times. */
const OLD_LINE_MS = 60_000;

/**
 * Tells a few times a second how far this process has read and stored, for whoever answers of the newest seconds and must
 * know when nothing more of them comes.
 *
 * A mark names the time of the tick before, as what had come by then was read since. None is sent while there is reason to
 * think otherwise: sockets are not read, the process was late, the lines that come are. So whoever hears nothing waits.
 */
export class ReadMarks {
  readonly #options: ReadMarksOptions;
  #timer: NodeJS.Timeout | undefined;
  #tickedAtMs = -Infinity;
  #tickedWallMs = 0;
  /** Sockets were read at the last tick. */
  #wasReading = false;
  /** Of the lines since the last tick, how late the newest came; Infinity while there are none. */
  #leastLateMs = Infinity;
  #isWaiting = false;

  constructor(options: ReadMarksOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#tick(), EVERY_MS);
  }

  /** Of a turn's lines, when Twitch had the newest one. Epoch ms. */
  noteLine(sentAtMs: number): void {
    this.#leastLateMs = Math.min(this.#leastLateMs, this.#options.clocks.wallMs() - sentAtMs);
  }

  /** Precondition: nothing is read any more, and all that was is published. */
  end(seqs: readonly number[]): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#options.send({ readToMs: this.#options.clocks.wallMs(), seqs: toWhole(seqs), isLast: true });
  }

  #tick(): void {
    const { isReading, clocks } = this.#options;
    const nowMs = clocks.monotonicMs();
    const isLate = this.#leastLateMs > LATE_LINE_MS && this.#leastLateMs < OLD_LINE_MS;
    const isAbreast = this.#wasReading && isReading() && nowMs - this.#tickedAtMs < LATE_TICK_MS && !isLate;
    const readToMs = this.#tickedWallMs;
    this.#tickedAtMs = nowMs;
    this.#tickedWallMs = clocks.wallMs();
    this.#wasReading = isReading();
    this.#leastLateMs = Infinity;
    // While the log is away one waits, however long.
    if (isAbreast && !this.#isWaiting) void this.#tell(readToMs);
  }

  async #tell(readToMs: number): Promise<void> {
    this.#isWaiting = true;
    const seqs = await this.#options.published();
    this.#isWaiting = false;
    if (this.#timer !== undefined) this.#options.send({ readToMs, seqs: toWhole(seqs), isLast: false });
  }
}

/** Without holes, which partitions have that nothing was published in. */
const toWhole = (seqs: readonly number[]): number[] => Array.from(seqs, (seq) => seq ?? 0);
