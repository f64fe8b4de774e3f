import { createHash } from 'node:crypto';
import type { Range } from '@emotide/store';
import { z } from 'zod';
import { toApiError } from './api-error';

/** Longer texts can't be ours. */
const LONGEST = 1_024;

const timeMs = z.number().int().multipleOf(60_000).positive().max(4_102_444_800_000);
const place = z.tuple([
  z.string(),
  timeMs.nullable(),
  timeMs.nullable(),
  z.number().int().nonnegative(),
  z.string().min(1).max(160),
]);

/** A place in a ranked list. */
export interface Cursor {
  /** The list it is of: {@link toListName}. A cursor of another list is refused. */
  readonly list: string;
  /** The time the list covers, so that later pages are of the same one; null for a list of no time. */
  readonly range: Range | null;
  /** The value ranked by, and the key that orders equals. */
  readonly score: number;
  readonly key: string;
}

/** Short, and different for every field and what chooses its rows. */
export const toListName = (field: string, chosenBy: unknown): string =>
  `${field}:${createHash('sha256').update(JSON.stringify(chosenBy)).digest('base64url').slice(0, 16)}`;

/** Opaque to its reader, and the same for the same place. */
export function toCursor({ list, range, score, key }: Cursor): string {
  const fields: z.output<typeof place> = [list, range?.fromMs ?? null, range?.toMs ?? null, score, key];
  return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

/** @throws GraphQLError BAD_CURSOR when it is not a cursor of `list`. */
export function parseCursor(text: string, list: string): Cursor {
  const parsed = text.length <= LONGEST ? place.safeParse(parseJson(text)) : undefined;
  if (!parsed?.success) throw badCursor();
  const [of, fromMs, toMs, score, key] = parsed.data;
  if (of !== list)
    throw toApiError('BAD_CURSOR', 'the cursor is of another list: keep the other arguments as they were');
  if (fromMs === null && toMs === null) return { list, range: null, score, key };
  if (fromMs === null || toMs === null || fromMs >= toMs) throw badCursor();
  return { list, range: { fromMs, toMs }, score, key };
}

export const badCursor = () => toApiError('BAD_CURSOR', 'not a cursor of this API');

function parseJson(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
