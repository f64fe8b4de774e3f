import { EDGE_MS, type CoveredSpan } from './covered-span';

/** An end of a span, where single messages decide. */
interface Zone {
  readonly fromMs: number;
  readonly toMs: number;
  readonly keys: ReadonlySet<string>;
}

/** Spans whose ends are known message by message; older ones cover all that they touch. */
const MOST_EXACT_SPANS = 64;

/** Which times of one channel are in the warehouse already: what lies there is not counted again, whoever read it. */
export class ChannelCoverage {
  /** Sorted and apart from each other; what they touch is covered. */
  #froms: number[] = [];
  #tos: number[] = [];
  #zones: Zone[] = [];
  /** The stretch without anything around the line asked for last: most next lines lie in it too. */
  #clearFromMs = Infinity;
  #clearToMs = -Infinity;
  #spans: CoveredSpan[];

  constructor(spans: readonly CoveredSpan[]) {
    this.#spans = [...spans];
    this.#arrange();
  }

  add(span: CoveredSpan): void {
    this.#spans.push(span);
    const exact = this.#spans.filter(({ edges }) => edges !== undefined);
    if (exact.length > MOST_EXACT_SPANS) {
      const [{ fromMs, toMs }] = exact as [CoveredSpan];
      this.#spans = this.#spans.map((one) => (one === exact[0] ? { fromMs, toMs } : one));
    }
    this.#arrange();
  }

  /**
   * - `covered`: whatever was sent then is counted.
   * - `edge`: ask {@link hasMessage}.
   * - `clear`: nobody has read that time.
   */
  at(sentAtMs: number): 'covered' | 'edge' | 'clear' {
    if (sentAtMs > this.#clearFromMs && sentAtMs < this.#clearToMs) return 'clear';
    const next = firstAbove(this.#froms, sentAtMs);
    if (next > 0 && this.#tos[next - 1]! >= sentAtMs) return 'covered';
    if (this.#zones.some(({ fromMs, toMs }) => fromMs <= sentAtMs && sentAtMs <= toMs)) return 'edge';
    this.#clearFromMs = next > 0 ? this.#tos[next - 1]! : -Infinity;
    this.#clearToMs = this.#froms[next] ?? Infinity;
    for (const { fromMs, toMs } of this.#zones) {
      if (toMs < sentAtMs) this.#clearFromMs = Math.max(this.#clearFromMs, toMs);
      else this.#clearToMs = Math.min(this.#clearToMs, fromMs);
    }
    return 'clear';
  }

  /** Whether a span that ends or begins then has this message. */
  hasMessage(sentAtMs: number, key: string): boolean {
    return this.#zones.some(
      ({ fromMs, toMs, keys }) => fromMs <= sentAtMs && sentAtMs <= toMs && keys.has(key),
    );
  }

  #arrange(): void {
    this.#zones = [];
    const whole: [fromMs: number, toMs: number][] = [];
    for (const { fromMs, toMs, edges } of this.#spans) {
      if (edges === undefined) {
        whole.push([fromMs, toMs]);
        continue;
      }
      // Rounded outwards to seconds, a span's ends reach up to a second beyond its messages.
      const [innerFromMs, innerToMs] = [fromMs + EDGE_MS, toMs - EDGE_MS];
      if (innerFromMs > innerToMs) this.#zones.push({ fromMs, toMs, keys: edges });
      else {
        whole.push([innerFromMs, innerToMs]);
        this.#zones.push({ fromMs, toMs: innerFromMs - 1, keys: edges });
        this.#zones.push({ fromMs: innerToMs + 1, toMs, keys: edges });
      }
    }
    this.#froms = [];
    this.#tos = [];
    for (const [fromMs, toMs] of whole.sort(([a], [b]) => a - b)) {
      const last = this.#tos.length - 1;
      if (last >= 0 && fromMs <= this.#tos[last]! + 1) this.#tos[last] = Math.max(this.#tos[last]!, toMs);
      else {
        this.#froms.push(fromMs);
        this.#tos.push(toMs);
      }
    }
    this.#clearFromMs = Infinity;
    this.#clearToMs = -Infinity;
  }
}

/** Index of the first number above `value` in sorted numbers. */
function firstAbove(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
