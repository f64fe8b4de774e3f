import { describe, expect, it } from 'vitest';
import type { ChannelId } from '@emotide/domain';
import { parseHelixEmotes, parseHelixGames, parseHelixStreams, parseHelixUsers } from './helix';

const stream = {
  id: '40952121085',
  user_id: '101051819',
  user_login: 'afro',
  user_name: 'Afro',
  game_id: '32982',
  game_name: 'Grand Theft Auto V',
  type: 'live',
  title: 'Jacob: Digital Den Laptops & Routers',
  viewer_count: 1490,
  started_at: '2021-03-10T03:18:11Z',
  language: 'en',
};

describe('parseHelixEmotes', () => {
  const emote = {
    id: 'emotesv2_1',
    name: 'abcHype',
    tier: '',
    emote_type: 'bitstier',
    emote_set_id: '500000001',
  };

  it('gives an emote the owner that the answer names, or the channel asked for', () => {
    const ownerOf = (more: object) => parseHelixEmotes({ data: [{ ...emote, ...more }] }, '77' as ChannelId);
    expect(ownerOf({})).toMatchObject({ items: [{ ownerId: '77', tier: null, setId: '500000001' }] });
    expect(ownerOf({ owner_id: '99' })).toMatchObject({ items: [{ ownerId: '99' }] });
    expect(ownerOf({ owner_id: '0' })).toMatchObject({ items: [{ ownerId: null }] });
    expect(ownerOf({ owner_id: 'twitch' })).toMatchObject({ items: [{ ownerId: null }] });
  });

  it('takes the UUID of a follower set and no set for an empty one', () => {
    const setOf = (emote_set_id: unknown) => parseHelixEmotes({ data: [{ ...emote, emote_set_id }] }, null);
    const uuid = '1b2c3d4e-0000-4000-8000-123456789abc';
    expect(setOf(uuid)).toMatchObject({ items: [{ setId: uuid }] });
    expect(setOf('')).toMatchObject({ items: [{ setId: null }] });
  });
});

describe('parseHelixStreams', () => {
  it('reads a stream and where the next page begins', () => {
    expect(parseHelixStreams({ data: [stream], pagination: { cursor: 'eyJiIjp7' } })).toEqual({
      type: 'page',
      items: [
        {
          streamId: '40952121085',
          channelId: '101051819',
          login: 'afro',
          displayName: 'Afro',
          gameId: '32982',
          gameName: 'Grand Theft Auto V',
          title: 'Jacob: Digital Den Laptops & Routers',
          viewers: 1490,
          startedAtMs: Date.UTC(2021, 2, 10, 3, 18, 11),
          language: 'en',
        },
      ],
      rejected: 0,
      cursor: 'eyJiIjp7',
    });
    expect(parseHelixStreams({ data: [stream], pagination: {} })).toMatchObject({ cursor: null });
  });

  it.each([
    ['is not live', { type: '' }],
    ['has no time', { started_at: 'soon' }],
    ['has a number for a time', { started_at: '-5' }],
    ['has fewer than no viewers', { viewer_count: -1 }],
    ['counts viewers in words', { viewer_count: 'many' }],
    ['has no channel', { user_id: '' }],
    ['has a login that cannot be', { user_login: 'a b' }],
  ])('leaves out a stream that %s', (_what, wrong) => {
    expect(parseHelixStreams({ data: [{ ...stream, ...wrong }, stream] })).toMatchObject({
      rejected: 1,
      items: [{ channelId: '101051819' }],
    });
  });

  it('keeps what people wrote on one line, whole and bounded', () => {
    const titleOf = (title: unknown): unknown => {
      const page = parseHelixStreams({ data: [{ ...stream, title }] });
      return page.type === 'page' && page.items[0]?.title;
    };
    expect(titleOf('two\r\nlines\u2028\0 ')).toBe('two  lines');
    expect(titleOf('🐸'.repeat(300))).toBe('🐸'.repeat(250));
    expect(titleOf(`x${'🐸'.repeat(300)}`)).toBe(`x${'🐸'.repeat(249)}`);
    expect(titleOf(null)).toBe('');
  });
});

describe('parseHelixUsers and parseHelixGames', () => {
  it('take an image only by https', () => {
    const user = {
      id: '5',
      login: 'lagoon',
      display_name: 'Lagoon',
      profile_image_url: 'javascript:alert(1)',
    };
    expect(parseHelixUsers({ data: [user] })).toMatchObject({
      items: [{ displayName: 'Lagoon', imageUrl: null }],
    });
    const game = {
      id: '9',
      name: 'Chess',
      box_art_url: 'https://static-cdn.jtvnw.net/b-{width}x{height}.jpg',
    };
    expect(parseHelixGames({ data: [game] })).toMatchObject({ items: [{ boxArtUrl: game.box_art_url }] });
  });

  it('fall back to the login for a user without a display name', () => {
    expect(parseHelixUsers({ data: [{ id: '5', login: 'lagoon' }] })).toMatchObject({
      items: [{ displayName: 'lagoon' }],
    });
  });
});
