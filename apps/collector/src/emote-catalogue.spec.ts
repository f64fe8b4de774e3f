import type { ChannelId, EmoteId } from '@emotide/domain';
import {
  CATALOGUE_KEYS,
  encodeEmoteSets,
  encodeNativeClasses,
  findEmote,
  nativeShardOf,
  type EmoteSet,
} from '@emotide/emotes';
import type { FollowOptions } from '@emotide/event-log';
import { Registry } from '@emotide/service-kit';
import { quietLog } from '@emotide/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { EmoteCatalogue } from './emote-catalogue';

const forsen = '22484632' as ChannelId;
const xqc = '71092938' as ChannelId;
const set = (channelId: ChannelId | null, ...names: string[]): EmoteSet => ({
  provider: 'SEVENTV',
  channelId,
  setId: null,
  emotes: names.map((name) => ({
    id: `id of ${name}` as EmoteId,
    name,
    isZeroWidth: false,
    isModifier: false,
    isAnimated: false,
  })),
});

let follower: FollowOptions;
let registry: Registry;
let catalogue: EmoteCatalogue;
const write = (key: string, value: Uint8Array | undefined) => follower.onValue({ key, value });
const sets = (...of: EmoteSet[]) => encodeEmoteSets(of).bytes;
const knows = (channel: ChannelId, name: string): boolean => {
  const { index } = catalogue.of(channel);
  return index !== undefined && findEmote(index, name) !== undefined;
};

beforeEach(() => {
  registry = new Registry();
  catalogue = new EmoteCatalogue({
    values: {
      follow: (options) => {
        follower = options;
        return { stop: () => Promise.resolve() };
      },
    },
    log: quietLog,
    registry,
  });
});

describe('the emote catalogue', () => {
  it('knows no third-party emote before the scout says something', () => {
    expect(catalogue.of(forsen).index).toBeUndefined();
  });

  it('gives a channel its own emotes and the global ones, in whatever order they come', () => {
    const early = catalogue.of(forsen);
    write(CATALOGUE_KEYS.channel(forsen), sets(set(forsen, 'forsenE')));
    write(CATALOGUE_KEYS.globals, sets(set(null, 'KEKW')));
    expect([knows(forsen, 'forsenE'), knows(forsen, 'KEKW')]).toEqual([true, true]);
    expect([knows(xqc, 'forsenE'), knows(xqc, 'KEKW')]).toEqual([false, true]);
    // A reader keeps what it was given.
    expect(findEmote(early.index!, 'forsenE')).toBeDefined();
  });

  it('changes a set as a whole, and forgets one that is removed', () => {
    write(CATALOGUE_KEYS.channel(forsen), sets(set(forsen, 'old')));
    write(CATALOGUE_KEYS.channel(forsen), sets(set(forsen, 'new')));
    expect([knows(forsen, 'old'), knows(forsen, 'new')]).toEqual([false, true]);
    write(CATALOGUE_KEYS.channel(forsen), undefined);
    expect(knows(forsen, 'new')).toBe(false);
  });

  it('keeps what it knew where a value can not be read, and counts it', async () => {
    write(CATALOGUE_KEYS.channel(forsen), sets(set(forsen, 'good')));
    for (const bad of ['', '{', '{"v":2}', '{"v":1,"sets":[{}]}'])
      write(CATALOGUE_KEYS.channel(forsen), Buffer.from(bad));
    write(CATALOGUE_KEYS.classes(0), Buffer.from('[]'));
    write('something.else', Buffer.from('x'));
    expect(knows(forsen, 'good')).toBe(true);
    const { values } = await registry.getSingleMetric('emotide_catalogue_unreadable_total')!.get();
    expect(values[0]?.value).toBe(5);
  });

  it('says what Twitch’s own emotes cost as soon as it is learnt', () => {
    const { classOf } = catalogue.of(forsen);
    const emote = { id: '300' as EmoteId, name: 'forsenE' };
    expect(classOf({ id: '25' as EmoteId, name: 'Kappa' })).toBe('GLOBAL');
    expect(classOf(emote)).toBe('CHANNEL_UNKNOWN');
    expect(classOf({ ...emote, name: '' })).toBe('UNKNOWN');
    const key = CATALOGUE_KEYS.classes(nativeShardOf(emote.id));
    write(key, encodeNativeClasses([[emote.id, 'SUBSCRIPTION_T1']]).bytes);
    expect(classOf(emote)).toBe('SUB_T1');
    write(key, encodeNativeClasses([[emote.id, 'TYPE_FOLLOWER']]).bytes);
    expect(classOf(emote)).toBe('FOLLOWER');
  });

  it('takes a class from what a source says of set and owner, until the catalogue knows better', () => {
    const { classOf } = catalogue.of(forsen);
    const emote = (id: string) => ({ id: id as EmoteId, name: 'forsenE' });
    const hear = (id: string, setId: string | null, ownerId: string | null) =>
      catalogue.noteHeard({ id: id as EmoteId, setId, ownerId: ownerId as ChannelId | null });
    hear('301', '1a2b3c4d-0000-4000-8000-0123456789ab', '22484632');
    hear('302', '500000001', '22484632');
    hear('303', '123', '139075904');
    hear('304', '123', '22484632');
    hear('305', null, null);
    hear('306_BW', '500000001', '22484632');
    expect(['301', '302', '303', '304', '305', '306'].map((id) => classOf(emote(id)))).toEqual([
      'FOLLOWER',
      'BITS',
      'LIMITED',
      'CHANNEL_UNKNOWN',
      'CHANNEL_UNKNOWN',
      'BITS',
    ]);
    const id = '304' as EmoteId;
    write(CATALOGUE_KEYS.classes(nativeShardOf(id)), encodeNativeClasses([[id, 'SUBSCRIPTION_T2']]).bytes);
    expect(classOf(emote('304'))).toBe('SUB_T2');
    // What is free for all stays so, whoever is said to own it.
    hear('25', '123', '22484632');
    expect(classOf({ id: '25' as EmoteId, name: 'Kappa' })).toBe('GLOBAL');
  });
});
