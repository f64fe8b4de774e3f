/** Twitch's time of a line is believed when it is no further from this machine's than this. */
const BELIEVED_MS = 60_000;
/** What was seen longer ago than one to two of these is forgotten. */
const SPAN_MS = 60_000;

/** What a clock reads off: times of this machine. */
export interface LocalClocks {
  /** Epoch ms. */
  readonly wallMs: () => number;
  /** Monotonic ms. */
  readonly monotonicMs: () => number;
}

/**
 * Twitch's clock as its lines tell it: the newest `tmi-sent-ts` of the last minute or two, gone on since. It is behind by
 * what the quickest line took to come. Without lines, this machine's own clock.
 */
export class TwitchClock {
  readonly #clocks: LocalClocks;
  /** How far Twitch's time is before the monotonic one, at most, in this span and in the one before. */
  #newest = -Infinity;
  #before = -Infinity;
  #newestMs = -Infinity;
  #turnsAtMs: number;
  /** Whether lines came in this span or in the one before, of whatever time. */
  #isHearing = false;
  #wasHearing = false;

  constructor(clocks: LocalClocks) {
    this.#clocks = clocks;
    this.#turnsAtMs = clocks.monotonicMs() + SPAN_MS;
  }

  note(sentAtMs: number): void {
    const nowMs = this.#turn();
    this.#isHearing = true;
    if (sentAtMs > this.#newestMs) this.#newestMs = sentAtMs;
    if (Math.abs(sentAtMs - this.#clocks.wallMs()) > BELIEVED_MS) return;
    this.#newest = Math.max(this.#newest, sentAtMs - nowMs);
  }

  /** The newest time that a line ever had, believed or not. */
  get newestMs(): number {
    return this.#newestMs;
  }

  /** Epoch ms; undefined while all that comes is of another time, as in a replay. */
  nowMs(): number | undefined {
    const nowMs = this.#turn();
    const ahead = Math.max(this.#newest, this.#before);
    if (ahead > -Infinity) return ahead + nowMs;
    return this.#isHearing || this.#wasHearing ? undefined : this.#clocks.wallMs();
  }

  #turn(): number {
    const nowMs = this.#clocks.monotonicMs();
    if (nowMs < this.#turnsAtMs) return nowMs;
    const isLong = nowMs >= this.#turnsAtMs + SPAN_MS;
    [this.#before, this.#newest] = [isLong ? -Infinity : this.#newest, -Infinity];
    [this.#wasHearing, this.#isHearing] = [!isLong && this.#isHearing, false];
    this.#turnsAtMs = nowMs + SPAN_MS;
    return nowMs;
  }
}
