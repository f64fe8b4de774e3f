import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelId, EmoteClass, EmoteId } from '@emotide/domain';
import { NO_SAMPLE_DATA, sampleData } from '@emotide/testkit';
import { describe, expect, it } from 'vitest';
import { classifyCatalogueEmote } from '../src/catalogue-class';
import type { ClassRule } from '../src/class-rules';
import { classifyNative } from '../src/classify-native';
import { createChannelIndex, createGlobalIndex } from '../src/emote-index';
import { createShippedKnowledge } from '../src/shipped-knowledge';
import { findThirdPartyEmotes } from '../src/third-party-emotes';

/** As Helix, BTTV and 7TV spell it; read here by hand, so that the product's own parsers are not asked. */
interface HelixEmote {
  readonly id: string;
  readonly name: string;
  readonly tier?: string;
  readonly emote_type?: string;
  readonly emote_set_id?: string;
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(sampleData ?? '', file), 'utf8'));
const helix = (file: string) => (read(`emotes/${file}`) as { data: HelixEmote[] }).data;

describe.skipIf(sampleData === undefined)(`classes of real emotes${NO_SAMPLE_DATA}`, () => {
  const channelEmotes = () => [
    ...helix('helix-channel-emotes-forsen_22484632.json'),
    ...helix('helix-channel-emotes-lirik_23161357.json'),
  ];
  const rules = new Map<string, ClassRule | undefined>();
  const knowledge = createShippedKnowledge({ isGlobal: () => false, catalogueRule: (id) => rules.get(id) });
  const classify = (emote: HelixEmote, isKnown: 'type' | 'set' | 'not') => {
    const tiers: Readonly<Record<string, 1 | 2 | 3>> = { '1000': 1, '2000': 2, '3000': 3 };
    const catalogue = classifyCatalogueEmote({
      emoteType: isKnown === 'type' ? (emote.emote_type ?? '') : '',
      tier: tiers[emote.tier ?? ''] ?? null,
      setId: emote.emote_set_id ?? null,
      ownerId: '1' as ChannelId,
    });
    rules.set(emote.id, isKnown === 'not' ? undefined : catalogue.rule);
    return classifyNative({ id: emote.id as EmoteId, name: emote.name }, knowledge);
  };
  const countClasses = (emotes: readonly HelixEmote[], isKnown: 'type' | 'set' | 'not') => {
    const counts: Partial<Record<EmoteClass, number>> = {};
    for (const emote of emotes) {
      const { emoteClass } = classify(emote, isKnown);
      counts[emoteClass] = (counts[emoteClass] ?? 0) + 1;
    }
    return counts;
  };

  it('are right for 156 emotes of two channels, by type and by set alone', () => {
    const truth = { SUB_T1: 129, SUB_T2: 8, SUB_T3: 8, BITS: 8, FOLLOWER: 3 };
    expect(countClasses(channelEmotes(), 'type')).toEqual(truth);
    expect(countClasses(channelEmotes(), 'set')).toEqual(truth);
  });

  it('are a channel’s, tier unknown, for all 156 before any catalogue is read', () => {
    expect(countClasses(channelEmotes(), 'not')).toEqual({ CHANNEL_UNKNOWN: 156 });
  });

  it('are GLOBAL for all 309 globals', () => {
    expect(countClasses(helix('helix-global-emotes.json'), 'not')).toEqual({ GLOBAL: 309 });
  });
});

describe.skipIf(sampleData === undefined)(`words of real chat${NO_SAMPLE_DATA}`, () => {
  it('are the emotes that a count by another way finds, in 5,000 lines against 973 emotes', () => {
    const sevenTv = read('emotes/7tv-user-nymn_62300805.json') as {
      emote_set: { emotes: { id: string; name: string }[] };
    };
    const bttv = read('emotes/bttv-user-northernlion_14371185-2025-05-15.json') as {
      sharedEmotes: { id: string; code: string }[];
    };
    const bttvGlobal = read('emotes/bttv-global-2025-05-15.json') as { id: string; code: string }[];
    const toEmotes = (list: readonly { id: string; name?: string; code?: string }[]) =>
      list.map(({ id, name, code = '' }) => ({
        id: id as EmoteId,
        name: name ?? code,
        isZeroWidth: false,
        isModifier: false,
        isAnimated: false,
      }));
    const set = { channelId: null, setId: null };
    const index = createChannelIndex(
      createGlobalIndex([{ ...set, provider: 'BTTV', emotes: toEmotes(bttvGlobal) }]),
      [
        { ...set, provider: 'SEVENTV', emotes: toEmotes(sevenTv.emote_set.emotes) },
        { ...set, provider: 'BTTV', emotes: toEmotes(bttv.sharedEmotes) },
      ],
    );
    const idOfName = new Map<string, string>();
    for (const list of [bttvGlobal, sevenTv.emote_set.emotes, bttv.sharedEmotes])
      for (const { id, name } of toEmotes(list)) idOfName.set(name, id);

    const mine = new Map<string, number>();
    const others = new Map<string, number>();
    const add = (counts: Map<string, number>, id: string, uses: number) =>
      counts.set(id, (counts.get(id) ?? 0) + uses);
    const lines = readFileSync(join(sampleData ?? '', 'irc/xqcow-2019-09-15.txt'), 'utf8').split(/\r?\n/);
    for (const line of lines) {
      const [, tag = '', text] = /[@;]emotes=([^; ]*).* PRIVMSG #\S+ :(.*)/.exec(line) ?? [];
      if (text === undefined) continue;
      for (const { emote, uses } of findThirdPartyEmotes(index, tag, text)) add(mine, emote.id, uses);
      // Native ranges painted over, then words looked up.
      const points = Array.from(text);
      for (const [, from, to] of tag.matchAll(/(\d+)-(\d+)/g))
        points.fill('\u0000', Number(from), Number(to) + 1);
      for (const word of points.join('').split(' ')) {
        const id = idOfName.get(word);
        if (id !== undefined) add(others, id, 1);
      }
    }
    expect(index.counts).toEqual({ names: 908, shadowed: 24, sameName: 4, unmatchable: 0, cut: 0 });
    expect(mine.size).toBeGreaterThan(20);
    expect([...mine].sort()).toEqual([...others].sort());
  });
});
