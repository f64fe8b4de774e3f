import type { ChannelId, EmoteId } from '@emotide/domain';
import {
  CATALOGUE_KEYS,
  decodeNativeClasses,
  nativeShardOf,
  type NativeCatalogueEmote,
} from '@emotide/emotes';
import type { CatalogueEntry } from '@emotide/store';
import { describe, expect, it } from 'vitest';
import { NativeCatalogue } from './native-catalogue';

const xqc = '71092938' as ChannelId;
const id = (text: string) => text as EmoteId;
const sub = (emoteId: string, name: string, tier: 1 | 2 | 3 = 1): NativeCatalogueEmote => ({
  id: id(emoteId),
  name,
  emoteType: 'subscriptions',
  tier,
  setId: '310000001',
  ownerId: xqc,
  isAnimated: false,
});
const bare = (emoteId: string, name: string): NativeCatalogueEmote => ({
  ...sub(emoteId, name),
  emoteType: '',
  tier: null,
  setId: null,
  ownerId: null,
});

function create() {
  const written = new Map<string, Uint8Array>();
  const writes: string[] = [];
  const entries: CatalogueEntry[] = [];
  const natives = new NativeCatalogue({
    write: (key, toBytes) => {
      writes.push(key);
      written.set(key, toBytes());
    },
    onEntries: (some) => entries.push(...some),
    onCut: () => undefined,
  });
  return { natives, writes, written, entries };
}

describe('NativeCatalogue', () => {
  it('knows the class of what it has read, in the bucket and in the catalogue too', () => {
    const { natives, written, entries } = create();
    const emote = { id: id('300'), name: 'xqcGasp' };
    expect(natives.classify(emote).emoteClass).toBe('CHANNEL_UNKNOWN');
    expect(natives.learnChannel(xqc, [sub('300', 'xqcGasp')])).toBe(true);
    expect(natives.classify(emote)).toEqual({ emoteClass: 'SUB_T1', rule: 'SUBSCRIPTION_T1' });
    const shard = decodeNativeClasses(written.get(CATALOGUE_KEYS.classes(nativeShardOf(emote.id)))!);
    expect(shard).toMatchObject({ rules: new Map([['300', 'SUBSCRIPTION_T1']]) });
    expect(entries).toMatchObject([
      { emoteId: '300', emoteClass: 'SUB_T1', ownerId: xqc, setId: '310000001' },
    ]);
    expect(written.has(CATALOGUE_KEYS.natives(xqc))).toBe(true);
  });

  it('writes nothing for what it knows already, and what is different when it is', () => {
    const { natives, writes } = create();
    natives.learnChannel(xqc, [sub('300', 'xqcGasp')]);
    const before = writes.length;
    expect(natives.learnChannel(xqc, [sub('300', 'xqcGasp')])).toBe(false);
    expect(writes).toHaveLength(before);
    expect(natives.learnChannel(xqc, [sub('300', 'xqcGasp', 3)])).toBe(true);
    expect(natives.classify({ id: id('300'), name: 'xqcGasp' }).emoteClass).toBe('SUB_T3');
  });

  it('takes for free what Twitch lists as global, though it says no more of it', () => {
    const { natives, entries } = create();
    natives.learnGlobals([bare('999999', 'NewGlobal')]);
    expect(natives.classify({ id: id('999999'), name: 'NewGlobal' })).toEqual({
      emoteClass: 'GLOBAL',
      rule: 'LIST_GLOBAL',
    });
    expect(entries).toMatchObject([{ emoteClass: 'GLOBAL', ownerId: null }]);
  });

  it('knows shipped free emotes without Twitch, and altered emotes by the one they are made from', () => {
    const { natives } = create();
    expect(natives.entryOfUsed(id('25'), 'Kappa')).toMatchObject({ emoteClass: 'GLOBAL' });
    expect(natives.entryOfUsed(id('300_TK'), 'xqcGasp')).toBeUndefined();
    natives.learnChannel(xqc, [sub('300', 'xqcGasp', 2)]);
    expect(natives.entryOfUsed(id('300_TK'), 'xqcGasp')).toMatchObject({
      emoteId: '300_TK',
      emoteClass: 'SUB_T2',
    });
  });

  it('goes on from what the bucket has, wherever each emote lay', () => {
    const first = create();
    first.natives.learnChannel(
      xqc,
      Array.from({ length: 100 }, (_, i) => sub(String(i + 1_000), `xqc${i}`)),
    );
    const { natives, writes } = create();
    for (const [key, bytes] of first.written)
      expect(
        key.startsWith('classes.') ? natives.restoreClasses(bytes) : natives.restoreChannel(xqc, bytes),
      ).toBe(true);
    expect(natives.size).toBe(100);
    expect(natives.hasChannel(xqc)).toBe(true);
    natives.learnChannel(
      xqc,
      Array.from({ length: 100 }, (_, i) => sub(String(i + 1_000), `xqc${i}`)),
    );
    expect(writes).toEqual([]);
    expect([
      natives.restoreClasses(Buffer.from('[]')),
      natives.restoreChannel(xqc, Buffer.from('{')),
    ]).toEqual([false, false]);
  });

  it('learns nothing from an entry that says nothing, so that the name still speaks', () => {
    const { natives } = create();
    natives.learnSets([bare('77', 'abcHello')]);
    expect(natives.classify({ id: id('77'), name: 'abcHello' }).rule).toBe('NAME_PREFIX');
  });
});
