/** How times are written: in one zone, with 24 hours. */
export interface TimeFormat {
  /** `18:04:22` */
  second(ms: number): string;
  /** `18:04` */
  minute(ms: number): string;
  /** `23 Nov` */
  day(ms: number): string;
  /** `23 Nov, 18:04` */
  dayMinute(ms: number): string;
  /** `23 Nov 2026` */
  date(ms: number): string;
  /** `Europe/Berlin` */
  readonly zone: string;
}

/** @param zone an IANA name; this computer's own when undefined */
export function createTimeFormat(zone: string | undefined): TimeFormat {
  const make = (parts: Intl.DateTimeFormatOptions): ((ms: number) => string) => {
    const format = new Intl.DateTimeFormat('en-GB', { ...parts, ...(zone && { timeZone: zone }) });
    return (ms) => format.format(ms);
  };
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const day = { day: 'numeric', month: 'short' } as const;
  return {
    second: make({ ...clock, second: '2-digit' }),
    minute: make(clock),
    day: make(day),
    dayMinute: make({ ...day, ...clock }),
    date: make({ ...day, year: 'numeric' }),
    zone: zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** A time that is shown at steps of `stepMs`, with what tells neighbours apart. */
export function formatStep(format: TimeFormat, ms: number, stepMs: number): string {
  if (stepMs < 60_000) return format.second(ms);
  return stepMs < 86_400_000 ? format.dayMinute(ms) : format.date(ms);
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A length of time by its two greatest units: `2 h 5 min`, `0.4 s`. */
export function formatLength(ms: number): string {
  if (ms < 10_000) return `${(Math.max(0, ms) / 1_000).toFixed(1)} s`;
  const at = UNITS.findIndex(([, unit]) => ms >= unit);
  const [name, unit] = UNITS[at]!;
  const count = Math.floor(ms / unit);
  const [smallName, small] = UNITS[at + 1] ?? ['', 0];
  const rest = small > 0 ? Math.floor((ms - count * unit) / small) : 0;
  return rest > 0 ? `${count} ${name} ${rest} ${smallName}` : `${count} ${name}`;
}

/** ISO 8601 in seconds, as the scalar Duration is written (`PT1.5S`), in ms; NaN for anything else. */
export const parseDuration = (text: string): number => {
  const match = /^PT(\d+(?:\.\d+)?)S$/.exec(text);
  return match ? Number(match[1]) * 1_000 : Number.NaN;
};
