import type { ChannelId, EmoteClass, EmoteId } from '@emotide/domain';
import { describe, expect, it } from 'vitest';
import { toBaseEmoteId } from './base-emote-id';
import { classifyCatalogueEmote } from './catalogue-class';
import { CLASS_RULES, classOfRule, explainRule, isClassRule, type ClassRule } from './class-rules';
import { classifyNative } from './classify-native';
import { createShippedKnowledge } from './shipped-knowledge';

const classify = (id: string, name: string, catalogue: Readonly<Record<string, ClassRule>> = {}) =>
  classifyNative(
    { id: id as EmoteId, name },
    createShippedKnowledge({
      isGlobal: (of) => of === 'new-global',
      catalogueRule: (of) => new Map(Object.entries(catalogue)).get(of),
    }),
  );

describe('classifyNative', () => {
  it.each<[string, string, EmoteClass, ClassRule]>([
    ['25', 'Kappa', 'GLOBAL', 'LIST_GLOBAL'],
    ['1', ':)', 'GLOBAL', 'LIST_GLOBAL'],
    ['555555629', ':-)', 'GLOBAL', 'LIST_SMILEY'],
    ['88', 'PogChamp', 'GLOBAL', 'LIST_GLOBAL_2018'],
    ['new-global', 'brandNew', 'GLOBAL', 'LIST_GLOBAL'],
    // A global that looks like a channel's.
    ['84608', 'cmonBruh', 'GLOBAL', 'LIST_GLOBAL'],
    ['1120102', 'PogFooty', 'LIMITED', 'LIST_EVENT'],
    ['304420773', 'HypeFighter', 'LIMITED', 'LIST_HYPE_TRAIN'],
    ['301544919', 'SirShield', 'LIMITED', 'LIST_TWO_FACTOR'],
    ['134251', 'PrimeYouDontSay', 'PRIME_TURBO', 'LIST_PRIME'],
    ['999999999', 'forsenE', 'CHANNEL_UNKNOWN', 'NAME_PREFIX'],
    ['999999999', 'lirik1', 'CHANNEL_UNKNOWN', 'NAME_PREFIX'],
    ['999999999', 'Forsen', 'UNKNOWN', 'NOTHING_KNOWN'],
    ['999999999', 'kappa', 'UNKNOWN', 'NOTHING_KNOWN'],
    ['999999999', '', 'UNKNOWN', 'NOTHING_KNOWN'],
    ['__proto__', 'constructor', 'UNKNOWN', 'NOTHING_KNOWN'],
  ])('says of %s %s: %s by %s', (id, name, emoteClass, rule) => {
    expect(classify(id, name)).toEqual({ emoteClass, rule });
  });

  it('believes the free list before unlocks, unlocks before the catalogue, the catalogue before the name', () => {
    const catalogue = {
      '25': 'SUBSCRIPTION_T1',
      '1120102': 'SUBSCRIPTION_T1',
      '777': 'SUBSCRIPTION_T1',
    } as const;
    expect(classify('25', 'forsenE', catalogue).rule).toBe('LIST_GLOBAL');
    expect(classify('1120102', 'forsenE', catalogue).rule).toBe('LIST_EVENT');
    expect(classify('777', 'forsenE', catalogue).rule).toBe('SUBSCRIPTION_T1');
  });

  it('decides by the id and never by a name that a list has', () => {
    expect(classify('999999999', 'Kappa').emoteClass).toBe('UNKNOWN');
  });

  it('counts an emote that channel points altered as the one it is made from', () => {
    expect(classify('25_BW', 'Kappa').rule).toBe('LIST_GLOBAL');
    expect(classify('777_TK', 'x', { '777': 'TYPE_BITS' }).rule).toBe('TYPE_BITS');
  });
});

