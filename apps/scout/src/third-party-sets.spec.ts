import type { ChannelId, EmoteId } from '@emotide/domain';
import {
  MAX_SET_EMOTES,
  decodeEmoteSets,
  type EmoteChange,
  type EmoteSet,
  type SetEmote,
  type ThirdParty,
} from '@emotide/emotes';
import { describe, expect, it } from 'vitest';
import { ThirdPartySets } from './third-party-sets';

const forsen = '22484632' as ChannelId;
const nymn = '62300805' as ChannelId;

const emote = (id: string, name = id): SetEmote => ({
  id: id as EmoteId,
  name,
  isZeroWidth: false,
  isModifier: false,
  isAnimated: false,
});
const bttv = (channelId: ChannelId | null, ...emotes: SetEmote[]): EmoteSet => ({
  provider: 'BTTV',
  channelId,
  setId: null,
  emotes,
});
const sevenTv = (channelId: ChannelId | null, setId: string, ...emotes: SetEmote[]): EmoteSet => ({
  provider: 'SEVENTV',
  channelId,
  setId,
  emotes,
});
const added = (
  to: { channelId?: ChannelId; setId?: string; provider: ThirdParty },
  e: SetEmote,
): EmoteChange => ({
  provider: to.provider,
  channelId: to.channelId ?? null,
  setId: to.setId ?? null,
  type: 'added',
  emote: e,
});

function create() {
  const written = new Map<string, Uint8Array>();
  const writes: string[] = [];
  const offered: string[] = [];
  let cut = 0;
  const sets = new ThirdPartySets({
    write: (key, toBytes) => {
      written.set(key, toBytes());
      writes.push(key);
    },
    onEmotes: (provider, emotes) => offered.push(...emotes.map(({ id }) => `${provider} ${id}`)),
    onCut: (emotes) => (cut += emotes),
  });
  const namesIn = (key: string) => {
    const decoded = decodeEmoteSets(written.get(key)!);
    if (decoded.type === 'bad') throw new Error(decoded.reason);
    return Object.fromEntries(
      decoded.sets.map(({ provider, emotes }) => [provider, emotes.map(({ name }) => name)]),
    );
  };
  return { sets, writes, offered, namesIn, written, cut: () => cut };
}

