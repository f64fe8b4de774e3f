import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { globalSets } from '../emote-sets/global-sets';
import type { SetOf, ThirdPartyEmote } from '../emote-sets/third-party-emote';
import { createBttv } from './bttv';
import { createFfz } from './ffz';
import type { Service } from './service';
import { createSevenTv, createSevenTvSetIds } from './seven-tv';

const emotes: readonly ThirdPartyEmote[] = [
  { id: '100', name: 'Wave', isAnimated: true },
  { id: '101', name: 'Alias', baseName: 'Original', isZeroWidth: true },
];
const emotesOf: SetOf = (key) =>
  key.channelId === null
    ? globalSets(key)
    : key.channelId === '1'
      ? emotes
      : key.channelId === '2'
        ? []
        : null;
const ids = createSevenTvSetIds(['1', '2'], new Map([['9', 'given']]));
const bttv = createBttv(emotesOf);
const ffz = createFfz(emotesOf, () => 'tidepool');
const sevenTv = createSevenTv(emotesOf, ids, () => 'tidepool');
const ask = (service: Service, path: string) =>
  service({ method: 'GET', path, params: new URLSearchParams(), headers: {} });

const data = new URL('../../../../../shared/data/emotes/', import.meta.url);
const hasData = existsSync(data);
const why = hasData ? '' : ' (no ../shared/data beside the repository)';
const real = (name: string): unknown => JSON.parse(readFileSync(new URL(name, data), 'utf8'));
const keysOf = (value: unknown): string[] => Object.keys(value as object).sort();

describe('BTTV', () => {
  it('splits a channel’s emotes over two lists, each with its own word for the maker', () => {
    const { body } = ask(bttv, '/3/cached/users/twitch/1');
    expect(body).toMatchObject({
      channelEmotes: [{ id: '100', code: 'Wave', imageType: 'gif', animated: true }],
      sharedEmotes: [{ id: '101', code: 'Alias', user: {} }],
    });
  });

  it('names modifiers among the global ones', () => {
    const { body } = ask(bttv, '/3/cached/emotes/global');
    expect(body).toContainEqual(expect.objectContaining({ code: 'w!', modifier: true }));
    expect(body).toContainEqual(expect.objectContaining({ code: 'SoSnowy', modifier: false }));
  });

  it('does not know others', () => {
    expect(ask(bttv, '/3/cached/users/twitch/3')).toMatchObject({
      status: 404,
      body: { message: 'user not found' },
    });
  });
});

describe('FFZ', () => {
  it('has a room’s emotes in the set that the room names', () => {
    const { body } = ask(ffz, '/v1/room/id/1') as {
      body: { room: { set: number }; sets: Record<string, unknown> };
    };
    expect(body.sets[body.room.set]).toMatchObject({
      emoticons: [
        { id: 100, name: 'Wave' },
        { id: 101, name: 'Alias' },
      ],
    });
    expect(JSON.stringify(body)).toContain('"//cdn.frankerfacez.com/emote/101/1"');
  });

  it('has sets in its global answer that are not for everybody', () => {
    const { body } = ask(ffz, '/v1/set/global') as {
      body: { default_sets: number[]; sets: Record<string, unknown> };
    };
    expect(keysOf(body.sets)).toHaveLength(2);
    expect(body.default_sets).toEqual([3]);
    expect(JSON.stringify(body.sets[3])).not.toContain('ffzHyper');
  });

  it('does not know others', () => {
    expect(ask(ffz, '/v1/room/id/3').body).toEqual({
      error: 'Not Found',
      status: 404,
      message: 'No such room',
    });
  });
});

