import { flag, port, serviceEnv } from '@emotide/service-kit';
import { z } from 'zod';
import { parseSpeed } from './speed';

/** Settings of the simulator. */
export const configSchema = serviceEnv.extend({
  /** Port of IRC over WebSocket and of the control API; 0 takes a free one. */
  EMOTIDE_SIM_PORT: port.default(0),
  /** Files to replay: a JSON array of paths. */
  EMOTIDE_SIM_REPLAY: z
    .string()
    .default('[]')
    .transform((text, context) => {
      const paths = z.array(z.string().min(1)).safeParse(parseJson(text));
      if (paths.success) return paths.data;
      context.addIssue({ code: 'custom', message: 'must be a JSON array of paths' });
      return z.NEVER;
    }),
  /** `real`, `max`, or how many times faster than it was. */
  EMOTIDE_SIM_SPEED: z
    .string()
    .default('real')
    .transform((text, context) => {
      const speed = parseSpeed(text);
      if (speed !== undefined) return speed;
      context.addIssue({ code: 'custom', message: 'must be real, max or a factor such as 10' });
      return z.NEVER;
    }),
  /** Shift `tmi-sent-ts` so that each file starts now. */
  EMOTIDE_SIM_RETIME: flag.default(false),
  /** Send again what an earlier run already sent. */
  EMOTIDE_SIM_AGAIN: flag.default(false),
  /** Where it is written what was sent. One simulator at a time. */
  EMOTIDE_SIM_STATE_DIR: z.string().min(1),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
