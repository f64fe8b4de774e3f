import type { U64 } from '@emotide/domain';

/** A time of one channel that some reading covers, whole milliseconds, both ends included. */
export interface CoveredSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /**
   * Within {@link EDGE_MS} of its ends, what was read and what not: a file may begin or end within a second, and lines come
   * up to 0.4 s out of order. Absent: its ends cover all that they touch.
   */
  readonly edges?: ReadonlySet<string>;
}

export const EDGE_MS = 2_000;
/** Kept of one edge. More within so short a time is a file whose times mean nothing. */
const MOST_KEYS = 4_096;

export const toEdgeKey = ({ hi, lo }: U64): string => `${hi} ${lo}`;

/** Follows the messages of one channel in one file, and says which time they cover. */
export class SpanKeeper {
  #fromMs = Infinity;
  #toMs = -Infinity;
  #head: Edge = [];
  #tail: Edge = [];
  #isVague = false;

  get isEmpty(): boolean {
    return this.#fromMs > this.#toMs;
  }

  note(sentAtMs: number, key: U64): void {
    if (sentAtMs < this.#fromMs) this.#fromMs = sentAtMs;
    if (sentAtMs > this.#toMs) this.#toMs = sentAtMs;
    if (this.#isVague) return;
    const one = { sentAtMs, key };
    if (sentAtMs < this.#fromMs + EDGE_MS) {
      if (this.#head.length >= MOST_KEYS) this.#head = this.#head.filter((old) => this.#isAtHead(old));
      this.#head.push(one);
    }
    if (this.#tail.length >= MOST_KEYS) this.#tail = this.#tail.filter((old) => this.#isAtTail(old));
    if (sentAtMs > this.#toMs - EDGE_MS) this.#tail.push(one);
    this.#isVague = this.#head.length >= MOST_KEYS || this.#tail.length >= MOST_KEYS * 2;
  }

  /** Precondition: it is not empty. The warehouse knows whole seconds, and so does this. */
  span(): CoveredSpan {
    const fromMs = this.#fromMs - (this.#fromMs % 1_000);
    const toMs = this.#toMs - (this.#toMs % 1_000) + 999;
    if (this.#isVague) return { fromMs, toMs };
    const edges = new Set<string>();
    for (const { key } of this.#head.filter((one) => this.#isAtHead(one))) edges.add(toEdgeKey(key));
    for (const { key } of this.#tail.filter((one) => this.#isAtTail(one))) edges.add(toEdgeKey(key));
    return { fromMs, toMs, edges };
  }

  #isAtHead({ sentAtMs }: Edge[number]): boolean {
    return sentAtMs < this.#fromMs + EDGE_MS;
  }

  #isAtTail({ sentAtMs }: Edge[number]): boolean {
    return sentAtMs > this.#toMs - EDGE_MS;
  }
}

type Edge = { readonly sentAtMs: number; readonly key: U64 }[];
