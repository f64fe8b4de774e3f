import { KeyDesk, KeyRing, type NewApiKey } from '@emotide/access';
import {
  chatterForms,
  decodeChannelWish,
  decodeOptOut,
  isOut,
  type ChannelId,
  type EmoteId,
} from '@emotide/domain';
import { LogUnavailable, readAllValues, type EventLog, type SharedBucket } from '@emotide/event-log';
import { createMetrics } from '@emotide/service-kit';
import { recordCatalogue } from '@emotide/store';
import {
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  startTestNats,
  type TestClickHouse,
  type TestNats,
} from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiServer, type ApiServer } from '../src/api-server';
import { createChanges, type Changes } from '../src/changes/changes';
import { DecidedClasses } from '../src/decided-classes';
import { JobBoard } from '../src/job-board';
import { createLiveMetrics } from '../src/live/live-metrics';
import { ThemeCatalogue } from '../src/theme-catalogue';
import { activity, land, use, xqc } from './landing';
import { until } from './live/live-stack';

const [directory, logDirectory] = [createTemporaryDirectory(), createTemporaryDirectory()];
const signal = new AbortController().signal;
let warehouse: TestClickHouse;
let nats: TestNats;
let owner: EventLog;
let api: ApiServer;
let changes: Changes;
let themes: ThemeCatalogue;
/** What live answers were told. */
const decided: unknown[] = [];
let keys: KeyRing;
let [admin, reader]: NewApiKey[] = [];

beforeAll(async () => {
  [warehouse, nats] = await Promise.all([
    startTestClickHouse(directory.path),
    startTestNats(logDirectory.path),
  ]);
  owner = await nats.connect('owner');
  const desk = new KeyDesk(owner.openSharedValues('api-keys'), Date.now);
  admin = await desk.add('administrator', ['read', 'admin']);
  reader = await desk.add('reader', ['read', 'people']);
  const eventLog = await nats.connect('api');
  keys = new KeyRing(quietLog);
  keys.follow(eventLog.openSharedValues('api-keys'));
  themes = new ThemeCatalogue(quietLog);
  themes.follow(eventLog.openSharedValues('themes'));
  changes = createChanges({
    eventLog,
    store: warehouse.store,
    chatters: { policy: 'hashed', forms: chatterForms('hashed', ['000102030405060708090a0b0c0d0e0f']) },
    clock: Date.now,
    onThemeEdited: (key, value) => themes.note(key, value),
    onReclassified: (emote, emoteClass) => decided.push([emote, emoteClass]),
  });
  const registry = createMetrics('test');
  api = await startApiServer({
    host: '127.0.0.1',
    port: 0,
    store: warehouse.store,
    themes,
    jobs: new JobBoard(),
    changes: () => changes,
    feed: {
      moment: () => ({ known: undefined, stale: null, version: 1 }),
      listen: () => () => undefined,
      stop: () => Promise.resolve(),
    },
    metrics: createLiveMetrics(registry),
    mostSockets: 10,
    door: { keys },
    log: quietLog,
    registry,
    clock: Date.now,
  });
  await until('the keys', () => keys.isCaughtUp || undefined);
}, 240_000);
afterAll(async () => {
  await api?.stop();
  await Promise.all([changes?.stop(), themes?.stop(), keys?.stop()]);
  await Promise.all([warehouse?.stop(), nats?.stop()]);
  directory.remove();
  logDirectory.remove();
});

interface Answer {
  readonly data: Record<string, Record<string, unknown> | null> | null;
  readonly errors?: readonly { message: string; extensions: { code: string } }[];
}
async function ask(query: string, key = admin, variables: object = {}): Promise<Answer> {
  const response = await fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key.text}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}
const valuesOf = (bucket: SharedBucket) => readAllValues(owner.openSharedValues(bucket), signal);
const auditOf = (id: unknown) =>
  warehouse.store.select(
    'SELECT key_id, action, subject, state, detail FROM audit_log WHERE id = {id:String} ORDER BY at, state',
    { id: String(id) },
  );

