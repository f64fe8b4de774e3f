import { z } from 'zod';
import type { EventLogOptions } from './connection';
import { MAX_PARTITIONS } from './partition';

/** A login in an address would be said wherever the address is. */
const hasNoLogin = (servers: string): boolean => !servers.includes('@');

/** Settings by which every process finds the event log. They must agree, so they are named here once. */
export const eventLogEnv = z.object({
  /** `nats://host:port`, several separated by commas. */
  EMOTIDE_NATS_SERVERS: z
    .string()
    .refine(hasNoLogin, 'must hold no login: that is EMOTIDE_NATS_USER and EMOTIDE_NATS_PASSWORD')
    .default('nats://127.0.0.1:4222'),
  EMOTIDE_NATS_USER: z.string().optional(),
  EMOTIDE_NATS_PASSWORD: z.string().optional(),
  /** PEM file of the authority that signed the server's certificate; turns TLS on. */
  EMOTIDE_NATS_TLS_CA_FILE: z.string().optional(),
  /** Partitions of the log. Fixed for the log's life. */
  EMOTIDE_PARTITIONS: z.coerce.number().int().positive().max(MAX_PARTITIONS).default(1),
});

/** Where the log is and as whom to go there. */
export function toEventLogAddress(
  config: z.output<typeof eventLogEnv>,
): Pick<EventLogOptions, 'servers' | 'user' | 'password' | 'tlsCaFile'> {
  const user = config.EMOTIDE_NATS_USER;
  const password = config.EMOTIDE_NATS_PASSWORD;
  const tlsCaFile = config.EMOTIDE_NATS_TLS_CA_FILE;
  return {
    servers: config.EMOTIDE_NATS_SERVERS,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(tlsCaFile !== undefined && { tlsCaFile }),
  };
}
