import { LONGEST_SECONDS, WINDOW_COUNT, WINDOW_SECONDS, type WindowIndex } from './windows';

/**
 * Where the windows are: all end at the same second, none starts before what is held, and the longest starts exactly
 * there.
 */
export interface WindowEdges {
  /** First second after every window. */
  readonly endSecond: number;
  /** First second held. */
  readonly heldFromSecond: number;
}

export const toEdges = (endSecond: number, heldFromSecond: number): WindowEdges => ({
  endSecond,
  heldFromSecond: Math.max(heldFromSecond, endSecond - LONGEST_SECONDS),
});

/** The first second of a window. */
export const toStart = ({ endSecond, heldFromSecond }: WindowEdges, window: WindowIndex): number =>
  Math.max(heldFromSecond, endSecond - WINDOW_SECONDS[window]!);

/**
 * The shortest window that a second held is in: it is in all longer ones too. `WINDOW_COUNT` when it is ahead of
 * all of them.
 */
export function toFirstWindow(edges: WindowEdges, second: number): WindowIndex {
  if (second >= edges.endSecond) return WINDOW_COUNT;
  let window = 0;
  while (second < toStart(edges, window)) window++;
  return window;
}
