import { z } from 'zod';
import { defineQuery } from '../query';

const row = z.object({ queryId: z.string() });

/** The inserts of runs that the warehouse is taking at this moment, whoever sent them, each by its id. */
export const runningInsertIds = defineQuery({
  sql: (_: { readonly database: string }) => `
    SELECT query_id AS queryId
    FROM system.processes
    WHERE current_database = {database:String} AND startsWith(query, 'INSERT INTO landing')`,
  parameters: ({ database }) => ({ database }),
  row,
});
