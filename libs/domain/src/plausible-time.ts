/** Twitch opened as Justin.tv in 2007; no chat log is older than 2010. */
const EARLIEST_MS = Date.UTC(2010, 0, 1);
const CLOCK_SKEW_MS = 24 * 3_600_000;

/**
 * Whether a message can have been sent then, as seen at `nowMs`: from 2010 to a day later. The warehouse refuses
 * outside these bounds too, a day more generously, as its clock may differ.
 */
export function isPlausibleTime(sentAtMs: number, nowMs: number): boolean {
  return sentAtMs >= EARLIEST_MS && sentAtMs <= nowMs + CLOCK_SKEW_MS;
}
