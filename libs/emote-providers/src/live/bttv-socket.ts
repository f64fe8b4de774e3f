import { BttvSession } from './bttv-session';
import type { LiveTopic } from './live-event';
import { LiveUpdatesPool, type LiveUpdates, type LiveUpdatesOptions } from './live-updates';

/**
 * BTTV's live updates of channels, by default `wss://sockets.betterttv.net/ws`, at most 100 channels a socket. BTTV
 * acknowledges nothing, so a channel is told to be read (again) a second after it was joined.
 */
export function createBttvSocket(
  options: LiveUpdatesOptions,
): LiveUpdates<LiveTopic & { readonly type: 'channel' }> {
  return new LiveUpdatesPool(
    'BTTV',
    new URL('wss://sockets.betterttv.net/ws'),
    () => new BttvSession(),
    options,
  );
}
