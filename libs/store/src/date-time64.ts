/** ClickHouse's text form of a `DateTime64(3, 'UTC')`. */
export function toDateTime64(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('T', ' ').replace('Z', '');
}
