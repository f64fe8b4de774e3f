import { hostname } from 'node:os';
import { z } from 'zod';

const milliseconds = z.coerce.number().int().positive();

/** Settings of whoever shares work under leases. */
export const leaseEnv = z.object({
  /**
   * The place that this process has among its kind: its next life takes over from it at once. Default: host name and
   * process id, which in a container are the same again after a restart, and on one machine never meet.
   */
  EMOTIDE_INSTANCE: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)
    .default(() => `${hostname()}-${process.pid}`),
  /** How often a process shows that it lives. */
  EMOTIDE_LEASE_RENEW_MS: milliseconds.default(3_000),
  /** How long it may show nothing before others take over what it held; at least three renewals. */
  EMOTIDE_LEASE_TERM_MS: milliseconds.default(10_000),
});

/** Of three signs of life, two may get lost. */
export const hasSoundTerm = (config: z.output<typeof leaseEnv>): boolean =>
  config.EMOTIDE_LEASE_TERM_MS >= 3 * config.EMOTIDE_LEASE_RENEW_MS;
export const UNSOUND_TERM = {
  path: ['EMOTIDE_LEASE_TERM_MS'],
  error: 'less than three renewals (EMOTIDE_LEASE_RENEW_MS)',
};

/** Who a process is among its kind, and for how long it is believed. */
export function toLeaseTerms(config: z.output<typeof leaseEnv>): {
  instance: string;
  renewMs: number;
  termMs: number;
} {
  return {
    instance: config.EMOTIDE_INSTANCE,
    renewMs: config.EMOTIDE_LEASE_RENEW_MS,
    termMs: config.EMOTIDE_LEASE_TERM_MS,
  };
}
