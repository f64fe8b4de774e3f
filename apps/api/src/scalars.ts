import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

function parseDateTime(value: unknown): number {
  const timeMs = typeof value === 'string' && RFC_3339.test(value) ? Date.parse(value) : NaN;
  // V8 takes the 30th of February for the 2nd of March: a time that does not come back is none.
  if (Number.isNaN(timeMs) || !isCalendarDay((value as string).slice(0, 10))) {
    throw new GraphQLError('DateTime: an RFC 3339 time with offset, e.g. 2026-11-23T18:00:00Z', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return timeMs;
}

function isCalendarDay(day: string): boolean {
  const atMs = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(day);
}

/** Epoch milliseconds inside, RFC 3339 outside. */
export const DateTime = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  serialize: (timeMs) => new Date(timeMs as number).toISOString(),
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
});

const ISO_8601_SECONDS = /^PT(\d{1,9}(?:\.\d{1,3})?)S$/;

function parseDuration(value: unknown): number {
  const [, seconds] = (typeof value === 'string' && ISO_8601_SECONDS.exec(value)) || [];
  if (seconds === undefined) {
    throw new GraphQLError('Duration: ISO 8601 in seconds, e.g. PT1.5S', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return Math.round(Number(seconds) * 1000);
}

/** Milliseconds inside, ISO 8601 seconds outside. */
export const Duration = new GraphQLScalarType<number, string>({
  name: 'Duration',
  serialize: (durationMs) => `PT${(durationMs as number) / 1000}S`,
  parseValue: parseDuration,
  parseLiteral: (node) => parseDuration(node.kind === Kind.STRING ? node.value : undefined),
});

/** A safe whole number. Answers only. */
export const Count = new GraphQLScalarType<number, number>({
  name: 'Count',
  serialize(value) {
    if (!Number.isSafeInteger(value) || (value as number) < 0)
      throw new TypeError('Count: not a whole number');
    return value as number;
  },
});
