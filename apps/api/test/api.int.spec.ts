import { encodeJobReport, type JobReport } from '@emotide/domain';
import type { FollowOptions } from '@emotide/event-log';
import { request } from 'node:http';
import { createMetrics } from '@emotide/service-kit';
import { recordRun } from '@emotide/store';
import {
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  type TestClickHouse,
} from '@emotide/testkit';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiServer, type ApiServer } from '../src/api-server';
import { JobBoard } from '../src/job-board';
import { ThemeCatalogue } from '../src/theme-catalogue';
import { createLiveMetrics } from '../src/live/live-metrics';
import { activity, forsen, land, use, xqc } from './landing';

const now = Date.parse('2026-11-23T18:30:20.500Z');
const directory = createTemporaryDirectory();
const registry = createMetrics('test');
let warehouse: TestClickHouse;
let api: ApiServer;

interface Answer {
  readonly status: number;
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
}
async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  const response = await fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
}
const codes = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions?.code);

const jobs = new JobBoard();

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  await land(warehouse.store, 'run', [
    activity('2026-11-23 18:00:00', forsen, 10, 3),
    use('2026-11-23 18:00:00.500', forsen, 1, ['25', 'Kappa'], 3),
    use('2026-11-23 18:00:00.600', forsen, 2, ['25', 'Kappa']),
    use('2026-11-23 18:00:00.600', forsen, 2, ['41', 'Kreygasm']),
    use('2026-11-23 18:05:00.000', forsen, 3, ['emotesv2_a', 'forsenE'], 2, { class: 'SUB_T1' }),
    activity('2026-11-23 18:05:00', forsen, 1, 1),
    activity('2026-11-23 18:10:00', forsen, 1, 0, 2),
    activity('2026-11-23 18:29:00', xqc, 2, 1),
    use('2026-11-23 18:29:00.001', xqc, 1, ['41', 'Kreygasm']),
    use('2018-06-11 00:00:00.000', xqc, 1, ['1120102', 'PogFooty'], 2),
    use('2018-06-12 12:00:00.000', xqc, 1, ['1120102', 'PogFooty'], 3),
    use('2018-06-12 12:00:01.000', xqc, 2, ['1077948', 'HRFooty'], 5),
    use('2018-07-15 23:59:59.999', xqc, 2, ['1120102', 'PogFooty']),
    use('2018-07-16 00:00:00.000', xqc, 2, ['1120102', 'PogFooty'], 100),
  ]);
  const run = { partition: 0, first: 1, last: 9, token: 'run', streamCreatedAtMs: 0, rows: 9 };
  await recordRun(warehouse.store, { ...run, insertedAtMs: now - 1_500 });
  api = await startApiServer({
    host: '127.0.0.1',
    port: 0,
    store: warehouse.store,
    themes: new ThemeCatalogue(quietLog),
    jobs,
    feed: {
      moment: () => ({ known: undefined, stale: null, version: 1 }),
      listen: () => () => undefined,
      stop: () => Promise.resolve(),
    },
    metrics: createLiveMetrics(registry),
    mostSockets: 10,
    log: quietLog,
    registry,
    clock: () => now,
  });
});
afterAll(async () => {
  await api?.stop();
  await warehouse?.stop();
  directory.remove();
});

