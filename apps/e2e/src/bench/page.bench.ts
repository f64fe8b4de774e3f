import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createTemporaryDirectory } from '@emotide/testkit';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../page/browser';
import { openBusyDoor } from '../page/busy-door';
import { findLongestTasks, measureYardstick, toWork, watchMainThread } from '../page/main-thread';
import { openTab } from '../page/tab';
import { readFirstPaint } from '../page/view-reader';
import { projectRoot, startStack } from '../stack';
import type { Result, Table } from './benchmarks-page';
import { format, slopeOf } from './statistics';

const UPDATES_PER_SECOND = 10;
const TRACE_SECONDS = 15;
const ROUNDS = 20;
const VIEWS = ['Channels', 'Themes', 'Emotes', 'Pipeline', 'Now'] as const;
const MB = 1_048_576;

/** How large is the page, what does an update cost its main thread, and does its memory stay flat? */
export async function benchPage(command: string, seconds = 1_800): Promise<Result> {
  const directory = createTemporaryDirectory();
  const stack = await startStack(directory.path, [
    '--channels',
    '100',
    '--rate',
    '300',
    '--log-level',
    'warn',
  ]);
  const browser = await launchBrowser();
  const door = await openBusyDoor(stack.apiUrl, UPDATES_PER_SECOND);
  try {
    const { page } = await openTab(browser, door.url);
    const firstPaintMs = await readFirstPaint(page);
    await page.locator('.bar-row').first().waitFor();
    await page.waitForTimeout(5_000);
    const trace = await traceUpdates(browser, page);
    const rounds = await measureRounds(page);
    process.stderr.write(`page: heap over ${seconds} s …\n`);
    const heap = await followHeap(page, seconds);
    return {
      question:
        'How large is the page, what does an update cost its main thread, and does its memory stay flat?',
      command,
      table: trace,
      more: [
        { caption: 'The heap after each collection, the page open on Now all the while:', table: heap },
        { caption: `The heap over ${ROUNDS} rounds through all views:`, table: rounds },
        { caption: 'Files, by what is sent:', table: toSizes() },
      ],
      notes: [
        `Every part of Now gets a new answer ${UPDATES_PER_SECOND} times a second, from a process before the api; the thread’s own clock, also of its longest task; what the browser does for whoever measures left out.`,
        `The yardstick is a fixed piece of JavaScript that knows nothing of the page, at its quickest: figures of two machines, or of a busy one, compare by it.`,
        `First paint with nothing cached: ${format(firstPaintMs)} ms, beside the whole system on the same cores.`,
      ],
    };
  } finally {
    await browser.close();
    await door.stop();
    await stack.stop();
    directory.remove();
  }
}

async function traceUpdates(browser: Browser, page: Page): Promise<Table> {
  const thread = await watchMainThread(page);
  const before = await thread.read();
  await page.waitForTimeout(TRACE_SECONDS * 1_000);
  const work = toWork(before, await thread.read());
  const tasks = await findLongestTasks(browser, () => page.waitForTimeout(TRACE_SECONDS * 1_000));
  const updates = TRACE_SECONDS * UPDATES_PER_SECOND;
  const each = (ms: number): string => format(ms / updates);
  return {
    head: [
      'main thread an update, ms',
      'script',
      'style and layout',
      'paint and all else',
      'in yardsticks',
      `tasks over 50 ms in ${TRACE_SECONDS} s`,
      'the longest, ms',
    ],
    rows: [
      [
        each(work.tasks),
        each(work.script),
        each(work.styleAndLayout),
        each(work.tasks - work.script - work.styleAndLayout),
        format(work.tasks / updates / (await measureYardstick(page))),
        String(tasks.filter((ms) => ms > 50).length),
        format(tasks[0] ?? 0),
      ],
    ],
  };
}

/** Views that are left must leave nothing behind. */
async function measureRounds(page: Page): Promise<Table> {
  const thread = await watchMainThread(page);
  const round = async (): Promise<void> => {
    for (const view of VIEWS) {
      await page.getByRole('link', { name: view, exact: true }).click();
      await page.locator('main .panel').first().waitFor();
      await page.waitForTimeout(200);
    }
  };
  await round();
  await round();
  const before = await thread.readHeap();
  for (let at = 0; at < ROUNDS; at++) await round();
  const after = await thread.readHeap();
  return {
    head: ['', 'before', 'after'],
    rows: [
      ['heap, MB', format(before.bytes / MB), format(after.bytes / MB)],
      ['nodes', format(before.nodes), format(after.nodes)],
      ['listeners', format(before.listeners), format(after.listeners)],
    ],
  };
}

async function followHeap(page: Page, seconds: number): Promise<Table> {
  const thread = await watchMainThread(page);
  const everySeconds = Math.max(2, seconds / 90);
  const points: { x: number; y: number }[] = [];
  const startedAt = performance.now();
  const first = await thread.readHeap();
  let last = first;
  for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - startedAt) / 1_000) {
    points.push({ x: elapsed / 60, y: last.bytes / MB });
    await page.waitForTimeout(everySeconds * 1_000);
    last = await thread.readHeap();
  }
  points.push({ x: (performance.now() - startedAt) / 60_000, y: last.bytes / MB });
  // Caches of the first minutes fill once.
  const settled = points.slice(Math.floor(points.length / 5));
  return {
    head: [
      'seconds',
      'first, MB',
      'last, MB',
      'most, MB',
      'slope, MB an hour',
      'nodes, first and last',
      'listeners',
    ],
    rows: [
      [
        format(seconds),
        format(first.bytes / MB),
        format(last.bytes / MB),
        format(Math.max(...points.map(({ y }) => y))),
        format(slopeOf(settled) * 60),
        `${format(first.nodes)}, ${format(last.nodes)}`,
        `${format(first.listeners)}, ${format(last.listeners)}`,
      ],
    ],
  };
}

function toSizes(): Table {
  const built = join(projectRoot, 'dist/dashboard');
  const html = readFileSync(join(built, 'index.html'), 'utf8');
  const styles = /href="\/assets\/([^"]+\.css)"/.exec(html)?.[1];
  const firstView = styles === undefined ? html : html + readFileSync(join(built, 'assets', styles), 'utf8');
  const kb = (bytes: number): string => format(bytes / 1_000);
  const files = ['index.html', ...readdirSync(join(built, 'assets')).map((name) => `assets/${name}`)]
    .filter((path) => !path.endsWith('.map'))
    .map((path) => {
      const bytes = readFileSync(join(built, path));
      const isFirst = path === 'index.html' || firstView.includes(basename(path));
      return { path, isFirst, whole: bytes.length, packed: gzipSync(bytes).length };
    })
    .sort((a, b) => Number(b.isFirst) - Number(a.isFirst) || b.packed - a.packed);
  const sum = files.filter(({ isFirst }) => isFirst).reduce((bytes, { packed }) => bytes + packed, 0);
  return {
    head: ['file', 'kB', 'gzip, kB', 'first view'],
    rows: [
      ...files.map(({ path, isFirst, whole, packed }) => [
        // Without the hash of its content, which changes with it.
        basename(path).replace(/-[\w-]{8}(?=\.)/, ''),
        kb(whole),
        kb(packed),
        isFirst ? 'yes' : '',
      ]),
      ['**first view**', '', `**${kb(sum)}**`, ''],
    ],
  };
}
