/**
 * An unsigned 64-bit number as two 32-bit halves: BigInt costs an allocation a value, and a number loses digits.
 * ClickHouse reads it as UInt64.
 */
export interface U64 {
  readonly hi: number;
  readonly lo: number;
}

export const U64_ZERO: U64 = { hi: 0, lo: 0 };

/** Two 32-bit halves of a whole number below 2^53. */
export function toU64(value: number): U64 {
  return { hi: Math.floor(value / 0x1_0000_0000) >>> 0, lo: value >>> 0 };
}

/** The decimal digits, as ClickHouse and GraphQL show it. */
export function formatU64(value: U64): string {
  return ((BigInt(value.hi) << 32n) | BigInt(value.lo)).toString();
}

/** What {@link formatU64} gives. @returns undefined for anything else */
export function parseU64(digits: string): U64 | undefined {
  if (!/^(0|[1-9]\d{0,19})$/.test(digits)) return undefined;
  const value = BigInt(digits);
  if (value > 0xffff_ffff_ffff_ffffn) return undefined;
  return { hi: Number(value >> 32n), lo: Number(value & 0xffff_ffffn) };
}

/**
 * A decimal id below 2^53, as Twitch's are.
 *
 * @returns undefined for anything else: signs, spaces, 17 digits, the empty string.
 */
export function parseDecimalId(digits: string): U64 | undefined {
  if (digits.length === 0 || digits.length > 16) return undefined;
  let value = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value <= Number.MAX_SAFE_INTEGER ? toU64(value) : undefined;
}
