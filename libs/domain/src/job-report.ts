/**
 * How a job is doing. `waiting`: it has not run yet. `off`: it is not run at all, and its summary says why.
 * `failed`: all or part of its last run did.
 */
export const JOB_STATES = ['waiting', 'ok', 'failed', 'off'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** What is told of a piece of work that is done again and again. Times are epoch ms. */
export interface JobReport {
  /** Lower-case words between hyphens; its key in the bucket too. */
  readonly name: string;
  readonly state: JobState;
  /** How long after a run the next one begins, about. */
  readonly everyMs: number;
  readonly lastStartedAtMs: number | null;
  readonly lastDurationMs: number | null;
  /** When a run last ended well. */
  readonly lastOkAtMs: number | null;
  readonly nextRunAtMs: number | null;
  readonly failuresInRow: number;
  /** For people: what came of the last run, or what went wrong. Holds no secret. */
  readonly summary: string;
  /** The same in numbers, by name. */
  readonly figures: Readonly<Record<string, number>>;
}

const FORMAT = 1;
const MAX_BYTES = 16_384;
const NAME = /^[a-z][a-z-]{0,39}$/;
const FIGURE = /^[a-zA-Z][a-zA-Z0-9]{0,39}$/;
const MAX_FIGURES = 50;
const MAX_SUMMARY = 500;

/** As JSON; a summary that is too long is cut. */
export function encodeJobReport(report: JobReport): Uint8Array {
  const summary = report.summary.slice(0, MAX_SUMMARY);
  return new TextEncoder().encode(JSON.stringify({ v: FORMAT, ...report, summary }));
}

/** @returns undefined for what is no report, or one that a later version wrote */
export function decodeJobReport(bytes: Uint8Array): JobReport | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  const value = parseObject(bytes);
  const { name, state, everyMs, failuresInRow, summary } = value;
  if (value.v !== FORMAT || typeof name !== 'string' || !NAME.test(name)) return undefined;
  const known = JOB_STATES.find((each) => each === state);
  if (known === undefined || !isAmount(everyMs) || !isAmount(failuresInRow)) return undefined;
  if (typeof summary !== 'string' || summary.length > MAX_SUMMARY) return undefined;
  const [lastStartedAtMs, lastDurationMs, lastOkAtMs, nextRunAtMs] = [
    value.lastStartedAtMs,
    value.lastDurationMs,
    value.lastOkAtMs,
    value.nextRunAtMs,
  ].map((time) => (time === null || isAmount(time) ? time : undefined));
  const figures = parseFigures(value.figures);
  if (figures === undefined || lastStartedAtMs === undefined || lastDurationMs === undefined)
    return undefined;
  if (lastOkAtMs === undefined || nextRunAtMs === undefined) return undefined;
  return {
    name,
    state: known,
    everyMs,
    lastStartedAtMs,
    lastDurationMs,
    lastOkAtMs,
    nextRunAtMs,
    failuresInRow,
    summary,
    figures,
  };
}

function parseFigures(value: unknown): Readonly<Record<string, number>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const figures = Object.entries(value as Readonly<Record<string, unknown>>);
  const isSound = ([name, figure]: readonly [string, unknown]): boolean =>
    FIGURE.test(name) && typeof figure === 'number' && Number.isFinite(figure);
  if (figures.length > MAX_FIGURES || !figures.every(isSound)) return undefined;
  return Object.fromEntries(figures) as Readonly<Record<string, number>>;
}

function parseObject(bytes: Uint8Array): Readonly<Partial<Record<keyof JobReport | 'v', unknown>>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

const isAmount = (value: unknown): value is number => Number.isFinite(value) && (value as number) >= 0;