describe('answers', () => {
  it('rank emotes, with everything there is to know of each and of the answer', async () => {
    const answer = await ask(`{
      topEmotes(channel: "#Forsen", first: 1) {
        nodes { emote { provider emoteId name class price imageUrl } uses messages chatters }
        pageInfo { hasNextPage hasPreviousPage }
        range { from to }
        dataFreshness { watermark lag complete gaps { channelLogin channelTwitchId from to } }
      }
    }`);
    expect(answer).toEqual({
      status: 200,
      data: {
        topEmotes: {
          nodes: [
            {
              emote: {
                provider: 'TWITCH',
                emoteId: '25',
                name: 'Kappa',
                class: 'GLOBAL',
                price: 'FREE',
                imageUrl: 'https://static-cdn.jtvnw.net/emoticons/v2/25/default/dark/2.0',
              },
              uses: 4,
              messages: 2,
              chatters: 2,
            },
          ],
          pageInfo: { hasNextPage: true, hasPreviousPage: false },
          range: { from: '2026-11-23T17:30:00.000Z', to: '2026-11-23T18:31:00.000Z' },
          dataFreshness: {
            watermark: '2026-11-23T18:29:00.000Z',
            lag: 'PT1.5S',
            complete: false,
            gaps: [
              {
                channelLogin: 'forsen',
                channelTwitchId: '22484632',
                from: '2026-11-23T18:05:00.000Z',
                to: '2026-11-23T18:10:01.000Z',
              },
            ],
          },
        },
      },
    });
  });

  it('page through emotes of one range, whatever the clock says by then', async () => {
    const query = `query ($after: String) {
      topEmotes(first: 2, after: $after) {
        edges { cursor node { emote { name } uses } } pageInfo { endCursor hasNextPage } range { to }
      }
    }`;
    type Page = {
      topEmotes: {
        edges: { node: unknown }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
        range: unknown;
      };
    };
    const first = (await ask(query)).data as Page;
    expect(first.topEmotes.edges.map(({ node }) => node)).toEqual([
      { emote: { name: 'Kappa' }, uses: 4 },
      { emote: { name: 'Kreygasm' }, uses: 2 },
    ]);
    expect(first.topEmotes.pageInfo.hasNextPage).toBe(true);
    const second = (await ask(query, { after: first.topEmotes.pageInfo.endCursor })).data as Page;
    expect(second.topEmotes.edges.map(({ node }) => node)).toEqual([{ emote: { name: 'forsenE' }, uses: 2 }]);
    expect(second.topEmotes.pageInfo.hasNextPage).toBe(false);
    expect(second.topEmotes.range).toEqual(first.topEmotes.range);
  });

  it('tell paid from free', async () => {
    const answer = await ask(`{
      paid: topEmotes(filter: { price: PAID }) { nodes { emote { name price } } }
      free: topEmotes(filter: { price: FREE }) { nodes { emote { name } } }
      other: topEmotes(filter: { price: OTHER }) { nodes { emote { name } } }
      bttv: topEmotes(filter: { provider: BTTV }) { nodes { emote { name } } }
    }`);
    expect(answer.data).toEqual({
      paid: { nodes: [{ emote: { name: 'forsenE', price: 'PAID' } }] },
      free: { nodes: [{ emote: { name: 'Kappa' } }, { emote: { name: 'Kreygasm' } }] },
      other: { nodes: [] },
      bttv: { nodes: [] },
    });
  });

  it('rank and page channels', async () => {
    const query = `query ($after: String) {
      topChannels(first: 1, by: MESSAGES, after: $after) {
        nodes { channel { login twitchId lastMessageAt } messages messagesWithEmotes uses emoteChatters distinctEmotes }
        pageInfo { endCursor }
      }
    }`;
    const first = await ask(query);
    expect(first.data).toMatchObject({
      topChannels: {
        nodes: [
          {
            channel: { login: 'forsen', twitchId: '22484632', lastMessageAt: '2026-11-23T18:10:00.000Z' },
            messages: 12,
            messagesWithEmotes: 4,
            uses: 7,
            emoteChatters: 3,
            distinctEmotes: 3,
          },
        ],
      },
    });
    const { pageInfo } = first.data?.['topChannels'] as { pageInfo: { endCursor: string } };
    expect((await ask(query, { after: pageInfo.endCursor })).data).toMatchObject({
      topChannels: { nodes: [{ channel: { login: 'xqc' }, messages: 2 }] },
    });
  });

  it('show a channel by login or id, with zeros where nothing was said', async () => {
    const answer = await ask(`{
      byLogin: channel(login: "XQC") { twitchId usage { usage { uses messages channel { login } } } }
      byId: channel(twitchId: "71092938") {
        login usage(from: "2020-01-01T00:00:00Z", to: "2020-01-02T00:00:00Z") { usage { uses messages emoteChatters } }
      }
    }`);
    expect(answer.data).toEqual({
      byLogin: {
        twitchId: '71092938',
        usage: { usage: { uses: 1, messages: 2, channel: { login: 'xqc' } } },
      },
      byId: { login: 'xqc', usage: { usage: { uses: 0, messages: 0, emoteChatters: 0 } } },
    });
  });

  it('show usage over time, of everything and of one emote', async () => {
    const answer = await ask(`{
      all: usage(channel: "forsen", granularity: MINUTE) {
        granularity points { start uses messages messagesWithEmotes emoteChatters }
      }
      one: usage(emote: { provider: TWITCH, emoteId: "41" }, granularity: DAY, window: ALL_TIME) {
        points { start uses messages messagesWithEmotes emoteChatters }
      }
    }`);
    expect(answer.data).toEqual({
      all: {
        granularity: 'MINUTE',
        points: [
          {
            start: '2026-11-23T18:00:00.000Z',
            uses: 5,
            messages: 10,
            messagesWithEmotes: 3,
            emoteChatters: 2,
          },
          {
            start: '2026-11-23T18:05:00.000Z',
            uses: 2,
            messages: 1,
            messagesWithEmotes: 1,
            emoteChatters: 1,
          },
          {
            start: '2026-11-23T18:10:00.000Z',
            uses: 0,
            messages: 1,
            messagesWithEmotes: 0,
            emoteChatters: 0,
          },
        ],
      },
      one: {
        points: [
          {
            start: '2026-11-23T00:00:00.000Z',
            uses: 2,
            messages: 14,
            messagesWithEmotes: 2,
            emoteChatters: 2,
          },
        ],
      },
    });
  });

  it('find again what they gave an id to', async () => {
    type Ids = { topEmotes: { nodes: { emote: { id: string } }[] }; channel: { id: string } };
    const { data } = await ask(
      `{ topEmotes(first: 1) { nodes { emote { id } } } channel(login: "xqc") { id } }`,
    );
    const { topEmotes, channel } = data as unknown as Ids;
    const again = await ask(
      `query ($emote: ID!, $channel: ID!) {
        emote: node(id: $emote) { id ... on Emote { name } }
        channel: node(id: $channel) { id ... on Channel { login } }
      }`,
      { emote: topEmotes.nodes[0]?.emote.id, channel: channel.id },
    );
    expect(again.data).toEqual({
      emote: { id: topEmotes.nodes[0]?.emote.id, name: 'Kappa' },
      channel: { id: channel.id, login: 'xqc' },
    });
  });

  it('are complete where the range has passed and nobody was away', async () => {
    const asked = `from: "2026-11-23T18:00:00Z", to: "2026-11-23T18:05:00Z"`;
    const answer = await ask(
      `{ usage(channel: "forsen", ${asked}) { dataFreshness { complete gaps { from } } } }`,
    );
    expect(answer.data).toEqual({ usage: { dataFreshness: { complete: true, gaps: [] } } });
  });

  it('rank a theme within its windows, and sum it up from a start on', async () => {
    const { data, errors } = await ask(`{
      footies: theme(slug: "world-cup-2018") {
        name windows { from to } languages
        ranking { emotes { uses messages chatters emote { name emoteId } } range { from } }
        series(granularity: DAY, from: "2018-06-12T00:00:00Z", to: "2018-08-01T00:00:00Z") {
          points { start uses runningUses }
        }
      }
      early: theme(slug: "world-cup-2018") {
        ranking(from: "2018-01-01T00:00:00Z", to: "2018-02-01T00:00:00Z") { emotes { uses } }
      }
      unknown: theme(slug: "nobody-knows") { name }
      themes { slug }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      footies: {
        name: 'World Cup 2018 Footies',
        windows: [{ from: '2018-06-11T00:00:00.000Z', to: '2018-07-16T00:00:00.000Z' }],
        languages: [],
        ranking: {
          emotes: [
            { uses: 6, messages: 3, chatters: 2, emote: { name: 'PogFooty', emoteId: '1120102' } },
            { uses: 5, messages: 1, chatters: 1, emote: { name: 'HRFooty' } },
          ],
        },
        series: {
          points: [
            { start: '2018-06-12T00:00:00.000Z', uses: 8, runningUses: 8 },
            { start: '2018-07-15T00:00:00.000Z', uses: 1, runningUses: 9 },
          ],
        },
      },
      early: { ranking: { emotes: [] } },
      unknown: null,
    });
    expect(data!['themes']).toContainEqual({ slug: 'pride-2019' });
  });

  it('say how the scheduled work is doing', async () => {
    const report: JobReport = {
      name: 'global-emotes',
      state: 'ok',
      everyMs: 1_800_000,
      lastStartedAtMs: now - 5_000,
      lastDurationMs: 1_250,
      lastOkAtMs: now - 3_750,
      nextRunAtMs: now + 1_795_000,
      failuresInRow: 0,
      summary: '3 sets',
      figures: {},
    };
    let note: FollowOptions['onValue'] = () => undefined;
    jobs.follow({
      follow: ({ onValue }) => {
        note = onValue;
        return { stop: () => Promise.resolve() };
      },
    });
    note({ key: 'global-emotes', value: encodeJobReport(report) });
    note({ key: 'readings.07', value: Buffer.from('[]') });
    note({ key: 'other', value: encodeJobReport(report) });
    const asked = '{ pipeline { jobs { name state every lastDuration lastOkAt failuresInRow summary } } }';
    expect((await ask(asked)).data).toEqual({
      pipeline: {
        jobs: [
          {
            name: 'global-emotes',
            state: 'OK',
            every: 'PT1800S',
            lastDuration: 'PT1.25S',
            lastOkAt: new Date(now - 3_750).toISOString(),
            failuresInRow: 0,
            summary: '3 sets',
          },
        ],
      },
    });
  });

  it('say how far the warehouse is', async () => {
    const answer = await ask(`{
      pipeline { watermark lag partitions { partition newestMessageAt lag lastRun { first last rows storedAt } } }
    }`);
    expect(answer.data).toEqual({
      pipeline: {
        watermark: '2026-11-23T18:29:00.000Z',
        lag: 'PT1.5S',
        partitions: [
          {
            partition: 0,
            newestMessageAt: '2026-11-23T18:29:00.000Z',
            lag: 'PT1.5S',
            lastRun: { first: '1', last: '9', rows: 9, storedAt: '2026-11-23T18:30:19.000Z' },
          },
        ],
      },
    });
  });
});

describe('what is unknown or wrong', () => {
  it('is null where it was looked up', async () => {
    const nobody = Buffer.from('Channel:1').toString('base64url');
    const answer = await ask(
      `query ($id: ID!) {
        login: channel(login: "nobody") { id } noLogin: channel(login: "no such login!") { id }
        id: channel(twitchId: "1") { id } noId: channel(twitchId: "x") { id } node(id: $id) { id }
      }`,
      { id: nobody },
    );
    expect(answer).toEqual({
      status: 200,
      data: { login: null, noLogin: null, id: null, noId: null, node: null },
    });
  });

  it.each([
    ['UNKNOWN_CHANNEL', `{ topEmotes(channel: "nobody") { nodes { uses } } }`],
    ['UNKNOWN_CHANNEL', `{ usage(channel: "' OR 1=1 --") { points { uses } } }`],
    ['BAD_RANGE', `{ topEmotes(window: LAST_HOUR, from: "2026-11-23T18:00:00Z") { nodes { uses } } }`],
    ['BAD_RANGE', `{ usage(from: "2026-11-23T18:00:00Z", to: "2026-11-23T17:00:00Z") { points { uses } } }`],
    [
      'BAD_RANGE',
      `{ topChannels(from: "1999-01-01T00:00:00Z", to: "2026-11-23T17:00:00Z") { nodes { uses } } }`,
    ],
    ['BAD_ARGUMENT', `{ topEmotes(first: 0) { nodes { uses } } }`],
    ['BAD_ARGUMENT', `{ topChannels(first: 101) { nodes { uses } } }`],
    ['BAD_ARGUMENT', `{ channel { id } }`],
    ['BAD_ARGUMENT', `{ channel(login: "xqc", twitchId: "1") { id } }`],
    ['BAD_ARGUMENT', `{ usage(emote: { provider: TWITCH, emoteId: "" }) { points { uses } } }`],
    ['BAD_CURSOR', `{ topEmotes(after: "nonsense") { nodes { uses } } }`],
    ['BAD_CURSOR', `{ topChannels(after: "") { nodes { uses } } }`],
    ['BAD_ID', `{ node(id: "nonsense") { id } }`],
    ['TOO_COMPLEX', `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: pipeline { lag }`).join(' ')} }`],
    [
      'TOO_COMPLEX',
      `{ channel(login: "xqc") ${'{ usage { usage { channel '.repeat(4)}{ id }${' } } }'.repeat(4)} }`,
    ],
    ['TOO_COMPLEX', `{ pipeline { lag ${'lag '.repeat(1_100)} } }`],
    ['TOO_COMPLEX', `{ topEmotes(first: 100000) { nodes { uses } } }`],
    [
      'TOO_COMPLEX',
      `{ ${Array.from({ length: 10 }, (_, i) => `a${i}: topChannels { nodes { channel { usage { dataFreshness { complete gaps { from } } } } } }`).join(' ')} }`,
    ],
  ])('is answered with %s: %s', async (code, query) => {
    expect(codes(await ask(query))).toContain(code);
  });

  it('of a list’s cursor: another list refuses it', async () => {
    type Page = { topEmotes: { pageInfo: { endCursor: string } } };
    const { data } = await ask(`{ topEmotes(first: 1) { pageInfo { endCursor } } }`);
    const after = (data as unknown as Page).topEmotes.pageInfo.endCursor;
    const query = `query ($after: String) { topEmotes(filter: { price: PAID }, after: $after) { nodes { uses } } }`;
    expect(codes(await ask(query, { after }))).toEqual(['BAD_CURSOR']);
  });

  it('gets no guesses at what was meant', async () => {
    const misspelt = await ask(`{ pipelin { lag } }`);
    expect(misspelt.errors?.[0]?.message).toBe('Cannot query field "pipelin" on type "Query".');
    const value = await ask(`query ($by: ChannelOrder!) { topChannels(by: $by) { nodes { uses } } }`, {
      by: 'USE',
    });
    expect(value.errors?.[0]?.message).not.toMatch(/did you mean/i);
  });

  it('leaves introspection possible', async () => {
    const answer = await ask(getIntrospectionQuery());
    expect(answer.errors).toBeUndefined();
  });

  it('is refused when it is too large, even in pieces of unknown number', async () => {
    const large = JSON.stringify({ query: `{ pipeline { lag } } # ${'x'.repeat(120_000)}` });
    const whole = await fetch(api.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: large,
    });
    expect(whole.status).toBe(413);
    const chunked = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(
        api.url,
        { method: 'POST', headers: { 'content-type': 'application/json' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sent.on('error', reject);
      sent.write(large.slice(0, 60_000));
      sent.end(large.slice(60_000));
    });
    expect(chunked).toBe(413);
  });

  it('has no page, no other path, and a health check', async () => {
    const root = api.url.replace('/graphql', '');
    expect((await fetch(`${root}/healthz`)).status).toBe(200);
    expect((await fetch(`${root}/metrics`)).status).toBe(404);
    const page = await fetch(api.url, { headers: { accept: 'text/html' } });
    expect(await page.text()).not.toMatch(/graphiql/i);
  });
});

it('counts operations by root field and outcome', async () => {
  await ask(`{ pipeline { lag } }`);
  await ask(`{ node(id: "nonsense") { id } }`);
  const { values } = (await registry.getSingleMetric('emotide_api_operation_seconds')?.get()) ?? {
    values: [],
  };
  const counted = (field: string, outcome: string) =>
    values.find(
      ({ labels, metricName }: { labels: Record<string, unknown>; metricName?: string }) =>
        metricName?.endsWith('_count') && labels['field'] === field && labels['outcome'] === outcome,
    )?.value;
  expect(counted('pipeline', 'ok')).toBeGreaterThan(0);
  expect(counted('node', 'error')).toBeGreaterThan(0);
});

it('says that the warehouse is unavailable, and nothing more, when it is', async () => {
  process.kill(warehouse.server.pid, 'SIGKILL');
  await warehouse.server.exited;
  // For a tenth of a second the last look at how far the warehouse is may serve.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const answer = await ask(`{ pipeline { lag } }`);
  expect(answer.errors).toEqual([
    expect.objectContaining({
      message: 'the warehouse does not answer; try again',
      extensions: { code: 'UNAVAILABLE' },
    }),
  ]);
  expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|ECONN|SELECT/);
});
