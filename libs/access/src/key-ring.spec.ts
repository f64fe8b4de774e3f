import type { FollowOptions } from '@emotide/event-log';
import { createLogger } from '@emotide/service-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApiKey, encodeApiKey } from './api-key';
import { KeyRing } from './key-ring';

const { key, text } = createApiKey('dashboard', ['read'], 1);
const revoked = { ...key, revokedAtMs: 2, digest: '' };
let bucket: FollowOptions;
let withdrawn: string[];
let ring: KeyRing;

beforeEach(() => {
  withdrawn = [];
  ring = new KeyRing(createLogger('test', 'silent'));
  ring.onWithdrawn((id) => withdrawn.push(id));
  ring.follow({
    follow: (options) => {
      bucket = options;
      return { stop: () => Promise.resolve() };
    },
  });
});

describe('the ring of keys', () => {
  it('knows a key by its text, and no other text by its id', () => {
    bucket.onValue({ key: key.id, value: encodeApiKey(key) });
    expect(ring.find(text)).toEqual({ id: key.id, roles: new Set(['read']) });
    expect(ring.find(`${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`)).toBeUndefined();
    expect(ring.find('')).toBeUndefined();
  });

  it.each([
    ['is revoked', () => bucket.onValue({ key: key.id, value: encodeApiKey(revoked) })],
    ['is removed', () => bucket.onValue({ key: key.id, value: undefined })],
    ['can not be read', () => bucket.onValue({ key: key.id, value: new Uint8Array([1]) })],
    ['is in a bucket that is gone', () => bucket.onReplaced?.()],
  ])('forgets a key that %s, and says so once', (_how, act) => {
    bucket.onValue({ key: key.id, value: encodeApiKey(key) });
    act();
    act();
    expect(ring.find(text)).toBeUndefined();
    expect(withdrawn).toEqual([key.id]);
  });

  it('says of a key that may do something else that it is not what it was', () => {
    bucket.onValue({ key: key.id, value: encodeApiKey(key) });
    bucket.onValue({ key: key.id, value: encodeApiKey({ ...key, name: 'renamed' }) });
    expect(withdrawn).toEqual([]);
    bucket.onValue({ key: key.id, value: encodeApiKey({ ...key, roles: ['admin'] }) });
    expect(withdrawn).toEqual([key.id]);
    expect(ring.find(text)?.roles).toEqual(new Set(['admin']));
  });

  it('never finds a revoked key, not even by an empty digest', () => {
    bucket.onValue({ key: key.id, value: encodeApiKey(revoked) });
    expect(ring.find(text)).toBeUndefined();
    expect(ring.size).toBe(0);
  });
});
