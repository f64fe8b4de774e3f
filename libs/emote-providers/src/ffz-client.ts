import { parseFfzGlobal, parseFfzRoom } from '@emotide/emotes';
import { SetAsker, type EmoteSetClient } from './emote-set-client';
import type { ProviderClientOptions } from './provider-http';

/** FrankerFaceZ, by default `https://api.frankerfacez.com/v1` (api.frankerfacez.com/docs). It is polled: no socket. */
export function createFfzClient(options: ProviderClientOptions): EmoteSetClient {
  const asker = new SetAsker('FFZ', new URL('https://api.frankerfacez.com/v1/'), options);
  return {
    provider: 'FFZ',
    globalSet: () => asker.globalSet('set/global', parseFfzGlobal),
    channelSet: (channelId) =>
      asker.channelSet(`room/id/${encodeURIComponent(channelId)}`, (json) => parseFfzRoom(json, channelId)),
    state: () => asker.http.state(),
    stop: () => asker.http.stop(),
  };
}
