import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryDirectory } from '@emotide/testkit';
import { serverAudits } from 'graphql-http';
import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { readPersistedOperations } from '../src/persisted-operations';
import { startBareApi, type BareApi } from './bare-api';

describe('the audit of GraphQL over HTTP', () => {
  let api: BareApi;
  beforeAll(async () => {
    api = await startBareApi();
  });
  afterAll(() => api?.stop());

  it.each(serverAudits({ url: () => api.url }).map((audit) => [audit.name, audit] as const))(
    '%s',
    async (_name, { fn }) => {
      const result = await fn();
      expect([result.status, 'reason' in result ? result.reason : '']).toEqual(['ok', '']);
    },
  );
});

const apis: BareApi[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.stop();
});
const start = async (options: Parameters<typeof startBareApi>[0]): Promise<BareApi> => {
  const api = await startBareApi(options);
  apis.push(api);
  return api;
};

it('shows a page to try queries on that loads nothing from elsewhere, and none where it is not wanted', async () => {
  const accept = { headers: { accept: 'text/html' } };
  const { url } = await start({ hasGraphiql: true });
  const page = await fetch(url, accept);
  expect(page.headers.get('content-type')).toContain('text/html');
  const text = await page.text();
  expect(text).toContain('Emotide');
  expect(text.match(/<(?:script|link)[^>]+(?:src|href)=["']?https?:[^>]*>/g) ?? []).toEqual([]);
  const none = await fetch((await start({})).url, accept);
  expect(await none.text()).not.toContain('<html');
});

describe('operations known by id', () => {
  const directory = createTemporaryDirectory();
  afterAll(() => directory.remove());
  const NAME = '{ __typename }';
  const LIVE = 'subscription { topEmotes { complete } }';
  const FAULTY = '{ topEmotes(first: 1000) { range { from } } }';
  const idOf = (text: string) => createHash('sha256').update(text).digest('hex');
  const byId = Object.fromEntries([NAME, LIVE, FAULTY].map((text) => [idOf(text), text]));
  const file = (content: string): string => {
    const path = join(directory.path, 'operations.json');
    writeFileSync(path, content);
    return path;
  };
  const extensionsOf = (id: string) => ({ persistedQuery: { version: 1, sha256Hash: id } });
  const get = (api: BareApi, id: string, headers: Record<string, string> = {}) =>
    fetch(`${api.url}?extensions=${encodeURIComponent(JSON.stringify(extensionsOf(id)))}`, { headers });
  const post = (api: BareApi, body: object) =>
    fetch(api.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const open = async (isAll: boolean): Promise<BareApi> =>
    start({ persisted: await readPersistedOperations(file(JSON.stringify(byId)), isAll) });

  it('are answered, and are all that is where a deployment says so', async () => {
    const [mixed, closed] = [await open(false), await open(true)];
    for (const api of [mixed, closed]) {
      expect(await (await post(api, { extensions: extensionsOf(idOf(NAME)) })).json()).toEqual({
        data: { __typename: 'Query' },
      });
      expect(await (await post(api, { extensions: extensionsOf('unknown') })).text()).toContain(
        'BAD_ARGUMENT',
      );
    }
    expect((await post(mixed, { query: NAME })).status).toBe(200);
    expect(await (await post(closed, { query: NAME })).text()).toContain('FORBIDDEN');
  });

  it('are the same over WebSocket', async () => {
    const api = await open(true);
    const client = createClient({
      url: api.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const first = async (payload: {
      query: string;
      extensions?: Record<string, unknown>;
    }): Promise<unknown> => {
      try {
        for await (const result of client.iterate(payload)) return result;
      } catch (error) {
        return error;
      }
      return undefined;
    };
    expect(await first({ query: '', extensions: extensionsOf(idOf(LIVE)) })).toEqual({
      data: { topEmotes: { complete: false } },
    });
    expect(JSON.stringify(await first({ query: LIVE }))).toContain('FORBIDDEN');
    await client.dispose();
  });

  it('are kept by caches for a second, and then asked for by their tag', async () => {
    const api = await open(false);
    const fresh = await get(api, idOf(NAME));
    expect(fresh.headers.get('cache-control')).toBe('public, max-age=1');
    const etag = fresh.headers.get('etag')!;
    expect(etag).toMatch(/^".{43}"$/);
    const same = await get(api, idOf(NAME), { 'if-none-match': `"other", W/${etag}` });
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag]);
    const faulty = await get(api, idOf(FAULTY));
    expect([faulty.headers.get('etag'), faulty.headers.get('cache-control')]).not.toContain(
      'public, max-age=1',
    );
    const posted = await post(api, { extensions: extensionsOf(idOf(NAME)) });
    expect(posted.headers.get('etag')).toBeNull();
  });

  it.each([
    ['[]', /no JSON object/],
    ['{"a": 1}', /no JSON object/],
    ['{"a": "{"}', /"a": Syntax Error/],
    ['{', /EMOTIDE_API_PERSISTED_FILE/],
  ])('are not read from %s', async (content, message) => {
    await expect(readPersistedOperations(file(content), true)).rejects.toThrow(message);
  });
});
