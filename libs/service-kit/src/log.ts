import { destination, pino, stdTimeFunctions, type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * One JSON object a line on stdout, as log collectors want it; `emotide up` renders it for people.
 *
 * Written synchronously: what a dying process said last is what its operator needs most.
 */
export function createLogger(name: string, level: string): Logger {
  return pino(
    {
      level,
      base: { service: name },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination({ dest: 1, sync: true }),
  );
}
