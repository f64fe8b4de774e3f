import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startBareApi, type BareApi } from '../bare-api';
import { until } from './live-stack';

const QUERY = 'subscription { topEmotes(every: "PT0.1S") { stale { since } } }';
const sinceOf = (result: unknown) =>
  (result as { data: { topEmotes: { stale: { since: string } } } }).data.topEmotes.stale.since;

let api: BareApi;
const clients: Client[] = [];
const sockets: Socket[] = [];
beforeEach(async () => {
  api = await startBareApi();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.dispose();
  for (const socket of sockets.splice(0)) socket.destroy();
  await api.stop();
});

/** An unmodified graphql-sse client. */
function hear(query = QUERY) {
  const client = createClient({ url: api.url, retryAttempts: 0 });
  clients.push(client);
  const heard = { results: [] as unknown[], error: undefined as unknown, isComplete: false };
  client.subscribe(
    { query },
    {
      next: (result) => heard.results.push(result),
      error: (error) => (heard.error = error),
      complete: () => (heard.isComplete = true),
    },
  );
  return heard;
}
const post = (query: string, headers: Record<string, string> = {}) =>
  fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
  });

describe('an event stream', () => {
  it('gives the state and its changes, the same as a WebSocket, from one execution', async () => {
    const stream = hear();
    const client = createSocketClient({ url: api.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    const overSocket: unknown[] = [];
    const stop = client.subscribe(
      { query: QUERY },
      { next: (result) => overSocket.push(result), error: () => undefined, complete: () => undefined },
    );
    await until('both', () => (stream.results.length === 1 && overSocket.length === 1) || undefined);
    api.changeLive(2_000);
    await until('a change', () => (stream.results.length === 2 && overSocket.length === 2) || undefined);
    expect(stream.results.map(sinceOf)).toEqual(['1970-01-01T00:00:01.000Z', '1970-01-01T00:00:02.000Z']);
    expect(overSocket).toEqual(stream.results);
    stop();
    await client.dispose();
  });

  it('goes on without a jump when it is begun again: first comes the state now', async () => {
    const before = hear();
    await until('the state', () => before.results[0]);
    clients.pop()?.dispose();
    api.changeLive(2_000);
    api.changeLive(3_000);
    // The operation goes on for a while when nobody hears it, and is as old as its last tick.
    await sleep(500);
    const after = hear();
    await until('the state', () => after.results[0]);
    expect(after.results.map(sinceOf)).toEqual(['1970-01-01T00:00:03.000Z']);
    expect(before.results).toHaveLength(1);
  });

  it('is told that it is complete when the server stops', async () => {
    const stream = hear();
    await until('the state', () => stream.results[0]);
    await api.stop();
    await until('its end', () => stream.isComplete || undefined);
    expect(stream.error).toBeUndefined();
  });

  it.each([
    ['{ __typename }', 'WRONG_TRANSPORT'],
    ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription {', 'Syntax Error'],
    ['subscription { topEmotes(every: "PT0.001S") { complete } }', 'BAD_ARGUMENT'],
  ])('is not begun for %s', async (query, code) => {
    const response = await post(query);
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(code)]);
  });

  it('is not begun for what is too large, or no operation, or one too many', async () => {
    expect((await post(`#${'x'.repeat(200_000)}`)).status).toBe(413);
    const noOperation = await fetch(api.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: '[{"query":"subscription { topEmotes { complete } }"}]',
    });
    expect(noOperation.status).toBe(400);
    const streams = Array.from({ length: 10 }, () => hear());
    await until('all', () => streams.every(({ results }) => results.length > 0) || undefined);
    const refused = await post(QUERY);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  });

  it('that is never read keeps no more than its bound', async () => {
    const deaf = connect(api.port, '127.0.0.1');
    sockets.push(deaf);
    deaf.on('error', () => undefined);
    const search = new URLSearchParams({ query: QUERY });
    deaf.write(`GET /graphql?${search} HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n`);
    await once(deaf, 'data');
    deaf.pause();
    const hearing = hear();
    for (let n = 2; n < 12; n++) {
      api.changeLive(n * 1_000);
      await until(
        'a change',
        () => hearing.results.map(sinceOf).at(-1) === new Date(n * 1_000).toISOString() || undefined,
      );
    }
    await sleep(50);
    expect(hearing.error).toBeUndefined();
  });
});
