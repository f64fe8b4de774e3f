import type { PageInfo } from '@emotide/graphql-types';
import { toApiError } from '../api-error';

const MOST = 100;

/** @throws GraphQLError BAD_ARGUMENT when `first` is not 1 to 100. */
export function parsePageSize(first: number): number {
  if (first < 1 || first > MOST) throw toApiError('BAD_ARGUMENT', `first must be 1 to ${MOST}`);
  return first;
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
