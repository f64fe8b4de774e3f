/** The windows answered live, by their length in seconds, shortest first. Named as the API names them. */
export const LIVE_WINDOWS = {
  LAST_MINUTE: 60,
  LAST_5_MINUTES: 300,
  LAST_15_MINUTES: 900,
  LAST_HOUR: 3_600,
} as const;
export type LiveWindow = keyof typeof LIVE_WINDOWS;

/** A window by its place in {@link LIVE_WINDOWS}. As all end together, those that hold a second are a tail of it. */
export type WindowIndex = number;

export const WINDOW_SECONDS: readonly number[] = Object.values(LIVE_WINDOWS);
export const WINDOW_COUNT = WINDOW_SECONDS.length;
export const LONGEST_SECONDS = Math.max(...WINDOW_SECONDS);

const NAMES = Object.keys(LIVE_WINDOWS);

export const toWindowIndex = (window: LiveWindow): WindowIndex => NAMES.indexOf(window);
