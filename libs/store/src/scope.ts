import type { Parameters } from './store';

/** Whom an answer is about: one channel by Twitch id, or all of them. */
export type Scope = { readonly channelId: string } | 'all';

/**
 * A message of a shared chat appears in several channels. It belongs to each one's own picture, and once, where it
 * was sent, to a sum over channels.
 */
export const toScopeCondition = (scope: Scope): string =>
  scope === 'all' ? 'NOT shared_copy' : 'channel_id = {channel_id:UInt64}';

/** The same for raw rows. */
export const toRawScopeCondition = (scope: Scope): string =>
  scope === 'all' ? 'bitAnd(flags, 2) = 0' : 'channel_id = {channel_id:UInt64}';

/**
 * Rows with these 64-bit ids, bound as strings, which keep their digits. Cast as a whole, as ClickHouse looks into no table's
 * key for what it has to compute one by one.
 *
 * @param name of the bound parameter
 */
export const toListedIds = (column: string, name: string): string =>
  `${column} IN CAST({${name}:Array(String)}, 'Array(UInt64)')`;

export const toListedChannels = (name: string): string => toListedIds('channel_id', name);

export const toScopeParameters = (scope: Scope): Parameters =>
  scope === 'all' ? {} : { channel_id: scope.channelId };
