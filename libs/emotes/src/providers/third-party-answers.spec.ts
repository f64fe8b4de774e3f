import { describe, expect, it } from 'vitest';
import type { ChannelId } from '@emotide/domain';
import { parseBttvChannel, parseBttvGlobal } from './bttv';
import { MAX_SET_EMOTES } from './collect-emotes';
import { parseFfzGlobal, parseFfzRoom } from './ffz';
import { parseSevenTvChannel, parseSevenTvGlobal } from './seventv';

const CHANNEL = '1001' as ChannelId;
const sevenTv = (id: string, name: unknown, flags: unknown = 0, dataFlags = 0) => ({
  id,
  name,
  flags,
  data: { id, name: 'first', flags: dataFlags, animated: false, host: { url: '//cdn.7tv.app', files: [] } },
});

describe('parseBttvGlobal', () => {
  it('knows the overlays by name, in the global set only', () => {
    const santa = { id: '5849c9a4f52be01a7ee5f79d', code: 'SantaHat', imageType: 'png', userId: 'x' };
    expect(parseBttvGlobal([santa])).toMatchObject({ set: { emotes: [{ isZeroWidth: true }] } });
    expect(parseBttvChannel({ channelEmotes: [santa], sharedEmotes: [] }, CHANNEL)).toMatchObject({
      set: { emotes: [{ isZeroWidth: false }] },
    });
  });

  it('calls a GIF animated where the answer does not say', () => {
    expect(parseBttvGlobal([{ id: 'a1', code: 'x', imageType: 'gif' }])).toMatchObject({
      set: { emotes: [{ isAnimated: true }] },
    });
  });
});

describe('parseBttvChannel', () => {
  it('needs both arrays, as an answer with one would take the other away', () => {
    expect(parseBttvChannel({ channelEmotes: [] }, CHANNEL).type).toBe('bad');
    expect(parseBttvChannel({ channelEmotes: [], sharedEmotes: null }, CHANNEL).type).toBe('bad');
    expect(parseBttvChannel({ channelEmotes: [], sharedEmotes: [] }, CHANNEL)).toMatchObject({
      type: 'set',
      set: { emotes: [] },
    });
  });

  it('keeps what a shared emote is called at home where the channel writes it otherwise', () => {
    const shared = { id: 'b1', code: 'hereCat', codeOriginal: 'homeCat' };
    expect(parseBttvChannel({ channelEmotes: [], sharedEmotes: [shared] }, CHANNEL)).toMatchObject({
      set: { emotes: [{ name: 'hereCat', givenName: 'homeCat' }] },
    });
  });

  it('leaves out bad entries, counts them, and keeps two emotes of one name in order', () => {
    const parsed = parseBttvChannel(
      {
        channelEmotes: [
          { id: 'a1', code: 'Twice', imageType: 'png', animated: false },
          { id: 'a2', code: 'two words' },
          { id: 7, code: 'NumberId' },
          { id: '../../etc', code: 'PathId' },
          { code: 'NoId' },
          null,
          'text',
          [],
        ],
        sharedEmotes: [{ id: 'b1', code: 'Twice', imageType: 'gif', animated: true }],
      },
      CHANNEL,
    );
    expect(parsed).toMatchObject({ type: 'set', rejected: 7, duplicateNames: 1 });
    expect(parsed).toMatchObject({ set: { emotes: [{ id: 'a1' }, { id: 'b1', isAnimated: true }] } });
  });

  it('takes the first ten thousand emotes and counts the rest as left out', () => {
    const channelEmotes = Array.from({ length: MAX_SET_EMOTES + 5 }, (_, i) => ({
      id: `e${i}`,
      code: `n${i}`,
    }));
    const parsed = parseBttvChannel({ channelEmotes, sharedEmotes: [] }, CHANNEL);
    expect(parsed).toMatchObject({ rejected: 5, duplicateNames: 0 });
    expect(parsed.type === 'set' && parsed.set.emotes.at(-1)?.name).toBe('n9999');
  });
});

