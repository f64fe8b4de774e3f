/** An object of somebody else's JSON. Own fields only are read, so its `__proto__` is a field like any other. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as a JSON object; undefined when it is anything else, `null` and arrays included. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** The value as a JSON array; undefined when it is anything else. */
export function asArray(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** The value when it is a string that fits `pattern`. */
export function asText(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

/** The value of an object's own field `key`, whatever `key` is called. */
export function ownField(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
