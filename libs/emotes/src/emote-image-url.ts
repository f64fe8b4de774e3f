import type { Provider } from '@emotide/domain';

/** `default`: animated where the emote is, as far as the provider can choose. */
export type ImageFormat = 'default' | 'static' | 'animated';

/** How a provider names an emote's pictures. `{id}` and `{size}` stand for the two. */
export interface ImageTemplate {
  readonly url: string;
  /** From about 28 pixels of height up, doubling (BTTV's third and Twitch's last are four times the first). */
  readonly sizes: readonly string[];
}

const TWITCH_SIZES = ['1.0', '2.0', '3.0'] as const;
const FFZ_SIZES = ['1', '2', '4'] as const;
const SEVENTV_SIZES = ['1x', '2x', '3x', '4x'] as const;
const BTTV_TEMPLATE: ImageTemplate = {
  url: 'https://cdn.betterttv.net/emote/{id}/{size}',
  sizes: ['1x', '2x', '3x'],
};
const FFZ_TEMPLATE: ImageTemplate = {
  url: 'https://cdn.frankerfacez.com/emote/{id}/{size}',
  sizes: FFZ_SIZES,
};
const SEVENTV_TEMPLATE: ImageTemplate = {
  url: 'https://cdn.7tv.app/emote/{id}/{size}.webp',
  sizes: SEVENTV_SIZES,
};

/**
 * Sources: Twitch's `template` of Get Global Emotes, which serves every id seen in chat; the addresses in the public
 * answers of BTTV, FFZ (`urls`, `animated`) and 7TV (`host`).
 */
const TEMPLATES: Readonly<Record<Provider, Readonly<Record<ImageFormat, ImageTemplate>>>> = {
  TWITCH: {
    default: twitchTemplate('default'),
    static: twitchTemplate('static'),
    animated: twitchTemplate('animated'),
  },
  // One address for both: what moves is an animated WebP or GIF.
  BTTV: { default: BTTV_TEMPLATE, static: BTTV_TEMPLATE, animated: BTTV_TEMPLATE },
  // Still by default: the moving one has an address of its own, which only emotes that move have.
  FFZ: {
    default: FFZ_TEMPLATE,
    static: FFZ_TEMPLATE,
    animated: { url: 'https://cdn.frankerfacez.com/emote/{id}/animated/{size}', sizes: FFZ_SIZES },
  },
  SEVENTV: {
    default: SEVENTV_TEMPLATE,
    static: { url: 'https://cdn.7tv.app/emote/{id}/{size}_static.webp', sizes: SEVENTV_SIZES },
    animated: SEVENTV_TEMPLATE,
  },
};

/** Origins of all pictures, for a page that shows no others. */
export const EMOTE_IMAGE_ORIGINS: readonly string[] = [
  ...new Set(
    Object.values(TEMPLATES).flatMap((formats) =>
      Object.values(formats).map(({ url }) => new URL(url).origin),
    ),
  ),
];

/** What encodeURIComponent throws at. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

function twitchTemplate(format: ImageFormat): ImageTemplate {
  return {
    url: `https://static-cdn.jtvnw.net/emoticons/v2/{id}/${format}/dark/{size}`,
    sizes: TWITCH_SIZES,
  };
}

export function emoteImageTemplate(provider: Provider, format: ImageFormat = 'default'): ImageTemplate {
  return TEMPLATES[provider][format];
}

/**
 * Where a provider shows an emote.
 *
 * @param emoteId any text: it is escaped
 * @param format `animated` only for emotes known to move: others have no such picture at Twitch and FFZ
 * @param size 1 for the smallest; the second, about 56 pixels high, unless told. Above the largest: the largest
 */
export function emoteImageUrl(
  provider: Provider,
  emoteId: string,
  { format = 'default', size = 2 }: { readonly format?: ImageFormat; readonly size?: 1 | 2 | 3 | 4 } = {},
): string {
  const { url, sizes } = emoteImageTemplate(provider, format);
  const sizeName = sizes[Math.min(size, sizes.length) - 1] ?? '';
  // Functions, because `$&` in a replacement text would be a command.
  return url
    .replace('{id}', () => encodeURIComponent(emoteId.replace(LONE_SURROGATE, '\ufffd')))
    .replace('{size}', () => sizeName);
}
