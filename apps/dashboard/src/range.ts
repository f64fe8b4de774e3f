import type { Granularity } from './graphql/generated';

export const LIVE_WINDOWS = ['LAST_MINUTE', 'LAST_5_MINUTES', 'LAST_15_MINUTES', 'LAST_HOUR'] as const;
export type LiveWindow = (typeof LIVE_WINDOWS)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const LENGTHS = ['1h', '24h', '7d', '30d'] as const;
export type Length = (typeof LENGTHS)[number];

/** `asked` is what the server is asked for, `stepMs` what is drawn: neighbours are added up to it. */
const SHAPE: Readonly<Record<Length, { lengthMs: number; asked: Granularity; stepMs: number }>> = {
  '1h': { lengthMs: HOUR_MS, asked: 'MINUTE', stepMs: MINUTE_MS },
  '24h': { lengthMs: DAY_MS, asked: 'MINUTE', stepMs: 10 * MINUTE_MS },
  '7d': { lengthMs: 7 * DAY_MS, asked: 'HOUR', stepMs: HOUR_MS },
  '30d': { lengthMs: 30 * DAY_MS, asked: 'HOUR', stepMs: 6 * HOUR_MS },
};

/** What the reader chose: the latest while, or two fixed times (epoch ms) as in a shared link. */
export type RangeChoice =
  | { readonly type: 'last'; readonly length: Length }
  | { readonly type: 'fixed'; readonly fromMs: number; readonly toMs: number };

/** A range as it is asked and drawn; whole steps, epoch ms, half-open. */
export interface DrawnRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly asked: Granularity;
  readonly stepMs: number;
}

/** The times that a choice means now: whole minutes, up to the last one that is over. */
export function toDrawnRange(choice: RangeChoice, nowMs: number): DrawnRange {
  if (choice.type === 'last') {
    const { lengthMs, asked, stepMs } = SHAPE[choice.length];
    // A step that is still running would be drawn as a fall.
    const toMs = Math.floor(nowMs / stepMs) * stepMs;
    return { fromMs: toMs - lengthMs, toMs, asked, stepMs };
  }
  const { fromMs, toMs } = choice;
  const lengthMs = toMs - fromMs;
  const fit = LENGTHS.find((length) => lengthMs <= SHAPE[length].lengthMs);
  const { asked, stepMs } = fit ? SHAPE[fit] : { asked: 'DAY' as const, stepMs: DAY_MS };
  return {
    fromMs: Math.floor(fromMs / stepMs) * stepMs,
    toMs: Math.ceil(toMs / stepMs) * stepMs,
    asked,
    stepMs,
  };
}

/** The range of the same length that ends where this one begins. */
export const toEarlier = (range: DrawnRange): DrawnRange => ({
  ...range,
  fromMs: range.fromMs - (range.toMs - range.fromMs),
  toMs: range.fromMs,
});

/** @returns undefined when the address names no range, or one that is none */
export function parseRange(params: URLSearchParams): RangeChoice | undefined {
  const fromMs = Date.parse(params.get('from') ?? '');
  const toMs = Date.parse(params.get('to') ?? '');
  if (fromMs < toMs) return { type: 'fixed', fromMs, toMs };
  const length = LENGTHS.find((one) => one === params.get('range'));
  return length && { type: 'last', length };
}

export function writeRange(params: URLSearchParams, range: RangeChoice, absent: RangeChoice): void {
  if (range.type === 'fixed') {
    params.set('from', toIso(range.fromMs));
    params.set('to', toIso(range.toMs));
  } else if (absent.type !== 'last' || absent.length !== range.length) params.set('range', range.length);
}

export const toIso = (ms: number): string => new Date(ms).toISOString();
