type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** The same array when it has `length` places, else a copy at least twice as long, zeros after the old values. */
export function enlarge<T extends Numbers>(array: T, length: number): T {
  if (array.length >= length) return array;
  const larger = new (array.constructor as new (length: number) => T)(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}
