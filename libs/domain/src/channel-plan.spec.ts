import { describe, expect, it } from 'vitest';
import { decodeChannelPlan, encodeChannelPlan, MAX_PLANNED_CHANNELS, type ChannelPlan } from './channel-plan';
import type { ChannelId, ChannelLogin } from './ids';

const forsen = { id: '22484632' as ChannelId, login: 'forsen' as ChannelLogin, viewers: 9_000 };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a channel plan', () => {
  it('comes back as it was written', () => {
    const plan: ChannelPlan = { version: 3, channels: [forsen] };
    expect(decodeChannelPlan(encodeChannelPlan(plan))).toEqual(plan);
    expect(decodeChannelPlan(encodeChannelPlan({ version: 0, channels: [] }))).toEqual({
      version: 0,
      channels: [],
    });
  });

  it('fits into a value with as many channels as it may name, and with no more', () => {
    const channels = Array.from({ length: MAX_PLANNED_CHANNELS }, (_, i) => ({
      id: String(2_000_000_000 + i) as ChannelId,
      login: `login_${i}` as ChannelLogin,
      viewers: 1_000,
    }));
    const encoded = encodeChannelPlan({ version: 1, channels });
    expect(encoded.length).toBeLessThan(1_000_000);
    expect(decodeChannelPlan(encoded)?.channels).toHaveLength(MAX_PLANNED_CHANNELS);
    expect(() => encodeChannelPlan({ version: 1, channels: [...channels, forsen] })).toThrow(RangeError);
  });

  it.each([
    ['no JSON', '{"v":1,'],
    ['no object', '7'],
    ['another format', '{"v":2,"version":1,"channels":[]}'],
    ['no version', '{"v":1,"channels":[]}'],
    ['no list', '{"v":1,"version":1,"channels":{}}'],
    ['a row that is none', '{"v":1,"version":1,"channels":["x"]}'],
    ['an id that is none', '{"v":1,"version":1,"channels":[["0x1","forsen",1]]}'],
    ['a login that could end a command', '{"v":1,"version":1,"channels":[["1","a\\r\\nQUIT",1]]}'],
    ['fewer viewers than none', '{"v":1,"version":1,"channels":[["1","forsen",-1]]}'],
  ])('is not read out of %s', (_, text) => {
    expect(decodeChannelPlan(bytes(text))).toBeUndefined();
  });
});
