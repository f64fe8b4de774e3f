import { CHATTER_POLICIES, USER_KEY, chatterForms, type ChatterForm } from '@emotide/domain';
import { z } from 'zod';

const key = z.string().regex(USER_KEY, 'must be 32 hex digits');

/** Settings of whoever writes chatters into the log, or looks for what it has of one. They must agree. */
export const chatterEnv = z.object({
  /** How chatters appear in the log: keyed hash, Twitch's id and names, or not at all. */
  EMOTIDE_USERS: z.enum(CHATTER_POLICIES).default('hashed'),
  /** 32 hex digits, the same for all processes of an installation; needed for `hashed`. */
  EMOTIDE_USER_KEY: key.optional(),
  /** Keys that were used before, separated by commas or spaces: opt-outs that were made under them still hold. */
  EMOTIDE_USER_KEYS_RETIRED: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((keys) => keys.every((one) => USER_KEY.test(one)), 'must be keys of 32 hex digits')
    .prefault(''),
});

export const hasNeededKey = (config: z.output<typeof chatterEnv>): boolean =>
  config.EMOTIDE_USERS !== 'hashed' || config.EMOTIDE_USER_KEY !== undefined;
export const KEY_MISSING = {
  path: ['EMOTIDE_USER_KEY'],
  error: 'needed while EMOTIDE_USERS is hashed',
};

/** Every form in which this installation may know a chatter, the present one first. */
export function toChatterForms(config: z.output<typeof chatterEnv>): readonly ChatterForm[] {
  const { EMOTIDE_USER_KEY: present, EMOTIDE_USER_KEYS_RETIRED: retired } = config;
  return chatterForms(config.EMOTIDE_USERS, [...(present === undefined ? [] : [present]), ...retired]);
}
