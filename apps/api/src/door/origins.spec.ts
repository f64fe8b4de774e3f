import { describe, expect, it } from 'vitest';
import { isForeignPage } from './origins';

const host = 'api.example:4000';
const dashboard = ['https://emotide.example'];

describe('a page', () => {
  it.each([
    ['no browser', {}, false],
    ['its own', { origin: 'http://api.example:4000' }, false],
    ['a listed one', { origin: 'https://emotide.example' }, false],
    ['a listed name on another port', { origin: 'https://emotide.example:8443' }, true],
    ['a listed name without TLS', { origin: 'http://emotide.example' }, true],
    ['a longer name', { origin: 'https://emotide.example.evil' }, true],
    ['a file', { origin: 'null' }, true],
    ['a picture elsewhere', { 'sec-fetch-site': 'cross-site' }, true],
    ['a picture next door', { 'sec-fetch-site': 'same-site' }, true],
    ['a picture of its own', { 'sec-fetch-site': 'same-origin' }, false],
    ['a typed address', { 'sec-fetch-site': 'none' }, false],
  ])('of %s is foreign: %s %s', (_what, headers, isForeign) => {
    expect(isForeignPage({ host, ...headers }, dashboard)).toBe(isForeign);
  });

  it('is never foreign where all are welcome', () => {
    expect(isForeignPage({ host, origin: 'null' }, '*')).toBe(false);
    expect(isForeignPage({ host, 'sec-fetch-site': 'cross-site' }, '*')).toBe(false);
  });
});