describe('parseFfzGlobal', () => {
  const emoticon = (id: unknown, name: string, more = {}) => ({ id, name, urls: { 1: '//cdn/1' }, ...more });

  it('takes the default sets only, in their order', () => {
    const parsed = parseFfzGlobal({
      default_sets: [3, 1539687, 99],
      sets: {
        3: { emoticons: [emoticon(1, 'ZreknarF')] },
        1532818: { emoticons: [emoticon(720507, 'ffzHyper', { modifier: true, modifier_flags: 12289 })] },
        1539687: { emoticons: [emoticon(2, 'LaterSooner', { animated: { 1: '//cdn/a' } })] },
      },
      users: { 1532818: ['somebody'] },
    });
    expect(parsed).toMatchObject({
      type: 'set',
      rejected: 1,
      set: { setId: null, emotes: [{ name: 'ZreknarF' }, { name: 'LaterSooner', isAnimated: true }] },
    });
  });

  it('tells overlays from modifiers that are not drawn', () => {
    const emotesOf = (modifier_flags: unknown) =>
      parseFfzGlobal({
        default_sets: [1],
        sets: { 1: { emoticons: [emoticon(5, 'm', { modifier: true, modifier_flags })] } },
      });
    expect(emotesOf(2049)).toMatchObject({ set: { emotes: [{ isModifier: true, isZeroWidth: false }] } });
    expect(emotesOf(0)).toMatchObject({ set: { emotes: [{ isModifier: true, isZeroWidth: true }] } });
    expect(emotesOf(undefined)).toMatchObject({ set: { emotes: [{ isModifier: true, isZeroWidth: true }] } });
  });

  it('is not led astray by set ids that name what every object has', () => {
    expect(parseFfzGlobal({ default_sets: ['constructor', '__proto__'], sets: {} }).type).toBe('bad');
    expect(parseFfzRoom({ room: { set: '__proto__' }, sets: {} }, CHANNEL).type).toBe('bad');
  });

  it.each([0, -1, 1.5, 2 ** 53, '12', null])('leaves out an emote whose id is %s', (id) => {
    expect(
      parseFfzGlobal({ default_sets: [1], sets: { 1: { emoticons: [emoticon(id, 'x')] } } }),
    ).toMatchObject({
      rejected: 1,
      set: { emotes: [] },
    });
  });
});

describe('parseFfzRoom', () => {
  it('reads the set that the room names, not others beside it', () => {
    const parsed = parseFfzRoom(
      {
        room: { set: 20 },
        sets: { 10: { emoticons: [{ id: 1, name: 'Other' }] }, 20: { emoticons: [{ id: 2, name: 'Ours' }] } },
      },
      CHANNEL,
    );
    expect(parsed).toMatchObject({
      set: { channelId: CHANNEL, setId: '20', emotes: [{ id: '2', name: 'Ours' }] },
    });
  });
});

describe('parseSevenTvChannel', () => {
  it('reads the active name and the active flags', () => {
    const parsed = parseSevenTvChannel(
      { emote_set: { id: 's1', emotes: [sevenTv('e1', 'alias', 1, 0), sevenTv('e2', 'plain', 0, 256)] } },
      CHANNEL,
    );
    expect(parsed).toMatchObject({
      set: {
        setId: 's1',
        emotes: [
          { name: 'alias', givenName: 'first', isZeroWidth: true },
          { name: 'plain', isZeroWidth: false },
        ],
      },
    });
  });

  it('tells no set from an empty one, and both from an answer that lacks it', () => {
    expect(parseSevenTvChannel({ emote_set: null }, CHANNEL)).toEqual({ type: 'none' });
    expect(parseSevenTvChannel({ emote_set: { id: 's1', emote_count: 0 } }, CHANNEL)).toMatchObject({
      type: 'set',
      set: { emotes: [] },
    });
    expect(parseSevenTvChannel({ emote_set: { id: 's1', emote_count: 5 } }, CHANNEL).type).toBe('bad');
    expect(parseSevenTvChannel({ emote_set: {} }, CHANNEL).type).toBe('bad');
    expect(parseSevenTvChannel({ id: '1001' }, CHANNEL).type).toBe('bad');
    expect(parseSevenTvGlobal({ error: 'Unknown', error_code: 70442 }).type).toBe('bad');
  });

  it('leaves out an emote that was deleted', () => {
    const gone = { id: 'e1', name: 'gone', flags: 0, data: null };
    expect(parseSevenTvGlobal({ id: 's', emotes: [gone] })).toMatchObject({ rejected: 1 });
  });
});