describe('ThirdPartySets', () => {
  it('writes all sets of a channel as one value, and only when something is different', () => {
    const { sets, writes, namesIn, offered } = create();
    expect(sets.replace(forsen, 'SEVENTV', sevenTv(forsen, 's1', emote('a')), 0)).toBe(true);
    expect(sets.replace(forsen, 'BTTV', bttv(forsen, emote('b')), 0)).toBe(true);
    expect(namesIn(`channel.${forsen}`)).toEqual({ BTTV: ['b'], SEVENTV: ['a'] });
    expect(sets.replace(forsen, 'BTTV', bttv(forsen, emote('b')), 9)).toBe(false);
    expect(sets.replace(forsen, 'BTTV', 'none', 9)).toBe(true);
    expect(namesIn(`channel.${forsen}`)).toEqual({ SEVENTV: ['a'] });
    expect(sets.replace(null, 'BTTV', bttv(null, emote('g')), 9)).toBe(true);
    expect(namesIn('globals')).toEqual({ BTTV: ['g'] });
    expect(writes).toHaveLength(4);
    expect(offered).toContain('SEVENTV a');
  });

  it('says of a channel that nobody knows that there is nothing', () => {
    const { sets, writes, namesIn } = create();
    expect(sets.replace(forsen, 'FFZ', 'none', 0)).toBe(true);
    expect(namesIn(`channel.${forsen}`)).toEqual({});
    expect(sets.replace(forsen, 'BTTV', 'none', 0)).toBe(false);
    expect(writes).toHaveLength(1);
  });

  it('puts a live change in force wherever the set is worn, by the set’s id or the channel’s', () => {
    const { sets, namesIn, offered } = create();
    for (const channel of [forsen, nymn])
      sets.replace(channel, 'SEVENTV', sevenTv(channel, 'shared', emote('a')), 0);
    sets.replace(forsen, 'BTTV', bttv(forsen, emote('x')), 0);
    expect(sets.apply(added({ provider: 'SEVENTV', setId: 'shared' }, emote('b')), 1)).toBe(true);
    for (const channel of [forsen, nymn])
      expect(namesIn(`channel.${channel}`)['SEVENTV']).toEqual(['a', 'b']);
    expect(offered).toContain('SEVENTV b');
    const rename: EmoteChange = {
      provider: 'BTTV',
      channelId: forsen,
      setId: null,
      type: 'renamed',
      emoteId: 'x' as EmoteId,
      name: 'y',
    };
    expect(sets.apply(rename, 2)).toBe(true);
    expect(sets.apply(rename, 3)).toBe(false);
    expect(namesIn(`channel.${forsen}`)['BTTV']).toEqual(['y']);
    expect(sets.apply(added({ provider: 'SEVENTV', setId: 'nobody' }, emote('c')), 4)).toBe(false);
  });

  it('keeps a change in force when an older answer comes after it, and not when the answer is younger', () => {
    const { sets, namesIn } = create();
    const key = `channel.${forsen}`;
    sets.replace(forsen, 'BTTV', bttv(forsen, emote('a')), 0);
    sets.apply(added({ provider: 'BTTV', channelId: forsen }, emote('b')), 1_000);
    sets.replace(forsen, 'BTTV', bttv(forsen, emote('a')), 500);
    expect(namesIn(key)['BTTV']).toEqual(['a', 'b']);
    // From a cache that has not heard of it.
    sets.replace(forsen, 'BTTV', bttv(forsen, emote('a')), 30_000);
    expect(namesIn(key)['BTTV']).toEqual(['a', 'b']);
    sets.replace(forsen, 'BTTV', bttv(forsen, emote('a')), 62_000);
    expect(namesIn(key)['BTTV']).toEqual(['a']);
  });

  it('puts a change in force that came before the first answer', () => {
    const { sets, namesIn } = create();
    expect(sets.apply(added({ provider: 'BTTV', channelId: forsen }, emote('b')), 1_000)).toBe(false);
    sets.replace(forsen, 'BTTV', bttv(forsen, emote('a')), 900);
    expect(namesIn(`channel.${forsen}`)['BTTV']).toEqual(['a', 'b']);
  });

  it('goes on from what the bucket has, and takes a value that can’t be read for none', () => {
    const first = create();
    first.sets.replace(forsen, 'SEVENTV', sevenTv(forsen, 's1', emote('a')), 0);
    const { sets, writes, namesIn } = create();
    expect(sets.restore(forsen, first.written.get(`channel.${forsen}`)!)).toBe(true);
    expect(sets.restore(nymn, Buffer.from('{}'))).toBe(false);
    expect([sets.has(forsen), sets.has(nymn), sets.setIdOf(forsen, 'SEVENTV')]).toEqual([true, false, 's1']);
    expect(sets.replace(forsen, 'SEVENTV', sevenTv(forsen, 's1', emote('a')), 5)).toBe(false);
    expect(writes).toEqual([]);
    expect(sets.apply(added({ provider: 'SEVENTV', setId: 's1' }, emote('b')), 6)).toBe(true);
    expect(namesIn(`channel.${forsen}`)['SEVENTV']).toEqual(['a', 'b']);
  });

  it('lets go of a set that is no longer worn, and of a channel that is not kept up', () => {
    const { sets } = create();
    sets.replace(forsen, 'SEVENTV', sevenTv(forsen, 'old', emote('a')), 0);
    sets.replace(forsen, 'SEVENTV', sevenTv(forsen, 'new', emote('b')), 1);
    expect([sets.wearersOf('SEVENTV', 'old'), sets.wearersOf('SEVENTV', 'new')]).toEqual([[], [forsen]]);
    sets.forget(forsen);
    expect([sets.has(forsen), sets.wearersOf('SEVENTV', 'new')]).toEqual([false, []]);
  });

  it('cuts what no value can hold, and says how much', () => {
    const { sets, cut } = create();
    const many = (provider: string) =>
      Array.from({ length: MAX_SET_EMOTES }, (_, i) => emote(`${provider}${i}`, `${'x'.repeat(90)}${i}`));
    sets.replace(forsen, 'BTTV', bttv(forsen, ...many('b')), 0);
    expect(cut()).toBeGreaterThan(0);
  });

  it('does not grow with the changes that it hears', () => {
    const { sets } = create();
    sets.replace(forsen, 'BTTV', bttv(forsen), 0);
    for (let i = 0; i < 5_000; i++)
      sets.apply(added({ provider: 'BTTV', channelId: forsen }, emote(`e${i % 10}`)), i * 1_000);
    const before = performance.now();
    sets.replace(forsen, 'BTTV', bttv(forsen), 5_000_000);
    expect(performance.now() - before).toBeLessThan(50);
    expect(sets.setsOf(forsen)[0]!.emotes.length).toBe(10);
  });
});
