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
  ids: [
    { provider: 'TWITCH', emoteId: '1120102' },
    { provider: 'TWITCH', emoteId: '1077948' },
  ],
  names: [{ provider: 'TWITCH', name: 'CupFooty' }],
  patterns: [],
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

  it('may be of some channels, or of channels of a language', async () => {
    expect(await ranked({ ...theme, channelIds: ['22484632'] })).toEqual([['HRFooty', 3, 1, 1]]);
    expect(await ranked({ ...theme, languages: ['sv'] })).toEqual([]);
    await store.command(
      "INSERT INTO stream_states (channel_id, since, language) VALUES (71092938, 0, 'de'), (71092938, 1, 'sv'), (71092938, 2, '')",
    );
    expect(await ranked({ ...theme, languages: ['de'] })).toEqual([]);
    expect(await ranked({ ...theme, languages: ['sv', 'en'] })).toHaveLength(3);
  });

  it('may be of names that look alike, of one provider or of any, or of nothing', async () => {
    const nothing = { ...theme, ids: [], names: [] };
    const like = (pattern: string, provider: 'TWITCH' | 'BTTV' | null = null) =>
      ranked({ ...nothing, patterns: [{ provider, pattern }] });
    expect(await like('Pog*')).toEqual([['PogFooty', 10, 3, 2]]);
    expect(await like('?upFooty')).toEqual([
      ['CupFooty', 100, 1, 1],
      ['CupFooty', 7, 1, 1],
    ]);
    expect(await like('CupFoot?', 'TWITCH')).toEqual([['CupFooty', 7, 1, 1]]);
    for (const literal of ['Pog%', 'PogFoot_', 'Pog\\*']) expect(await like(literal)).toEqual([]);
    expect(await ranked({ ...nothing, names: [{ provider: null, name: 'CupFooty' }] })).toHaveLength(2);
    expect(await ranked(nothing)).toEqual([]);
    const hostile = "'); DROP TABLE events; --";
    expect(await ranked({ ...nothing, names: [{ provider: null, name: hostile }] })).toEqual([]);
  });

  it('sums up over time', async () => {
    expect(await themeSeries(store, { theme, granularity: 'HOUR', limit: 9 })).toEqual([
      { startMs: at('11T00:00:00'), uses: 6, runningUses: 6 },
      { startMs: at('11T01:00:00'), uses: 8, runningUses: 14 },
      { startMs: at('20T00:00:00'), uses: 5, runningUses: 19 },
    ]);
  });
});
