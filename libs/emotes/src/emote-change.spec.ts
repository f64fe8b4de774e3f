import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelId, EmoteId } from '@emotide/domain';
import { applyChange, type EmoteChange } from './emote-change';
import type { EmoteSet, SetEmote } from './emote-set';
import { MAX_SET_EMOTES } from './providers/collect-emotes';

const CHANNEL = '1001' as ChannelId;
const emote = (id: string, name: string): SetEmote => ({
  id: id as EmoteId,
  name,
  isZeroWidth: false,
  isModifier: false,
  isAnimated: false,
});
const set: EmoteSet = {
  provider: 'SEVENTV',
  channelId: CHANNEL,
  setId: 's1',
  emotes: [emote('e1', 'One'), emote('e2', 'Two')],
};
const about = { provider: 'SEVENTV', channelId: null, setId: 's1' } as const;
const namesOf = ({ emotes }: EmoteSet): string[] => emotes.map(({ name }) => name);

describe('applyChange', () => {
  it('adds at the end, renames in place, removes', () => {
    expect(namesOf(applyChange(set, { ...about, type: 'added', emote: emote('e3', 'Three') }))).toEqual([
      'One',
      'Two',
      'Three',
    ]);
    expect(
      namesOf(applyChange(set, { ...about, type: 'renamed', emoteId: 'e1' as EmoteId, name: 'Uno' })),
    ).toEqual(['Uno', 'Two']);
    expect(namesOf(applyChange(set, { ...about, type: 'removed', emoteId: 'e1' as EmoteId }))).toEqual([
      'Two',
    ]);
    expect(namesOf(set)).toEqual(['One', 'Two']);
  });

  it('puts an emote that comes again in its old place', () => {
    expect(namesOf(applyChange(set, { ...about, type: 'added', emote: emote('e1', 'Uno') }))).toEqual([
      'Uno',
      'Two',
    ]);
  });

  it.each<[string, EmoteChange]>([
    ['about another set', { ...about, setId: 's2', type: 'removed', emoteId: 'e1' as EmoteId }],
    ['of another provider', { ...about, provider: 'BTTV', type: 'removed', emoteId: 'e1' as EmoteId }],
    ['about no set', { ...about, setId: null, type: 'removed', emoteId: 'e1' as EmoteId }],
    ['that is known', { ...about, type: 'added', emote: emote('e1', 'One') }],
    ['about an unknown emote', { ...about, type: 'renamed', emoteId: 'e9' as EmoteId, name: 'Nine' }],
    ['that took it away already', { ...about, type: 'removed', emoteId: 'e9' as EmoteId }],
  ])('gives the same set for a change %s', (_what, change) => {
    expect(applyChange(set, change)).toBe(set);
  });

  it('knows a set by its channel where the provider says that', () => {
    const bttv: EmoteSet = { ...set, provider: 'BTTV', setId: null };
    const change = {
      provider: 'BTTV',
      channelId: CHANNEL,
      setId: null,
      type: 'removed',
      emoteId: 'e1',
    } as const;
    expect(namesOf(applyChange(bttv, { ...change, emoteId: 'e1' as EmoteId }))).toEqual(['Two']);
    expect(applyChange(bttv, { ...change, emoteId: 'e1' as EmoteId, channelId: '7' as ChannelId })).toBe(
      bttv,
    );
  });

  it('takes no more than a set may hold', () => {
    const full = {
      ...set,
      emotes: Array.from({ length: MAX_SET_EMOTES }, (_, i) => emote(`e${i}`, `n${i}`)),
    };
    expect(applyChange(full, { ...about, type: 'added', emote: emote('more', 'More') })).toBe(full);
  });

  it('ends in the same set however often each change is said, and never holds an emote twice', () => {
    const id = fc.constantFrom('e1', 'e2', 'e3', 'e4');
    const name = fc.constantFrom('a', 'b', 'c');
    const change: fc.Arbitrary<EmoteChange> = fc.oneof(
      fc.tuple(id, name).map(([i, n]): EmoteChange => ({ ...about, type: 'added', emote: emote(i, n) })),
      fc
        .tuple(id, name)
        .map(([i, n]): EmoteChange => ({ ...about, type: 'renamed', emoteId: i as EmoteId, name: n })),
      id.map((i): EmoteChange => ({ ...about, type: 'removed', emoteId: i as EmoteId })),
    );
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const once = changes.reduce(applyChange, set);
        const twice = changes.flatMap((c) => [c, c]).reduce(applyChange, set);
        expect(twice).toEqual(once);
        expect(new Set(once.emotes.map((e) => e.id)).size).toBe(once.emotes.length);
      }),
    );
  });
});
