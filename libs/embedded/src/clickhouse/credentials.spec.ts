import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { matchesHash, parseCredentials } from './credentials';

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

describe('parseCredentials', () => {
  it.each([
    ['Authorization: Basic', basic('bi:s:e cret'), ''],
    ['headers', { 'x-clickhouse-user': 'bi', 'x-clickhouse-key': 's:e cret' }, ''],
    ['parameters', {}, 'user=bi&password=s%3Ae+cret'],
  ])('reads them from %s', (_where, headers, query) => {
    expect(parseCredentials(headers, query)).toEqual({ user: 'bi', password: 's:e cret', query: '' });
  });

  it('passes the other parameters on byte by byte', () => {
    const query = 'query=SELECT+%E2%82%AC&param_a=%27%00&x&user=bi&=&database=emotide';
    expect(parseCredentials({}, query)?.query).toBe(
      'query=SELECT+%E2%82%AC&param_a=%27%00&x&=&database=emotide',
    );
  });

  it('sees a parameter in any case and any encoding, and leaves none of them over', () => {
    const found = parseCredentials({}, '%75SER=bi&PassWord=p&quota_key=k&a=1');
    expect(found).toEqual({ user: 'bi', password: 'p', query: 'a=1' });
  });

  it.each([
    ['nobody', {}, 'query=SELECT+1'],
    ['two ways at once', { ...basic('bi:x'), 'x-clickhouse-user': 'default' }, ''],
    ['header and parameter', basic('bi:x'), 'user=default'],
    ['header and password parameter', { 'x-clickhouse-user': 'bi', 'x-clickhouse-key': 'x' }, 'password='],
    ['a parameter twice', {}, 'user=bi&password=x&User=default'],
    ['another scheme', { authorization: 'Bearer abc' }, ''],
    ['another scheme beside good ones', { authorization: 'Negotiate abc' }, 'user=bi&password=x'],
    ['Basic without a colon', basic('bi'), ''],
    ['Basic that is no base64', { authorization: 'Basic bi:x' }, ''],
    ['a parameter that is no UTF-8', {}, 'user=bi&password=%ff'],
    ['a parameter cut in its encoding', {}, 'user=bi&password=x&a%=1'],
  ])('finds nobody in a request with %s', (_what, headers, query) => {
    expect(parseCredentials(headers, query)).toBeUndefined();
  });
});

describe('matchesHash', () => {
  const hash = createHash('sha256').update('secret').digest('hex');

  it('knows the right password', () => {
    expect(matchesHash('secret', hash)).toBe(true);
  });

  it.each(['', 'Secret', hash])('refuses %j', (password) => {
    expect(matchesHash(password, hash)).toBe(false);
  });

  it('matches nothing against a hash of the wrong length', () => {
    expect(matchesHash('', '')).toBe(false);
  });
});
