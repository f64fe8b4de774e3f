import { parseU64 } from '@emotide/domain';
import { z } from 'zod';
import { defineQuery, id, timeMs } from '../query';

const row = z
  .object({
    form: z.string(),
    chatter: id,
    outSinceMs: timeMs,
    backSinceMs: timeMs,
    forgottenBeforeMs: timeMs,
  })
  .transform(({ chatter, ...rest }) => ({ ...rest, chatter: parseU64(chatter)! }));

/** Every chatter who is to be nobody, or once was, by each number that was put down; as the domain's `OptOut`. */
export const optOuts = defineQuery({
  sql: (_: Readonly<Record<string, never>>) => `
    SELECT form, chatter,
      toUnixTimestamp64Milli(max(out_since)) AS outSinceMs,
      toUnixTimestamp64Milli(max(back_since)) AS backSinceMs,
      toUnixTimestamp64Milli(max(forgotten_before)) AS forgottenBeforeMs
    FROM opt_outs
    GROUP BY form, chatter
    ORDER BY outSinceMs, form, chatter`,
  parameters: () => ({}),
  row,
});
