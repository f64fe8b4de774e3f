import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTag, parseTarget, sentAtMsOf } from './irc-target';
import { toTruthLine } from './truth';

const target = (line: string) => {
  const bytes = Buffer.from(line);
  return parseTarget(bytes, 0, bytes.length);
};

describe('the target of a line', () => {
  it.each([
    ['@a=b :x!x@x PRIVMSG #Tidepool :hi', 'PRIVMSG', 'tidepool', 4],
    [':tmi.twitch.tv CLEARCHAT #tidepool', 'CLEARCHAT', 'tidepool', 0],
    ['PRIVMSG #tidepool hi', 'PRIVMSG', 'tidepool', 0],
    ['@a=b   :x   ROOMSTATE   #tidepool', 'ROOMSTATE', 'tidepool', 4],
  ])('of %j is found', (line, command, channel, tagsEnd) => {
    expect(target(line)).toEqual({ command, channel, tagsEnd });
  });

  it.each([
    '',
    '@',
    '@a=b',
    ':x',
    ':tmi.twitch.tv 001 justinfan1 :Welcome',
    ':a!a@a JOIN #tidepool',
    ':a!a@a PART #tidepool',
    ':a.tmi.twitch.tv 353 a = #tidepool :a',
    ':x WHISPER bob :#tidepool',
    ':x PRIVMSG #',
    ':x PRIVMSG #not-a-login :hi',
    `:x PRIVMSG #${'a'.repeat(26)} :hi`,
    `:x ${'A'.repeat(5_000)} #tidepool :hi`,
  ])('of %j is nobody', (line) => {
    expect(target(line)).toBeUndefined();
  });

  it('does not look past the end of its line', () => {
    const bytes = Buffer.from('PRIVMSG\n#tidepool :hi');
    expect(parseTarget(bytes, 0, 7)).toBeUndefined();
  });

  it('names the channel that the oracle names', () => {
    const part = fc.constantFrom(
      '@a=b',
      ':x!x@x',
      'PRIVMSG',
      'NOTICE',
      '#tidepool',
      '#b',
      ':hi',
      'there',
      '',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const line = parts.join(' ').trimStart();
        const found = target(line);
        if (found === undefined) return;
        expect(toTruthLine(line)).toMatchObject({ command: found.command, channel: found.channel });
      }),
    );
  });
});

describe('a tag', () => {
  it('is found as a whole, not as the end of another', () => {
    const bytes = Buffer.from(
      '@source-room-id=8;room-id=7;rm-received-ts=3;tmi-sent-ts=99 :x PRIVMSG #a :tmi-sent-ts=1',
    );
    const tagsEnd = bytes.indexOf(' ');
    expect(findTag(bytes, 0, tagsEnd, 'room-id')).toEqual({ from: 26, to: 27 });
    expect(sentAtMsOf(bytes, 0, tagsEnd)).toBe(99);
  });

  it.each(['@a=1', '@tmi-sent-ts=', '@tmi-sent-ts=12x', '@tmi-sent-ts=-5', `@tmi-sent-ts=${'9'.repeat(16)}`])(
    'that is no time is none: %j',
    (tags) => {
      const bytes = Buffer.from(`${tags} :x PRIVMSG #a :tmi-sent-ts=1`);
      expect(sentAtMsOf(bytes, 0, tags.length)).toBeUndefined();
    },
  );
});
