import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchJson, type JsonRequest } from '../src/fetch-json';
import { json, startHttpServer, type Answer, type TestHttpServer } from './http-server';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function serve(answer: Answer): Promise<TestHttpServer> {
  const server = await startHttpServer(answer);
  stops.push(() => server.stop());
  return server;
}

const request = (url: URL, more: Partial<JsonRequest> = {}): JsonRequest => ({
  provider: 'bttv',
  url,
  answers: [200],
  deadlineMs: 2_000,
  maxBytes: 100_000,
  maxRedirects: 3,
  ...more,
});

/** What is wrong with an answer. */
async function failureOf(answer: Answer, more: Partial<JsonRequest> = {}) {
  const { url } = await serve(answer);
  return fetchJson(request(url, more)).then(
    () => 'none',
    (error: unknown) => error as { failure: string; status?: number; retryAfterMs?: number; message: string },
  );
}

describe('fetchJson', () => {
  it('gives JSON whatever its content type says, packed or not', async () => {
    const { url } = await serve((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
        .end(gzipSync('\ufeff{"a":[1]}')),
    );
    expect(await fetchJson(request(url))).toMatchObject({ status: 200, json: { a: [1] } });
  });

  it('gives the body of every status that counts as an answer', async () => {
    const { url } = await serve((_request, response) => json(response, { message: 'user not found' }, 404));
    expect(await fetchJson(request(url, { answers: [200, 404] }))).toMatchObject({
      status: 404,
      json: { message: 'user not found' },
    });
  });

  it.each([
    ['400', 'status'],
    ['401', 'unauthorized'],
    ['403', 'unauthorized'],
    ['404', 'status'],
    ['429', 'rate-limited'],
    ['500', 'server'],
    ['503', 'server'],
  ])('fails on HTTP %s as %s', async (status, failure) => {
    const error = await failureOf((_request, response) =>
      json(response, {}, Number(status), { 'retry-after': '7' }),
    );
    expect(error).toMatchObject({ failure, status: Number(status), retryAfterMs: 7_000 });
  });

  it.each<[string, Answer]>([
    ['a page', (_q, r) => r.end('<html><title>Bad Gateway</title></html>')],
    ['nothing', (_q, r) => r.end()],
    ['half of it', (_q, r) => r.end('{"a":[1,')],
    ['bytes that are no UTF-8', (_q, r) => r.end(Buffer.from([0x22, 0xff, 0xfe, 0x22]))],
  ])('fails on %s as no JSON', async (_what, answer) => {
    expect(await failureOf(answer)).toMatchObject({ failure: 'not-json' });
  });

  it('fails on an answer that is cut off', async () => {
    const error = await failureOf((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"a":');
      setTimeout(() => response.destroy(), 20);
    });
    expect(error).toMatchObject({ failure: 'network' });
  });

  it('fails when nobody listens, and says why', async () => {
    const server = await startHttpServer(() => undefined);
    await server.stop();
    await expect(fetchJson(request(server.url))).rejects.toMatchObject({
      failure: 'network',
      message: 'bttv: the connection failed (ECONNREFUSED)',
    });
  });

  it('fails on what is no HTTP', async () => {
    const server: Server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('220 smtp.example ESMTP\r\n', () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stops.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    await expect(fetchJson(request(new URL(`http://127.0.0.1:${port}/`)))).rejects.toMatchObject({
      failure: 'network',
    });
  });

  it.each<[string, Answer]>([
    ['that never comes', () => undefined],
    ['whose body never ends', (_q, r) => void r.writeHead(200).write('{')],
    [
      'that comes a byte at a time',
      (_q, r) => {
        const timer = setInterval(() => r.write(' '), 20);
        r.on('close', () => clearInterval(timer));
      },
    ],
  ])('gives up on an answer %s', async (_what, answer) => {
    const startedMs = performance.now();
    expect(await failureOf(answer, { deadlineMs: 150 })).toMatchObject({ failure: 'timeout' });
    expect(performance.now() - startedMs).toBeLessThan(1_500);
  });

  it('reads no more of a hundred megabytes than it may', async () => {
    let sentBytes = 0;
    const error = await failureOf((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024, 0x20);
      const pump = (): void => {
        while (sentBytes < 100e6 && !response.destroyed) {
          sentBytes += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', pump);
        }
      };
      pump();
    });
    expect(error).toMatchObject({ failure: 'too-large' });
    expect(sentBytes).toBeLessThan(20e6);
  });

  it('does not begin to read what says itself that it is too long', async () => {
    const error = await failureOf(
      (_q, r) => void r.writeHead(200, { 'content-length': '100000001' }).write(' '),
    );
    expect(error).toMatchObject({ failure: 'too-large' });
  });

  it('bounds what a small packed answer unpacks to', async () => {
    const error = await failureOf((_q, r) =>
      r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000, 0x20))),
    );
    expect(error).toMatchObject({ failure: 'too-large' });
  });

  it('follows three redirects and not a fourth', async () => {
    const hops = (count: number): Answer => {
      return ({ path }, response) => {
        const hop = Number(path.slice(1) || 0);
        if (hop < count) response.writeHead(302, { location: `/${hop + 1}` }).end();
        else json(response, { hop });
      };
    };
    const { url } = await serve(hops(3));
    expect(await fetchJson(request(url))).toMatchObject({ json: { hop: 3 } });
    expect(await failureOf(hops(4))).toMatchObject({ failure: 'redirect' });
  });

  it.each([
    ['in a loop', { location: '/' }],
    ['to nowhere', {}],
    ['to what is no address', { location: 'http://' }],
    ['to a file', { location: 'file:///etc/passwd' }],
    ['with a login', { location: 'http://user:secret@127.0.0.1:1/' }],
  ])('does not follow a redirect %s', async (_what, headers) => {
    const error = await failureOf((_q, r) => r.writeHead(301, headers).end());
    expect(error).toMatchObject({ failure: 'redirect' });
    expect((error as { message: string }).message).not.toContain('secret');
  });

  it('shows secret headers to the host that it asks, and not to one that it is sent to', async () => {
    const other = await serve((_request, response) => json(response, {}));
    const first = await serve((_q, r) => r.writeHead(307, { location: other.url.href }).end());
    await fetchJson(
      request(first.url, {
        headers: { 'user-agent': 'Emotide' },
        secretHeaders: { authorization: 'Bearer t' },
      }),
    );
    expect(first.heard[0]?.headers).toMatchObject({ authorization: 'Bearer t', 'user-agent': 'Emotide' });
    expect(other.heard[0]?.headers['user-agent']).toBe('Emotide');
    expect(other.heard[0]?.headers.authorization).toBeUndefined();
  });

  it('posts a secret nowhere else', async () => {
    const other = await serve((_request, response) => json(response, {}));
    const error = await failureOf((_q, r) => r.writeHead(307, { location: other.url.href }).end(), {
      method: 'POST',
      body: 'secret',
    });
    expect(error).toMatchObject({ failure: 'redirect' });
    expect(other.heard).toEqual([]);
  });

  it('never repeats a header that cannot be sent', async () => {
    const { url } = await serve((_request, response) => json(response, {}));
    const error: unknown = await fetchJson(
      request(url, { secretHeaders: { authorization: 'Bearer hush\nhush' } }),
    ).catch((e: unknown) => e);
    expect(error).toMatchObject({ failure: 'network', message: 'bttv: the connection failed' });
    expect(
      JSON.stringify([String(error), (error as Error).stack, String((error as Error).cause)]),
    ).not.toContain('hush');
  });

  it('ends at once when it is stopped', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    expect(await failureOf(() => undefined, { signal: stop.signal })).toMatchObject({ failure: 'stopped' });
    expect(await failureOf(() => undefined, { signal: stop.signal })).toMatchObject({ failure: 'stopped' });
  });
});
