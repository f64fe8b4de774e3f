export interface RateBudgetOptions {
  /** What the server gives in each span, until its headers say otherwise. */
  readonly points: number;
  readonly perMs: number;
  /** Part of it that is used, 0 to 1. */
  readonly share: number;
  /** Requests that may go at once after a quiet time. */
  readonly burst: number;
}

/**
 * Twitch: 800 points a minute by its documentation and headers; measured by others, the bucket refills at 600 a minute
 * (twitchdev/issues#597), so 70 % less the burst stays below either.
 */
export const HELIX_BUDGET: RateBudgetOptions = { points: 800, perMs: 60_000, share: 0.7, burst: 20 };

/** What an answer's headers say of the bucket. */
export interface BudgetReading {
  readonly limit: number;
  readonly remaining: number;
  /** Until the bucket is full again. */
  readonly resetInMs: number;
}

/** Part of the limit that is never used, for what is under way and for those who share the bucket. */
const RESERVE = 0.05;

/**
 * When the next request to a server with a points bucket may go. Spreads requests evenly at its share of the limit,
 * slower when the headers say that little is left (somebody else uses the same client id, or we did before a restart),
 * not at all when nothing is. Right for a bucket that refills steadily and for one that is filled at once.
 *
 * Decides by the times it is given; has no clock of its own.
 */
export class RateBudget {
  readonly #options: RateBudgetOptions;
  #limit: number;
  /** Requests that may go now; a fraction is one that becomes due. */
  #due: number;
  #dueAtMs: number;
  /** Until when, and how fast, the last reading allows. */
  #slowPerMs = Infinity;
  #slowUntilMs = -Infinity;
  #blockedUntilMs = -Infinity;
  #inFlight = 0;
  #lastTicket = 0;
  #newestRead = 0;
  /** Nothing is known of the bucket before the first answer, so requests go one by one. */
  #hasAnswer = false;

  constructor(options: RateBudgetOptions, nowMs: number) {
    this.#options = options;
    this.#limit = options.points;
    this.#due = this.#burst;
    this.#dueAtMs = nowMs;
  }

  /** Milliseconds until a request may go; 0 when one may now, Infinity when only an answer can tell. */
  waitMs(nowMs: number): number {
    this.#refill(nowMs);
    if (!this.#hasAnswer && this.#inFlight > 0) return Infinity;
    const dueInMs = this.#due >= 1 ? 0 : (1 - this.#due) / this.#pacePerMs(nowMs);
    return Math.ceil(Math.max(dueInMs, this.#blockedUntilMs - nowMs, 0));
  }

  /** A request goes. @returns its number, for {@link answered}. */
  take(nowMs: number): number {
    this.#refill(nowMs);
    this.#due--;
    this.#inFlight++;
    return ++this.#lastTicket;
  }

  /** A request ended without an answer. */
  lost(): void {
    this.#inFlight--;
  }

  /** An answer came; `reading` is what its headers say of the bucket, undefined when they don't. */
  answered(ticket: number, reading: BudgetReading | undefined, nowMs: number): void {
    this.#refill(nowMs);
    this.#inFlight--;
    this.#hasAnswer = true;
    if (reading === undefined) return;
    // Answers overtake each other; an older one knows less.
    if (ticket < this.#newestRead) return;
    this.#newestRead = ticket;
    this.#limit = reading.limit;
    const spare = reading.remaining - this.#inFlight - Math.ceil(reading.limit * RESERVE);
    this.#due = Math.min(this.#due, Math.max(0, spare));
    if (spare < 1) {
      this.#blockedUntilMs = nowMs + reading.resetInMs;
      return;
    }
    this.#slowPerMs = spare / Math.max(1, reading.resetInMs);
    this.#slowUntilMs = nowMs + reading.resetInMs;
  }

  /** No more until then: the server refused one. */
  blockUntil(untilMs: number): void {
    this.#blockedUntilMs = Math.max(this.#blockedUntilMs, untilMs);
  }

  get #burst(): number {
    return Math.max(1, Math.min(this.#options.burst, Math.floor(this.#limit * RESERVE)));
  }

  #pacePerMs(nowMs: number): number {
    const usual = (this.#limit * this.#options.share) / this.#options.perMs;
    return nowMs < this.#slowUntilMs ? Math.min(usual, this.#slowPerMs) : usual;
  }

  #refill(nowMs: number): void {
    const passedMs = Math.max(0, nowMs - this.#dueAtMs);
    this.#due = Math.min(this.#burst, this.#due + passedMs * this.#pacePerMs(nowMs));
    this.#dueAtMs = Math.max(nowMs, this.#dueAtMs);
  }
}

/** Longest that a reset is believed to be away: four spans of Twitch's. */
const LONGEST_RESET_MS = 240_000;

/**
 * Reads `Ratelimit-Limit`, `-Remaining` and `-Reset`. The reset is a time of the server's clock in whole seconds, so it
 * is measured against the same answer's `Date` and rounded up; ours is not asked.
 *
 * @returns undefined when they are absent or unreadable.
 */
export function parseBudgetReading(headers: Headers): BudgetReading | undefined {
  const limit = wholeNumber(headers.get('ratelimit-limit'));
  const remaining = wholeNumber(headers.get('ratelimit-remaining'));
  const resetSeconds = wholeNumber(headers.get('ratelimit-reset'));
  const sentAtMs = Date.parse(headers.get('date') ?? '');
  if (!limit || remaining === undefined || resetSeconds === undefined || Number.isNaN(sentAtMs))
    return undefined;
  // Both are cut to whole seconds, so the truth may lie one later.
  const resetInMs = resetSeconds * 1_000 - sentAtMs + 1_000;
  return { limit, remaining, resetInMs: Math.min(LONGEST_RESET_MS, Math.max(0, resetInMs)) };
}

const wholeNumber = (text: string | null): number | undefined =>
  text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
