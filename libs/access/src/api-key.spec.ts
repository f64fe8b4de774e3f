import { describe, expect, it } from 'vitest';
import { createApiKey, decodeApiKey, digestOf, encodeApiKey, parseKeyText } from './api-key';

const made = createApiKey('dashboard', ['people', 'read', 'read'], 5);
const decode = (id: string, text: string) => decodeApiKey(id, new TextEncoder().encode(text));

describe('a key', () => {
  it('is kept without its text, and known again by it', () => {
    const bytes = encodeApiKey(made.key);
    expect(decodeApiKey(made.key.id, bytes)).toEqual(made.key);
    expect(made.key).toMatchObject({ name: 'dashboard', roles: ['read', 'people'], createdAtMs: 5 });
    const secret = made.text.split('_')[2]!;
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(Buffer.from(bytes).toString()).not.toContain(secret);
    expect(digestOf(made.text)).toBe(made.key.digest);
    expect(parseKeyText(made.text)).toBe(made.key.id);
  });

  it('is never made twice', () => {
    const other = createApiKey('dashboard', ['read'], 5);
    expect(other.key.id).not.toBe(made.key.id);
    expect(other.key.digest).not.toBe(made.key.digest);
  });

  it.each([
    ['', ['read']],
    ['x'.repeat(101), ['read']],
    ['a\nb', ['read']],
    ['a', []],
  ] as const)('has a name and a role: not %j with %j', (name, roles) => {
    expect(() => createApiKey(name, roles, 0)).toThrow(RangeError);
  });

  it.each(['', 'emotide', `${made.text} `, made.text.toUpperCase(), made.text.slice(0, -1), 'x'.repeat(1e6)])(
    'is not read from %.20j',
    (text) => {
      expect(parseKeyText(text)).toBeUndefined();
    },
  );

  it.each([
    [made.key.id, 'not JSON'],
    [made.key.id, 'null'],
    [made.key.id, '{"v":2,"name":"a","roles":["read"],"created":0,"revoked":0,"digest":""}'],
    [made.key.id, '{"v":1,"name":"a","roles":["owner"],"created":0,"revoked":0,"digest":""}'],
    [made.key.id, '{"v":1,"name":"a","roles":["read"],"created":0,"revoked":0,"digest":"ab"}'],
    ['other', '{"v":1,"name":"a","roles":["read"],"created":0,"revoked":0,"digest":""}'],
  ])('is not decoded from %s: %s', (id, text) => {
    expect(decode(id, text)).toBeUndefined();
  });
});
