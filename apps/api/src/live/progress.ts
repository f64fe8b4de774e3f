import type { StaleReason } from '@emotide/graphql-types';

/** Why and since when answers do not reach up to now. */
export interface Staleness {
  readonly reason: StaleReason;
  /** Epoch ms. */
  readonly sinceMs: number;
}

/** How far a reader of the log is, all in epoch ms by our clock. */
export interface Progress {
  /** Everything that the log had stored by then is counted. */
  readonly completeToMs: number;
  /** When the log last answered. */
  readonly answeredAtMs: number;
}

/**
 * A second is closed this long after its end. Messages come 0.1 to 0.4 s after Twitch took them (measured on real chat);
 * what comes later than this still counts in its own second.
 */
const OPEN_MS = 2_000;
/** How long nothing need be heard of the log, which says each second that it has nothing more. */
const SILENCE_MS = 1_500;

/**
 * End of the closed seconds, epoch ms, a whole second. Never beyond what is known: a message stored after `completeToMs`
 * was sent at most half a second before it, unless it is late.
 */
export function toEndMs(nowMs: number, { completeToMs }: Progress): number {
  const closedMs = Math.min(nowMs, completeToMs + SILENCE_MS) - OPEN_MS;
  return Math.floor(closedMs / 1_000) * 1_000;
}

/** What stands in the way of the latest closed second, if anything does. */
export function toLagReason(
  nowMs: number,
  { completeToMs, answeredAtMs }: Progress,
): 'BEHIND' | 'LOG_AWAY' | undefined {
  if (nowMs - completeToMs <= SILENCE_MS) return undefined;
  return nowMs - answeredAtMs <= SILENCE_MS ? 'BEHIND' : 'LOG_AWAY';
}

/** All partitions together are as far as the one furthest behind. */
export function toSlowest(all: readonly Progress[]): Progress {
  return {
    completeToMs: Math.min(...all.map(({ completeToMs }) => completeToMs)),
    answeredAtMs: Math.min(...all.map(({ answeredAtMs }) => answeredAtMs)),
  };
}
