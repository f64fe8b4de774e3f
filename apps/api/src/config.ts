import { eventLogEnv } from '@emotide/event-log';
import { port, serviceEnv } from '@emotide/service-kit';
import { storeEnv } from '@emotide/store';
import { z } from 'zod';

const whole = z.coerce.number().int().positive();

export const apiConfig = serviceEnv
  .extend(eventLogEnv.shape)
  .extend(storeEnv.shape)
  .extend({
    /** Address of the public server. Loopback unless a deployment says otherwise. */
    EMOTIDE_API_HOST: z.string().default('127.0.0.1'),
    /** Port of the public server; 0 takes a free one. */
    EMOTIDE_API_PORT: port.default(4000),
    /** WebSocket connections at a time; more are answered with 503. One costs some 10 kB. */
    EMOTIDE_API_MAX_SOCKETS: whole.default(20_000),
  });
export type ApiConfig = z.output<typeof apiConfig>;
