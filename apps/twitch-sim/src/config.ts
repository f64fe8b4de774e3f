import { flag, port, serviceEnv } from '@emotide/service-kit';
import { z } from 'zod';
import type { GenerateOptions } from './generated/generated-source';
import { MAX_CHANNELS, MAX_LINES_PER_SECOND, MIXES } from './generated/settings';
import { SLOW_READERS } from './slow-readers';
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
  /** How late generated lines arrive, by their own time. */
  EMOTIDE_SIM_GENERATE_DELAY_MS: wholeNumber(0, 60_000).default(0),
  /** How far generated lines are out of order: each is older by chance, up to so much. */
  EMOTIDE_SIM_GENERATE_DISORDER_MS: wholeNumber(0, 60_000).default(0),
  /** Channels have emotes of BTTV, FFZ and 7TV; people say them and the truth counts them. */
  EMOTIDE_SIM_THIRD_PARTY: flag.default(false),
  /** A folder of real answers of Helix, BTTV, FFZ and 7TV about emotes, to be served in place of invented ones. */
  EMOTIDE_SIM_ANSWERS_DIR: z.string().min(1).optional(),
  /** What an app must send for a token; nothing but the simulator takes it. */
  EMOTIDE_SIM_CLIENT_ID: z.string().min(1).default('simulatedclient'),
  EMOTIDE_SIM_CLIENT_SECRET: z.string().min(1).default('simulatedsecret'),
  /** How long a token holds. */
  EMOTIDE_SIM_TOKEN_SECONDS: wholeNumber(1, 10_000_000).default(5_000_000),
  /** Points of Helix's bucket, which come back in a minute. */
  EMOTIDE_SIM_HELIX_POINTS: wholeNumber(1, 1_000_000).default(800),
  /** Whether chat enforces Twitch's limits of joins, logins and channels of a connection. */
  EMOTIDE_SIM_LIMITS: flag.default(false),
  /** Whether all wait for a reader that is behind (`wait`), or it misses what is said until it caught up (`skip`). */
  EMOTIDE_SIM_SLOW_READERS: z.enum(SLOW_READERS).default('wait'),
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
    ...(config.EMOTIDE_SIM_GENERATE_DELAY_MS > 0 && { delayMs: config.EMOTIDE_SIM_GENERATE_DELAY_MS }),
    ...(config.EMOTIDE_SIM_GENERATE_DISORDER_MS > 0 && {
      disorderMs: config.EMOTIDE_SIM_GENERATE_DISORDER_MS,
    }),
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
