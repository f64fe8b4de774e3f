import type { ChannelId } from '@emotide/domain';
import { describe, expect, it } from 'vitest';
import { ReadingLedger } from './reading-ledger';

const forsen = '22484632' as ChannelId;
const DAY_MS = 86_400_000;

function create(nowMs = 1_000_000_000_000) {
  const values = new Map<string, () => Uint8Array>();
  const clock = { nowMs };
  const ledger = new ReadingLedger({
    write: (key, toBytes) => values.set(key, toBytes),
    nowMs: () => clock.nowMs,
  });
  return { ledger, values, clock };
}

describe('ReadingLedger', () => {
  it('gives whoever takes over what was read when, and 7TV’s id of the streamer', () => {
    const { ledger, values, clock } = create();
    ledger.note(forsen, 'BTTV', clock.nowMs);
    ledger.note(forsen, 'TWITCH', clock.nowMs - 5);
    ledger.noteSevenTvUser(forsen, '01HABC');
    for (let i = 0; i < 100; i++) ledger.note(String(1_000 + i) as ChannelId, 'FFZ', clock.nowMs + i);
    expect(values.size).toBe(16);
    const next = create();
    for (const [key, toBytes] of values) {
      expect(ReadingLedger.isKey(key)).toBe(true);
      expect(next.ledger.restore(toBytes())).toBe(true);
    }
    expect(next.ledger.timesOf(forsen)).toEqual({ BTTV: clock.nowMs, TWITCH: clock.nowMs - 5 });
    expect(next.ledger.sevenTvUserOf(forsen)).toBe('01HABC');
    expect(next.ledger.timesOf('1042' as ChannelId)).toEqual({ FFZ: clock.nowMs + 42 });
    expect(next.ledger.timesOf('7' as ChannelId)).toEqual({});
  });

  it('forgets channels that were not read for a week', () => {
    const { ledger, values, clock } = create();
    const neighbour = '22484648' as ChannelId;
    ledger.note(forsen, 'BTTV', clock.nowMs);
    clock.nowMs += 8 * DAY_MS;
    ledger.note(neighbour, 'BTTV', clock.nowMs);
    const next = create();
    for (const toBytes of values.values()) next.ledger.restore(toBytes());
    expect(next.ledger.timesOf(forsen)).toEqual({});
    expect(next.ledger.timesOf(neighbour)).toEqual({ BTTV: clock.nowMs });
  });

  it.each([
    '{',
    '[]',
    '{"v":2,"sources":["FFZ","BTTV","SEVENTV","TWITCH"],"channels":{}}',
    '{"v":1,"sources":["FFZ"],"channels":{}}',
    '{"v":1,"sources":["FFZ","BTTV","SEVENTV","TWITCH"],"channels":{"x":[1,1,1,1,null]}}',
    '{"v":1,"sources":["FFZ","BTTV","SEVENTV","TWITCH"],"channels":{"1":["soon",1,1,1,null]}}',
    '{"v":1,"sources":["FFZ","BTTV","SEVENTV","TWITCH"],"channels":{"1":7}}',
  ])('takes nothing from %s', (text) => {
    expect(create().ledger.restore(Buffer.from(text))).toBe(false);
  });
});
