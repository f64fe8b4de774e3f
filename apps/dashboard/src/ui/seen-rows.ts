/** Rows of a list, from the first to before the last. */
export interface RowSpan {
  readonly first: number;
  readonly end: number;
}

/** Rows above and below the window that are there before they are seen. */
const SPARE = 30;
/** Spans begin at a multiple of this: a row's scrolling changes nothing. */
const STRIDE = 20;
/** A list that is shorter is there whole: nothing is gained, and a search in the page finds all of it. */
const FEW = 200;

/**
 * Which rows of a list are to be there, of those that the window shows.
 *
 * @param topPx where the list begins, from the window's upper edge on
 */
export function toSeenRows(count: number, rowPx: number, topPx: number, windowPx: number): RowSpan {
  if (count <= FEW || rowPx <= 0) return { first: 0, end: count };
  const above = Math.floor(-topPx / rowPx) - SPARE;
  const below = Math.ceil((windowPx - topPx) / rowPx) + SPARE;
  const first = Math.max(0, Math.min(Math.floor(above / STRIDE) * STRIDE, count - 2 * SPARE));
  return { first, end: Math.max(first, Math.min(count, Math.ceil(below / STRIDE) * STRIDE)) };
}
