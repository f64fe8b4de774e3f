import type { ChannelId } from '@emotide/domain';
import { parseSevenTvChannel, parseSevenTvGlobal, parseSevenTvUserId, type EmoteSet } from '@emotide/emotes';
import { SetAsker, type EmoteSetClient } from './emote-set-client';
import type { ProviderClientOptions } from './provider-http';

/** A channel as 7TV knows it. */
export interface SevenTvChannel {
  readonly set: EmoteSet | 'none';
  /** 7TV's own id of the streamer, by which its live updates say that another set is worn; null when unknown. */
  readonly userId: string | null;
}

export interface SevenTvClient extends EmoteSetClient {
  /** {@link EmoteSetClient.channelSet} with what live updates need, by the same one request. */
  channel(channelId: ChannelId): Promise<SevenTvChannel>;
}

/** 7TV, by default `https://7tv.io/v3` (SevenTV/SevenTV, `apps/api/src/http/v3`). */
export function createSevenTvClient(options: ProviderClientOptions): SevenTvClient {
  const asker = new SetAsker('SEVENTV', new URL('https://7tv.io/v3/'), options);
  const channel = (channelId: ChannelId): Promise<SevenTvChannel> =>
    asker.http.ask(
      { path: `users/twitch/${encodeURIComponent(channelId)}`, mayBeUnknown: true },
      (answer) => ({
        set: asker.read(answer, (json) => parseSevenTvChannel(json, channelId)),
        userId: parseSevenTvUserId(answer.json) ?? null,
      }),
    );
  return {
    provider: 'SEVENTV',
    globalSet: () => asker.globalSet('emote-sets/global', parseSevenTvGlobal),
    channel,
    channelSet: async (channelId) => (await channel(channelId)).set,
    state: () => asker.http.state(),
    stop: () => asker.http.stop(),
  };
}
