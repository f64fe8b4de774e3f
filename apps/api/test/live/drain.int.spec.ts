import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient as createStreamClient } from 'graphql-sse';
import { createClient, type Client } from 'graphql-ws';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startBareApi, type BareApi } from '../bare-api';
import { until } from './live-stack';

const QUERY = 'subscription { topEmotes(every: "PT0.1S") { complete } }';
const SOCKETS = 60;
const DRAIN_MS = 2_000;

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

async function start(): Promise<BareApi> {
  const api = await startBareApi({ drainMs: DRAIN_MS, mostSockets: SOCKETS + 10 });
  cleanup.push(() => api.stop());
  return api;
}

/** A graphql-ws client that tells when and how its connection ended. */
async function subscribe(api: BareApi): Promise<{ client: Client; ended: { code: number; atMs: number }[] }> {
  const ended: { code: number; atMs: number }[] = [];
  const client = createClient({
    url: api.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    on: {
      closed: (event) => ended.push({ code: (event as { code: number }).code, atMs: performance.now() }),
    },
  });
  cleanup.push(() => client.dispose());
  let answers = 0;
  client.subscribe(
    { query: QUERY },
    { next: () => answers++, error: () => undefined, complete: () => undefined },
  );
  await until('the state', () => answers || undefined);
  return { client, ended };
}

const ask = (api: BareApi) =>
  fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
  });

describe('a server that is stopped', () => {
  it('ends its subscribers over the time of its drain, asks them to come back, and answers the last ones until then', async () => {
    const api = await start();
    const subscribers = await Promise.all(Array.from({ length: SOCKETS }, () => subscribe(api)));
    const fromMs = performance.now();
    const stopping = api.drain(new AbortController().signal);
    await sleep(DRAIN_MS / 2);
    const gone = subscribers.filter(({ ended }) => ended.length > 0).length;
    expect(gone).toBeGreaterThan(SOCKETS * 0.25);
    expect(gone).toBeLessThan(SOCKETS * 0.75);

    await stopping;
    await until('all ends', () => subscribers.every(({ ended }) => ended.length === 1) || undefined);
    const ends = subscribers.map(({ ended }) => ended[0]!);
    expect(new Set(ends.map(({ code }) => code))).toEqual(new Set([1012]));
    const atMs = ends.map((end) => end.atMs - fromMs).sort((a, b) => a - b);
    expect(atMs.at(-1)).toBeGreaterThan(DRAIN_MS * 0.8);
    // No burst: in no fifth of the time much more than a fifth of them.
    for (let part = 0; part < 5; part++) {
      const [from, to] = [(part * DRAIN_MS) / 5, ((part + 1) * DRAIN_MS) / 5];
      expect(atMs.filter((ms) => ms >= from && ms < to).length).toBeLessThan(SOCKETS * 0.45);
    }
  });

  it('answers what is begun meanwhile with 503 and when to ask again, and is not healthy', async () => {
    const api = await start();
    const { client, ended } = await subscribe(api);
    await subscribe(api);
    const stopping = api.drain(new AbortController().signal);
    const refused = await ask(api);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    expect((await fetch(new URL('/healthz', api.url))).status).toBe(503);
    const late = new WebSocket(api.url.replace('http', 'ws'), 'graphql-transport-ws');
    late.on('error', () => undefined);
    const [, response] = (await once(late, 'unexpected-response')) as [
      unknown,
      { statusCode: number; headers: object },
    ];
    expect(response).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });

    // One more subscription on an open connection moves the connection, with all that it has.
    if (ended.length === 0)
      client.subscribe(
        { query: `${QUERY} # another` },
        { next: () => undefined, error: () => undefined, complete: () => undefined },
      );
    await until('its end', () => ended[0]);
    expect(ended[0]!.code).toBe(1012);
    await stopping;
  });

  it('does not tell an event stream that it is complete, so that its reader comes back', async () => {
    const api = await start();
    const client = createStreamClient({ url: api.url, retryAttempts: 0 });
    cleanup.push(() => client.dispose());
    const heard = { results: 0, error: undefined as unknown, isComplete: false };
    client.subscribe(
      { query: QUERY },
      {
        next: () => heard.results++,
        error: (error) => (heard.error = error),
        complete: () => (heard.isComplete = true),
      },
    );
    await until('the state', () => heard.results || undefined);
    await api.drain(new AbortController().signal);
    await until('its end', () => heard.error);
    expect(heard.isComplete).toBe(false);
  });

  it('waits for nobody when it is to hurry', async () => {
    const api = await start();
    const { ended } = await subscribe(api);
    const fromMs = performance.now();
    await api.stop();
    await until('its end', () => ended[0]);
    expect(performance.now() - fromMs).toBeLessThan(DRAIN_MS);
  });
});
