import type { Granularity } from '@emotide/graphql-types';
import { NotKept, type Range } from '@emotide/store';
import { toApiError } from './api-error';

/** Points that an answer is cut into when nobody says how: enough for a picture. */
const USUAL_POINTS = 500;
/** More seconds or minutes are not looked through, however few of them have anything. */
const MOST_STRETCHES = 100_000;
const LONGEST_TIMEZONE = 64;

const FINEST_FIRST = ['SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH'] as const;
const ABOUT_MS: Readonly<Record<Granularity, number>> = {
  SECOND: 1_000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
  WEEK: 604_800_000,
  MONTH: 2_592_000_000,
};

/** How a reader may ask for a range to be cut; null and absent are the same. */
export interface CutArguments {
  readonly granularity?: Granularity | null;
  readonly timezone?: string | null;
}

/**
 * Reads a range cut as asked. When nothing was asked, by the finest that gives at most 500 points and whose rows are still
 * kept.
 *
 * @param finest what can be told at all
 * @throws GraphQLError BAD_ARGUMENT for what is finer, or an unknown timezone; BAD_RANGE for too many points. What `read`
 *   throws, but for a NotKept that a coarser cut answers.
 */
export async function readCut<Rows>(
  { granularity: asked, timezone }: CutArguments,
  range: Range,
  finest: 'SECOND' | 'MINUTE',
  read: (cut: { granularity: Granularity; timezone: string }) => Promise<Rows>,
): Promise<{ granularity: Granularity; timezone: string; rows: Rows }> {
  const cut = { timezone: parseTimezone(timezone) };
  if (asked) {
    if (asked === 'SECOND' && finest !== 'SECOND')
      throw toApiError('BAD_ARGUMENT', 'this is not known by the second: ask for MINUTE or longer');
    if ((asked === 'SECOND' || asked === 'MINUTE') && toPoints(range, asked) > MOST_STRETCHES)
      throw toApiError('BAD_RANGE', 'too many points: ask for less time or a longer granularity');
    return { ...cut, granularity: asked, rows: await read({ ...cut, granularity: asked }) };
  }
  const usual = toUsualGranularity(range, finest);
  for (const granularity of FINEST_FIRST.slice(FINEST_FIRST.indexOf(usual))) {
    try {
      return { ...cut, granularity, rows: await read({ ...cut, granularity }) };
    } catch (error) {
      // What is longer than an hour reads no coarser rows than an hour does.
      if (!(error instanceof NotKept) || ABOUT_MS[granularity] >= ABOUT_MS.HOUR) throw error;
    }
  }
  throw new Error('unreachable: the loop ends by returning or throwing');
}

const toPoints = ({ fromMs, toMs }: Range, granularity: Granularity): number =>
  (toMs - fromMs) / ABOUT_MS[granularity];

export function toUsualGranularity(range: Range, finest: 'SECOND' | 'MINUTE'): Granularity {
  const possible = FINEST_FIRST.slice(FINEST_FIRST.indexOf(finest));
  return possible.find((granularity) => toPoints(range, granularity) <= USUAL_POINTS) ?? 'MONTH';
}

/**
 * A timezone by the name that it has itself: `utc` is `UTC`, so that there are not more names than timezones.
 *
 * @throws GraphQLError BAD_ARGUMENT when nobody knows it.
 */
export function parseTimezone(name: string | null | undefined): string {
  if (typeof name !== 'string') return 'UTC';
  try {
    if (name.length > LONGEST_TIMEZONE) throw new RangeError('too long');
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw toApiError('BAD_ARGUMENT', 'timezone must be an IANA name, as Europe/Madrid');
  }
}
