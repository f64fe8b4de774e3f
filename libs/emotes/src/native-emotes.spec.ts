import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNativeEmotes, readNativeRanges } from './native-emotes';

const found = (tag: string, text: string) =>
  findNativeEmotes(tag, text).emotes.map(({ id, name, uses }) => `${id} ${name} ${uses}`);

describe('findNativeEmotes', () => {
  it('counts one use per range', () => {
    expect(found('25:0-4,6-10/1902:12-16', 'Kappa Kappa Keepo')).toEqual(['25 Kappa 2', '1902 Keepo 1']);
  });

  it('counts positions in code points, so an emoji before an emote moves nothing', () => {
    expect(found('25:2-6', '😂 Kappa')).toEqual(['25 Kappa 1']);
    expect(found('25:1-5', '😂Kappa')).toEqual(['25 Kappa 1']);
  });

  it('reads an id that holds a slash', () => {
    expect(found('80481_/3:7-14', 'hello  pajaW_/3')).toEqual(['80481_/3 pajaW_/3 1']);
  });

  it('adds up an id that comes in two segments', () => {
    expect(found('25:1-5/25:9-13', '😂Kappa😂 &Kappa a')).toEqual(['25 Kappa 2']);
  });

  it('counts a range that lies wholly or partly past the text, and gives it no false name', () => {
    expect(found('84608:9-10', 'foo bar')).toEqual(['84608  1']);
    expect(found('25:2-9', 'a Kappa')).toEqual(['25 Kappa 1']);
  });

  it('takes the name from the first range that is one word', () => {
    expect(found('9:2-6,8-12', 'x Kap a Kappa')).toEqual(['9 Kappa 2']);
  });

  it.each([
    '25:04',
    '25:',
    '25',
    ':0-4',
    '25:4-0',
    '25:-4',
    '25:0-',
    '25:a-b',
    '25:0-4x',
    '25:000000-4',
    '25:0-999999',
    `${'2'.repeat(101)}:0-4`,
  ])('counts nothing for %j and says so', (tag) => {
    expect(findNativeEmotes(tag, 'Kappa Kappa')).toEqual({ emotes: [], unreadable: 1 });
  });

  it('goes on after an unreadable range', () => {
    expect(findNativeEmotes('25:x,0-4,9/1902:6-10', 'Kappa Keepo')).toMatchObject({
      emotes: [
        { id: '25', uses: 1 },
        { id: '1902', uses: 1 },
      ],
      unreadable: 2,
    });
  });

  it('never throws, whatever the tag and the text', () => {
    const tag = fc.string({ unit: fc.constantFrom(...'0123456789:-,/_ax😂'), maxLength: 60 });
    fc.assert(fc.property(tag, fc.string({ unit: 'binary' }), (t, text) => void findNativeEmotes(t, text)));
  });

  it('finds again what was rendered', () => {
    const emote = fc.record({
      id: fc.nat(9999),
      name: fc.string({ unit: fc.constantFrom(...'abcXYZ09'), minLength: 1 }),
    });
    const filler = fc.constantFrom('', 'hi', '😂', '日本', 'e\u0301');
    fc.assert(
      fc.property(fc.array(fc.tuple(filler, emote), { maxLength: 20 }), (parts) => {
        let text = '';
        const ranges: string[] = [];
        for (const [before, { id, name }] of parts) {
          text += `${before} `;
          const from = [...text].length;
          ranges.push(`${id}:${from}-${from + name.length - 1}`);
          text += `${name} `;
        }
        const uses = findNativeEmotes(ranges.join('/'), text).emotes.reduce((sum, e) => sum + e.uses, 0);
        expect(uses).toBe(parts.length);
        let at = 0;
        readNativeRanges(ranges.join('/'), (id, from, to) => {
          const { id: want, name } = parts[at++]![1];
          expect([id, [...text].slice(from, to + 1).join('')]).toEqual([String(want), name]);
        });
      }),
    );
  });
});
