const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** A day of the calendar; `month` counts from 0, and `day` may lie outside the month, as `Date.UTC` takes it. */
export interface LocalDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError when it is no timezone of the IANA database (`Europe/Madrid`, `UTC`). */
function formatOf(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timezone, format);
  }
  return format;
}

/**
 * How far local clocks are ahead of UTC at a moment (epoch ms), in ms.
 *
 * @throws RangeError for an unknown timezone.
 */
export function offsetMs(timeMs: number, timezone: string): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(timezone).formatToParts(timeMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(timeMs / 1_000) * 1_000;
}

/** The date that local calendars show at a moment. @throws RangeError for an unknown timezone. */
export function toLocalDate(timeMs: number, timezone: string): LocalDate {
  const local = new Date(timeMs + offsetMs(timeMs, timezone));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth(), day: local.getUTCDate() };
}

/**
 * The first moment of a local day, epoch ms: midnight where there is one, the first of two where clocks go back over it,
 * and the first moment after it where they skip it.
 *
 * @throws RangeError for an unknown timezone.
 */
export function startOfLocalDay({ year, month, day }: LocalDate, timezone: string): number {
  const midnight = Date.UTC(year, month, day);
  const date = new Date(midnight).getUTCDate();
  // Clocks are put at most once within two days, so these are all the offsets that may hold.
  const candidates = [midnight - DAY_MS, midnight + DAY_MS].map(
    (near) => midnight - offsetMs(near, timezone),
  );
  const within = candidates.filter((at) => toLocalDate(at, timezone).day === date);
  return Math.min(...(within.length > 0 ? within : candidates));
}
