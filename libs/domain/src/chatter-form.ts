import type { UserId } from './ids';
import { sipHash } from './sip-hash';
import { U64_ZERO, parseDecimalId, type U64 } from './u64';

/** One way in which a chatter may be known: by Twitch's id, or by its hash under one key. */
export interface ChatterForm {
  /** `id`, or the key's fingerprint: `k` and 8 hex digits. */
  readonly name: string;
  readonly toChatter: (userId: UserId) => U64;
}

export const PLAIN_FORM: ChatterForm = {
  name: 'id',
  toChatter: (userId) => parseDecimalId(userId) ?? U64_ZERO,
};

const FORM_NAME = /^(id|k[0-9a-f]{8})$/;
/** No id has letters in it. */
const FINGERPRINTED = 'fingerprint';

/** 32 hex digits. */
export const USER_KEY = /^[0-9a-f]{32}$/i;

export const isFormName = (name: string): boolean => FORM_NAME.test(name);

/**
 * SipHash-2-4 under the installation's own 128-bit key: the same chatter stays the same number, and without the key
 * nobody can go from the few hundred million Twitch ids to the hashes.
 *
 * @param key as {@link USER_KEY}
 */
export function createHashedForm(key: string): ChatterForm {
  const words = Uint32Array.from({ length: 4 }, (_, i) => Number.parseInt(key.slice(i * 8, i * 8 + 8), 16));
  const fingerprint = sipHash(words, FINGERPRINTED).lo.toString(16).padStart(8, '0');
  return { name: `k${fingerprint}`, toChatter: (userId) => sipHash(words, userId) };
}
