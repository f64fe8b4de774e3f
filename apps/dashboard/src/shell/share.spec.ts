import { expect, it } from 'vitest';
import { toSharedHref } from './share';

it('a shared range is fixed, and in the zone of who shares it', () => {
  const place = {
    view: 'channel',
    login: 'forsen',
    range: { type: 'last', length: '1h' },
    compare: true,
  } as const;
  expect(toSharedHref(place, 'Asia/Tokyo', Date.parse('2026-11-23T18:07:42Z'))).toBe(
    '/channel/forsen?from=2026-11-23T17%3A07%3A00.000Z&to=2026-11-23T18%3A07%3A00.000Z&compare=earlier&tz=Asia%2FTokyo',
  );
  expect(toSharedHref({ view: 'pipeline' }, undefined)).toBe('/pipeline');
});
