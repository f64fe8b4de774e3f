import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edited, type EmoteChange, type SetEdit } from './emote-change';
import { createSetHistory } from './set-history';
import { THIRD_PARTIES, type SetKey, type SetOf, type ThirdPartyEmote } from './third-party-emote';

const base: SetOf = ({ provider, channelId }) =>
  provider === 'bttv' && channelId === null ? [{ id: 'g', name: 'Pog' }] : channelId === null ? [] : null;
const change = (revision: number, key: SetKey, edit: SetEdit): EmoteChange => ({
  revision,
  atMs: 0,
  ...key,
  ...edit,
});

describe('a history of sets', () => {
  it('prefers a channel’s own sets, and among them FFZ, then BTTV, then 7TV', () => {
    const changes = [
      change(1, { provider: '7tv', channelId: '1' }, { kind: 'add', emote: { id: 's', name: 'Pog' } }),
      change(2, { provider: 'bttv', channelId: '1' }, { kind: 'add', emote: { id: 'b', name: 'Pog' } }),
      change(3, { provider: 'ffz', channelId: '1' }, { kind: 'add', emote: { id: 'f', name: 'Pog' } }),
      change(4, { provider: 'ffz', channelId: null }, { kind: 'add', emote: { id: 'h', name: 'Pog' } }),
    ];
    const history = createSetHistory(base, changes);
    expect([0, 1, 2, 3].map((revision) => history.find('1', 'Pog', revision))).toEqual([
      'bttv:g',
      '7tv:s',
      'bttv:b',
      'ffz:f',
    ]);
    expect([3, 4].map((revision) => history.find('2', 'Pog', revision))).toEqual(['bttv:g', 'ffz:h']);
    expect(history.find('1', 'pog', 4)).toBeUndefined();
  });

  it('shows the last of two emotes of one name, and the other when that goes', () => {
    const two = [
      { id: 'x', name: 'Pog' },
      { id: 'y', name: 'Pog' },
    ];
    const key = { provider: '7tv', channelId: '1' } as const;
    const history = createSetHistory(base, [
      change(1, key, { kind: 'set', emotes: two }),
      change(2, key, { kind: 'remove', id: 'y' }),
    ]);
    expect([1, 2].map((revision) => history.find('1', 'Pog', revision))).toEqual(['7tv:y', '7tv:x']);
  });

  it('takes in changes that come later, and says whom they concern', () => {
    const changes: EmoteChange[] = [];
    const history = createSetHistory(base, changes);
    expect(history.find('1', 'New', 0)).toBeUndefined();
    changes.push(
      change(1, { provider: 'ffz', channelId: '1' }, { kind: 'add', emote: { id: 'n', name: 'New' } }),
    );
    changes.push(
      change(2, { provider: 'ffz', channelId: null }, { kind: 'add', emote: { id: 'm', name: 'Neu' } }),
    );
    expect(history.find('1', 'New', 1)).toBe('ffz:n');
    expect(history.find('1', 'New', 0)).toBeUndefined();
    expect(history.changedBetween(0, 1)).toEqual(new Set(['1']));
    expect(history.changedBetween(1, 2)).toEqual(new Set([null]));
    expect(history.changedBetween(2, 2)).toEqual(new Set());
  });

  it('equals, at each revision, a search through the sets as they were', () => {
    const word = fc.constantFrom('A', 'B', 'C', '__proto__');
    const id = fc.constantFrom('1', '2', '3');
    const edit: fc.Arbitrary<SetEdit> = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), emote: fc.record({ id, name: word }) }),
      fc.record({ kind: fc.constant('rename' as const), id, name: word }),
      fc.record({ kind: fc.constant('remove' as const), id }),
      fc.record({
        kind: fc.constant('set' as const),
        emotes: fc.array(fc.record({ id, name: word }), { maxLength: 3 }),
      }),
    );
    const key = fc.record({
      provider: fc.constantFrom(...THIRD_PARTIES),
      channelId: fc.constantFrom('7', '8', null),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(key, edit), { maxLength: 12 }), (edits) => {
        const changes = edits.map(([of, each], i) => change(i + 1, of, each));
        const history = createSetHistory(base, changes);
        const now = new Map<string, readonly ThirdPartyEmote[]>();
        const setOf = (of: SetKey): readonly ThirdPartyEmote[] =>
          now.get(`${of.provider}${of.channelId}`) ?? base(of) ?? [];
        for (let revision = 0; revision <= changes.length; revision++) {
          const latest = changes[revision - 1];
          if (latest !== undefined)
            now.set(`${latest.provider}${latest.channelId}`, edited(setOf(latest), latest));
          for (const name of ['A', 'B', 'C', '__proto__', 'Pog']) {
            const order = ['7', null].flatMap((channelId) =>
              THIRD_PARTIES.map((provider) => ({ provider, channelId })),
            );
            const where = order.find((of) => setOf(of).some((emote) => emote.name === name));
            const expected =
              where &&
              setOf(where)
                .filter((emote) => emote.name === name)
                .at(-1);
            expect(history.find('7', name, revision)).toBe(
              where && expected ? `${where.provider}:${expected.id}` : undefined,
            );
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
