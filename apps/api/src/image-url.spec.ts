import { expect, it } from 'vitest';
import { toImageUrl } from './image-url';

it('points at each provider’s own picture', () => {
  expect(toImageUrl('TWITCH', 'emotesv2_dc24')).toBe(
    'https://static-cdn.jtvnw.net/emoticons/v2/emotesv2_dc24/default/dark/2.0',
  );
  expect(toImageUrl('BTTV', '5ada')).toBe('https://cdn.betterttv.net/emote/5ada/2x');
  expect(toImageUrl('FFZ', '128054')).toBe('https://cdn.frankerfacez.com/emote/128054/2');
  expect(toImageUrl('SEVENTV', '01F6')).toBe('https://cdn.7tv.app/emote/01F6/2x.webp');
});

it('keeps an id inside its place in the address', () => {
  expect(toImageUrl('BTTV', '../?x#<y>')).toBe('https://cdn.betterttv.net/emote/..%2F%3Fx%23%3Cy%3E/2x');
});
