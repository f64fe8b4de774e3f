/** A count as people read it: 3,100. */
export function toThousands(count: number): string {
  return count.toLocaleString('en-GB');
}
