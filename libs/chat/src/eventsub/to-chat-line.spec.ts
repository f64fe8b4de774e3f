import { existsSync, readFileSync } from 'node:fs';
import { MESSAGE_FLAGS, type ChannelId, type ChannelLogin } from '@emotide/domain';
import { NO_SAMPLE_DATA, sampleData } from '@emotide/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanLine } from '../scan-line';
import { chatEvent, envelope, notification, session } from './eventsub.external';
import { toChatLine } from './to-chat-line';

const { ACTION, CHEER, EMOTE_ONLY, MODERATOR, NOTICE, REPLY, SHARED_COPY, SUBSCRIBER } = MESSAGE_FLAGS;
const AT = 1_715_689_907_995;
const place = {
  channelLogin: 'tidepool' as ChannelLogin,
  channelId: '7' as ChannelId,
  sentAtMs: AT,
  isNotice: false,
};

type Piece = string | readonly [text: string, emoteId: string];
/** An event with a text of these pieces. */
const event = (pieces: readonly Piece[], more: object = {}) =>
  chatEvent.parse({
    chatter_user_id: '64',
    message_id: 'dc8a',
    message: {
      text: pieces.map((piece) => (typeof piece === 'string' ? piece : piece[0])).join(''),
      fragments: pieces.map((piece) =>
        typeof piece === 'string'
          ? { type: 'text', text: piece, emote: null }
          : {
              type: 'emote',
              text: piece[0],
              emote: { id: piece[1], emote_set_id: '0', owner_id: '0', format: ['static'] },
            },
      ),
    },
    badges: [],
    ...more,
  });
/** What IRC would have said. */
const irc = (tags: string, text: string, command = 'PRIVMSG') => {
  const scanned = scanLine(
    `@id=dc8a;room-id=7;tmi-sent-ts=${AT};user-id=64;${tags} :u!u@u.tmi.twitch.tv ${command} #tidepool :${text}`,
  );
  return scanned.type === 'message' ? scanned.line : scanned;
};

describe('toChatLine', () => {
  it('gives the line that IRC would have given: emoji before emotes, one emote often, others between', () => {
    const pieces: Piece[] = ['😂 ', ['Kappa', '25'], ' é ', ['forsenE', '521050'], ' ', ['Kappa', '25'], '!'];
    expect(toChatLine(event(pieces), place)).toEqual(
      irc('emotes=25:2-6,18-22/521050:10-16', '😂 Kappa é forsenE Kappa!'),
    );
  });

  it('takes the wrapping off /me', () => {
    const pieces: Piece[] = ['\u0001ACTION waves ', ['Kappa', '25'], '\u0001'];
    const line = toChatLine(event(pieces), place);
    expect(line).toEqual(irc('emotes=25:6-10', '\u0001ACTION waves Kappa\u0001'));
    expect(line.flags).toBe(ACTION);
  });

  it('tells the same facts', () => {
    const badges = ['subscriber', 'moderator', 'premium'].map((set_id) => ({ set_id, id: '1', info: '' }));
    const more = {
      badges,
      cheer: { bits: 100 },
      reply: { parent_message_id: 'x' },
      source_broadcaster_user_id: '8',
    };
    const line = toChatLine(event([['Kappa', '25'], ' ', ['Kappa', '25']], more), place);
    expect(line).toEqual(
      irc(
        'subscriber=1;mod=1;bits=100;reply-parent-msg-id=x;source-room-id=8;emote-only=1;emotes=25:0-4,6-10',
        'Kappa Kappa',
      ),
    );
    expect(line.flags).toBe(SUBSCRIBER | MODERATOR | CHEER | REPLY | SHARED_COPY | EMOTE_ONLY);
    expect(toChatLine(event(['hi'], { source_broadcaster_user_id: '7' }), place).flags).toBe(0);
    const notice = toChatLine(event(['hi ', ['Kappa', '25']]), { ...place, isNotice: true });
    expect(notice).toEqual(irc('msg-id=resub;emotes=25:3-7', 'hi Kappa', 'USERNOTICE'));
    expect(notice.flags).toBe(NOTICE);
  });

  it('leaves out an emote whose id the tag could not hold, and one without text', () => {
    const line = toChatLine(
      event([
        ['a', '1:2'],
        ['b', '3,4'],
        ['', '5'],
        ['c', '80481_/3'],
      ]),
      place,
    );
    expect(line.emotesTag).toBe('80481_/3:2-2');
  });

  it('reads any event of the shape without throwing, and each emote lies on its own text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 8 });
    const pieces = fc.array(fc.oneof(text, fc.tuple(text, fc.constantFrom('25', 'emotesv2_1'))), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(pieces, (list) => {
        const line = toChatLine(event(list as Piece[]), place);
        const points = [...line.text];
        for (const segment of line.emotesTag.split('/').filter(Boolean)) {
          const [id, ranges] = segment.split(':');
          for (const range of ranges!.split(',')) {
            const [from, to] = range.split('-').map(Number);
            const said = points.slice(from, to! + 1).join('');
            expect(list).toContainEqual([said, id]);
          }
        }
      }),
    );
  });
});

describe.skipIf(sampleData === undefined || !existsSync(`${sampleData}/eventsub`))(
  `real notifications${NO_SAMPLE_DATA}`,
  () => {
    const read = (name: string) =>
      envelope.parse(JSON.parse(readFileSync(`${sampleData}/eventsub/${name}.json`, 'utf8')));
    const eventOf = (name: string) => chatEvent.parse(notification.parse(read(name).payload).event);

    it('are a message with what is known of it', () => {
      const { metadata, payload } = read('channel.chat.message');
      expect(notification.parse(payload).subscription.condition.broadcaster_user_id).toBe('1971641');
      const sentAtMs = Date.parse(metadata.message_timestamp);
      expect(sentAtMs).toBe(AT);
      expect(
        toChatLine(eventOf('channel.chat.message'), { ...place, channelId: '1971641' as ChannelId }),
      ).toEqual({
        channelLogin: 'tidepool',
        channelId: '1971641',
        messageId: 'cc106a89-1814-919d-454c-f4f2f970aae7',
        userId: '4145994',
        sentAtMs: AT,
        text: 'Hi chat',
        emotesTag: '',
        flags: SUBSCRIBER | MODERATOR | SHARED_COPY,
      });
    });

    it.each(['channel.chat.notification-resub', 'channel.chat.notification-shared-chat-resub'])(
      'are a notice without text: %s',
      (name) => expect(toChatLine(eventOf(name), { ...place, isNotice: true }).text).toBe(''),
    );

    it('are a welcome', () => {
      expect(session.parse(read('session-welcome').payload).session).toMatchObject({
        id: 'AQoQILE98gtqShGmLD7AM6yJThAB',
        keepalive_timeout_seconds: 10,
      });
    });
  },
);
