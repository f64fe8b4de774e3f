import type { ChannelId, EmoteId } from '@emotide/domain';
import { createTemporaryDirectory, startTestClickHouse, type TestClickHouse } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  heardChannels,
  insertRun,
  latestStreamStates,
  recordCatalogue,
  recordedEmotes,
  recordStreamStates,
  type CatalogueEntry,
  type Store,
  type StreamState,
} from '../src';
import { activity } from './landing-rows';

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let store: Store;

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  store = warehouse.store;
});
afterAll(async () => {
  await warehouse?.stop();
  directory.remove();
});

const xqc = '71092938' as ChannelId;
const live: StreamState = {
  channelId: xqc,
  streamId: '40000000001',
  startedAtMs: Date.parse('2026-11-23T12:00:00Z'),
  sinceMs: Date.parse('2026-11-23T12:01:00Z'),
  title: 'ranked "until"\nwe win 💧',
  gameId: '516575',
  gameName: 'VALORANT',
  language: 'en',
  viewers: 60_000,
};

describe('stream states', () => {
  it('give back what a channel was last seen to do, however often it was said', async () => {
    const offline: StreamState = {
      ...live,
      streamId: null,
      gameId: null,
      title: '',
      gameName: '',
      language: '',
      viewers: 0,
      sinceMs: live.sinceMs + 60_000,
    };
    const other: StreamState = { ...live, channelId: '22484632' as ChannelId, sinceMs: live.sinceMs - 1 };
    await recordStreamStates(store, [live, other]);
    await recordStreamStates(store, [live]);
    const all = { sinceMs: 0, limit: 9 };
    expect(await latestStreamStates(store, all)).toEqual([live, other]);
    await recordStreamStates(store, [offline]);
    expect(await latestStreamStates(store, all)).toEqual([offline, other]);
    expect(await latestStreamStates(store, { sinceMs: live.sinceMs, limit: 9 })).toEqual([offline]);
    expect(await latestStreamStates(store, { sinceMs: 0, limit: 1 })).toEqual([offline]);
    await recordStreamStates(store, []);
  });
});

describe('channels heard lately', () => {
  it('are those that the log had since a day, whenever their messages were sent', async () => {
    const insert = (logDay: string, token: string, second: string, channel: readonly [number, string]) =>
      insertRun(store, {
        partition: 0,
        runLast: 1,
        logDay,
        token,
        blocks: [activity({ second, channel, messages: 1, withEmotes: 0 })],
      });
    await insert('2026-11-23', 'a', '2019-06-01T00:00:00Z', [5, 'replayed']);
    await insert('2026-11-23', 'b', '2026-11-23T12:00:00Z', [6, 'live']);
    await insert('2026-11-20', 'c', '2026-11-20T12:00:00Z', [7, 'gone']);
    const since = (day: string) => ({ sinceMs: Date.parse(`${day}T18:00:00Z`), limit: 9 });
    expect(await heardChannels(store, since('2026-11-23'))).toEqual([{ channelId: '6' }, { channelId: '5' }]);
    expect(await heardChannels(store, since('2026-11-20'))).toHaveLength(3);
    expect(await heardChannels(store, { ...since('2026-11-20'), limit: 1 })).toEqual([{ channelId: '6' }]);
    expect(await heardChannels(store, since('2026-11-24'))).toEqual([]);
  });
});

describe('recorded emotes', () => {
  it('are read in pages, as they were last recorded', async () => {
    const entry = (emoteId: string, more: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
      provider: 'TWITCH',
      emoteId: emoteId as EmoteId,
      name: `name${emoteId}`,
      emoteClass: 'SUB_T1',
      rule: 'SUBSCRIPTION_T1',
      ownerId: xqc,
      setId: '42',
      isAnimated: false,
      isZeroWidth: false,
      ...more,
    });
    const global = entry('3', { ownerId: null, setId: null, isAnimated: true });
    const bttv = entry('1', { provider: 'BTTV', ownerId: null, setId: null, isZeroWidth: true });
    await recordCatalogue(store, [entry('1'), entry('2'), global, bttv], 1_000);
    await recordCatalogue(store, [entry('2', { name: 'renamed' })], 2_000);
    const page = (afterId: string) => recordedEmotes(store, { provider: 'TWITCH', afterId, limit: 2 });
    expect(await page('')).toEqual([entry('1'), entry('2', { name: 'renamed' })]);
    expect(await page('2')).toEqual([global]);
    expect(await recordedEmotes(store, { provider: 'BTTV', afterId: '', limit: 2 })).toEqual([bttv]);
    expect(await recordedEmotes(store, { provider: 'SEVENTV', afterId: '', limit: 2 })).toEqual([]);
  });
});
