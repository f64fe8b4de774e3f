import { MESSAGE_FLAGS } from '@emotide/domain';
import { readNativeRanges, sliceCodePoints } from '@emotide/emotes';
import { describe, expect, it } from 'vitest';
import { parseStreamer, parseVodComment } from './vod-comment';

const nobody = { channelId: null, login: null };
const comment = (message: object, more: object = {}) => ({
  _id: 'abc',
  created_at: '2021-07-15T02:01:48.74506207Z',
  channel_id: '14371185',
  commenter: { _id: '301931788' },
  message: { body: '', fragments: [], ...message },
  ...more,
});

describe('parseVodComment', () => {
  it('tags emotes by code points, as Twitch does', () => {
    const line = parseVodComment(
      comment({
        fragments: [
          { text: '🤔 ' },
          { text: 'Kappa', emoticon: { emoticon_id: '25' } },
          { text: ' ü ', emoticon: null },
          { text: 'Kappa', emoticon: { emoticon_id: '25' } },
          { text: '!', emoticon: { emoticon_id: 'a:b' } },
        ],
      }),
      nobody,
    )!;
    const found: string[] = [];
    readNativeRanges(line.emotesTag, (id, from, to) =>
      found.push(`${id} ${sliceCodePoints(line.text, from, to + 1)}`),
    );
    expect(found).toEqual(['25 Kappa', '25 Kappa']);
    expect(line).toMatchObject({ channelId: '14371185', userId: '301931788', messageId: 'abc', flags: 0 });
    expect(line.sentAtMs).toBe(Date.UTC(2021, 6, 15, 2, 1, 48, 745));
  });

  it('reads what the layouts spell otherwise, and a commenter who is gone', () => {
    const line = parseVodComment(
      comment(
        {
          body: 'hi',
          fragments: null,
          is_action: true,
          bits_spent: 5,
          user_badges: [{ _id: 'founder', version: '0' }],
          user_notice_params: { 'msg-id': 'resub' },
        },
        { commenter: null, channel_id: 7, created_at: '2025-05-01T10:00:00+02:00' },
      ),
      nobody,
    )!;
    const { ACTION, CHEER, SUBSCRIBER, NOTICE } = MESSAGE_FLAGS;
    expect(line).toMatchObject({
      text: 'hi',
      userId: null,
      channelId: '7',
      flags: ACTION | CHEER | SUBSCRIBER | NOTICE,
    });
    expect(line.sentAtMs).toBe(Date.UTC(2025, 4, 1, 8));
  });

  it('takes nothing else for a comment', () => {
    for (const odd of [null, 1, 'x', [], {}, { message: 1 }, comment({}, { created_at: 5 })])
      expect(parseVodComment(odd, nobody)).toBeUndefined();
    expect(parseVodComment(comment({ body: 'x' }, { created_at: 'yesterday' }), nobody)?.sentAtMs).toBeNull();
    expect(parseStreamer({ name: 'NorthernLion', id: 14371185 })).toEqual({
      channelId: '14371185',
      login: 'northernlion',
    });
    expect(parseStreamer(undefined)).toEqual(nobody);
  });
});
