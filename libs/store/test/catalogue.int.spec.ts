import type { ChannelId, EmoteId } from '@emotide/domain';
import { createTemporaryDirectory, startTestClickHouse, type TestClickHouse } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  catalogue,
  findEmote,
  insertRun,
  recordCatalogue,
  topEmotes,
  unclassifiedEmotes,
  type CatalogueEntry,
  type Store,
} from '../src';
import { use } from './landing-rows';

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

const minute = Date.parse('2026-11-23T12:00:00Z');
const range = { fromMs: minute, toMs: minute + 60_000 };
const entry = (more: Partial<CatalogueEntry>): CatalogueEntry => ({
  provider: 'TWITCH',
  emoteId: '300' as EmoteId,
  name: 'xqcGasp',
  emoteClass: 'SUB_T1',
  rule: 'channel-emote',
  ownerId: '71092938' as ChannelId,
  setId: '42',
  isAnimated: false,
  isZeroWidth: false,
  ...more,
});

describe('the catalogue', () => {
  it('makes answers about the past follow what is learnt, and changes no sum', async () => {
    const row = { sentAt: '2026-11-23T12:00:01Z', channel: [71092938, 'xqcow'] as const, user: 1 };
    await insertRun(store, {
      partition: 0,
      runLast: 1,
      logDay: '2026-11-23',
      token: 'a',
      blocks: [
        use({ ...row, message: 1, emote: ['300', 'xqcGasp'], uses: 3, class: 10 }),
        use({ ...row, message: 2, emote: ['25', 'Kappa'], uses: 2, class: 1 }),
      ],
    });
    const paid = { scope: 'all', range, classes: ['SUB_T1'], limit: 5 } as const;
    expect(await topEmotes(store, paid)).toEqual([]);
    const before = await topEmotes(store, { scope: 'all', range, limit: 5 });
    expect(await unclassifiedEmotes(store, { sinceMs: minute, limit: 9 })).toEqual([
      { emoteId: '300', name: 'xqcGasp', channelId: '71092938', uses: 3 },
    ]);

    await recordCatalogue(store, [entry({})], minute);
    expect(await topEmotes(store, paid)).toMatchObject([{ emoteId: '300', class: 'SUB_T1', uses: 3 }]);
    const after = await topEmotes(store, { scope: 'all', range, limit: 5 });
    expect(after.map(({ emoteId, uses, messages }) => [emoteId, uses, messages])).toEqual(
      before.map(({ emoteId, uses, messages }) => [emoteId, uses, messages]),
    );
    expect(await findEmote(store, { provider: 'TWITCH', emoteId: '300' })).toMatchObject({
      class: 'SUB_T1',
    });
    expect(await unclassifiedEmotes(store, { sinceMs: minute, limit: 9 })).toEqual([]);
  });

  it('tells the latest word on an emote and keeps every name that it had', async () => {
    const emoteId = '88' as EmoteId;
    await recordCatalogue(store, [entry({ emoteId, name: 'PogChamp', emoteClass: 'GLOBAL' })], 1_000);
    await recordCatalogue(store, [entry({ emoteId, name: 'PogChamp2', emoteClass: 'LIMITED' })], 2_000);
    expect(await catalogue(store, { emoteIds: ['88', 'nobody'] })).toMatchObject([
      { name: 'PogChamp2', class: 'LIMITED', ownerId: '71092938', updatedAtMs: 2_000 },
    ]);
    expect(
      await store.select(
        'SELECT DISTINCT name FROM catalogue_names WHERE emote_id = {id:String} ORDER BY 1',
        {
          id: emoteId,
        },
      ),
    ).toEqual([{ name: 'PogChamp' }, { name: 'PogChamp2' }]);
  });
});