describe('a change', () => {
  it('needs a key with the role admin, and nothing else gives it', async () => {
    const query = 'mutation { trackChannels(logins: ["forsen"]) { auditId } }';
    for (const key of [reader, undefined]) {
      const response = await fetch(api.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key.text}` }) },
        body: JSON.stringify({ query }),
      });
      const { errors } = (await response.json()) as Answer;
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    expect((await ask('{ channelWishes { login } }', reader)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const get = await fetch(`${api.url}?query=${encodeURIComponent(query)}`, {
      headers: { authorization: `Bearer ${admin?.text}` },
    });
    expect(get.status).toBe(405);
    expect(await valuesOf('channel-plan')).toEqual(new Map());
  });

  it('of what is read holds for whoever reads, and is put down with the key', async () => {
    const tracked = await ask(
      'mutation { trackChannels(logins: ["#Forsen", "xqc"]) { auditId wishes { login isWanted } } }',
    );
    expect(tracked.data?.['trackChannels']?.['wishes']).toEqual([
      { login: 'forsen', isWanted: true },
      { login: 'xqc', isWanted: true },
    ]);
    await ask(
      'mutation { untrackChannels(logins: ["xqc", "nymn"]) { auditId } releaseChannels(logins: ["forsen"]) { auditId } }',
    );
    const collector = await nats.connect('collector');
    const followed = await readAllValues(collector.openSharedValues('channel-plan'), signal);
    expect(
      [...followed]
        .map(([key, bytes]) => decodeChannelWish(key, bytes))
        .map((wish) => [wish?.login, wish?.isWanted]),
    ).toEqual([
      ['xqc', false],
      ['nymn', false],
    ]);
    expect((await ask('{ channelWishes { login isWanted } }')).data?.['channelWishes']).toEqual([
      { login: 'nymn', isWanted: false },
      { login: 'xqc', isWanted: false },
    ]);
    const rows = await auditOf(tracked.data?.['trackChannels']?.['auditId']);
    const row = { key_id: admin?.key.id, action: 'trackChannels', subject: '#Forsen xqc' };
    expect(rows).toEqual([
      { ...row, state: 'begun', detail: '{"logins":["#Forsen","xqc"]}' },
      { ...row, state: 'done', detail: '' },
    ]);
  });

  it('of themes is in the next answer, in SQL, and can be taken back', async () => {
    const set = await ask(
      `mutation ($theme: ThemeInput!) { setTheme(theme: $theme) { auditId theme { name windows { from to } } } }`,
      admin,
      {
        theme: {
          slug: 'ours',
          name: 'Ours',
          windows: [{ from: '2026-11-01T00:00:00Z' }],
          emotes: [{ provider: 'TWITCH', emoteId: '25', name: 'Kappa' }],
          patterns: [{ pattern: 'our*' }],
        },
      },
    );
    expect(set.data?.['setTheme']?.['theme']).toEqual({
      name: 'Ours',
      windows: [{ from: '2026-11-01T00:00:00.000Z', to: null }],
    });
    const sql = "SELECT name FROM bi.themes WHERE theme = 'ours'";
    expect(await warehouse.store.select(sql)).toEqual([{ name: 'Ours' }]);
    expect(
      (await ask('mutation { removeTheme(slug: "ours") { theme { slug } } }')).data?.['removeTheme'],
    ).toEqual({
      theme: null,
    });
    expect(await warehouse.store.select(sql)).toEqual([]);
    expect((await ask('{ theme(slug: "ours") { slug } }')).data?.['theme']).toBeNull();
    await ask('mutation { removeTheme(slug: "world-cup-2018") { auditId } }');
    const restored = await ask('mutation { restoreTheme(slug: "world-cup-2018") { theme { slug } } }');
    expect(restored.data?.['restoreTheme']?.['theme']).toEqual({ slug: 'world-cup-2018' });
    expect(await auditOf(set.data?.['setTheme']?.['auditId'])).toMatchObject([
      { subject: 'ours' },
      { state: 'done' },
    ]);
  });

  it('of a theme can be read back as it was made, whatever it is made of, and given back', async () => {
    const made = {
      slug: 'hostile',
      name: '<img src=x onerror=alert(1)> " \\ \u202e',
      windows: [
        { from: null, to: '2020-01-01T00:00:00.001Z' },
        { from: '2026-11-01T08:30:00.000Z', to: null },
      ],
      languages: ['de', 'zh-hk'],
      definition: {
        emotes: [
          { provider: 'TWITCH', emoteId: '25', name: 'Kappa' },
          { provider: 'TWITCH', emoteId: 'emotesv2_x', name: '' },
          { provider: 'SEVENTV', emoteId: "1'--", name: '<b>' },
        ],
        names: [
          { provider: null, name: '"}]}' },
          { provider: 'BTTV', name: '5*' },
          { provider: null, name: '👨‍👩‍👧' },
          { provider: null, name: '\u202egnp' },
        ],
        patterns: [
          { provider: null, pattern: '%_\\*' },
          { provider: 'FFZ', pattern: 'Ne?er' },
        ],
        channelTwitchIds: ['22484632', '71092938'],
      },
    };
    const fields = `slug name windows { from to } languages definition {
      emotes { provider emoteId name } names { provider name } patterns { provider pattern } channelTwitchIds
    }`;
    const set = async ({ definition, ...own }: typeof made) => {
      const theme = { ...own, ...definition };
      const query = `mutation ($theme: ThemeInput!) { setTheme(theme: $theme) { theme { ${fields} } } }`;
      return (await ask(query, admin, { theme })).data?.['setTheme']?.['theme'];
    };
    const read = async () => (await ask(`{ theme(slug: "hostile") { ${fields} } }`, reader)).data?.['theme'];
    expect(await set(made)).toEqual(made);
    expect(await read()).toEqual(made);
    expect(await set((await read()) as typeof made)).toEqual(made);

    const { data } = await ask(
      `mutation { setTheme(theme: { slug: "hostile", name: "x", names: [{ name: "Pog" }] }) { theme { ${fields} } } }`,
    );
    expect(data?.['setTheme']?.['theme']).toEqual({
      slug: 'hostile',
      name: 'x',
      windows: [],
      languages: [],
      definition: {
        emotes: [],
        names: [{ provider: null, name: 'Pog' }],
        patterns: [],
        channelTwitchIds: null,
      },
    });
  });

  it('of an emote’s class is in every answer about the past, outlives what providers say, and can be taken back', async () => {
    const { store } = warehouse;
    const emote = { provider: 'TWITCH', emoteId: '300' } as const;
    const catalogued = (setId: string, atMs: number) =>
      recordCatalogue(
        store,
        [
          {
            ...emote,
            emoteId: '300' as EmoteId,
            name: 'xqcGasp',
            emoteClass: 'SUB_T1',
            rule: 'SUBSCRIPTION_T1',
            ownerId: '71092938' as ChannelId,
            setId,
            isAnimated: false,
            isZeroWidth: false,
          },
        ],
        atMs,
      );
    await catalogued('1', Date.now() - 1_000);
    await land(store, 'one', [
      activity('2026-11-23 12:00:00', xqc, 2, 2),
      use('2026-11-23 12:00:00', xqc, 1, ['300', 'xqcGasp'], 3, { class: 'CHANNEL_UNKNOWN' }),
      use('2026-11-23 12:00:01', xqc, 1, ['25', 'Kappa'], 2),
      use('2026-11-23 12:00:01', xqc, 1, ['nobody_knows', 'xqcNew'], 1, { class: 'CHANNEL_UNKNOWN' }),
    ]);
    const prices = async () => {
      const sql = `SELECT price, toUInt32(sum(uses)) AS uses FROM bi.emote_uses_minute WHERE channel = 'xqc' GROUP BY price ORDER BY price`;
      return (await store.select(sql)).map((row) => Object.values(row as object));
    };
    const split = async (window: string) => {
      const { data } = await ask(`{ usageSplit(by: PRICE, ${window}) { parts { price uses } } }`);
      return data?.['usageSplit']?.['parts'];
    };
    const past = (toMinute: number) => `from: "2026-11-23T12:00:00Z", to: "2026-11-23T12:0${toMinute}:00Z"`;
    expect(await prices()).toEqual([
      ['FREE', 2],
      ['OTHER', 1],
      ['PAID', 3],
    ]);
    const set = `mutation ($emote: EmoteRef!, $class: EmoteClass!) {
      reclassifyEmote(emote: $emote, class: $class) {
        auditId emote { name class price }
      }
    }`;
    const limited = await ask(set, admin, { emote, class: 'LIMITED' });
    expect(limited.data?.['reclassifyEmote']?.['emote']).toEqual({
      name: 'xqcGasp',
      class: 'LIMITED',
      price: 'OTHER',
    });
    // The next word of a provider does not undo it.
    await catalogued('2', Date.now() + 1_000);
    const unlisted = { ...emote, emoteId: 'nobody_knows' };
    await ask(set, admin, { emote: unlisted, class: 'BITS' });
    expect(await prices()).toEqual([
      ['FREE', 2],
      ['OTHER', 3],
      ['PAID', 1],
    ]);
    expect(await split(past(2))).toEqual([
      { price: 'FREE', uses: 2 },
      { price: 'PAID', uses: 1 },
      { price: 'OTHER', uses: 3 },
    ]);
    const { data } = await ask(`{
      listed: emote(provider: TWITCH, emoteId: "300") { knowledge { inCatalogue class rule because ownerTwitchId } }
      unlisted: emote(provider: TWITCH, emoteId: "nobody_knows") { knowledge { inCatalogue class rule } }
    }`);
    expect(data).toEqual({
      listed: {
        knowledge: {
          inCatalogue: true,
          class: 'LIMITED',
          rule: 'DECIDED',
          because: 'An administrator decided it.',
          ownerTwitchId: '71092938',
        },
      },
      unlisted: { knowledge: { inCatalogue: false, class: 'BITS', rule: 'DECIDED' } },
    });
    expect(await store.select("SELECT emote_class, rule FROM bi.emotes WHERE emote_id = '300'")).toEqual([
      { emote_class: 'LIMITED', rule: 'DECIDED' },
    ]);
    const back = await ask(
      'mutation ($emote: EmoteRef!) { restoreEmoteClass(emote: $emote) { emote { class } } }',
      admin,
      { emote },
    );
    expect(back.data?.['restoreEmoteClass']?.['emote']).toEqual({ class: 'SUB_T1' });
    expect(await split(past(3))).toEqual([
      { price: 'FREE', uses: 2 },
      { price: 'PAID', uses: 4 },
    ]);
    const other = new DecidedClasses({ store, everyMs: 50, log: quietLog });
    await until('another process knows', () => other.classOf('TWITCH', 'nobody_knows'));
    expect([other.classOf('TWITCH', 'nobody_knows'), other.classOf('TWITCH', '300')]).toEqual([
      'BITS',
      undefined,
    ]);
    await ask('mutation ($emote: EmoteRef!) { restoreEmoteClass(emote: $emote) { auditId } }', admin, {
      emote: unlisted,
    });
    await until('it is taken back', () =>
      other.classOf('TWITCH', 'nobody_knows') === undefined ? true : undefined,
    );
    other.stop();
    expect(decided).toEqual([
      [emote, 'LIMITED'],
      [unlisted, 'BITS'],
      [emote, null],
      [unlisted, null],
    ]);
    expect(await auditOf(limited.data?.['reclassifyEmote']?.['auditId'])).toMatchObject([
      { action: 'reclassifyEmote', subject: 'TWITCH 300', key_id: admin?.key.id },
      { state: 'done' },
    ]);
  });

  it('opts a chatter out and back in, and the audit names nobody', async () => {
    const out = await ask('mutation { optOut(userId: "12345678") { auditId isOut isChanged } }');
    expect(out.data?.['optOut']).toMatchObject({ isOut: true, isChanged: true });
    const [[key, bytes] = ['', new Uint8Array()]] = await valuesOf('opt-outs');
    expect(isOut(decodeOptOut(key, bytes)!)).toBe(true);
    const again = await ask('mutation { optOut(userId: "12345678") { isChanged } }');
    expect(again.data?.['optOut']).toEqual({ isChanged: false });
    const back = await ask('mutation { optBackIn(userId: "12345678") { isOut isChanged } }');
    expect(back.data?.['optBackIn']).toEqual({ isOut: false, isChanged: true });
    const id = String(out.data?.['optOut']?.['auditId']);
    expect(JSON.stringify(await auditOf(id))).not.toContain('12345678');
    const steps = await warehouse.store.select('SELECT action FROM privacy_log WHERE id = {id:String}', {
      id,
    });
    expect(steps).toEqual([{ action: 'opt-out' }]);
  });

  it.each([
    ['trackChannels(logins: [])', /1 to 100/],
    ['trackChannels(logins: ["no channel"])', /no channel name/],
    [`trackChannels(logins: ${JSON.stringify(Array.from({ length: 101 }, (_, n) => `c${n}`))})`, /1 to 100/],
    ['setTheme(theme: { slug: "Not A Slug", name: "x" })', /slug/],
    ['removeTheme(slug: "nobody-knows")', /no theme/],
    ['restoreTheme(slug: "bttv-globals")', /nobody has changed/],
    ['optOut(userId: "forsen")', /digits/],
    ['reclassifyEmote(emote: { provider: TWITCH, emoteId: "25" }, class: UNKNOWN)', /says nothing/],
    ['reclassifyEmote(emote: { provider: TWITCH, emoteId: "25" }, class: THIRD_PARTY)', /no third party/],
    ['reclassifyEmote(emote: { provider: BTTV, emoteId: "25" }, class: SUB_T1)', /nobody used/],
    ['restoreEmoteClass(emote: { provider: BTTV, emoteId: "none" })', /nobody used/],
  ])('that can not be is refused, and put down as failed: %s', async (field, message) => {
    const { errors } = await ask(`mutation { ${field} { auditId } }`);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message) as string,
      extensions: { code: 'BAD_ARGUMENT' },
    });
    const [last] = await warehouse.store.select(
      'SELECT state FROM audit_log ORDER BY at DESC, state DESC LIMIT 1',
    );
    expect(last).toEqual({ state: 'failed' });
  });

  it('is all that the api may write: neither the plan, nor what the scout brings of themes', async () => {
    const eventLog = await nats.connect('api');
    const write = (bucket: SharedBucket, key: string) => eventLog.openSharedValues(bucket).put(key, '{}');
    await expect(write('channel-plan', 'plan')).rejects.toThrow(LogUnavailable);
    await expect(write('themes', 'ours')).rejects.toThrow(LogUnavailable);
    await expect(write('emote-catalogue', 'globals')).rejects.toThrow(LogUnavailable);
  });
});
