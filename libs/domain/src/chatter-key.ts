import SipHash from 'siphash';
import type { UserId } from './ids';
import { U64_ZERO, parseDecimalId, type U64 } from './u64';

/** How chatters appear in the log and the warehouse. */
export const CHATTER_POLICIES = ['hashed', 'full', 'none'] as const;
export type ChatterPolicy = (typeof CHATTER_POLICIES)[number];

/** Some 10 MB. */
const MAX_KNOWN = 100_000;

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
      // Who writes an emote soon writes another, and a hash costs a microsecond.
      let known = new Map<UserId, U64>();
      return (userId) => {
        if (userId === null) return U64_ZERO;
        const before = known.get(userId);
        if (before !== undefined) return before;
        const { h, l } = SipHash.hash(words, userId);
        const hashed = { hi: h >>> 0, lo: l >>> 0 };
        if (known.size >= MAX_KNOWN) known = new Map();
        known.set(userId, hashed);
        return hashed;
      };
    }
  }
}
