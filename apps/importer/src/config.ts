import { KEY_MISSING, chatterEnv, eventLogEnv, hasNeededKey, leaseEnv } from '@emotide/event-log';
import { serviceEnv } from '@emotide/service-kit';
import { storeEnv } from '@emotide/store';

/** Chatters appear as the collectors have it, or one chatter is two. */
export const importerEnv = serviceEnv
  .extend(eventLogEnv.shape)
  .extend(storeEnv.shape)
  .extend(leaseEnv.shape)
  .extend(chatterEnv.shape)
  .refine(hasNeededKey, KEY_MISSING);