describe('7TV', () => {
  it('names an emote as the channel does, and inside as its maker did', () => {
    const { body } = ask(sevenTv, '/v3/users/twitch/1');
    expect(body).toMatchObject({
      emote_set: {
        id: ids.setIdOf('1'),
        emote_count: 2,
        emotes: [{ name: 'Wave' }, { name: 'Alias', flags: 1, data: { name: 'Original', flags: 256 } }],
      },
    });
    expect(ask(sevenTv, `/v3/emote-sets/${ids.setIdOf('1')}`).body).toEqual(
      (body as { emote_set: unknown }).emote_set,
    );
  });

  it('may know a user who has no set', () => {
    expect(ask(sevenTv, '/v3/users/twitch/2')).toMatchObject({ status: 200, body: { emote_set: null } });
  });

  it('does not know others', () => {
    expect(ask(sevenTv, '/v3/users/twitch/3')).toMatchObject({ status: 404, body: { error_code: 70_442 } });
    expect(ask(sevenTv, '/v3/emote-sets/nothing')).toMatchObject({ status: 404 });
    expect([ids.setIdOf('9'), ids.channelOf('given')]).toEqual(['given', '9']);
  });
});

describe.skipIf(!hasData)(`the shapes of real answers${why}`, () => {
  type Shape = Record<string, unknown>;
  const at = (value: unknown, ...path: (string | number)[]): Shape =>
    path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value) as Shape;

  it('are BTTV’s', () => {
    const mine = ask(bttv, '/3/cached/users/twitch/1').body;
    const theirs = real('bttv-user-lobosjr.abridged.json');
    expect(keysOf(mine)).toEqual(keysOf(theirs));
    for (const list of ['channelEmotes', 'sharedEmotes'])
      expect(keysOf(at(mine, list, 0))).toEqual(keysOf(at(theirs, list, 0)));
    expect(keysOf(at(ask(bttv, '/3/cached/emotes/global').body, 0))).toEqual(
      keysOf(at(real('bttv-global-2025-05-15.json'), 0)),
    );
  });

  it('are FFZ’s', () => {
    const mine = ask(ffz, '/v1/room/id/1').body;
    const theirs = real('ffz-room-ginomachino_148651829.json');
    expect(keysOf(at(mine, 'room'))).toEqual(keysOf(at(theirs, 'room')));
    const [mySet, theirSet] = [mine, theirs].map((each) => at(each, 'sets', String(at(each, 'room')['set'])));
    expect(keysOf(mySet)).toEqual(keysOf(theirSet));
    const older = ['modifier_flags', 'artist', 'animated'];
    expect(keysOf(at(mySet, 'emoticons', 0)).filter((key) => !older.includes(key))).toEqual(
      keysOf(at(theirSet, 'emoticons', 0)),
    );
    expect(keysOf(ask(ffz, '/v1/set/global').body)).toEqual(keysOf(real('ffz-set-global.abridged.json')));
    expect(ask(ffz, '/v1/room/id/3').body).toEqual(at(real('third-party-errors.json'), 'ffz_404'));
  });

  it('are 7TV’s', () => {
    const mine = ask(sevenTv, '/v3/users/twitch/1').body;
    const theirs = real('7tv-user-nymn_62300805.json');
    expect(keysOf(mine)).toEqual(keysOf(theirs));
    expect(keysOf(at(mine, 'emote_set'))).toEqual(keysOf(at(theirs, 'emote_set')));
    const active = ['emote_set', 'emotes', 0] as const;
    expect(keysOf(at(mine, ...active))).toEqual(keysOf(at(theirs, ...active)));
    expect(keysOf(at(mine, ...active, 'data'))).toEqual(keysOf(at(theirs, ...active, 'data')));
    expect(keysOf(at(mine, ...active, 'data', 'host', 'files', 0))).toEqual(
      keysOf(at(theirs, ...active, 'data', 'host', 'files', 0)),
    );
    expect(ask(sevenTv, '/v3/users/twitch/3').body).toEqual(at(real('third-party-errors.json'), '7tv_404_b'));
    expect(ask(bttv, '/3/cached/users/twitch/3').body).toEqual(
      at(real('third-party-errors.json'), 'bttv_404'),
    );
  });
});
