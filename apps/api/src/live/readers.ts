import type { ReadMark } from '@emotide/event-log';

interface Heard {
  readonly mark: ReadMark;
  readonly atMs: number;
}

interface Reader {
  /** All that it had read by then is folded. Epoch ms. */
  readToMs: number;
  /** What it said since, in its order, of which not all is folded yet. */
  readonly waiting: Heard[];
  /** Last heard, or else last time that it could not be. Epoch ms by our clock. */
  heardAtMs: number;
  goneAfterMs: number;
}

/** Marks of one reader that wait; a tail that is further behind learns more from the last of them only. */
const MOST_WAITING = 64;
/** Readers known at a time, and epochs remembered that are none any more. */
const MOST_READERS = 1_024;

/**
 * The readers of chat, as they tell of themselves: how far all of them are, so that a second is not answered while one of
 * them may still bring something of it.
 *
 * Who falls silent, being frozen, cut off or killed, is waited for until others have its work: until it is fenced, or the time
 * is over after which it says itself that it is gone. A reader that was never heard is not known.
 */
export class Readers {
  readonly #readers = new Map<string, Reader>();
  readonly #gone = new Set<string>();

  get size(): number {
    return this.#readers.size;
  }

  note(mark: ReadMark, nowMs: number): void {
    const { epoch, goneAfterMs } = mark;
    if (this.#gone.has(epoch)) return;
    let reader = this.#readers.get(epoch);
    if (reader === undefined) {
      if (this.#readers.size >= MOST_READERS) return;
      reader = { readToMs: Infinity, waiting: [], heardAtMs: nowMs, goneAfterMs };
      this.#readers.set(epoch, reader);
    }
    reader.heardAtMs = nowMs;
    reader.goneAfterMs = goneAfterMs;
    if (reader.waiting.length >= MOST_WAITING) reader.waiting.pop();
    reader.waiting.push({ mark, atMs: nowMs });
  }

  /** Nothing of it counts any more, and what it says from then on is not heard. */
  fenced(epoch: string): void {
    this.#readers.delete(epoch);
    this.#gone.add(epoch);
    for (const oldest of this.#gone) {
      if (this.#gone.size <= MOST_READERS) break;
      this.#gone.delete(oldest);
    }
  }

  /** Nobody could be heard until now, so nobody's silence means anything. */
  listenAgain(nowMs: number): void {
    for (const reader of this.#readers.values()) reader.heardAtMs = nowMs;
  }

  /** The log ended at `lastSeq` when it was asked: what was said before and is beyond is of another log, and folded for good. */
  sawEnd(lastSeq: number, askedAtMs: number): void {
    for (const { waiting } of this.#readers.values())
      for (const [at, { mark, atMs }] of waiting.entries())
        if (atMs < askedAtMs && mark.seqs.some((seq) => seq > lastSeq))
          waiting[at] = { atMs, mark: { ...mark, seqs: mark.seqs.map((seq) => (seq > lastSeq ? 0 : seq)) } };
  }

  /**
   * All that any reader had read by then is folded, epoch ms; Infinity while none is known.
   *
   * @param foldedSeq up to which sequence a partition's records are
   */
  readToMs(nowMs: number, foldedSeq: (partition: number) => number): number {
    for (const [epoch, reader] of this.#readers) {
      const { waiting } = reader;
      while (waiting[0]?.mark.seqs.every((seq, partition) => seq <= foldedSeq(partition)) === true) {
        const { mark } = waiting.shift()!;
        reader.readToMs = mark.readToMs;
        if (mark.isLast) this.fenced(epoch);
      }
      if (nowMs - reader.heardAtMs > reader.goneAfterMs) this.#readers.delete(epoch);
    }
    let slowestMs = Infinity;
    for (const { readToMs } of this.#readers.values()) slowestMs = Math.min(slowestMs, readToMs);
    return slowestMs;
  }
}
