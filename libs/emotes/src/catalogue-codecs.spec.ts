import type { ChannelId, EmoteId } from '@emotide/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NATIVE_SHARDS, nativeShardOf } from './catalogue-keys';
import { CLASS_RULES, type ClassRule } from './class-rules';
import type { EmoteSet, NativeCatalogueEmote } from './emote-set';
import { decodeEmoteSets, encodeEmoteSets } from './emote-sets-codec';
import { decodeNativeClasses, encodeNativeClasses } from './native-classes-codec';
import { decodeNativeEmotes, encodeNativeEmotes } from './native-emotes-codec';

/** Control characters, quotes, halves of characters and all. */
const text = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.constantFrom('__proto__', 'constructor', '"', '\\', '\ud83d', '\u0000'),
);
const emoteId = text.map((id) => id as EmoteId);
const channelId = fc.option(text.map((id) => id as ChannelId));
const sets: fc.Arbitrary<EmoteSet[]> = fc.array(
  fc.record({
    provider: fc.constantFrom('BTTV', 'FFZ', 'SEVENTV'),
    channelId,
    setId: fc.option(text),
    emotes: fc.array(
      fc.record({
        id: emoteId,
        name: text,
        isZeroWidth: fc.boolean(),
        isModifier: fc.boolean(),
        isAnimated: fc.boolean(),
      }),
      { maxLength: 20 },
    ),
  }),
  { maxLength: 4 },
);
const natives: fc.Arbitrary<NativeCatalogueEmote[]> = fc.array(
  fc.record({
    id: emoteId,
    name: text,
    emoteType: fc.oneof(text, fc.constant('')),
    tier: fc.constantFrom(null, 1, 2, 3),
    setId: fc.option(text),
    ownerId: channelId,
    isAnimated: fc.boolean(),
  }),
  { maxLength: 40 },
);
const classes = fc.uniqueArray(
  fc.tuple(emoteId, fc.constantFrom(...(Object.keys(CLASS_RULES) as ClassRule[]))),
  { selector: ([id]) => id, maxLength: 60 },
);
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('the values of the catalogue', () => {
  it('read back as they were written', () => {
    fc.assert(
      fc.property(sets, natives, classes, (s, n, c) => {
        expect(decodeEmoteSets(encodeEmoteSets(s).bytes)).toEqual({ type: 'sets', sets: s });
        expect(decodeNativeEmotes(encodeNativeEmotes(n).bytes)).toEqual({ type: 'emotes', emotes: n });
        const read = decodeNativeClasses(encodeNativeClasses(c).bytes);
        expect(read).toEqual({ type: 'classes', rules: new Map(c), unknownRules: 0 });
      }),
    );
  });

  it('keep to the limit, read back as the beginning of what was given, and say how much was cut', () => {
    fc.assert(
      fc.property(sets, natives, classes, fc.integer({ min: 350, max: 1_500 }), (s, n, c, limit) => {
        const value = encodeEmoteSets(s, limit);
        const read = decodeEmoteSets(value.bytes);
        const left = read.type === 'sets' ? read.sets : [];
        expect(left).toEqual(
          s.map((set, i) => ({ ...set, emotes: set.emotes.slice(0, left[i]?.emotes.length) })),
        );
        const count = (of: readonly EmoteSet[]) => of.reduce((sum, { emotes }) => sum + emotes.length, 0);
        expect(count(left) + value.cut).toBe(count(s));
        // With nothing left to cut, the sets' own ids are what is too long.
        if (count(left) > 0) expect(value.bytes.length).toBeLessThanOrEqual(limit);

        const list = encodeNativeEmotes(n, limit);
        expect(list.bytes.length).toBeLessThanOrEqual(limit);
        expect(decodeNativeEmotes(list.bytes)).toEqual({
          type: 'emotes',
          emotes: n.slice(0, n.length - list.cut),
        });

        const known = encodeNativeClasses(c, limit);
        const rules = decodeNativeClasses(known.bytes);
        expect(known.bytes.length).toBeLessThanOrEqual(limit);
        expect(rules.type === 'classes' && rules.rules.size).toBe(c.length - known.cut);
      }),
    );
  });

  it('cut no more than they must', () => {
    const emotes = Array.from({ length: 100 }, (_, i) => ({
      id: `${1_000 + i}` as EmoteId,
      name: `emote${100 + i}`,
      isZeroWidth: false,
      isModifier: false,
      isAnimated: false,
    }));
    const whole: EmoteSet[] = [{ provider: 'BTTV', channelId: null, setId: null, emotes }];
    const bytes = encodeEmoteSets(whole).bytes.length;
    expect(encodeEmoteSets(whole, bytes).cut).toBe(0);
    expect(encodeEmoteSets(whole, bytes - 1).cut).toBe(1);
    // "1099","emote199",0 and two commas: 18 bytes.
    expect(encodeEmoteSets(whole, bytes - 19).cut).toBe(1);
    expect(encodeEmoteSets(whole, bytes - 20).cut).toBe(2);
  });

  it('hold 10,000 emotes of 7TV at 45 bytes each, and 20,000 classes in a shard', () => {
    const emotes = Array.from({ length: 10_001 }, (_, i) => ({
      id: `01F6MQ33FG000FFJ97ZB${String(i).padStart(6, '0')}` as EmoteId,
      name: `peepoHappy${i}`,
      isZeroWidth: i % 20 === 0,
      isModifier: false,
      isAnimated: i % 2 === 0,
    }));
    const { bytes, cut } = encodeEmoteSets([{ provider: 'SEVENTV', channelId: null, setId: null, emotes }]);
    expect(cut).toBe(1);
    expect(bytes.length).toBeLessThan(10_000 * 48);

    const known = Array.from({ length: 25_000 }, (_, i): [EmoteId, ClassRule] => [
      `emotesv2_${String(i).padStart(32, '0')}` as EmoteId,
      'SUBSCRIPTION_T1',
    ]);
    const value = encodeNativeClasses(known);
    expect(value.bytes.length).toBeLessThanOrEqual(1_000_000);
    expect(value.cut).toBeGreaterThan(0);
    expect(25_000 - value.cut).toBeGreaterThan(22_000);
    const read = decodeNativeClasses(value.bytes);
    expect(read.type === 'classes' && read.rules.size).toBe(25_000 - value.cut);
  });

  it('leave out ids whose rule only a newer writer knows', () => {
    expect(decodeNativeClasses(json({ v: 1, rules: { TYPE_BITS: ['1'], TOMORROW: ['2', '3'] } }))).toEqual({
      type: 'classes',
      rules: new Map([['1', 'TYPE_BITS']]),
      unknownRules: 2,
    });
  });

  const set = { provider: 'BTTV', channel: null, set: null, ids: ['1'], names: ['a'], flags: '0' };
  const emote = ['1', 'a', 0, 1, 1, 0, 0];
  it.each<[string, (bytes: Uint8Array) => { readonly type: string }, unknown]>([
    ['no sets', decodeEmoteSets, {}],
    ['a set of Twitch', decodeEmoteSets, { sets: [{ ...set, provider: 'TWITCH' }] }],
    ['a provider that objects have', decodeEmoteSets, { sets: [{ ...set, provider: 'constructor' }] }],
    ['columns of different length', decodeEmoteSets, { sets: [{ ...set, names: [] }] }],
    ['no flags', decodeEmoteSets, { sets: [{ ...set, flags: '' }] }],
    ['flags that are none', decodeEmoteSets, { sets: [{ ...set, flags: '8' }] }],
    ['an empty name', decodeEmoteSets, { sets: [{ ...set, names: [''] }] }],
    ['a name that is a number', decodeEmoteSets, { sets: [{ ...set, names: [1] }] }],
    ['a name too long', decodeEmoteSets, { sets: [{ ...set, names: ['x'.repeat(201)] }] }],
    ['17 sets', decodeEmoteSets, { sets: Array.from({ length: 17 }, () => set) }],
    ['no emotes', decodeNativeEmotes, { texts: [] }],
    [
      'a text that is not there',
      decodeNativeEmotes,
      { texts: ['', null], emotes: [['1', 'a', 2, 1, 1, 0, 0]] },
    ],
    ['a type that is null', decodeNativeEmotes, { texts: [null, null], emotes: [emote] }],
    ['tier 4', decodeNativeEmotes, { texts: ['', null], emotes: [emote.with(5, 4)] }],
    ['animated 2', decodeNativeEmotes, { texts: ['', null], emotes: [emote.with(6, 2)] }],
    ['a list of rules', decodeNativeClasses, { rules: [] }],
    ['a rule without list', decodeNativeClasses, { rules: { TYPE_BITS: '1' } }],
    ['an id that is null', decodeNativeClasses, { rules: { TYPE_BITS: [null] } }],
  ])('are refused with %s', (_, decode, content) => {
    expect(decode(json({ v: 1, ...(content as object) }))).toEqual({ type: 'bad', reason: 'wrong-shape' });
  });

  it('are refused when torn, of another version, or larger than any can be', () => {
    for (const decode of [decodeEmoteSets, decodeNativeEmotes, decodeNativeClasses]) {
      expect(decode(new TextEncoder().encode('{"v":1,'))).toEqual({ type: 'bad', reason: 'not-json' });
      expect(decode(Uint8Array.of(0x22, 0xff, 0x22))).toEqual({ type: 'bad', reason: 'not-json' });
      expect(decode(json({ v: 2 }))).toEqual({ type: 'bad', reason: 'other-version' });
      expect(decode(json(null))).toEqual({ type: 'bad', reason: 'wrong-shape' });
      expect(decode(json([1]))).toEqual({ type: 'bad', reason: 'wrong-shape' });
      expect(decode(new Uint8Array(1_000_001))).toEqual({ type: 'bad', reason: 'too-large' });
      fc.assert(fc.property(fc.json(), (value) => void decode(new TextEncoder().encode(value))));
      fc.assert(
        fc.property(
          fc.dictionary(fc.constantFrom('sets', 'texts', 'emotes', 'rules'), fc.anything()),
          (value) => void decode(json({ ...(JSON.parse(JSON.stringify(value) ?? '{}') as object), v: 1 })),
        ),
      );
    }
  });
});

describe('nativeShardOf', () => {
  it('spreads ids over all shards, always the same way', () => {
    const counts = new Array<number>(NATIVE_SHARDS).fill(0);
    for (let i = 0; i < 32_000; i++) {
      const shard = nativeShardOf(`${300_000_000 + i}` as EmoteId);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(counts).toHaveLength(NATIVE_SHARDS);
    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect([nativeShardOf('25' as EmoteId), nativeShardOf('emotesv2_x' as EmoteId)]).toEqual([18, 27]);
  });
});
