import type { PageInfo, TimeWindow } from '@emotide/graphql-types';
import type { Range } from '@emotide/store';
import { toApiError } from '../api-error';
import { parseCursor, type Cursor } from '../cursor';
import { parseTimeRange, type TimeArguments } from '../time-range';

const MOST = 100;

/** @throws GraphQLError BAD_ARGUMENT when `first` is not 1 to 100. */
export function parsePageSize(first: number): number {
  if (first < 1 || first > MOST) throw toApiError('BAD_ARGUMENT', `first must be 1 to ${MOST}`);
  return first;
}

export interface PageArguments {
  readonly first: number;
  readonly after?: string | null;
}

/** A page of a ranked list, as it was asked for. Every page is of the time of the first one. */
export interface AskedPage {
  readonly limit: number;
  readonly range: Range;
  readonly cursor: Cursor | undefined;
}

/**
 * @param list of `toListName`
 * @param usual the window when no time is given
 * @throws GraphQLError BAD_ARGUMENT, BAD_RANGE, BAD_CURSOR.
 */
export function parseRankedPage(
  list: string,
  { first, after, ...time }: PageArguments & TimeArguments,
  nowMs: number,
  usual?: TimeWindow,
): AskedPage {
  const limit = parsePageSize(first);
  const asked = parseTimeRange(time, nowMs, usual);
  const cursor = typeof after === 'string' ? parseCursor(after, list) : undefined;
  return { limit, range: cursor?.range ?? asked, cursor };
}

/**
 * A Relay page out of the rows read, which are one more than asked for where there are more: that row says that the
 * page is not the last one, and costs less than counting the list.
 */
export function toPage<Row, Node>(options: {
  rows: readonly Row[];
  first: number;
  toNode: (row: Row) => Node;
  toCursor: (row: Row) => string;
}): {
  edges: readonly { cursor: string; node: Node }[];
  nodes: readonly Node[];
  pageInfo: PageInfo;
} {
  const { rows, first, toNode, toCursor } = options;
  const edges = rows.slice(0, first).map((row) => ({ cursor: toCursor(row), node: toNode(row) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: false,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
