import type { ChannelId, EmoteId } from '@emotide/domain';

/**
 * Over how many keys the natives' classes are spread, by the id's hash: a hundred thousand ids are 4 MB, a value may
 * have one, and an emote learnt rewrites one key of them.
 */
export const NATIVE_SHARDS = 32;

/** The keys of the bucket `emote-catalogue`. */
export const CATALOGUE_KEYS = {
  /** The third parties' sets for all channels: `encodeEmoteSets`. */
  globals: 'globals',
  /** One channel's sets of all third parties: `encodeEmoteSets`. */
  channel: (id: ChannelId): string => `channel.${id}`,
  /** What Twitch's catalogue says of one channel's own emotes: `encodeNativeEmotes`. */
  natives: (owner: ChannelId): string => `natives.${owner}`,
  /** Classes of the natives of one shard: `encodeNativeClasses`. */
  classes: (shard: number): string => `classes.${String(shard).padStart(2, '0')}`,
} as const;

/** In which shard a native emote's class is, from 0 up to {@link NATIVE_SHARDS}. Never change: it is in stored keys. */
export function nativeShardOf(id: EmoteId): number {
  // FNV-1a: as good as any for spreading, and three lines.
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return ((hash ^ (hash >>> 16)) >>> 0) % NATIVE_SHARDS;
}
