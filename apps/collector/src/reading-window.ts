import { Observable, Subject, type MonoTypeOperatorFunction } from 'rxjs';
import type { CountedTurn } from '@emotide/reading';

/** Longer than anybody takes to hear of a cut and still has a lease. */
const HELD_MS = 30_000;

/**
 * Which messages of a slot's channels count here, by Twitch's time: all of them, or, while the slot is handed over, those
 * on one side of the cut.
 */
export class ReadingWindow {
  #fromMs: number | undefined;
  #untilMs = Infinity;
  /** Newest of what was held and let go. */
  #letGoMs = -Infinity;
  readonly #opened = new Subject<void>();

  /** @param fromMs undefined: it is not known yet, and what comes is held until it is */
  constructor(fromMs: number | undefined) {
    this.#fromMs = fromMs;
  }

  /** Undefined while it is not known. */
  get fromMs(): number | undefined {
    return this.#fromMs;
  }

  get untilMs(): number {
    return this.#untilMs;
  }

  /** Whether nothing that counts was let go while it was held. */
  get isWhole(): boolean {
    return this.#letGoMs < (this.#fromMs ?? Infinity);
  }

  /** From then on messages count, those that were held included. */
  open(fromMs: number): void {
    this.#fromMs = fromMs;
    this.#opened.next();
  }

  /** From then on they count elsewhere. */
  close(untilMs: number): void {
    this.#untilMs = untilMs;
  }

  /** What of a turn counts here. Precondition: it is known. */
  cut(turn: CountedTurn): CountedTurn | undefined {
    const { fromMs = Infinity } = this;
    const untilMs = this.#untilMs;
    if (fromMs === -Infinity && untilMs === Infinity) return turn;
    const isInside = ({ sentAtMs }: { readonly sentAtMs: number }): boolean =>
      sentAtMs >= fromMs && sentAtMs < untilMs;
    const lines = turn.lines.filter(isInside);
    const acts = turn.acts?.filter(isInside) ?? [];
    if (lines.length === 0 && acts.length === 0) return undefined;
    return { ...turn, lines, ...(acts.length > 0 && { acts }) };
  }

  /** One channel's turns, held until the window opens and cut to it. What is held when it ends was not to count here. */
  passes(): MonoTypeOperatorFunction<CountedTurn> {
    return (turns$) =>
      new Observable((subscriber) => {
        let held: CountedTurn[] = [];
        const pass = (turn: CountedTurn): void => {
          const counted = this.cut(turn);
          if (counted !== undefined) subscriber.next(counted);
        };
        if (this.#fromMs === undefined)
          subscriber.add(
            this.#opened.subscribe(() => {
              for (const turn of held.splice(0)) pass(turn);
            }),
          );
        subscriber.add(
          turns$.subscribe({
            next: (turn) => {
              if (this.#fromMs !== undefined) return pass(turn);
              held.push(turn);
              held = this.#withoutOld(held);
            },
            error: (error: unknown) => subscriber.error(error),
            complete: () => subscriber.complete(),
          }),
        );
      });
  }

  /** A cut lies ahead of what its holder has seen, so what is old by now comes before it. */
  #withoutOld(held: CountedTurn[]): CountedTurn[] {
    const newestMs = newestOf(held.at(-1)!);
    const first = held.findIndex((turn) => newestOf(turn) >= newestMs - HELD_MS);
    if (first <= 0) return held;
    for (const turn of held.slice(0, first)) this.#letGoMs = Math.max(this.#letGoMs, newestOf(turn));
    return held.slice(first);
  }
}

function newestOf({ lines, acts = [] }: CountedTurn): number {
  const newest = lines.reduce((latest, { sentAtMs }) => Math.max(latest, sentAtMs), 0);
  return acts.reduce((latest, { sentAtMs }) => Math.max(latest, sentAtMs), newest);
}
