import { describe, expect, it } from 'vitest';
import { parsePlace, toHref, type Place } from './place';

const parse = (href: string): Place => {
  const url = new URL(href, 'http://page');
  return parsePlace(url.pathname, url.searchParams);
};

describe('places', () => {
  it.each([
    '/',
    '/?window=LAST_HOUR',
    '/channel',
    '/channel/forsen',
    '/channel/forsen?range=7d&compare=earlier',
    '/channel/forsen?from=2018-06-14T00%3A00%3A00.000Z&to=2018-06-15T00%3A00%3A00.000Z',
    '/theme',
    '/theme/world-cup-2018?against=pride',
    '/emote',
    '/emote/RTp0d2l0Y2g6MjU%3D?range=30d',
    '/pipeline',
  ])('%s comes back as it was', (href) => {
    expect(toHref(parse(href))).toBe(href);
  });

  it('names may hold anything, and stay names', () => {
    const slug = '../<b>&?#%';
    const href = toHref({ view: 'theme', slug, against: undefined });
    expect(parse(href)).toEqual({ view: 'theme', slug, against: undefined });
  });

  it.each(['/wp-admin', '/channel/a/b', '/pipeline/x', `/emote/${'x'.repeat(500)}`])(
    '%s is nowhere',
    (href) => {
      expect(parse(href)).toEqual({ view: 'nowhere' });
    },
  );

  it('parameters that mean nothing are their defaults', () => {
    expect(parse('/channel/x?range=9y&from=yesterday&to=now&compare=2')).toEqual(parse('/channel/x'));
    expect(parse('/?window=FOREVER')).toEqual(parse('/'));
    expect(parse('/channel/%E0%A4%A')).toMatchObject({ view: 'channel', login: '%E0%A4%A' });
  });
});
