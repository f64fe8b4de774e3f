/** Time, as an argument. */
export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
  /** Ends early, without an error, when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
