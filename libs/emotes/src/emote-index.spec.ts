import type { ChannelId, EmoteId } from '@emotide/domain';
import { describe, expect, it } from 'vitest';
import { createChannelIndex, createGlobalIndex, findEmote, withGlobalIndex } from './emote-index';
import { EmotePool } from './emote-pool';
import type { EmoteSet, SetEmote, ThirdParty } from './emote-set';

const emote = (name: string, id: string, change: Partial<SetEmote> = {}): SetEmote => ({
  id: id as EmoteId,
  name,
  isZeroWidth: false,
  isModifier: false,
  isAnimated: false,
  ...change,
});
const set = (provider: ThirdParty, channelId: string | null, emotes: readonly SetEmote[]): EmoteSet => ({
  provider,
  channelId: channelId as ChannelId | null,
  setId: null,
  emotes,
});
const PROVIDERS_IN_ORDER: readonly ThirdParty[] = ['FFZ', 'BTTV', 'SEVENTV'];

describe('createChannelIndex', () => {
  it('gives a name to the channel before everybody, and to FFZ before BTTV before 7TV', () => {
    const sets = (channel: string | null) =>
      PROVIDERS_IN_ORDER.map((provider) =>
        set(provider, channel, [emote('Pog', `${channel ?? 'global'} ${provider}`)]),
      );
    const left = { channel: sets('1'), global: sets(null) };
    const winners: (string | undefined)[] = [];
    for (const side of ['channel', 'channel', 'channel', 'global', 'global', 'global'] as const) {
      // The order in which sets are given must not matter.
      const index = createChannelIndex(
        createGlobalIndex(left.global.toReversed()),
        left.channel.toReversed(),
      );
      winners.push(findEmote(index, 'Pog')?.id);
      left[side].shift();
    }
    expect(winners).toEqual(['1 FFZ', '1 BTTV', '1 SEVENTV', 'global FFZ', 'global BTTV', 'global SEVENTV']);
  });

  it('takes the last of two emotes of one name in a set, and counts the other', () => {
    const index = createChannelIndex(createGlobalIndex([]), [
      set('SEVENTV', '1', [emote('Pog', 'first'), emote('Pog', 'last')]),
      set('BTTV', '1', [emote('Kek', 'bttv')]),
      set('SEVENTV', '1', [emote('Kek', '7tv')]),
    ]);
    expect(findEmote(index, 'Pog')?.id).toBe('last');
    expect(index.counts).toEqual({ names: 2, shadowed: 1, sameName: 1, unmatchable: 0, cut: 0 });
  });

  it('takes the later of two sets of one provider, as FrankerFaceZ has for all channels', () => {
    const sets = ['earlier', 'later'].map((id) => set('FFZ', null, [emote('Pog', id)]));
    expect(createGlobalIndex(sets).byName.get('Pog')?.id).toBe('later');
  });

  it('knows zero-width emotes and modifiers as such', () => {
    const index = createChannelIndex(
      createGlobalIndex([set('BTTV', null, [emote('w!', '1', { isModifier: true })])]),
      [set('SEVENTV', '1', [emote('RainTime', '2', { isZeroWidth: true })])],
    );
    expect(findEmote(index, 'w!')).toMatchObject({ isModifier: true, isZeroWidth: false });
    expect(findEmote(index, 'RainTime')).toMatchObject({ isModifier: false, isZeroWidth: true });
  });

  it('finds emotes whose names every object has, and none that are not there', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const index = createChannelIndex(createGlobalIndex([]), [
      set(
        'BTTV',
        '1',
        names.map((name) => emote(name, name)),
      ),
    ]);
    expect(names.map((name) => findEmote(index, name)?.id)).toEqual(names);
    expect(findEmote(createChannelIndex(createGlobalIndex([]), []), 'constructor')).toBeUndefined();
  });

  it('leaves out names that no word can be, and what a set has beyond 10,000', () => {
    const many = Array.from({ length: 10_001 }, (_, i) => emote(`e${i}`, `${i}`));
    const index = createChannelIndex(createGlobalIndex([]), [
      set('SEVENTV', '1', many),
      set('FFZ', '1', [emote('', '1'), emote('a b', '2')]),
    ]);
    expect(index.counts).toMatchObject({ names: 10_000, unmatchable: 2, cut: 1 });
    expect(findEmote(index, 'e9999')?.id).toBe('9999');
    expect(findEmote(index, 'e10000')).toBeUndefined();
  });

  it('takes other global emotes without losing its own, and leaves the index before as it was', () => {
    const before = createGlobalIndex([set('BTTV', null, [emote('Old', '1')])]);
    const index = createChannelIndex(before, [set('BTTV', '1', [emote('Own', '2')])]);
    const after = withGlobalIndex(
      index,
      createGlobalIndex([set('BTTV', null, [emote('New', '3')])], before.pool),
    );
    const known = (of: typeof index) => ['Old', 'New', 'Own'].filter((name) => findEmote(of, name));
    expect(known(after)).toEqual(['New', 'Own']);
    expect(known(index)).toEqual(['Old', 'Own']);
  });

  it('shares an emote over the channels that have it, and not what a channel calls otherwise', () => {
    const global = createGlobalIndex([]);
    // As two answers would give them: equal, and not the same objects.
    const channel = (name: string) =>
      createChannelIndex(global, [set('SEVENTV', '1', [emote(name, '01F6MQ33FG000FFJ97ZB8MWV52')])]);
    const [one, two, alias] = [channel('Pog'), channel('Pog'), channel('PogU')];
    expect(findEmote(one, 'Pog')).toBe(findEmote(two, 'Pog'));
    expect(findEmote(alias, 'PogU')).toMatchObject({ id: '01F6MQ33FG000FFJ97ZB8MWV52', name: 'PogU' });
  });
});

describe('EmotePool', () => {
  it('holds at most two generations and keeps what is still asked for', () => {
    const pool = new EmotePool(10);
    const kept = pool.share('BTTV', emote('Kept', 'kept'));
    for (let i = 0; i < 1_000; i++) {
      pool.share('BTTV', emote(`e${i}`, `${i}`));
      if (i % 5 === 0) expect(pool.share('BTTV', emote('Kept', 'kept'))).toBe(kept);
      expect(pool.size).toBeLessThanOrEqual(20);
    }
  });

  it('tells providers and kinds of one id apart', () => {
    const pool = new EmotePool();
    const shared = pool.share('BTTV', emote('a', '1'));
    expect(pool.share('FFZ', emote('a', '1'))).toMatchObject({ provider: 'FFZ' });
    expect(pool.share('BTTV', emote('a', '1', { isZeroWidth: true }))).toMatchObject({ isZeroWidth: true });
    expect(pool.share('BTTV', emote('a', '1', { isModifier: true }))).toMatchObject({ isModifier: true });
    expect(pool.share('BTTV', emote('a', '1'))).toBe(shared);
  });
});
