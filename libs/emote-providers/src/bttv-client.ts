import { parseBttvChannel, parseBttvGlobal } from '@emotide/emotes';
import { SetAsker, type EmoteSetClient } from './emote-set-client';
import type { ProviderClientOptions } from './provider-http';

/**
 * BetterTTV, by default `https://api.betterttv.net/3` (betterttv.com/developers/api). Its answers come from a cache,
 * which may be a little older than what its socket has said.
 */
export function createBttvClient(options: ProviderClientOptions): EmoteSetClient {
  const asker = new SetAsker('BTTV', new URL('https://api.betterttv.net/3/'), options);
  return {
    provider: 'BTTV',
    globalSet: () => asker.globalSet('cached/emotes/global', parseBttvGlobal),
    channelSet: (channelId) =>
      asker.channelSet(`cached/users/twitch/${encodeURIComponent(channelId)}`, (json) =>
        parseBttvChannel(json, channelId),
      ),
    state: () => asker.http.state(),
    stop: () => asker.http.stop(),
  };
}
