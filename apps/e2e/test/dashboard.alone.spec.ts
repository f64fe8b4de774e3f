import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createClient } from 'graphql-ws';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { chromiumPath, launchBrowser } from '../src/page/browser';
import { readFigure, readRanking, written } from '../src/page/view-reader';
import { pauseChat, resumeChat } from '../src/simulator';
import { projectRoot, startStack, until, type Stack } from '../src/stack';

if (!chromiumPath)
  process.stderr.write('no Chromium here: the dashboard is not tested (apt-get install chromium)\n');

/** Within which a test waits for something of the page; a busy machine is slow. */
const WITHIN_MS = 30_000;
const FIRST_VIEW_BYTES = 120_000;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!chromiumPath)('the dashboard', () => {
  const directory = mkdtempSync(join(tmpdir(), 'emotide-page-'));
  let stack: Stack;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** What went wrong in the page by itself: refused by its policy, thrown, or never caught. */
  let faults: string[];

  beforeAll(async () => {
    [stack, browser] = await Promise.all([
      startStack(directory, ['--channels', '20', '--rate', '80']),
      launchBrowser(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  afterEach(async () => {
    await context?.close();
  });

  /** Opens an address of the page in a browser of its own. */
  async function open(path: string, prepare?: (page: Page) => Promise<void>): Promise<Page> {
    context = await browser.newContext({ viewport: { width: 1280, height: 860 }, timezoneId: 'UTC' });
    page = await context.newPage();
    page.setDefaultTimeout(WITHIN_MS);
    faults = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      const text = message.text();
      if (/Content Security Policy|Trusted|Uncaught/i.test(text)) faults.push(text);
    });
    await prepare?.(page);
    await page.goto(new URL(path, stack.apiUrl).href);
    return page;
  }

  const sees = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();

  it('shows the numbers of GraphQL in every view', async () => {
    await until(
      async () => {
        const { topChannels } = await stack.graphql<{ topChannels: { nodes: { uses: number }[] } }>(
          '{ topChannels(first: 1) { nodes { uses } } }',
        );
        return (topChannels.nodes[0]?.uses ?? 0) > 50;
      },
      'chat to be counted',
      60_000,
    );
    await pauseChat(stack);
    const total = async () =>
      (
        await stack.graphql<{ usage: { points: { uses: number }[] } }>('{ usage { points { uses } } }')
      ).usage.points.reduce((sum, { uses }) => sum + uses, 0);
    // What was sent before the pause is still on its way.
    let before = -1;
    await until(
      async () => {
        const now = await total();
        const isStill = now === before;
        before = now;
        return isStill;
      },
      'the warehouse to have all',
      60_000,
      3_000,
    );
    const answer = await stack.graphql<{
      topChannels: { nodes: { channel: { login: string }; uses: number }[] };
      topEmotes: { nodes: { emote: { id: string; name: string }; uses: number }[] };
      themes: { slug: string }[];
      pipeline: { partitions: unknown[] };
    }>(`{
      topChannels(first: 12) { nodes { channel { login } uses } }
      topEmotes(first: 5) { nodes { emote { id name } uses } }
      themes { slug }
      pipeline { partitions { partition } }
    }`);
    const channels = answer.topChannels.nodes.map(({ channel, uses }) => [channel.login, uses]);

    await open('/?window=LAST_HOUR');
    await until(
      async () =>
        JSON.stringify(await readRanking(page, 'Channels by emotes used')) === JSON.stringify(channels),
      'the channels of the last hour to be those of GraphQL',
    );
    const emotes = await readRanking(page, 'Emotes now');
    expect(emotes.slice(0, 5).map(([, uses]) => uses)).toEqual(
      answer.topEmotes.nodes.map(({ uses }) => uses),
    );
    await context.close();

    const to = new Date(Math.ceil(Date.now() / 60_000) * 60_000).toISOString();
    const from = new Date(Date.parse(to) - 3_600_000).toISOString();
    const times = `from=${from}&to=${to}`;
    const login = answer.topChannels.nodes[0]!.channel.login;
    const { channel } = await stack.graphql<{
      channel: { usage: { usage: { uses: number; messages: number; emoteChatters: number } } };
    }>(
      `{ channel(login: "${login}") { usage(from: "${from}", to: "${to}") { usage { uses messages emoteChatters } } } }`,
    );
    await open(`/channel/${login}?${times}`);
    expect(await readFigure(page, 'uses')).toBe(written(channel.usage.usage.uses));
    expect(await readFigure(page, 'messages')).toBe(written(channel.usage.usage.messages));
    expect(await readFigure(page, 'chatters')).toBe(written(channel.usage.usage.emoteChatters));
    await context.close();

    const emote = answer.topEmotes.nodes[0]!;
    await open(`/emote/${encodeURIComponent(emote.emote.id)}?${times}`);
    expect(await readFigure(page, 'uses')).toBe(written(emote.uses));
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(emote.emote.name);
    await context.close();

    const slug = answer.themes[0]!.slug;
    const { theme } = await stack.graphql<{ theme: { ranking: { emotes: { uses: number }[] } } }>(
      `{ theme(slug: "${slug}") { ranking { emotes { uses } } } }`,
    );
    await open(`/theme/${slug}`);
    expect(await readFigure(page, 'uses')).toBe(
      written(theme.ranking.emotes.reduce((sum, { uses }) => sum + uses, 0)),
    );
    await context.close();

    await open('/pipeline');
    expect(await readFigure(page, 'partitions')).toBe(String(answer.pipeline.partitions.length));
    expect(faults).toEqual([]);
    await resumeChat(stack);
  });

  it('shows a change within a second of when the api pushes it', async () => {
    await open('/');
    await page.locator('.figure small', { hasText: 'as of' }).waitFor();
    // The browser and this process read the same clock.
    const shown = page.evaluate(
      () =>
        new Promise<Record<string, number>>((resolve) => {
          const seen: Record<string, number> = {};
          new MutationObserver(() => {
            const text = document.querySelector('.figure [data-figure=share] ~ small')?.textContent ?? '';
            seen[text.replace('as of ', '')] ??= Date.now();
            if (Object.keys(seen).length >= 6) resolve(seen);
          }).observe(document.body, { subtree: true, childList: true, characterData: true });
        }),
    );
    const client = createClient({ url: stack.apiUrl.replace('http', 'ws'), webSocketImpl: WebSocket });
    const pushed = new Map<string, number>();
    const stop = client.subscribe<{ usage: { asOf: string } }>(
      { query: 'subscription { usage(window: LAST_MINUTE, seconds: 0) { asOf totals { uses } } }' },
      {
        next: ({ data }) => data && pushed.set(data.usage.asOf.slice(11, 19), Date.now()),
        error: () => undefined,
        complete: () => undefined,
      },
    );
    const seen = Object.entries(await shown);
    stop();
    await client.dispose();
    const delays = seen.flatMap(([asOf, atMs]) => (pushed.has(asOf) ? [atMs - pushed.get(asOf)!] : []));
    expect(delays.length).toBeGreaterThan(2);
    delays.sort((a, b) => a - b);
    expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(1_000);
  });

  it('connects again by itself when the api was killed, and says so', async () => {
    await open('/');
    await page.locator('.badge', { hasText: 'Live' }).waitFor();
    const asOf = () => page.locator('.figure [data-figure=share] ~ small').innerText();
    await page.locator('.figure small', { hasText: 'as of' }).waitFor();
    const before = await asOf();
    const killed = stack.kill('api');
    await page.locator('.badge', { hasText: 'Reconnecting' }).waitFor();
    await sees(/connection broke off/);
    await killed;
    await page.locator('.badge', { hasText: 'Live' }).waitFor();
    await until(async () => (await asOf()) > before, 'numbers to move again', 60_000);
    expect(faults).toEqual([]);
  });

  it('takes hostile names for text', async () => {
    const hostile = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>\u202Egnp.exe';
    const long = 'W'.repeat(100);
    await open('/', async (tab) => {
      await tab.routeWebSocket(/graphql/, (socket) => {
        const server = socket.connectToServer();
        server.onMessage((message) => {
          const text = String(message);
          const rename = (key: string, value: unknown): unknown =>
            key === 'login'
              ? hostile
              : key === 'name' && typeof value === 'string'
                ? `${long}${value}`
                : value;
          socket.send(text.startsWith('{') ? JSON.stringify(JSON.parse(text, rename)) : text);
        });
      });
    });
    await sees('<script>window.pwned=1</script>');
    const names = await page.locator('.bar-name .name').allInnerTexts();
    expect(names).toContain(hostile.replace('\u202E', '\u25af'));
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.locator('img[src=x]').count()).toBe(0);
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(width).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    // Should markup ever get in, the policy is what is left: neither a script nor a handler of it runs.
    const attempt = await page.evaluate(() => {
      try {
        const script = document.createElement('script');
        script.append('window.pwned = 1');
        document.body.append(script);
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.pwned=1">');
        return 'inserted';
      } catch (error) {
        return String(error);
      }
    });
    expect(attempt).toMatch(/TrustedHTML|TrustedScript/);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
  });

  it('says what is wrong with the api, and recovers', async () => {
    const cases = [
      [{ status: 503, body: '' }, 'The server is busy'],
      [{ status: 401, body: '{"errors":[{"message":"no such key"}]}' }, 'A key is needed'],
      [
        { status: 200, body: '{"errors":[{"message":"x","extensions":{"code":"UNAVAILABLE"}}]}' },
        'The warehouse does not answer',
      ],
      [undefined, 'The server does not answer'],
    ] as const;
    await open('/');
    let answer: (typeof cases)[number][0];
    await page.route('**/graphql', (route) => (answer ? route.fulfill(answer) : route.abort()));
    for (const [given, words] of cases) {
      answer = given;
      await page.evaluate(() => history.pushState(null, '', '/theme'));
      await page.goto(new URL('/pipeline', stack.apiUrl).href);
      await sees(words);
    }
    await page.unrouteAll();
    await page.locator('[data-figure=partitions]').waitFor();

    // An older server lacks a field: asking again would not help, and the page says what would.
    await page.route('**/graphql', (route) =>
      route.fulfill({
        status: 400,
        body: '{"errors":[{"message":"Cannot query field","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}',
      }),
    );
    await sees('This server does not have that');
    expect(faults).toEqual([]);
  });

  it('counts by the server’s clock when this computer’s is a day off', async () => {
    await open('/pipeline', async (tab) => {
      await tab.addInitScript(() => {
        const real = Date.now;
        Date.now = () => real() + 86_400_000;
      });
    });
    await sees(/clock is 1 d ahead/);
    expect(await readFigure(page, 'freshness')).toMatch(/^\d+(\.\d)? s$|^\d+ min/);
  });

  it('is driven by the keyboard', async () => {
    await open('/');
    await page.locator('.badge', { hasText: 'Live' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL('**/pipeline');
    await page.goBack();
    await page.keyboard.press('Space');
    await page.locator('.badge', { hasText: 'Paused' }).waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.press('/');
    const { topChannels } = await stack.graphql<{ topChannels: { nodes: { channel: { login: string } }[] } }>(
      '{ topChannels(first: 1) { nodes { channel { login } } } }',
    );
    const { login } = topChannels.nodes[0]!.channel;
    await page.getByRole('combobox').fill(login);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/channel/${login}`);
  });

  it.each(['light', 'dark'] as const)(
    'has no serious finding of axe in any view, %s',
    async (colorScheme) => {
      const { topChannels, topEmotes, themes } = await stack.graphql<{
        topChannels: { nodes: { channel: { login: string } }[] };
        topEmotes: { nodes: { emote: { id: string } }[] };
        themes: { slug: string }[];
      }>(
        '{ topChannels(first: 1) { nodes { channel { login } } } topEmotes(first: 1) { nodes { emote { id } } } themes { slug } }',
      );
      const paths = [
        '/',
        '/channel',
        `/channel/${topChannels.nodes[0]!.channel.login}`,
        '/theme',
        `/theme/${themes[0]!.slug}`,
        '/emote',
        `/emote/${encodeURIComponent(topEmotes.nodes[0]!.emote.id)}`,
        '/pipeline',
      ];
      await open('/');
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const serious: string[] = [];
      for (const path of paths) {
        await page.goto(new URL(path, stack.apiUrl).href);
        await page.locator('main .skeleton').first().waitFor({ state: 'detached' });
        await page.evaluate(axe);
        const found = await page.evaluate<{ id: string; impact: string; nodes: string[] }[]>(
          `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
          violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map((n) => n.html) })))`,
        );
        for (const { id, impact, nodes } of found)
          if (impact === 'serious' || impact === 'critical')
            serious.push(`${path}: ${id}: ${nodes.join(' | ')}`);
      }
      expect(serious).toEqual([]);
    },
  );

  it('has a first view of less than 120 kB', () => {
    const built = join(projectRoot, 'dist/dashboard');
    const html = readFileSync(join(built, 'index.html'), 'utf8');
    const css = /href="(\/assets\/[^"]+\.css)"/.exec(html)![1]!;
    const named = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!);
    const fonts = [...readFileSync(join(built, css), 'utf8').matchAll(/url\((\/assets\/[^)]+)\)/g)].map(
      ([, p]) => p!,
    );
    const sizes = [...new Set([...named, ...fonts])].map(
      (path) => gzipSync(readFileSync(join(built, path))).length,
    );
    expect(sizes.length).toBeGreaterThan(3);
    expect(sizes.reduce((sum, size) => sum + size, gzipSync(html).length)).toBeLessThan(FIRST_VIEW_BYTES);
  });

  it('takes ten updates a second, each in a few milliseconds of its main thread', async () => {
    await open('/', async (tab) => {
      await tab.routeWebSocket(/graphql/, (socket) => {
        const server = socket.connectToServer();
        // The last answer of each subscription, again and again with other numbers, in place of one a second.
        const latest = new Map<string, { payload: unknown }>();
        server.onMessage((message) => {
          const parsed = JSON.parse(String(message)) as { id?: string; type: string; payload: unknown };
          if (parsed.type === 'next') latest.set(parsed.id!, parsed);
          socket.send(String(message));
        });
        const timer = setInterval(() => {
          const of = [...latest.values()];
          if (of.length < 4) return;
          for (const answer of of) {
            const moved = JSON.stringify(answer).replace(
              /"(uses|freeUses)":(\d+)/g,
              (_, key: string, value: string) => `"${key}":${Number(value) + Math.floor(Math.random() * 50)}`,
            );
            socket.send(moved);
          }
        }, 100);
        socket.onClose(() => clearInterval(timer));
      });
    });
    await page.locator('.bar-row').first().waitFor();
    const cdp = await context.newCDPSession(page);
    // By the thread's own clock: what others do on the machine does not count.
    await cdp.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' }).catch(() => undefined);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const taskMs = async () => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      const of = (wanted: string) => metrics.find(({ name }) => name === wanted)!.value * 1_000;
      // What this test itself makes the thread do is not the page's.
      return of('TaskDuration') - of('DevToolsCommandDuration');
    };
    await page.waitForTimeout(1_000);
    const spans: number[] = [];
    for (let span = 0; span < 5; span++) {
      const before = await taskMs();
      await page.waitForTimeout(1_000);
      spans.push(((await taskMs()) - before) / 10);
    }
    // Shared caches make every span slower while others work, by half again here, so the quietest is judged, and with room:
    // 15 ms are the target, on a machine that does nothing else.
    const perUpdate = Math.min(...spans);
    process.stdout.write(
      `the page's main thread: ${perUpdate.toFixed(1)} ms an update of all its parts, ten a second\n`,
    );
    expect(perUpdate).toBeLessThan(20);
    expect(faults).toEqual([]);
  });
});
