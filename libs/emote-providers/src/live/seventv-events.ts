import type { LiveTopic } from './live-event';
import { LiveUpdatesPool, type LiveUpdates, type LiveUpdatesOptions } from './live-updates';
import { SevenTvSession } from './seventv-session';

/**
 * 7TV's EventAPI v3, by default `wss://events.7tv.io/v3`: emote sets by set id, and users (by 7TV's user id) for the
 * moment when they wear another set. At most 100 topics a socket, fewer if the server says so.
 */
export function createSevenTvEvents(
  options: LiveUpdatesOptions,
): LiveUpdates<LiveTopic & { readonly type: 'set' | 'user' }> {
  return new LiveUpdatesPool(
    'SEVENTV',
    new URL('wss://events.7tv.io/v3'),
    () => new SevenTvSession(),
    options,
  );
}
