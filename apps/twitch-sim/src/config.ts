import { flag, port, serviceEnv } from '@emotide/service-kit';
import { z } from 'zod';
import type { GenerateOptions } from './generated/generated-source';
import { MAX_CHANNELS, MAX_LINES_PER_SECOND, MIXES } from './generated/settings';
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
  /** How many channels of generated chat there are; 0 for none. */
  EMOTIDE_SIM_GENERATE_CHANNELS: wholeNumber(0, MAX_CHANNELS).default(0),
  /** Generated lines a second over all channels, or `max` for as fast as they are read. */
  EMOTIDE_SIM_GENERATE_RATE: z
    .string()
    .default('100')
    .transform((text, context) => {
      if (text === 'max') return null;
      const rate = /^\d{1,7}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
      if (rate > 0 && rate <= MAX_LINES_PER_SECOND) return rate;
      context.addIssue({ code: 'custom', message: 'must be max or lines a second, up to 1000000' });
      return z.NEVER;
    }),
  /** The same seed, channels, rate and mix give the same lines in the same order. */
  EMOTIDE_SIM_GENERATE_SEED: wholeNumber(0, 4_294_967_295).default(1),
  /** The generator is done after so many lines; without it, it never is. */
  EMOTIDE_SIM_GENERATE_LINES: wholeNumber(1, 1_000_000_000_000).optional(),
  /** `real`, or `dense` for a native emote in every line. */
  EMOTIDE_SIM_GENERATE_MIX: z.enum(MIXES).default('real'),
  /** Where it is written what was sent. One simulator at a time. */
  EMOTIDE_SIM_STATE_DIR: z.string().min(1),
});

/** What to generate; undefined for nothing. */
export function toGenerateOptions(config: z.output<typeof configSchema>): GenerateOptions | undefined {
  const channels = config.EMOTIDE_SIM_GENERATE_CHANNELS;
  if (channels === 0) return undefined;
  return {
    channels,
    linesPerSecond: config.EMOTIDE_SIM_GENERATE_RATE,
    seed: config.EMOTIDE_SIM_GENERATE_SEED,
    lines: config.EMOTIDE_SIM_GENERATE_LINES ?? null,
    mix: config.EMOTIDE_SIM_GENERATE_MIX,
  };
}

function wholeNumber(from: number, to: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${from} to ${to}`)
    .transform(Number)
    .refine((value) => value >= from && value <= to, `must be a whole number from ${from} to ${to}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
