import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { toTruthLine, truthOf } from '../src/truth';

const data = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const hasData = existsSync(data);
const why = hasData ? '' : ' (skipped: no ../shared/data beside the repository)';

describe('the truth', () => {
  it.skipIf(!hasData)(`agrees with the collected odd lines${why}`, () => {
    const lines = readFileSync(`${data}/cases/irc-cases.txt`, 'utf8').split('\n');
    const expected = JSON.parse(readFileSync(`${data}/cases/expected.json`, 'utf8')) as {
      n: number;
      command: string;
      message: boolean;
      channel?: string;
      roomId?: string | null;
      id?: string | null;
      sharedCopy?: boolean;
      action?: boolean;
      emotes?: { id: string; from: number; to: number }[];
    }[];
    // Lines 237 and 238 are said to a nick ("PRIVMSG bar :…"), not to a channel: no message of a channel's chat.
    const saidToNick = [237, 238];
    const cases = expected.filter(({ n }) => !saidToNick.includes(n));
    const mine = cases.map(({ n, message }) => {
      const line = toTruthLine(lines[n - 1] ?? '');
      const always = { n, command: line.command, message: line.isMessage };
      if (!message) return always;
      return {
        ...always,
        channel: line.channel,
        roomId: line.roomId,
        id: line.id,
        sharedCopy: line.isSharedCopy,
        action: line.isAction,
        emotes: line.emotes,
      };
    });
    const theirs = cases.map(({ n, command, message, channel, roomId, id, sharedCopy, action, emotes }) =>
      message
        ? {
            n,
            command,
            message,
            channel,
            roomId,
            id,
            sharedCopy,
            action: action ?? false,
            emotes: (emotes ?? []).map(({ id, from, to }) => ({ id, from, to })),
          }
        : { n, command, message },
    );
    expect(mine).toEqual(theirs);
  });

  it.skipIf(!hasData)(`of five thousand real lines equals the independent count${why}`, () => {
    const name = 'xqcow-2019-09-15.txt';
    const lines = readFileSync(`${data}/irc/${name}`, 'utf8').split('\n');
    const { xqcow: theirs } = (
      JSON.parse(readFileSync(`${data}/irc/expected.json`, 'utf8')) as {
        channels: { xqcow: ExpectedChannel };
      }
    ).channels;
    const mine = truthOf(new Map([[name, lines]])).channels['xqcow'];

    expect(mine).toMatchObject({
      roomId: theirs.room_id,
      messages: theirs.messages,
      messagesWithEmotes: theirs.messages_with_emotes,
      uses: theirs.emote_occurrences,
    });
    expect(mine?.emotes).toEqual(
      Object.fromEntries(
        Object.entries(theirs.emotes).map(([id, { occurrences, messages, chatters }]) => [
          id,
          { uses: occurrences, messages, chatters },
        ]),
      ),
    );
    expect(mine?.minutes).toEqual(
      Object.fromEntries(
        Object.entries(theirs.minutes).map(([minute, of]) => [
          minute,
          { messages: of.messages, messagesWithEmotes: of.messages_with_emotes, uses: of.emote_occurrences },
        ]),
      ),
    );
  });
});

interface ExpectedCounts {
  messages: number;
  messages_with_emotes: number;
  emote_occurrences: number;
}
interface ExpectedChannel extends ExpectedCounts {
  room_id: string;
  emotes: Record<string, { occurrences: number; messages: number; chatters: number }>;
  minutes: Record<string, ExpectedCounts>;
}
