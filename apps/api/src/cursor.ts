import type { Range } from '@emotide/store';
import { z } from 'zod';
import { toApiError } from './api-error';

/** Longer texts can't be ours. */
const LONGEST = 1_024;

const timeMs = z.number().int().multipleOf(60_000).positive().max(4_102_444_800_000);
const place = z.tuple([
  z.string(),
  timeMs,
  timeMs,
  z.number().int().nonnegative(),
  z.string().min(1).max(160),
]);

/** A place in a ranked list. */
export interface Cursor {
  /** The list it is of: field and filters. A cursor of another list is refused. */
  readonly list: string;
  /** The time the list covers, so that later pages are of the same one. */
  readonly range: Range;
  /** The value ranked by, and the key that orders equals. */
  readonly score: number;
  readonly key: string;
}

/** Opaque to its reader, and the same for the same place. */
export function toCursor({ list, range, score, key }: Cursor): string {
  const fields: z.output<typeof place> = [list, range.fromMs, range.toMs, score, key];
  return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

/** @throws GraphQLError BAD_CURSOR when it is not a cursor of `list`. */
export function parseCursor(text: string, list: string): Cursor {
  const parsed = text.length <= LONGEST ? place.safeParse(parseJson(text)) : undefined;
  if (!parsed?.success) throw toApiError('BAD_CURSOR', 'not a cursor of this API');
  const [of, fromMs, toMs, score, key] = parsed.data;
  if (of !== list)
    throw toApiError('BAD_CURSOR', 'the cursor is of another list: keep the other arguments as they were');
  if (fromMs >= toMs) throw toApiError('BAD_CURSOR', 'not a cursor of this API');
  return { list, range: { fromMs, toMs }, score, key };
}

function parseJson(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
