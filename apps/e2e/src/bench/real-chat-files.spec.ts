import { describe, expect, it } from 'vitest';
import { toCopy } from './real-chat-files';

describe('a copy of a line of chat', () => {
  const line =
    '@badges=;id=2a8bb84b-9ac4-999f-9ab8-f7494d23c64a;room-id=71092938;tmi-sent-ts=1568505600501 :a!a@a.tmi.twitch.tv PRIVMSG #xqcow :id=0 #one';

  it('is of another channel, room and message, said later by whole passes, with the same text', () => {
    expect(toCopy(line, 3, 2, 1_000)).toBe(
      '@badges=;id=00030002-9ac4-999f-9ab8-f7494d23c64a;room-id=900000003;tmi-sent-ts=1568505602501 :a!a@a.tmi.twitch.tv PRIVMSG #xqcow_3 :id=0 #one',
    );
  });

  it('has no id where the line has none', () => {
    expect(toCopy('@target-user-id=5;tmi-sent-ts=7 :tmi.twitch.tv CLEARCHAT #c :x', 1, 1, 3)).toBe(
      '@target-user-id=5;tmi-sent-ts=10 :tmi.twitch.tv CLEARCHAT #c_1 :x',
    );
  });
});
