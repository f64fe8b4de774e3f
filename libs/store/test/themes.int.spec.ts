import { createTemporaryDirectory, startTestClickHouse, type TestClickHouse } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertRun, themeRanking, themeSeries, type Store, type ThemeScope } from '../src';
import { use } from './landing-rows';

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let store: Store;

const at = (time: string): number => Date.parse(`2018-06-${time}Z`);
const xqc = [71092938, 'xqcow'] as const;
const forsen = [22484632, 'forsen'] as const;
const copy = 2;

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  store = warehouse.store;
  const said = (time: string, message: number, id: string, name: string, more = {}) =>
    use({ sentAt: `2018-06-${time}Z`, channel: xqc, user: message, message, emote: [id, name], ...more });
  await insertRun(store, {
    partition: 0,
    runLast: 1,
    logDay: '2026-11-23',
    token: 'a',
    blocks: [
      said('11T00:00:30', 1, '1120102', 'PogFooty', { uses: 4 }),
      said('11T00:01:00', 2, '1077948', 'HRFooty', { uses: 2 }),
      said('11T01:00:00', 3, '1120102', 'PogFooty', { user: 1 }),
      said('11T01:00:01', 4, '9999', 'CupFooty', { uses: 7 }),
      said('11T01:00:02', 5, 'x', 'CupFooty', { provider: 2, uses: 100 }),
      said('11T01:00:03', 6, '25', 'Kappa', { uses: 100 }),
      said('11T01:00:03', 7, '1077948', 'HRFooty', { channel: forsen, uses: 3, flags: copy }),
      said('12T00:00:00', 8, '1120102', 'PogFooty', { uses: 50 }),
      said('20T00:00:00', 9, '1120102', 'PogFooty', { uses: 5 }),
    ],
  });
});
afterAll(async () => {
  await warehouse?.stop();
  directory.remove();
});

const theme: ThemeScope = {
  emotes: [
    { provider: 'TWITCH', emoteId: '1120102' },
    { provider: 'TWITCH', emoteId: '1077948' },
  ],
  names: ['CupFooty'],
  namePrefixes: [],
  windows: [
    { fromMs: at('11T00:00:00'), toMs: at('12T00:00:00') },
    { fromMs: at('20T00:00:00'), toMs: at('21T00:00:00') },
  ],
};
const ranked = async (scope: ThemeScope) =>
  (await themeRanking(store, { theme: scope, limit: 9 })).map(({ name, uses, messages, chatters }) => [
    name,
    uses,
    messages,
    chatters,
  ]);

describe('a theme', () => {
  it('ranks its emotes by id and by name, in its windows only, each shared message once', async () => {
    expect(await ranked(theme)).toEqual([
      ['PogFooty', 10, 3, 2],
      ['CupFooty', 7, 1, 1],
      ['HRFooty', 2, 1, 1],
    ]);
  });

  it('may be of some channels, of names that begin alike, or of nothing', async () => {
    expect(await ranked({ ...theme, channelIds: ['22484632'] })).toEqual([['HRFooty', 3, 1, 1]]);
    expect(await ranked({ ...theme, emotes: [], names: [], namePrefixes: ['Pog', 'HR'] })).toEqual([
      ['PogFooty', 10, 3, 2],
      ['HRFooty', 2, 1, 1],
    ]);
    expect(await ranked({ ...theme, emotes: [], names: [] })).toEqual([]);
    expect(await ranked({ ...theme, emotes: [], names: ["'); DROP TABLE events; --"] })).toEqual([]);
  });

  it('sums up over time', async () => {
    expect(await themeSeries(store, { theme, granularity: 'HOUR', limit: 9 })).toEqual([
      { startMs: at('11T00:00:00'), uses: 6, runningUses: 6 },
      { startMs: at('11T01:00:00'), uses: 8, runningUses: 14 },
      { startMs: at('20T00:00:00'), uses: 5, runningUses: 19 },
    ]);
  });
});
