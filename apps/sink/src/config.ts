import { UNSOUND_TERM, eventLogEnv, hasSoundTerm, leaseEnv } from '@emotide/event-log';
import { serviceEnv } from '@emotide/service-kit';
import { storeEnv } from '@emotide/store';
import { z } from 'zod';

const whole = z.coerce.number().int().positive();

export const sinkEnv = serviceEnv
  .extend(eventLogEnv.shape)
  .extend(storeEnv.shape)
  .extend(leaseEnv.shape)
  .extend({
    /** A run is inserted when its first record has waited this long, or the insert before took longer … */
    EMOTIDE_RUN_MS: whole.default(250),
    /** … or when it holds this many rows. An insert costs 20-30 ms whatever its size, so longer runs are cheaper. */
    EMOTIDE_RUN_ROWS: whole.max(900_000).default(100_000),
  })
  .refine(hasSoundTerm, UNSOUND_TERM);
