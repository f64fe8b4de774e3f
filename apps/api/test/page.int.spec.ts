import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emoteImageUrl } from '@emotide/emotes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPageFiles } from '../src/page/page-files';
import { CONTENT_SECURITY_POLICY } from '../src/page/page-policy';
import { servePage } from '../src/page/serve-page';

const directory = mkdtempSync(join(tmpdir(), 'emotide-page-'));
let server: Server;
let url: string;

beforeAll(async () => {
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(directory, 'assets/index-1a2b.js'), `export const text = '${'tide '.repeat(200)}';`);
  writeFileSync(join(directory, 'secret.env'), 'KEY=1');
  const files = readPageFiles(directory);
  server = createServer((request, response) => {
    if (!servePage(files, request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});

it.each(['/', '/channel/forsen', '/theme', '/emote/RW1?range=7d', '/pipeline'])(
  '%s is the page, under its policy, and asked for anew each time',
  async (path) => {
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>page</title>');
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get('cache-control')).toBe('no-cache');
  },
);

it('files named after their content are kept for ever, and compressed for who can read that', async () => {
  const path = `${url}/assets/index-1a2b.js`;
  const sizes = await Promise.all(
    ['br', 'gzip', 'identity'].map(async (encoding) => {
      const response = await fetch(path, { headers: { 'accept-encoding': encoding } });
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect(await response.text()).toContain('tide tide');
      return Number(response.headers.get('content-length'));
    }),
  );
  expect(sizes[0]).toBeLessThan(sizes[2]! / 5);
  expect(sizes[1]).toBeLessThan(sizes[2]! / 5);
});

it('who has it already gets nothing', async () => {
  const tag = (await fetch(url)).headers.get('etag')!;
  expect((await fetch(url, { headers: { 'if-none-match': tag } })).status).toBe(304);
});

it.each(['/secret.env', '/wp-login.php', '/assets/none.js', '/assets/..%2f..%2fetc/passwd', '/index.html/x'])(
  '%s is not there',
  async (path) => {
    expect((await fetch(url + path)).status).toBe(404);
  },
);

it('nothing but GET and HEAD', async () => {
  expect((await fetch(url, { method: 'POST' })).status).toBe(405);
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

it('the policy lets every provider’s pictures in', () => {
  for (const provider of ['TWITCH', 'BTTV', 'FFZ', 'SEVENTV'] as const)
    expect(CONTENT_SECURITY_POLICY).toContain(new URL(emoteImageUrl(provider, '1')).origin);
});

it('a directory without a page is an error at start', () => {
  expect(() => readPageFiles(join(directory, 'assets'))).toThrow(/no index.html/);
});
