import type { ChannelId, EmoteId } from '@emotide/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChannelIndex, createGlobalIndex } from './emote-index';
import { findThirdPartyEmotes } from './third-party-emotes';

const indexOf = (names: readonly (string | readonly [name: string, id: string])[]) =>
  createChannelIndex(createGlobalIndex([]), [
    {
      provider: 'SEVENTV',
      channelId: '1' as ChannelId,
      setId: null,
      emotes: names.map((entry) => {
        const [name, id] = typeof entry === 'string' ? [entry, `id of ${entry}`] : entry;
        return { id: id as EmoteId, name, isZeroWidth: false, isModifier: false, isAnimated: false };
      }),
    },
  ]);
const found = (names: Parameters<typeof indexOf>[0], text: string, tag = '') =>
  findThirdPartyEmotes(indexOf(names), tag, text).map(({ emote, uses }) => `${emote.name} ${uses}`);

describe('findThirdPartyEmotes', () => {
  it('counts each emote once per word, in the order of the first ones', () => {
    expect(found(['Pog', 'Kek'], 'Kek Pog hi  Kek ')).toEqual(['Kek 2', 'Pog 1']);
  });

  it('wants the whole word, as it is spelt', () => {
    expect(found(['Pog'], 'pog Pog! (Pog) PogPog xPog POG')).toEqual([]);
  });

  it('splits at U+0020 and at nothing else', () => {
    expect(found(['Pog'], 'Pog\tPog Pog\u00a0Pog Pog\u3000 Pog\u200b Pog\n')).toEqual([]);
    expect(found(['Pog', 'a\u00a0b', '\tx'], 'a\u00a0b \tx Pog')).toEqual(['a\u00a0b 1', '\tx 1', 'Pog 1']);
  });

  it('leaves a word to Twitch where a native range lies on any of it', () => {
    expect(found(['Kappa'], 'Kappa Kappa', '25:0-4')).toEqual(['Kappa 1']);
    expect(found(['xqcL!'], 'xqcL! xqcL!', '1:0-3')).toEqual(['xqcL! 1']);
    // Ranges that Twitch gets wrong by one touch the blank, which is no word's.
    expect(found(['Pog', 'Kek'], 'Pog Kappa Kek', '25:3-9')).toEqual(['Pog 1', 'Kek 1']);
    expect(found(['Pog', 'Kek'], 'Pog Kappa Kek', '25:2-10')).toEqual([]);
  });

  it('counts the code points that native ranges count', () => {
    // An emoji is two units and one code point; half of one is one of each.
    expect(found(['Pog', 'Kek'], '😂😂 Pog Kek', '25:3-5')).toEqual(['Kek 1']);
    expect(found(['Pog', 'Kek'], '\ud83d\ud83d Pog Kek', '25:3-5')).toEqual(['Kek 1']);
  });

  it('minds every readable range of the tag and no other', () => {
    expect(found(['a', 'b', 'c', 'd'], 'a b c d', '1:6-6/2:0-0/3:x,4-4,9-2/80481_/3:2')).toEqual(['b 1']);
  });

  it('counts two names of one emote as that emote, named as it is first', () => {
    expect(
      found(
        [
          ['Pog', '1'],
          ['PogU', '1'],
          ['Kek', '2'],
        ],
        'PogU Kek Pog',
      ),
    ).toEqual(['PogU 2', 'Kek 1']);
  });

  it('never throws, whatever the tag and the text', () => {
    const tag = fc.string({ unit: fc.constantFrom(...'0123456789:-,/_ax😂'), maxLength: 60 });
    const index = indexOf(['a', '0', '-']);
    fc.assert(
      fc.property(tag, fc.string({ unit: 'binary' }), (t, text) => void findThirdPartyEmotes(index, t, text)),
    );
  });

  it('finds what splitting and looking up finds', () => {
    const name = fc.oneof(
      fc.constantFrom('Pog', '__proto__', 'constructor', 'w!', ':)', '😂', 'é', 'e\u0301', '\ud83d', 'a\tb'),
      fc.string({ unit: fc.constantFrom(...'aB:1é'), minLength: 1, maxLength: 3 }),
    );
    const word = fc.oneof(name, fc.string({ unit: 'binary', maxLength: 4 }), fc.constant(''));
    const range = fc.tuple(fc.nat(40), fc.nat(6)).map(([from, length]) => [from, from + length] as const);
    fc.assert(
      fc.property(
        fc.array(name, { maxLength: 30 }),
        fc.array(word, { maxLength: 60 }),
        fc.array(range, { maxLength: 5 }),
        (names, words, ranges) => {
          const text = words.join(' ');
          const tag = ranges.map(([from, to], i) => `${i}:${from}-${to}`).join('/');
          const uses = findThirdPartyEmotes(indexOf(names), tag, text);
          expect(uses.map(({ emote, uses: n }) => [emote.name, n])).toEqual([
            ...naiveCounts(new Set(names), text, ranges),
          ]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('counts a message of a thousand different emotes, each of them twice', () => {
    const names = Array.from({ length: 1_000 }, (_, i) => `e${i}`);
    const uses = findThirdPartyEmotes(indexOf(names), '', [...names, ...names.toReversed()].join(' '));
    expect(uses.map(({ emote }) => emote.name)).toEqual(names);
    expect(new Set(uses.map(({ uses: n }) => n))).toEqual(new Set([2]));
  });
});

/** The rule word by word, over an array of code points. */
function naiveCounts(
  names: ReadonlySet<string>,
  text: string,
  ranges: readonly (readonly [number, number])[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  let at = 0;
  for (const word of text.split(' ')) {
    const length = Array.from(word).length;
    const points = Array.from({ length }, (_, i) => at + i);
    const isNative = points.some((point) => ranges.some(([from, to]) => from <= point && point <= to));
    if (!isNative && names.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    at += length + 1;
  }
  return counts;
}
