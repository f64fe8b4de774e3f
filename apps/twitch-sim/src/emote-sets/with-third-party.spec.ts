import { describe, expect, it } from 'vitest';
import { toTruthLine } from '../truth-line';
import { withThirdParty } from './with-third-party';

const ids = new Map([
  ['Pog', '7tv:a'],
  ['KEKW', 'ffz:b'],
  ['__proto__', 'bttv:c'],
  ['🌊', '7tv:wave'],
]);
const found = (text: string, emotes = ''): string[] =>
  withThirdParty(toTruthLine(`@emotes=${emotes} :a!a@a PRIVMSG #tide :${text}`), (word) => ids.get(word))
    .emotes.slice(emotes === '' ? 0 : 1)
    .map(({ id, from, to }) => `${id} ${from}-${to}`);

describe('third-party words of a line', () => {
  it('are those that equal a name exactly', () => {
    expect(found('Pog pog Pog! KEKW (Pog) __proto__')).toEqual(['7tv:a 0-2', 'ffz:b 13-16', 'bttv:c 24-32']);
  });

  it('are cut at plain spaces only, and stand where code points say', () => {
    expect(found('🌊  Pog\u00a0Pog 👩‍🚀 Pog')).toEqual(['7tv:wave 0-0', '7tv:a 15-17']);
    expect(found('Pog\tPog')).toEqual([]);
  });

  it('are none where Twitch took any of them', () => {
    expect(found('Pog Pog', '25:0-2')).toEqual(['7tv:a 4-6']);
    expect(found('Pog Pog', '25:2-4')).toEqual([]);
    expect(found('Pog Pog', '25:3-3')).toEqual(['7tv:a 0-2', '7tv:a 4-6']);
  });

  it('are counted in the text of /me, and not in what is no message', () => {
    expect(found('\u0001ACTION Pog\u0001')).toEqual(['7tv:a 0-2']);
    const none = withThirdParty(toTruthLine(':tmi.twitch.tv CLEARCHAT #tide :Pog'), (word) => ids.get(word));
    expect(none.emotes).toEqual([]);
  });
});
