import type { UserId } from './ids';
import { sipHash } from './sip-hash';
import { U64_ZERO, parseDecimalId, type U64 } from './u64';

/** How chatters appear in the log and the warehouse. */
export const CHATTER_POLICIES = ['hashed', 'full', 'none'] as const;
export type ChatterPolicy = (typeof CHATTER_POLICIES)[number];

/**
 * Maps a chatter to what the log may know of them. 0 is nobody: not kept, or opted out.
 *
 * `hashed` is SipHash-2-4 under the installation's own 128-bit key: the same chatter stays the same number, and
 * without the key nobody can go from the few hundred million Twitch ids to the hashes.
 *
 * @param key 32 hex digits
 */
export function createChatterKey(policy: ChatterPolicy, key: string): (userId: UserId | null) => U64 {
  switch (policy) {
    case 'none':
      return () => U64_ZERO;
    case 'full':
      return (userId) => (userId === null ? U64_ZERO : (parseDecimalId(userId) ?? U64_ZERO));
    case 'hashed': {
      const words = Uint32Array.from({ length: 4 }, (_, i) =>
        Number.parseInt(key.slice(i * 8, i * 8 + 8), 16),
      );
      return (userId) => (userId === null ? U64_ZERO : sipHash(words, userId));
    }
  }
}
