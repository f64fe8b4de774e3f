import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSegments, toTruthLine, truthOf, type Segment } from './truth';

const say = (channel: string, id: string, emotes: string, more = '') =>
  `@emotes=${emotes};id=${id};room-id=7;tmi-sent-ts=120001;user-id=9${more} :a!a@a.tmi.twitch.tv PRIVMSG #${channel} :x`;

describe('the line oracle', () => {
  it('takes a PRIVMSG without a colon before its one word as a message', () => {
    expect(toTruthLine(':a!a@a PRIVMSG #tidepool LUL')).toMatchObject({ isMessage: true, text: 'LUL' });
  });

  it('takes a USERNOTICE as a message only when it has text', () => {
    expect(toTruthLine(':tmi.twitch.tv USERNOTICE #tidepool').isMessage).toBe(false);
    expect(toTruthLine(':tmi.twitch.tv USERNOTICE #tidepool :').isMessage).toBe(false);
    expect(toTruthLine(':tmi.twitch.tv USERNOTICE #tidepool :hi').isMessage).toBe(true);
  });

  it('reads an id with a slash, and a repeated id twice', () => {
    expect(toTruthLine(say('a', '1', '80481_/3:7-14')).emotes).toEqual([{ id: '80481_/3', from: 7, to: 14 }]);
    expect(toTruthLine(say('a', '1', '25:1-5/25:9-13')).emotes).toHaveLength(2);
  });

  it('counts a range that points nowhere and ignores one that cannot be read', () => {
    expect(toTruthLine(say('a', '1', '25:900-904,04,5-,x-y,9-3')).emotes).toEqual([
      { id: '25', from: 900, to: 904 },
    ]);
  });

  it('strips the wrapping of /me', () => {
    const line = toTruthLine(':a!a@a PRIVMSG #a :\u0001ACTION waves\u0001');
    expect(line).toMatchObject({ isAction: true, text: 'waves' });
  });

  it('reads any text without throwing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void toTruthLine(text)));
  });
});

describe('the truth', () => {
  it('counts what moderators did by action: once each, a deletion once per message', () => {
    const tags = (atMs: number, more: string) => `@${more}room-id=7;tmi-sent-ts=${atMs} :tmi.twitch.tv`;
    const lines = [
      `${tags(1, 'ban-duration=5;target-user-id=9;')} CLEARCHAT #a :bob`,
      `${tags(1, 'ban-duration=5;target-user-id=9;')} CLEARCHAT #a :bob`,
      `${tags(2, 'ban-duration=5;target-user-id=9;')} CLEARCHAT #a :bob`,
      `${tags(3, 'target-user-id=9;')} CLEARCHAT #a :bob`,
      `${tags(3, '')} CLEARCHAT #a`,
      `${tags(4, 'target-msg-id=m1;')} CLEARMSG #a :x`,
      `${tags(5, 'target-msg-id=m1;')} CLEARMSG #a :x`,
      ':tmi.twitch.tv CLEARCHAT #a',
      ':tmi.twitch.tv CLEARMSG #a :x',
      say('a', 'm1', ''),
    ];
    expect(truthOf(new Map([['f', lines]])).channels['a']).toMatchObject({
      messages: 1,
      moderation: { TIMEOUT: 2, BAN: 1, CHAT_CLEARED: 1, MESSAGE_DELETED: 1 },
    });
  });

  it('counts a message once per id, in total and per emote', () => {
    const lines = [say('a', 'm1', '25:0-4,6-10'), say('a', 'm1', '25:0-4,6-10'), say('a', 'm2', '')];
    expect(truthOf(new Map([['f', lines]])).channels['a']).toMatchObject({
      messages: 2,
      messagesWithEmotes: 1,
      uses: 2,
      emotes: { '25': { uses: 2, messages: 1, chatters: 1 } },
      minutes: { '120000': { messages: 2, messagesWithEmotes: 1, uses: 2 } },
    });
  });

  it('counts shared copies and says how many they are', () => {
    const lines = [
      say('a', 'm1', '25:0-4', ';source-room-id=8'),
      say('a', 'm2', '25:0-4', ';source-room-id=7'),
    ];
    expect(truthOf(new Map([['f', lines]])).channels['a']).toMatchObject({
      messages: 2,
      sharedCopies: { messages: 1, messagesWithEmotes: 1, uses: 1 },
    });
  });

  const lines = Array.from({ length: 10 }, (_, i) => say(i % 2 === 0 ? 'a' : 'b', `m${i}`, '25:0-4'));
  const segment = (
    connection: number | null,
    channel: string,
    fromLine: number,
    toLine: number,
  ): Segment => ({
    connection,
    channel,
    file: 'f',
    fromLine,
    toLine,
    shiftMs: 0,
    atMs: 0,
  });
  const files = new Map([['f', lines]]);

  it('counts only what was heard, and once when two connections heard it', () => {
    const truth = truthOf(files, [
      segment(1, 'a', 1, 5),
      segment(2, 'a', 3, 9),
      segment(null, 'b', 2, 4),
      segment(1, 'b', 6, 6),
    ]);
    expect(truth.channels['a']?.messages).toBe(5);
    expect(truth.channels['b']?.messages).toBe(1);
    expect(truth.connections).toEqual([
      { connection: 1, channel: 'a', messages: 3 },
      { connection: 2, channel: 'a', messages: 4 },
      { connection: 1, channel: 'b', messages: 1 },
    ]);
  });

  it('counts a line without an id once though two connections heard it, and each such line', () => {
    const anonymous = new Map([['f', [':a!a@a PRIVMSG #a :hi', ':a!a@a PRIVMSG #a :hi']]]);
    const truth = truthOf(anonymous, [segment(1, 'a', 1, 2), segment(2, 'a', 1, 2)]);
    expect(truth.channels['a']?.messages).toBe(2);
  });

  it('counts the first k messages of one connection and all of another', () => {
    const segments = [segment(1, 'a', 1, 3), segment(1, 'a', 5, 7), segment(2, 'a', 9, 9)];
    const limited = (messages: number) =>
      truthOf(files, segments, [{ connection: 1, messages }]).channels['a']?.messages;
    expect([0, 1, 3, 99].map(limited)).toEqual([1, 2, 4, 5]);
  });

  it('puts a retimed message into the minute in which it was sent', () => {
    const truth = truthOf(files, [{ ...segment(1, 'a', 1, 1), shiftMs: 60_000 }]);
    expect(Object.keys(truth.channels['a']?.minutes ?? {})).toEqual(['180000']);
  });

  it('reads the segments of a log, without void and torn ones', () => {
    const write = (fileId: string, each: Segment): string => JSON.stringify({ ...each, fileId, lines: 1 });
    const log = [
      write('x', segment(1, 'a', 1, 1)),
      write('y', segment(1, 'a', 1, 1)),
      JSON.stringify({ startAnew: 'x' }),
      write('x', segment(null, 'b', 2, 2)),
      '{"connection":1,"cha',
    ];
    expect(toSegments(log.join('\n'))).toMatchObject([segment(1, 'a', 1, 1), segment(null, 'b', 2, 2)]);
  });

  it('is the same however the lines are cut into segments', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 9 })), (cuts) => {
        const edges = [0, ...cuts.sort((x, y) => x - y), 10];
        const parts = edges
          .slice(1)
          .flatMap((to, i) => ['a', 'b'].map((channel) => segment(i, channel, (edges[i] ?? 0) + 1, to)));
        expect(truthOf(files, parts).channels).toEqual(truthOf(files).channels);
      }),
    );
  });
});
