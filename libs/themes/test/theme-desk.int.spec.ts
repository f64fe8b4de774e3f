import { toU64, type EmoteId } from '@emotide/domain';
import type { Theme } from '@emotide/emotes';
import { BatchWriter, encodeChannel, encodeEmote, type EventLog } from '@emotide/event-log';
import { insertRun } from '@emotide/store';
import {
  createTemporaryDirectory,
  startTestClickHouse,
  startTestNats,
  type TestClickHouse,
  type TestNats,
} from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ThemeDesk } from '../src/theme-desk';

let nats: TestNats;
let clickhouse: TestClickHouse;
let owner: EventLog;
const cleanup: (() => unknown)[] = [];

beforeAll(async () => {
  const [natsDirectory, clickhouseDirectory] = [createTemporaryDirectory(), createTemporaryDirectory()];
  cleanup.push(natsDirectory.remove, clickhouseDirectory.remove);
  nats = await startTestNats(natsDirectory.path);
  cleanup.push(() => nats.stop());
  clickhouse = await startTestClickHouse(clickhouseDirectory.path);
  cleanup.push(() => clickhouse.stop());
  owner = await nats.connect('owner');
});
afterAll(async () => {
  for (const undo of cleanup.reverse()) await undo();
});

const open = () =>
  ThemeDesk.open({ values: owner.openSharedValues('themes'), store: clickhouse.store, clock: Date.now });
/** As analysts see them. */
const themesInSql = async (): Promise<unknown> =>
  (await clickhouse.store.select('SELECT DISTINCT name FROM bi.themes ORDER BY name')).map(
    (row) => (row as { name: string }).name,
  );
const FOOTIES = 'world-cup-2018';
const IN_2018_MS = Date.UTC(2018, 5, 20, 12);

const ours: Theme = {
  slug: 'ours',
  name: 'Ours',
  windows: [],
  match: { ids: [{ provider: 'TWITCH', id: '25' as EmoteId, name: 'Kappa' }], names: [], patterns: [] },
};

describe('the desk for themes', () => {
  it('adds, changes and removes themes so that others see it, in SQL too, and takes it back', async () => {
    await (await open()).set(ours);
    await (await open()).set({ ...ours, name: 'Ours again' });
    expect((await open()).book.find('ours')?.name).toBe('Ours again');
    expect(await themesInSql()).toEqual(['Ours again']);

    await (await open()).remove(FOOTIES);
    expect(await themesInSql()).toEqual(['Ours again']);
    const desk = await open();
    expect(desk.book.find(FOOTIES)).toBeUndefined();
    await expect(desk.remove(FOOTIES)).rejects.toThrow(/no theme "world-cup-2018"/);

    await desk.restore(FOOTIES);
    await desk.restore('ours');
    expect(await themesInSql()).toEqual(['World Cup 2018 Footies']);
    const restored = await open();
    expect(restored.book.find(FOOTIES)?.name).toBe('World Cup 2018 Footies');
    expect(restored.book.find('ours')).toBeUndefined();
    await expect(restored.restore('ours')).rejects.toThrow(/nobody has changed/);
  });

  it('refuses what is no theme, and says all that is wrong with it', async () => {
    const desk = await open();
    await expect(desk.set({ ...ours, slug: 'Not a slug', windows: 'always' })).rejects.toThrow(
      /slug: .*\n.*windows: /,
    );
    await expect(desk.set(null)).rejects.toThrow(/no theme/);
  });

  it('shows what traffic says of a name without an id, and pins it', async () => {
    const writer = new BatchWriter();
    const channel = encodeChannel(toU64(1), 'kickoff');
    const say = (id: string, name: string, uses: number, atMs: number, message: number) =>
      writer.use(channel, atMs, toU64(7), toU64(message), encodeEmote(1, id, name, 7), uses, 0);
    say('77', 'CupFooty', 3, IN_2018_MS, 1);
    say('78', 'CupFooty', 1, IN_2018_MS, 2);
    // After the cup, and another name.
    say('79', 'CupFooty', 9, Date.UTC(2019, 0, 1), 3);
    say('80', 'OtherFooty', 9, IN_2018_MS, 4);
    await insertRun(clickhouse.store, {
      partition: 0,
      runLast: 1,
      logDay: new Date().toISOString().slice(0, 10),
      token: 'candidates',
      blocks: [writer.finish()!.payload],
    });

    const desk = await open();
    const found = await desk.candidates(FOOTIES);
    expect(
      found.map(({ name, provider, emoteId, uses, channels }) => [name, provider, emoteId, uses, channels]),
    ).toEqual([
      ['CupFooty', 'TWITCH', '77', 3, 1],
      ['CupFooty', 'TWITCH', '78', 1, 1],
    ]);
    expect(found[0]).toMatchObject({ firstUseMs: IN_2018_MS, lastUseMs: IN_2018_MS });

    await desk.pin(FOOTIES, { provider: 'TWITCH', id: '77', name: 'CupFooty' });
    const pinned = await open();
    expect(pinned.book.find(FOOTIES)?.match.names).toEqual([]);
    expect(pinned.book.find(FOOTIES)?.match.ids.at(-1)).toEqual({
      provider: 'TWITCH',
      id: '77',
      name: 'CupFooty',
    });
    expect(await pinned.candidates(FOOTIES)).toEqual([]);
    await expect(pinned.pin(FOOTIES, { provider: 'TWITCH', id: '78', name: 'CupFooty' })).rejects.toThrow(
      /no name "CupFooty"/,
    );
  });
});
