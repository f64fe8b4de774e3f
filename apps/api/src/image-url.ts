import type { Provider } from '@emotide/domain';

/**
 * Where a provider shows an emote, about 56 pixels high (its second size).
 *
 * Sources: Twitch's `template` of Get Global Emotes, and the CDN addresses in the public APIs of BTTV, FFZ and 7TV.
 */
export function toImageUrl(provider: Provider, emoteId: string): string {
  const id = encodeURIComponent(emoteId);
  switch (provider) {
    case 'TWITCH':
      return `https://static-cdn.jtvnw.net/emoticons/v2/${id}/default/dark/2.0`;
    case 'BTTV':
      return `https://cdn.betterttv.net/emote/${id}/2x`;
    case 'FFZ':
      return `https://cdn.frankerfacez.com/emote/${id}/2`;
    case 'SEVENTV':
      return `https://cdn.7tv.app/emote/${id}/2x.webp`;
  }
}
