import { describe, expect, it } from 'vitest';
import { Refusal } from '../refusal';
import { createEmoteBook } from './emote-book';
import { parseEmoteChange, toEmoteChanges, type EmoteChange, type SetEdit } from './emote-change';

const key = { provider: '7tv', channelId: '1' } as const;
const add = (id: string, name: string): SetEdit => ({ kind: 'add', emote: { id, name } });

function open(before: EmoteChange[] = [], append: (change: EmoteChange) => void = () => undefined) {
  const base = (of: { channelId: string | null }) =>
    of.channelId === '9' ? null : [{ id: 'a', name: 'Pog' }];
  return createEmoteBook({ base, log: { before, append }, nowMs: () => 5 });
}

describe('a book of emotes', () => {
  it('numbers each change, logs it first and tells who listens', () => {
    const logged: EmoteChange[] = [];
    const heard: [EmoteChange, number][] = [];
    const book = open([], (change) => {
      expect(book.emotesOf(key)).toHaveLength(logged.length + 1);
      logged.push(change);
    });
    const stop = book.onChange((change, before) => heard.push([change, before.length]));
    book.edit(key, add('b', 'KEKW'));
    stop();
    book.edit(key, add('c', 'xdd'));
    expect(book.revision).toBe(2);
    expect(logged).toEqual(book.changes);
    expect(heard).toEqual([[{ revision: 1, atMs: 5, ...key, ...add('b', 'KEKW') }, 1]]);
  });

  it('renames and removes by id, and keeps what an emote was first called', () => {
    const book = open();
    book.edit(key, { kind: 'rename', id: 'a', name: 'PogU' });
    book.edit(key, { kind: 'rename', id: 'a', name: 'PogO' });
    expect(book.emotesOf(key)).toEqual([{ id: 'a', name: 'PogO', baseName: 'Pog' }]);
    book.edit(key, { kind: 'remove', id: 'a' });
    expect(book.emotesOf(key)).toEqual([]);
    expect(book.emotesOf({ ...key, channelId: '2' })).toHaveLength(1);
  });

  it('gives a channel that was unknown a set with its first emote', () => {
    const book = open();
    const unknown = { provider: 'ffz', channelId: '9' } as const;
    expect(book.emotesOf(unknown)).toBeNull();
    book.edit(unknown, add('1', 'LULW'));
    expect(book.emotesOf(unknown)).toHaveLength(1);
  });

  it.each<[SetEdit, string]>([
    [add('b', 'Pog'), 'has a Pog already, of id a'],
    [add('a', 'KEKW'), 'an emote of id a already'],
    [add('b', 'two words'), 'without spaces'],
    [add('b', 'bell\u0007'), 'without spaces'],
    [add('b', 'x'.repeat(101)), '1 to 100 characters'],
    [{ kind: 'rename', id: 'zz', name: 'New' }, 'no emote of id zz'],
    [{ kind: 'rename', id: 'a', name: '' }, '1 to 100 characters'],
    [{ kind: 'remove', id: 'zz' }, 'no emote of id zz'],
    [{ kind: 'set', emotes: [{ id: 'q', name: 'a b' }] }, 'spaces'],
  ])('refuses %j and changes nothing', (edit, message) => {
    const book = open();
    expect(() => book.edit(key, edit)).toThrow(Refusal);
    expect(() => book.edit(key, edit)).toThrow(message);
    expect(book.revision).toBe(0);
    expect(book.emotesOf(key)).toEqual([{ id: 'a', name: 'Pog' }]);
  });

  it('changes nothing that it cannot log', () => {
    const book = open([], () => {
      throw new Error('disk full');
    });
    expect(() => book.edit(key, add('b', 'KEKW'))).toThrow('disk full');
    expect(book.revision).toBe(0);
  });

  it('goes on after what an earlier run logged', () => {
    const first = open();
    first.edit(key, add('b', 'KEKW'));
    const text = first.changes.map((change) => JSON.stringify(change)).join('\n');
    const second = open(toEmoteChanges(`${text}\n{"revision":2,"kin`));
    expect(second.emotesOf(key)?.map(({ name }) => name)).toEqual(['Pog', 'KEKW']);
    expect(second.edit(key, add('c', 'xdd')).revision).toBe(2);
  });

  it.each([
    '',
    'null',
    '{}',
    '{"revision":0,"atMs":1,"provider":"7tv","channelId":null,"kind":"remove","id":"a"}',
  ])('takes %j for no change', (line) => {
    expect(parseEmoteChange(line)).toBeUndefined();
  });
});
