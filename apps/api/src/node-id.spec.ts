import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNodeId, toNodeId } from './node-id';

const encoded = (text: string) => Buffer.from(text).toString('base64url');

describe('a node id', () => {
  it('comes back as the channel it stands for', () => {
    const key = { type: 'Channel', twitchId: '18446744073709551615' } as const;
    expect(parseNodeId(toNodeId(key))).toEqual(key);
  });

  it('comes back as the emote it stands for, whatever the provider calls it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme-ascii' }), (emoteId) => {
        const key = { type: 'Emote', provider: 'SEVENTV', emoteId } as const;
        expect(parseNodeId(toNodeId(key))).toEqual(key);
      }),
    );
  });

  it.each([
    { type: 'Stream', channelTwitchId: '22484632', streamId: '900' },
    { type: 'Theme', slug: 'world-cup-2018' },
  ] as const)('of a $type comes back as it went', (key) => {
    expect(parseNodeId(toNodeId(key))).toEqual(key);
  });

  it.each([
    '',
    'Channel:1',
    encoded('Channel:'),
    encoded('Channel:x'),
    encoded('Channel:18446744073709551616'),
    encoded('Emote:TWITCH:'),
    encoded('Emote:TWITCH'),
    encoded('Emote:toString:25'),
    encoded('Theme:'),
    encoded(`Theme:${'x'.repeat(129)}`),
    encoded('Stream:1'),
    encoded('Stream:1:2:3'),
    encoded('Stream:1:x'),
    encoded('Nothing:1'),
    encoded(`Emote:TWITCH:${'x'.repeat(129)}`),
    'A'.repeat(100_000),
  ])('is refused when it is none of ours (%#)', (id) => {
    expect(() => parseNodeId(id)).toThrow(expect.objectContaining({ extensions: { code: 'BAD_ID' } }));
  });
});
