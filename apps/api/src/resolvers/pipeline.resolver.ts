import type { QueryResolvers } from '@emotide/graphql-types';
import type { ApiContext } from '../context';
import { toLag, toWatermark } from '../watermark';

export const pipeline: NonNullable<QueryResolvers<ApiContext>['pipeline']> = async (
  _parent,
  _arguments,
  { pipeline: readPipeline, nowMs },
) => {
  const rows = await readPipeline();
  return {
    partitions: rows.map((row) => ({
      partition: row.partition,
      lastRun: { first: row.runFirst, last: row.runLast, rows: row.rows, storedAt: row.insertedAtMs },
      newestMessageAt: row.newestSentAtMs,
      lag: Math.max(0, nowMs - row.insertedAtMs),
    })),
    watermark: toWatermark(rows),
    lag: toLag(rows, nowMs),
  };
};
