/** What NATS takes as one message (1 MiB), less headers. */
export const MAX_CATALOGUE_BYTES = 1_000_000;

/** A value for the bucket, and how many emotes had to be left out to keep it under the limit. */
export interface CatalogueValue {
  readonly bytes: Uint8Array;
  readonly cut: number;
}

/** Why a value cannot be used: it is then as if it had not been written. */
export type BadCatalogueValue = {
  readonly type: 'bad';
  readonly reason: 'too-large' | 'not-json' | 'other-version' | 'wrong-shape';
};

const VERSION = 1;
const encoder = new TextEncoder();

export function badValue(reason: BadCatalogueValue['reason']): BadCatalogueValue {
  return { type: 'bad', reason };
}

/** JSON that says its version, so that a reader of today refuses what tomorrow's writer means otherwise. */
export function toValueBytes(content: Readonly<Record<string, unknown>>): Uint8Array {
  return encoder.encode(JSON.stringify({ v: VERSION, ...content }));
}

/** The content of a value; nothing in it is checked but its version. */
export function parseValue(
  bytes: Uint8Array,
): { readonly type: 'content'; readonly content: Readonly<Record<string, unknown>> } | BadCatalogueValue {
  if (bytes.length > MAX_CATALOGUE_BYTES) return badValue('too-large');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return badValue('not-json');
  }
  if (!isRecord(value)) return badValue('wrong-shape');
  return value['v'] === VERSION ? { type: 'content', content: value } : badValue('other-version');
}

/** How many bytes a text takes as JSON, its quotes included. */
export function jsonBytes(text: string): number {
  return encoder.encode(JSON.stringify(text)).length;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A text that may be a key or a name: there is something, and not too much. */
export function isShortText(value: unknown, maxUnits: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxUnits;
}
