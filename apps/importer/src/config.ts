import { CHATTER_POLICIES } from '@emotide/domain';
import { eventLogEnv, leaseEnv } from '@emotide/event-log';
import { serviceEnv } from '@emotide/service-kit';
import { storeEnv } from '@emotide/store';
import { z } from 'zod';

export const importerEnv = serviceEnv
  .extend(eventLogEnv.shape)
  .extend(storeEnv.shape)
  .extend(leaseEnv.shape)
  .extend({
    /** How chatters appear in the log: as the collectors have it, or one chatter is two. */
    EMOTIDE_USERS: z.enum(CHATTER_POLICIES).default('hashed'),
    EMOTIDE_USER_KEY: z
      .string()
      .regex(/^[0-9a-f]{32}$/i, 'must be 32 hex digits')
      .optional(),
  })
  .refine(
    ({ EMOTIDE_USERS, EMOTIDE_USER_KEY }) => EMOTIDE_USERS !== 'hashed' || EMOTIDE_USER_KEY !== undefined,
    { path: ['EMOTIDE_USER_KEY'], error: 'needed while EMOTIDE_USERS is hashed' },
  );
