import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import type { Page } from 'playwright-core';
import { startStack } from '../stack';
import { launchBrowser } from './browser';

/*
 * `npm run screenshots -- DIR` writes a picture of every view, light and dark, at three widths. It starts a system with
 * generated chat, unless `--url` names one that runs.
 */
const WIDTHS = { '360': [360, 780], '1280': [1280, 860], '2560': [2560, 1440] } as const;
const SCHEMES = ['light', 'dark'] as const;
const WARM_UP_MS = 150_000;
/** Until what the api pushes is there, and bars have come to rest. */
const SETTLE_MS = 4_000;

const program = new Command()
  .name('screenshots')
  .argument('<dir>', 'where to write')
  .option('--url <url>', 'address of a page that is served already')
  .option('--only <views>', 'views by name, joined with commas')
  .option('--widths <widths>', 'widths, joined with commas', Object.keys(WIDTHS).join(','))
  .parse();
const [directory] = program.processedArgs as [string];
const options = program.opts<{ url?: string; only?: string; widths: string }>();
const target = resolve(process.env['INIT_CWD'] ?? '.', directory);
mkdirSync(target, { recursive: true });

if (options.url) await takeAll(new URL(options.url));
else {
  const data = mkdtempSync(join(tmpdir(), 'emotide-screenshots-'));
  const stack = await startStack(data, ['--channels', '120', '--rate', '300'], { hasThirdParty: true });
  try {
    process.stdout.write('chat runs for a while, so that there is something to see …\n');
    await sleep(WARM_UP_MS);
    await takeAll(new URL('/', stack.apiUrl));
  } finally {
    await stack.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function takeAll(page: URL): Promise<void> {
  const views = Object.entries(await findViews(page)).filter(
    ([name]) => options.only === undefined || options.only.split(',').includes(name),
  );
  const browser = await launchBrowser();
  try {
    for (const [size, [width, height]] of Object.entries(WIDTHS)) {
      if (!options.widths.split(',').includes(size)) continue;
      for (const colorScheme of SCHEMES) {
        const context = await browser.newContext({
          viewport: { width, height },
          colorScheme,
          timezoneId: 'UTC',
          // Rows on their way to another place would be between two.
          reducedMotion: 'reduce',
        });
        const tab = await context.newPage();
        for (const [name, path] of views) {
          await tab.goto(new URL(path, page).href);
          await sleep(SETTLE_MS);
          await act(tab, name);
          const file = join(target, `${name}-${size}-${colorScheme}.png`);
          await tab.screenshot({ path: file, fullPage: name !== 'search', animations: 'disabled' });
          process.stdout.write(`${file}\n`);
        }
        await context.close();
      }
    }
  } finally {
    await browser.close();
  }
}

async function act(tab: Page, view: string): Promise<void> {
  if (view !== 'search') return;
  await tab.keyboard.press('/');
  await tab.getByRole('combobox').fill('ke');
  await sleep(800);
}

/** Addresses of all views, of the channel, emote and theme that have most to show. */
async function findViews(page: URL): Promise<Record<string, string>> {
  const ask = async <Data>(query: string): Promise<Data> => {
    const response = await fetch(new URL('/graphql', page), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  };
  const { topChannels, topEmotes, themes } = await ask<{
    topChannels: { nodes: { channel: { login: string } }[] };
    topEmotes: { nodes: { emote: { id: string } }[] };
    themes: { slug: string }[];
  }>(`{
    topChannels(first: 1) { nodes { channel { login } } }
    topEmotes(first: 1) { nodes { emote { id } } }
    themes { slug }
  }`);
  const used: { slug: string; uses: number }[] = [];
  // Which themes have most to show is worth asking only when they are shown.
  const isThemed = options.only === undefined || options.only.includes('theme');
  for (const { slug } of isThemed ? themes : []) {
    const { theme } = await ask<{ theme: { ranking: { emotes: { uses: number }[] } } }>(
      `{ theme(slug: ${JSON.stringify(slug)}) { ranking { emotes { uses } } } }`,
    );
    used.push({ slug, uses: theme.ranking.emotes.reduce((sum, { uses }) => sum + uses, 0) });
  }
  used.sort((a, b) => b.uses - a.uses);
  const [first, second] = used.map(({ slug }) => slug);
  const login = topChannels.nodes[0]!.channel.login;
  const emote = encodeURIComponent(topEmotes.nodes[0]!.emote.id);
  return {
    now: '/',
    channels: '/channel',
    channel: `/channel/${login}`,
    themes: '/theme',
    theme: `/theme/${first}`,
    'themes-compared': `/theme/${first}?against=${second}`,
    emotes: '/emote',
    emote: `/emote/${emote}?compare=earlier`,
    pipeline: '/pipeline',
    search: '/?window=LAST_5_MINUTES',
    nowhere: '/channel/nobody_ever_was_here',
  };
}
