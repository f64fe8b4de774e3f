import { describe, expect, it } from 'vitest';
import { parseBttvMessage } from './bttv-message';
import { parseSevenTvDispatch } from './seventv-dispatch';

const active = (id: string, name: string, flags = 0) => ({
  id,
  name,
  flags,
  data: { name: 'first', animated: false },
});

describe('parseBttvMessage', () => {
  const about = { provider: 'BTTV', channelId: '22484632', setId: null };
  const message = (name: string, data: object) =>
    parseBttvMessage({ name, data: { channel: 'twitch:22484632', ...data } });

  it('reads an emote that comes, takes another name and goes', () => {
    const emote = {
      id: '5b1740221c5a6065a7bad4b5',
      code: 'pepeCD',
      imageType: 'gif',
      animated: true,
      user: {},
    };
    expect(message('emote_create', { emote })).toEqual({
      type: 'change',
      change: {
        ...about,
        type: 'added',
        emote: { id: emote.id, name: 'pepeCD', isZeroWidth: false, isModifier: false, isAnimated: true },
      },
    });
    expect(message('emote_update', { emote: { id: emote.id, code: 'pepeDVD' } })).toEqual({
      type: 'change',
      change: { ...about, type: 'renamed', emoteId: emote.id, name: 'pepeDVD' },
    });
    expect(message('emote_delete', { emoteId: emote.id })).toEqual({
      type: 'change',
      change: { ...about, type: 'removed', emoteId: emote.id },
    });
  });

  it('says of which channel it cannot read what', () => {
    const unreadable = { type: 'unreadable', channelId: '22484632' };
    expect(message('emote_create', { emote: { id: 'x', code: 'two words' } })).toEqual(unreadable);
    expect(message('emote_update', { emote: { id: 'x' } })).toEqual(unreadable);
    expect(message('emote_delete', { emoteId: 5 })).toEqual(unreadable);
  });

  it('has no interest in other messages and other platforms', () => {
    expect(message('lookup_user', { providerId: '1' })).toEqual({ type: 'other' });
    expect(parseBttvMessage({ name: 'emote_delete', data: { channel: 'youtube:5', emoteId: 'x' } })).toEqual({
      type: 'other',
    });
  });
});

describe('parseSevenTvDispatch', () => {
  const about = { provider: 'SEVENTV', channelId: null, setId: '63b0' };
  const update = (body: object) =>
    parseSevenTvDispatch({ type: 'emote_set.update', body: { id: '63b0', kind: 3, ...body } });

  it('reads emotes pulled, updated and pushed, in that order', () => {
    const dispatch = update({
      pushed: [{ key: 'emotes', index: 1, value: active('e1', 'New', 1) }],
      updated: [{ key: 'emotes', index: 0, old_value: active('e2', 'Old'), value: active('e2', 'Newer') }],
      pulled: [{ key: 'emotes', index: 0, old_value: active('e3', 'Gone') }],
    });
    expect(dispatch).toEqual({
      type: 'set',
      setId: '63b0',
      rejected: 0,
      changes: [
        { ...about, type: 'removed', emoteId: 'e3' },
        { ...about, type: 'renamed', emoteId: 'e2', name: 'Newer' },
        {
          ...about,
          type: 'added',
          emote: {
            id: 'e1',
            name: 'New',
            givenName: 'first',
            isZeroWidth: true,
            isModifier: false,
            isAnimated: false,
          },
        },
      ],
    });
  });

  it('counts what it cannot read beside what it can', () => {
    expect(
      update({
        pushed: [
          { key: 'emotes', value: active('e1', 'two words') },
          { key: 'emotes', value: active('e2', 'Fine') },
        ],
      }),
    ).toMatchObject({ rejected: 1, changes: [{ type: 'added', emote: { name: 'Fine' } }] });
  });

  it("has no interest in the set's name or in changes for the session's own user", () => {
    expect(update({ updated: [{ key: 'name', old_value: 'a', value: 'b' }] })).toEqual({ type: 'other' });
    expect(update({ contextual: true, pushed: [{ key: 'emotes', value: active('e1', 'Mine') }] })).toEqual({
      type: 'other',
    });
  });

  it('reads once that a user wears another set, or none', () => {
    const switched = (value: unknown) =>
      parseSevenTvDispatch({
        type: 'user.update',
        body: {
          id: '60ae',
          kind: 1,
          updated: [
            { key: 'style', nested: true, value: [{ key: 'paint', value: {} }] },
            ...[0, 1].map((index) => ({
              key: 'connections',
              index,
              nested: true,
              value: [
                { key: 'emote_set', old_value: { id: 's1' }, value },
                { key: 'emote_set_id', old_value: 's1', value: 's2' },
              ],
            })),
          ],
        },
      });
    expect(switched({ id: 's2' })).toEqual({ type: 'switched', userId: '60ae', setId: 's2' });
    expect(switched(null)).toEqual({ type: 'switched', userId: '60ae', setId: null });
  });
});
