import { KeyDesk, KeyRing, type NewApiKey } from '@emotide/access';
import { chatterForms, decodeChannelWish, decodeOptOut, isOut } from '@emotide/domain';
import { LogUnavailable, readAllValues, type EventLog, type SharedBucket } from '@emotide/event-log';
import { createMetrics } from '@emotide/service-kit';
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
import { JobBoard } from '../src/job-board';
import { createLiveMetrics } from '../src/live/live-metrics';
import { ThemeCatalogue } from '../src/theme-catalogue';
import { until } from './live/live-stack';

const [directory, logDirectory] = [createTemporaryDirectory(), createTemporaryDirectory()];
const signal = new AbortController().signal;
let warehouse: TestClickHouse;
let nats: TestNats;
let owner: EventLog;
let api: ApiServer;
let changes: Changes;
let themes: ThemeCatalogue;
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
