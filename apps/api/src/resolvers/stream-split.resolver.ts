import type { QueryResolvers } from '@emotide/graphql-types';
import { streamSplit as readStreamSplit } from '@emotide/store';
import type { ApiContext } from '../context';
import { parseTimeRange } from '../time-range';
import { toCovered } from './covered';
import { parsePageSize } from './page';
import { parseScope } from './scope';

export const streamSplit: NonNullable<QueryResolvers<ApiContext>['streamSplit']> = async (
  _parent,
  { channel, by, first, ...time },
  context,
) => {
  const limit = parsePageSize(first);
  const range = parseTimeRange(time, context.nowMs);
  const scope = await parseScope(channel, context);
  const rows = await readStreamSplit(context.store, { scope, range, by, limit });
  const parts = rows.map(({ part, name, ...measures }) => ({
    language: by === 'LANGUAGE' && part !== '' ? part : null,
    game: by === 'GAME' && part !== '' ? { gameId: part, name } : null,
    ...measures,
  }));
  return { by, parts, ...toCovered(scope, range) };
};
