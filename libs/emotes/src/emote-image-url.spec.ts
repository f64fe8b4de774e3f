import { PROVIDERS, type Provider } from '@emotide/domain';
import { describe, expect, it } from 'vitest';
import { emoteImageTemplate, emoteImageUrl } from './emote-image-url';

describe('emoteImageUrl', () => {
  it.each<[Provider, string, Parameters<typeof emoteImageUrl>[2], string]>([
    ['TWITCH', '25', undefined, 'https://static-cdn.jtvnw.net/emoticons/v2/25/default/dark/2.0'],
    [
      'TWITCH',
      '25',
      { format: 'static', size: 1 },
      'https://static-cdn.jtvnw.net/emoticons/v2/25/static/dark/1.0',
    ],
    [
      'TWITCH',
      '25',
      { format: 'animated', size: 4 },
      'https://static-cdn.jtvnw.net/emoticons/v2/25/animated/dark/3.0',
    ],
    ['BTTV', 'a1', { size: 3 }, 'https://cdn.betterttv.net/emote/a1/3x'],
    ['FFZ', '9', {}, 'https://cdn.frankerfacez.com/emote/9/2'],
    ['FFZ', '9', { format: 'animated', size: 3 }, 'https://cdn.frankerfacez.com/emote/9/animated/4'],
    ['SEVENTV', '01F', undefined, 'https://cdn.7tv.app/emote/01F/2x.webp'],
    ['SEVENTV', '01F', { format: 'static', size: 4 }, 'https://cdn.7tv.app/emote/01F/4x_static.webp'],
  ])('%s %s %j', (provider, id, choice, url) => {
    expect(emoteImageUrl(provider, id, choice)).toBe(url);
  });

  it('escapes what an id must not do to an address, and throws at nothing', () => {
    const path = (id: string) => new URL(emoteImageUrl('BTTV', id)).pathname;
    expect(path('../../x?y#z')).toBe('/emote/..%2F..%2Fx%3Fy%23z/2x');
    expect(path('{size}$&')).toBe('/emote/%7Bsize%7D%24%26/2x');
    expect(path('\ud83d')).toBe('/emote/%EF%BF%BD/2x');
  });

  it('has a template with both places for every provider and format', () => {
    for (const provider of Object.keys(PROVIDERS) as Provider[])
      for (const format of ['default', 'static', 'animated'] as const)
        expect(emoteImageTemplate(provider, format).url).toMatch(/^https:.*\{id\}.*\{size\}/);
  });
});
