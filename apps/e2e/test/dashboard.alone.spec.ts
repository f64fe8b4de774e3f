import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createClient } from 'graphql-ws';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { findSerious } from '../src/page/axe';
import { chromiumPath, launchBrowser } from '../src/page/browser';
import { openBusyDoor } from '../src/page/busy-door';
import { findLongestTasks, measureYardstick, toWork, watchMainThread } from '../src/page/main-thread';
import { saveTable } from '../src/page/save-table';
import { openTab, type Tab, type TabOptions } from '../src/page/tab';
import { readFigure, readFirstPaint, readRanking, written } from '../src/page/view-reader';
import { pauseChat, resumeChat } from '../src/simulator';
import { emotide, projectRoot, startStack, until, type Stack } from '../src/stack';

if (!chromiumPath)
  process.stderr.write('no Chromium here: the dashboard is not tested (apt-get install chromium)\n');

const FIRST_VIEW_BYTES = 120_000;
const FIRST_PAINT_MS = 1_000;
const TRIES = 6;
/** What an update of all parts may cost the main thread: 15 ms where a yardstick is 0.75 ms long, as on the machines of 2026. */
const UPDATE_YARDSTICKS = 20;
/** Likewise a task of 50 ms, from which on a reader feels it. */
const LONG_TASK_YARDSTICKS = 67;

