import { z } from 'zod';
import { count, defineQuery } from '../query';

const row = z.object({ inserts: count });

/** How many runs the warehouse is taking at this moment, whoever sent them and whether or not they still wait for it. */
export const runningInserts = defineQuery({
  sql: (_: { readonly database: string }) => `
    SELECT count() AS inserts
    FROM system.processes
    WHERE current_database = {database:String} AND startsWith(query, 'INSERT INTO landing')`,
  parameters: ({ database }) => ({ database }),
  row,
});
