import { describe, expect, it } from 'vitest';
import { channelWishKey, decodeChannelWish, encodeChannelWish, isChannelWishKey } from './channel-wish';
import type { ChannelLogin } from './ids';

const wish = { login: 'forsen' as ChannelLogin, isWanted: true, sinceMs: 5 };
const decode = (key: string, text: string) => decodeChannelWish(key, new TextEncoder().encode(text));

describe('a wish', () => {
  it('is the same after it was stored', () => {
    for (const isWanted of [true, false]) {
      const one = { ...wish, isWanted };
      expect(decodeChannelWish(channelWishKey(one.login), encodeChannelWish(one))).toEqual(one);
    }
    expect(isChannelWishKey(channelWishKey(wish.login))).toBe(true);
    expect(isChannelWishKey('plan')).toBe(false);
  });

  it.each([
    ['plan', '{"v":1,"wanted":true,"since":0}'],
    ['wish.', '{"v":1,"wanted":true,"since":0}'],
    ['wish.Forsen', '{"v":1,"wanted":true,"since":0}'],
    ['wish.a.b', '{"v":1,"wanted":true,"since":0}'],
    ['wish.forsen', 'not JSON'],
    ['wish.forsen', 'null'],
    ['wish.forsen', '{"v":2,"wanted":true,"since":0}'],
    ['wish.forsen', '{"v":1,"wanted":1,"since":0}'],
    ['wish.forsen', '{"v":1,"wanted":true,"since":-1}'],
  ])('is not read from %s: %s', (key, text) => {
    expect(decode(key, text)).toBeUndefined();
  });
});
