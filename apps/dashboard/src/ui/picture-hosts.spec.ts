import { expect, it } from 'vitest';
import { isPictureHostAway, tellPictureFailed } from './picture-hosts';

it('a host whose pictures keep failing is left alone for a minute', () => {
  const url = 'https://cdn.example/1.webp';
  tellPictureFailed(url, 0);
  tellPictureFailed(url, 0);
  expect(isPictureHostAway(url, 0)).toBe(false);
  tellPictureFailed('https://cdn.example/2.webp', 0);
  expect([isPictureHostAway(url, 59_999), isPictureHostAway(url, 60_000)]).toEqual([true, false]);
  expect(isPictureHostAway('https://other.example/1.webp', 0)).toBe(false);
});
