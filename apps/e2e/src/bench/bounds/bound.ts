/** What one part of the chain does alone. */
export interface Bound {
  readonly linesPerSecond: number;
  /** CPU of all processes that take part. */
  readonly microsecondsPerLine: number;
}
