import { z } from 'zod';

/** Exit code of a process that was started wrongly: a flag, a setting, a file, a port. */
export const EXIT_USAGE = 2;

/**
 * The user started the process wrongly. Shown as one line without a stack; the process exits with
 * {@link EXIT_USAGE}.
 */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * Reads a process's settings from its environment, once, at its door.
 *
 * An empty variable counts as absent, as shells and manifests produce both.
 *
 * @throws UsageError naming every variable that is missing or wrong, never its value (it may be a secret).
 */
export function parseConfig<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv): z.output<S> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new UsageError(`bad configuration: ${problems.join('; ')}`);
}

/** `"true"`, `"1"` and `"yes"` are true; `"false"`, `"0"` and `"no"` are false. */
export const flag = z.stringbool({ truthy: ['true', '1', 'yes'], falsy: ['false', '0', 'no'] });

/** A TCP port; 0 asks the system for a free one. */
export const port = z.coerce.number().int().min(0).max(65_535);

/** Settings that every service of ours reads. */
export const serviceEnv = z.object({
  /** How much a service says: trace, debug, info, warn, error, fatal, silent. */
  EMOTIDE_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Port of the internal server with /healthz, /readyz and /metrics; 0 takes a free one. */
  EMOTIDE_OPS_PORT: port.default(0),
  /** Address of that server. Loopback unless a deployment says otherwise. */
  EMOTIDE_OPS_HOST: z.string().default('127.0.0.1'),
});