describe.skipIf(!chromiumPath)('the dashboard', () => {
  const directory = mkdtempSync(join(tmpdir(), 'emotide-page-'));
  let stack: Stack;
  let browser: Browser;

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

  type Open = (path: string, options?: TabOptions) => Promise<Tab>;

  /** A test that opens addresses of the page; they are closed after it. */
  const withTabs =
    <Args extends unknown[]>(work: (open: Open, ...args: Args) => Promise<void>) =>
    async (...args: Args): Promise<void> => {
      const tabs: Tab[] = [];
      try {
        await work(
          async (path, options) => {
            const tab = await openTab(browser, new URL(path, stack.apiUrl).href, options);
            tabs.push(tab);
            return tab;
          },
          ...args,
        );
      } finally {
        await Promise.all(tabs.map((tab) => tab.close()));
      }
    };

  const sees = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();
  const isLive = (page: Page): Promise<void> => page.locator('.badge', { hasText: 'Live' }).waitFor();

  async function addKey(roles: string): Promise<{ id: string; text: string }> {
    const { stdout, stderr } = await emotide([
      ...['keys', 'add', 'reader', '--roles', roles, '--data-dir', directory],
    ]);
    return { id: /key ([0-9a-f]{10})/.exec(stderr)![1]!, text: stdout.trim() };
  }

  it(
    'shows the numbers of GraphQL in every view',
    withTabs(async (open) => {
      const total = async () =>
        (
          await stack.graphql<{ usage: { points: { uses: number }[] } }>('{ usage { points { uses } } }')
        ).usage.points.reduce((sum, { uses }) => sum + uses, 0);
      await until(async () => (await total()) > 300, 'chat to be counted', 60_000);
      await pauseChat(stack);
      // What was sent before the pause is still on its way.
      const latest: number[] = [];
      await until(
        async () => {
          latest.push(await total());
          return latest.length > 2 && new Set(latest.slice(-3)).size === 1;
        },
        'the warehouse to have all',
        60_000,
        1_000,
      );
      const answer = await stack.graphql<{
        topChannels: { nodes: { channel: { login: string }; uses: number }[] };
        topEmotes: { nodes: { emote: { id: string; name: string }; uses: number }[] };
        themes: { slug: string }[];
        pipeline: {
          partitions: unknown[];
          collectors: {
            instance: string;
            connections: number;
            channelsWanted: number;
            channelsJoined: number;
          }[];
          quarantine: { records: number };
        };
      }>(`{
      topChannels(first: 12) { nodes { channel { login } uses } }
      topEmotes(first: 5) { nodes { emote { id name } uses } }
      themes { slug }
      pipeline {
        partitions { partition }
        collectors { instance connections channelsWanted channelsJoined }
        quarantine { records }
      }
    }`);
      const channels = answer.topChannels.nodes.map(({ channel, uses }) => [channel.login, uses]);
      const login = answer.topChannels.nodes[0]!.channel.login;
      const emote = answer.topEmotes.nodes[0]!;
      const slug = answer.themes[0]!.slug;
      const to = new Date(Math.ceil(Date.now() / 60_000) * 60_000).toISOString();
      const from = new Date(Date.parse(to) - 3_600_000).toISOString();
      const times = `from=${from}&to=${to}`;

      const now = async () => {
        const { page } = await open('/?window=LAST_HOUR');
        await until(
          async () =>
            JSON.stringify(await readRanking(page, 'Channels by emotes used')) === JSON.stringify(channels),
          'the channels of the last hour to be those of GraphQL',
        );
        const emotes = await readRanking(page, 'Emotes now');
        expect(emotes.slice(0, 5).map(([, uses]) => uses)).toEqual(
          answer.topEmotes.nodes.map(({ uses }) => uses),
        );
      };
      const channel = async () => {
        const asked = await stack.graphql<{
          channel: { usage: { usage: { uses: number; messages: number; emoteChatters: number } } };
          usageSplit: { parts: { price: string; uses: number }[] };
        }>(`{
        channel(login: "${login}") { usage(from: "${from}", to: "${to}") { usage { uses messages emoteChatters } } }
        usageSplit(channel: "${login}", by: PRICE, from: "${from}", to: "${to}") { parts { price uses } }
      }`);
        const { page } = await open(`/channel/${login}?${times}`);
        const { uses, messages, emoteChatters } = asked.channel.usage.usage;
        expect(await readFigure(page, 'uses')).toBe(written(uses));
        expect(await readFigure(page, 'messages')).toBe(written(messages));
        expect(await readFigure(page, 'chatters')).toBe(written(emoteChatters));
        // The past hour by the second: each use is in one of its seconds.
        await page.getByRole('radiogroup', { name: 'How far back' }).getByText('1 h').click();
        await page.getByRole('img', { name: /a second in/ }).waitFor();
        const { bytes } = await saveTable(page, 'Free and paid by the second', 'JSON');
        const seconds = JSON.parse(bytes.toString()) as Record<'Free' | 'Paid', number | null>[];
        expect(seconds).toHaveLength(3_600);
        for (const [price, label] of [
          ['FREE', 'Free'],
          ['PAID', 'Paid'],
        ] as const)
          expect([price, seconds.reduce((sum, second) => sum + (second[label] ?? 0), 0)]).toEqual([
            price,
            asked.usageSplit.parts.find((part) => part.price === price)?.uses ?? 0,
          ]);
      };
      const emotePage = async () => {
        const { page } = await open(`/emote/${encodeURIComponent(emote.emote.id)}?${times}`);
        expect(await readFigure(page, 'uses')).toBe(written(emote.uses));
        expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(emote.emote.name);
      };
      const theme = async () => {
        const asked = await stack.graphql<{ theme: { ranking: { emotes: { uses: number }[] } } }>(
          `{ theme(slug: "${slug}") { ranking { emotes { uses } } } }`,
        );
        const { page } = await open(`/theme/${slug}`);
        expect(await readFigure(page, 'uses')).toBe(
          written(asked.theme.ranking.emotes.reduce((sum, { uses }) => sum + uses, 0)),
        );
      };
      const pipeline = async () => {
        const { page, faults } = await open('/pipeline');
        expect(await readFigure(page, 'partitions')).toBe(String(answer.pipeline.partitions.length));
        const { collectors, quarantine } = answer.pipeline;
        const sum = (of: (one: (typeof collectors)[number]) => number) =>
          written(collectors.reduce((total, one) => total + of(one), 0));
        expect(collectors).toHaveLength(1);
        expect(await readFigure(page, 'connections')).toBe(sum(({ connections }) => connections));
        expect(await readFigure(page, 'joined')).toBe(sum(({ channelsJoined }) => channelsJoined));
        await sees(page, `of ${sum(({ channelsWanted }) => channelsWanted)} channels joined`);
        expect(await readFigure(page, 'quarantine')).toBe(written(quarantine.records));
        const { bytes } = await saveTable(page, 'Collectors', 'JSON');
        expect(JSON.parse(bytes.toString())).toMatchObject(
          collectors.map((one) => ({
            Collector: one.instance,
            State: 'READING',
            Connections: one.connections,
            Joined: one.channelsJoined,
            Wanted: one.channelsWanted,
          })),
        );
        expect(faults).toEqual([]);
      };
      try {
        await Promise.all([now(), channel(), emotePage(), theme(), pipeline()]);
      } finally {
        await resumeChat(stack);
      }
    }),
  );

  it(
    'follows what is rising, and asks nothing again and again for it',
    withTabs(async (open) => {
      const asked: string[] = [];
      const { page } = await open('/', {
        prepare: (tab) => {
          tab.on('request', (request) => asked.push(new URL(request.url()).pathname));
          return Promise.resolve();
        },
      });
      const rising = page.getByRole('region', { name: 'Rising' });
      await rising
        .locator('.trends, .state-title', { hasText: /chatters|Nothing out of the ordinary/ })
        .waitFor();
      // Paused it keeps what it shows, and goes on where the server is.
      const shown = await rising.innerText();
      await page.keyboard.press('Space');
      await page.locator('.badge', { hasText: 'Paused' }).waitFor();
      expect(await rising.innerText()).toBe(shown);
      await page.keyboard.press('Space');
      await isLive(page);
      await rising.locator('.trends, .state-title').waitFor();
      expect(asked).not.toContain('/graphql');
    }),
  );

  it(
    'shows a change within a second of when the api pushes it',
    withTabs(async (open) => {
      const { page } = await open('/');
      await page.locator('.figure small', { hasText: 'as of' }).waitFor();
      // The browser and this process read the same clock.
      const shown = page.evaluate(
        () =>
          new Promise<Record<string, number>>((resolve) => {
            const seen: Record<string, number> = {};
            new MutationObserver(() => {
              const text = document.querySelector('.figure [data-figure=share] ~ small')?.textContent ?? '';
              seen[text.replace('as of ', '')] ??= Date.now();
              if (Object.keys(seen).length >= 4) resolve(seen);
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
      expect(delays.length).toBeGreaterThan(1);
      delays.sort((a, b) => a - b);
      expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(1_000);
    }),
  );

  it(
    'paints within a second when nothing of it is cached',
    withTabs(async (open) => {
      const paints: number[] = [];
      // The machine may be at something else at one moment, not at all of them.
      while (paints.length < TRIES && !paints.some((ms) => ms < FIRST_PAINT_MS)) {
        const tab = await open('/');
        paints.push(await readFirstPaint(tab.page));
        await tab.close();
      }
      process.stdout.write(`first paint after ${paints.map((ms) => ms.toFixed(0)).join(', ')} ms\n`);
      expect(Math.min(...paints)).toBeLessThan(FIRST_PAINT_MS);
    }),
  );

  it(
    'takes ten updates a second in a small part of its main thread',
    withTabs(async (open) => {
      const door = await openBusyDoor(stack.apiUrl, 10);
      onTestFinished(() => door.stop());
      const { page, faults } = await open(door.url);
      await page.locator('.bar-row').first().waitFor();
      const thread = await watchMainThread(page);
      await page.waitForTimeout(500);
      let [perUpdate, longest, yardstick] = [Infinity, Infinity, Infinity];
      const isWithin = (): boolean =>
        perUpdate / yardstick < UPDATE_YARDSTICKS && longest / yardstick < LONG_TASK_YARDSTICKS;
      // All at their quickest: what else the machine does takes caches from the work as it does from the yardstick.
      for (let tries = 0; tries < TRIES && !isWithin(); tries++) {
        const before = await thread.read();
        await page.waitForTimeout(3_000);
        perUpdate = Math.min(perUpdate, toWork(before, await thread.read()).tasks / 30);
        // Apart, as a trace costs the thread time as well.
        const [task = 0] = await findLongestTasks(browser, () => page.waitForTimeout(1_500));
        longest = Math.min(longest, task);
        yardstick = Math.min(yardstick, await measureYardstick(page));
      }
      process.stdout.write(
        `the page's main thread: ${perUpdate.toFixed(1)} ms an update of all its parts, ten a second; the longest task ${longest.toFixed(1)} ms; yardstick ${yardstick.toFixed(2)} ms\n`,
      );
      expect(perUpdate).toBeGreaterThan(0.1);
      expect(perUpdate / yardstick).toBeLessThan(UPDATE_YARDSTICKS);
      expect(longest / yardstick).toBeLessThan(LONG_TASK_YARDSTICKS);
      expect(faults).toEqual([]);
    }),
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

  // They look at the same system and change nothing of it that another one looks at.
  describe.concurrent('all at once', () => {
    it.each([
      '/',
      '/channel',
      '/channel/CHANNEL',
      '/theme',
      '/theme/THEME',
      '/emote',
      '/emote/EMOTE',
      '/pipeline',
    ])(
      'has no serious finding of axe at %s, light and dark',
      withTabs(async (open, address) => {
        const { topChannels, topEmotes, themes } = await stack.graphql<{
          topChannels: { nodes: { channel: { login: string } }[] };
          topEmotes: { nodes: { emote: { id: string } }[] };
          themes: { slug: string }[];
        }>(
          '{ topChannels(first: 1) { nodes { channel { login } } } topEmotes(first: 1) { nodes { emote { id } } } themes { slug } }',
        );
        const path = address
          .replace('CHANNEL', topChannels.nodes[0]!.channel.login)
          .replace('THEME', themes[0]!.slug)
          .replace('EMOTE', encodeURIComponent(topEmotes.nodes[0]!.emote.id));
        const { page } = await open(path, { prepare: (tab) => tab.emulateMedia({ colorScheme: 'light' }) });
        await page.locator('main .skeleton').first().waitFor({ state: 'detached' });
        expect(await findSerious(page)).toEqual([]);
        // The other scheme is the same document in other colours.
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await findSerious(page, ['color-contrast'])).toEqual([]);
      }),
    );

    it(
      'lists ten thousand channels without becoming slow',
      withTabs(async (open) => {
        const { page } = await open('/channel', { prepare: (tab) => answerWithChannels(tab, 10_000, 1_000) });
        const thread = await watchMainThread(page);
        const table = page.getByRole('table');
        const costs: number[] = [];
        for (let rows = 1_000; rows < 10_000; rows += 1_000) {
          await page.locator(`table[aria-rowcount="${rows + 1}"]`).waitFor();
          const before = await thread.read();
          await page.getByRole('button', { name: 'Show more' }).click();
          await page.locator(`table[aria-rowcount="${rows + 1_001}"]`).waitFor();
          costs.push(toWork(before, await thread.read()).tasks);
        }
        process.stdout.write(`a thousand channels more: ${costs.map((ms) => ms.toFixed(0)).join(', ')} ms\n`);
        // The later ones cost what the first ones do: what is there already is not made anew.
        expect(Math.min(...costs.slice(-3))).toBeLessThan(4 * Math.min(...costs.slice(0, 3)) + 5);
        await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' });
        await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
        await table.getByText('channel_9999', { exact: true }).waitFor();
        expect(await table.getByRole('row').count()).toBeLessThan(200);
        const { bytes } = await saveTable(page, 'By emotes used', 'CSV');
        expect(bytes.toString().split('\r\n')).toHaveLength(10_002);

        // Choosing one of them: as many are offered as are looked at, whatever is typed.
        await page.keyboard.press('/');
        await page.getByRole('combobox').fill('channel_9');
        await page.getByRole('option', { name: 'channel_9' }).first().waitFor();
        expect(await page.getByRole('option').count()).toBeLessThan(10);
        await page.keyboard.press('Enter');
        await page.waitForURL('**/channel/channel_9');
      }),
    );

    it(
      'takes hostile names for text, in exports too',
      withTabs(async (open) => {
        const hostile = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>\u202Egnp.exe';
        const long = 'W'.repeat(100);
        const { page, faults } = await open('/', {
          prepare: (tab) =>
            tab.routeWebSocket(/graphql/, (socket) => {
              const server = socket.connectToServer();
              server.onMessage((message) => {
                const text = String(message);
                const rename = (key: string, value: unknown): unknown =>
                  key === 'login'
                    ? hostile
                    : key === 'name' && typeof value === 'string'
                      ? `=${long}${value}`
                      : value;
                socket.send(text.startsWith('{') ? JSON.stringify(JSON.parse(text, rename)) : text);
              });
            }),
        });
        await sees(page, '<script>window.pwned=1</script>');
        const names = await page.locator('.bar-name .name').allInnerTexts();
        expect(names).toContain(hostile.replace('\u202E', '\u25af'));
        expect(await page.evaluate('window.pwned')).toBeUndefined();
        expect(await page.locator('img[src=x]').count()).toBe(0);
        const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(width).toBeLessThanOrEqual(0);

        const channels = (await saveTable(page, 'Channels', 'CSV')).bytes.toString();
        expect(channels.split('\r\n')[1]).toMatch(
          new RegExp(`^"${hostile.replaceAll('"', '""').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}",\\d+`),
        );
        const emotes = (await saveTable(page, 'Emotes', 'CSV')).bytes.toString();
        expect(emotes.split('\r\n')[1]).toMatch(new RegExp(`^"?'=${long}`));
        const json = await saveTable(page, 'Emotes', 'JSON');
        expect(json.name).toBe('emotes-now.json');
        const [first] = JSON.parse(json.bytes.toString()) as { Emote: string; Uses: number }[];
        expect(first!.Emote.startsWith(`=${long}`)).toBe(true);
        expect(first!.Uses).toBeGreaterThan(0);
        const { bytes: picture } = await saveTable(page, 'Channels', 'PNG');
        expect(picture.subarray(1, 4).toString()).toBe('PNG');
        expect(picture.readUInt32BE(16)).toBeGreaterThan(600);
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
      }),
    );

    it.each([
      [{ status: 503, body: '' }, 'The server is busy'],
      [{ status: 401, body: '{"errors":[{"message":"no such key"}]}' }, 'A key is needed'],
      [
        { status: 200, body: '{"errors":[{"message":"x","extensions":{"code":"UNAVAILABLE"}}]}' },
        'The warehouse does not answer',
      ],
      [undefined, 'The server does not answer'],
    ])(
      'says what is wrong with the api, and recovers: %o',
      withTabs(async (open, answer, words) => {
        const { page, faults } = await open('/pipeline', {
          prepare: (tab) =>
            tab.route('**/graphql', (route) => (answer ? route.fulfill(answer) : route.abort())),
        });
        await sees(page, words);
        await page.unrouteAll();
        await page.locator('[data-figure=partitions]').waitFor();
        expect(faults).toEqual([]);
      }),
    );

    it(
      'says when the server is older, where asking again would not help',
      withTabs(async (open) => {
        const { page } = await open('/pipeline');
        await page.locator('[data-figure=partitions]').waitFor();
        await page.route('**/graphql', (route) =>
          route.fulfill({
            status: 400,
            body: '{"errors":[{"message":"Cannot query field","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}',
          }),
        );
        await sees(page, 'This server does not have that');
      }),
    );

    it(
      'counts by the server’s clock when this computer’s is a day off',
      withTabs(async (open) => {
        const prepare = async (tab: Page): Promise<void> => {
          await tab.addInitScript(() => {
            const real = Date.now;
            Date.now = () => real() + 86_400_000;
          });
        };
        // What is followed comes over a connection that tells no time.
        const { page: followed } = await open('/', { prepare });
        await sees(followed, /clock is 1 d ahead/);
        const { page } = await open('/pipeline', { prepare });
        await sees(page, /clock is 1 d ahead/);
        expect(await readFigure(page, 'freshness')).toMatch(/^\d+(\.\d)? s$|^\d+ min/);
      }),
    );

    it(
      'is driven by the keyboard',
      withTabs(async (open) => {
        const { page } = await open('/');
        await isLive(page);
        // The second key counts within a second of the first, which a busy machine may miss.
        await until(async () => {
          await page.keyboard.press('g');
          await page.keyboard.press('p');
          return page.url().endsWith('/pipeline');
        }, 'the keys to lead to the pipeline');
        await page.goBack();
        await page.keyboard.press('Space');
        await page.locator('.badge', { hasText: 'Paused' }).waitFor();
        await page.keyboard.press('Space');
        await page.keyboard.press('/');
        const { topChannels } = await stack.graphql<{
          topChannels: { nodes: { channel: { login: string } }[] };
        }>('{ topChannels(first: 1) { nodes { channel { login } } } }');
        const { login } = topChannels.nodes[0]!.channel;
        await page.getByRole('combobox').fill(login);
        await page.getByRole('option', { name: login }).first().waitFor();
        await page.keyboard.press('Enter');
        await page.waitForURL(`**/channel/${login}`);
      }),
    );

    it(
      'says that a key was revoked while it was open, and goes on without it',
      withTabs(async (open) => {
        const { id, text } = await addKey('read,people');
        const { page, faults } = await open('/');
        await page.getByRole('button', { name: 'Settings' }).click();
        await page.getByLabel('API key').fill(text);
        await page.getByRole('button', { name: 'Use', exact: true }).click();
        await page.keyboard.press('Escape');
        await isLive(page);
        await page.locator('.figure small', { hasText: 'as of' }).waitFor();
        expect((await emotide(['keys', 'revoke', id, '--data-dir', directory])).stdout.trim()).toBe(
          'revoked',
        );
        await page.locator('.badge', { hasText: 'Key refused' }).waitFor();
        await sees(page, /does not take this API key any more/);
        // The numbers known last stay; what is asked now is refused, and says the same.
        expect(await page.locator('.bar-row').count()).toBeGreaterThan(5);
        await page.getByRole('link', { name: 'Pipeline' }).click();
        await sees(page, 'The server does not take this API key');
        await page.getByRole('button', { name: 'Go on without it' }).first().click();
        await page.locator('[data-figure=partitions]').waitFor();
        await page.getByRole('link', { name: 'Now', exact: true }).click();
        await isLive(page);
        await page.locator('.notice').waitFor({ state: 'detached' });
        expect(await page.evaluate(() => sessionStorage.getItem('emotide.key'))).toBeNull();
        expect(faults).toEqual([]);
      }),
    );

    it(
      'makes a theme, follows it live and changes it, with an admin key',
      withTabs(async (open) => {
        const { text } = await addKey('read,admin');
        const { page, faults } = await open('/theme', { key: text });
        await page.getByLabel('Name', { exact: true }).fill('Tide <b>');
        const lines = 'id FFZ 9\nKappa\nNobodyHasThis\nname TWITCH <b>5*\npattern BTTV Nobody?asThis';
        await page.getByLabel(/Emotes by name/).fill(lines);
        await page.getByRole('button', { name: 'Make the theme' }).click();
        await page.waitForURL('**/theme/tide-b');
        await until(
          async () => (await readRanking(page, 'Emotes of Tide <b> now')).some(([name]) => name === 'Kappa'),
          'its live ranking to have its emote',
        );
        const kappas = async () =>
          (await readRanking(page, 'Emotes of Tide <b> now')).find(([name]) => name === 'Kappa')![1];
        const before = await kappas();
        await until(async () => (await kappas()) !== before, 'its live ranking to move');

        await page.getByRole('button', { name: 'Change it' }).click();
        const emotes = page.getByLabel(/Emotes by name/);
        expect(await emotes.inputValue()).toBe(lines);
        await emotes.fill(lines.replace('Kappa', 'Kappa\nLUL'));
        await page.getByLabel('Name', { exact: true }).fill('Tide again');
        await page.getByRole('button', { name: 'Add days' }).click();
        await page.getByLabel('From, 1').fill('2020-01-01');
        await page.getByRole('button', { name: 'Change the theme' }).click();
        await page.getByRole('heading', { level: 1, name: 'Tide again' }).waitFor();
        await sees(page, 'since 1 Jan 2020');
        const { theme } = await stack.graphql<{
          theme: {
            windows: unknown[];
            definition: unknown;
            ranking: { emotes: { emote: { name: string } }[] };
          };
        }>(`{
          theme(slug: "tide-b") {
            windows { from to }
            definition { emotes { provider emoteId name } names { provider name } patterns { provider pattern } }
            ranking { emotes { emote { name } } }
          }
        }`);
        expect(theme.definition).toEqual({
          emotes: [{ provider: 'FFZ', emoteId: '9', name: '' }],
          names: [
            { provider: null, name: 'Kappa' },
            { provider: null, name: 'LUL' },
            { provider: null, name: 'NobodyHasThis' },
            { provider: 'TWITCH', name: '<b>5*' },
          ],
          patterns: [{ provider: 'BTTV', pattern: 'Nobody?asThis' }],
        });
        expect(theme.windows).toEqual([{ from: '2020-01-01T00:00:00.000Z', to: null }]);
        expect(theme.ranking.emotes.map(({ emote }) => emote.name).sort()).toEqual(['Kappa', 'LUL']);
        expect(faults).toEqual([]);
      }),
    );
  });

  it(
    'connects again by itself when the api was killed, and says so',
    withTabs(async (open) => {
      const { page, faults } = await open('/');
      await isLive(page);
      const asOf = () => page.locator('.figure [data-figure=share] ~ small').innerText();
      await page.locator('.figure small', { hasText: 'as of' }).waitFor();
      const before = await asOf();
      // One that comes back at once is not worth a word.
      await stack.killDuring('api', async () => {
        await page.locator('.badge', { hasText: 'Reconnecting' }).waitFor();
        await sees(page, /connection broke off/);
      });
      await isLive(page);
      await until(async () => (await asOf()) > before, 'numbers to move again', 60_000);
      expect(faults).toEqual([]);
    }),
  );
});

/** Answers for the api: a list of so many channels, page by page, and a search in it. */
async function answerWithChannels(page: Page, count: number, pageLength: number): Promise<void> {
  const toNode = (at: number) => ({
    channel: { id: `c${at}`, login: `channel_${at}`, lastMessageAt: '2026-11-23T18:00:00.000Z' },
    ...{ messages: 90_000 - at, messagesWithEmotes: 40_000 - at, uses: 50_000 - at },
    ...{ emoteChatters: 900, distinctEmotes: 70 },
  });
  await page.route('**/graphql', async (route) => {
    const { query, variables } = route.request().postDataJSON() as {
      query: string;
      variables: { after?: string | null; text?: string };
    };
    if (query.includes('query RankedChannels')) {
      const first = Number(variables.after ?? 0);
      const end = Math.min(count, first + pageLength);
      const topChannels = {
        nodes: Array.from({ length: end - first }, (_, at) => toNode(first + at)),
        pageInfo: { hasNextPage: end < count, endCursor: String(end) },
        range: null,
      };
      return route.fulfill({ json: { data: { topChannels } } });
    }
    if (query.includes('query SearchNames')) {
      const found = Array.from({ length: count }, (_, at) => `channel_${at}`)
        .filter((login) => login.includes(variables.text!))
        .slice(0, 9);
      const nodes = found.map((login) => ({ id: login, login }));
      return route.fulfill({ json: { data: { searchChannels: { nodes }, searchEmotes: { nodes: [] } } } });
    }
    return route.continue();
  });
}