describe('toBaseEmoteId', () => {
  it.each([
    ['300196486_TK', '300196486'],
    ['emotesv2_dc24652ada1e4c84a5e3ceebae4de709_HF', 'emotesv2_dc24652ada1e4c84a5e3ceebae4de709'],
    ['emotesv2_dc24652ada1e4c84a5e3ceebae4de709', 'emotesv2_dc24652ada1e4c84a5e3ceebae4de709'],
    ['80481_/3', '80481_/3'],
    ['25_XX', '25_XX'],
    ['25_bw', '25_bw'],
  ])('%s is %s', (id, base) => {
    expect(toBaseEmoteId(id as EmoteId)).toBe(base);
  });
});

describe('classifyCatalogueEmote', () => {
  const rule = (
    emoteType: string,
    tier: 1 | 2 | 3 | null,
    setId: string | null,
    ownerId: string | null = '1',
  ) => classifyCatalogueEmote({ emoteType, tier, setId, ownerId: ownerId as ChannelId | null }).rule;

  it.each<[ClassRule, ...Parameters<typeof rule>]>([
    ['SUBSCRIPTION_T1', 'subscriptions', 1, '4236'],
    ['SUBSCRIPTION_T2', 'subscriptions', 2, '25044'],
    ['SUBSCRIPTION_T3', 'subscriptions', 3, '25045'],
    ['SUBSCRIPTION', 'subscriptions', null, '4236'],
    ['TYPE_BITS', 'bitstier', null, '1981224526'],
    ['TYPE_FOLLOWER', 'follower', null, '2cb7d9b4-3a0b-4e4b-a3a5-7f2d2d0b9f11'],
    ['TYPE_GLOBAL', 'globals', null, '0', null],
    ['TYPE_GLOBAL', 'smilies', null, '42', null],
    ['TYPE_LIMITED', 'hypetrain', null, '1'],
    ['TYPE_LIMITED', 'twofactor', null, '300374282', null],
    ['TYPE_PRIME_TURBO', 'prime', null, '457', null],
    // The type is Twitch's word; a set's id is a reading of it.
    ['TYPE_FOLLOWER', 'follower', null, '1981224526'],
    ['SET_GLOBAL', '', null, '0', null],
    ['SET_TWO_FACTOR', 'none', null, '300374282'],
    ['SET_CHANNEL_POINTS', 'none', null, '300238151'],
    ['SET_PRIME_TURBO', '', null, '19194'],
    ['OWNER_LIMITED', '', null, '123', '139075904'],
    ['OWNER_LIMITED', '', null, null, '139075904'],
    ['SET_FOLLOWER', '', null, '2cb7d9b4-3a0b-4e4b-a3a5-7f2d2d0b9f11'],
    ['SET_BITS', '', null, '500000000'],
    ['SUBSCRIPTION', '', null, '499999999'],
    ['SUBSCRIPTION_T2', 'a-type-of-tomorrow', 2, '4236'],
    ['CHANNEL_OWNER', 'a-type-of-tomorrow', null, null],
    ['CHANNEL_OWNER', '', null, 'no set of this world'],
    ['NOTHING_KNOWN', '', null, null, null],
    ['NOTHING_KNOWN', '', null, null, '0'],
    ['NOTHING_KNOWN', 'constructor', null, null, 'twitch'],
  ])('%s: type %j, tier %j, set %j, owner %j', (expected, ...facts) => {
    expect(rule(...facts)).toBe(expected);
  });
});

describe('explainRule', () => {
  it('has one sentence for each rule, and no rule beyond them', () => {
    const rules = Object.keys(CLASS_RULES).filter(isClassRule);
    for (const rule of rules) {
      expect(explainRule(rule)).toMatch(/^[A-Z].*\.$/);
      expect(classOfRule(rule)).toEqual({ emoteClass: CLASS_RULES[rule].emoteClass, rule });
    }
    expect(new Set(rules.map(explainRule)).size).toBe(rules.length);
    expect(['constructor', '', 'list_global'].filter(isClassRule)).toEqual([]);
  });
});
