import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EMOTE_CLASSES, PROVIDERS, toU64 } from '@emotide/domain';
import { createLiveWindows } from '@emotide/live';
import { createMetrics } from '@emotide/service-kit';
import {
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  type TestClickHouse,
} from '@emotide/testkit';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiServer, type ApiServer } from '../src/api-server';
import type { KnownCollector } from '../src/collector-board';
import { ChannelNames } from '../src/live/channel-names';
import type { LiveFeed } from '../src/live/live-feed';
import { createLiveMetrics } from '../src/live/live-metrics';
import { ThemeCatalogue } from '../src/theme-catalogue';
import { EXAMPLE_NOW_MS, recordExampleChat } from './example-chat';

/*
 * docs/api.md shows questions and answers, and programs and what they print. Each is run here, and has to give what stands
 * there. EMOTIDE_WRITE_DOCS=1 writes what they give into the page instead, to be read before it is committed.
 */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const page = fileURLToPath(new URL('../../../docs/api.md', import.meta.url));
const SHOWN_URL = '127.0.0.1:4000/graphql';
const text = readFileSync(page, 'utf8');
const blocks = [
  ...text.matchAll(
    /^```(?<kind>graphql|js|sh)\n(?<code>[^]*?)^```\n\n```(?:json|text)\n(?<answer>[^]*?)^```$/gm,
  ),
].map(({ groups }) => groups as { kind: 'graphql' | 'js' | 'sh'; code: string; answer: string });

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let api: ApiServer;
let written = text;

/** Live answers of what was said in the last seconds; nothing is said while they are read. */
function createStillFeed(): LiveFeed {
  const endSecond = Math.floor(EXAMPLE_NOW_MS / 1_000) - 2;
  const windows = createLiveWindows({ endSecond });
  const forsen = toU64(22_484_632);
  for (const [emoteId, emoteName, uses] of [
    ['25', 'Kappa', 3],
    ['41', 'Kreygasm', 1],
  ] as const)
    windows.foldUse({
      sentAtMs: (endSecond - 5) * 1_000,
      channelId: forsen,
      provider: PROVIDERS.TWITCH,
      emoteId,
      emoteName,
      emoteClass: EMOTE_CLASSES.GLOBAL,
      uses,
      flags: 0,
    });
  const names = new ChannelNames();
  names.note(forsen, 'forsen');
  const known = { windows, names, endMs: endSecond * 1_000, missingBeforeMs: -Infinity };
  return {
    moment: () => ({ known, stale: null, version: 1 }),
    listen: () => () => undefined,
    stop: () => Promise.resolve(),
  };
}

const EXAMPLE_COLLECTOR: KnownCollector = {
  instance: 'collector-1',
  isSilent: false,
  reportedAtMs: EXAMPLE_NOW_MS - 2_300,
  connections: 2,
  wanted: 180,
  joined: 177,
  refused: { suspended: 2, 'no-answer': 1 },
  messagesPerSecond: 41.25,
};

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  await recordExampleChat(warehouse.store);
  const registry = createMetrics('test');
  api = await startApiServer({
    host: '127.0.0.1',
    port: 0,
    store: warehouse.store,
    themes: new ThemeCatalogue(quietLog),
    jobs: { list: () => [] },
    collectors: { list: () => [EXAMPLE_COLLECTOR] },
    quarantine: { state: () => Promise.resolve({ records: 0, newestAtMs: undefined }) },
    feed: createStillFeed(),
    metrics: createLiveMetrics(registry),
    mostSockets: 10,
    log: quietLog,
    registry,
    clock: () => EXAMPLE_NOW_MS,
  });
});
afterAll(async () => {
  await api?.stop();
  await warehouse?.stop();
  directory.remove();
  if (!process.env['EMOTIDE_WRITE_DOCS']) return;
  const style = await resolveConfig(page);
  writeFileSync(page, await format(written, { ...style, filepath: page }));
});

const run = promisify(execFile);
async function answerTo(kind: 'graphql' | 'js' | 'sh', code: string): Promise<string> {
  const address = api.url.replace('http://', '');
  const program = code.replaceAll(SHOWN_URL, address);
  if (kind === 'js') {
    const node = ['--import', 'tsx', '--input-type=module', '--eval', program];
    return (await run(process.execPath, node, { cwd: root })).stdout;
  }
  if (kind === 'sh') return (await run('sh', ['-c', program], { cwd: root })).stdout.trimEnd() + '\n';
  const response = await fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: code }),
  });
  return `${JSON.stringify(await response.json())}\n`;
}
/** Answers as values, as how they are broken into lines is the page's matter. */
const toValue = (kind: string, answer: string): unknown => (kind === 'graphql' ? JSON.parse(answer) : answer);

describe('docs/api.md', () => {
  it('shows something', () => {
    expect(blocks.length).toBeGreaterThan(15);
  });

  it.each(blocks)('gives what it says: $code', async ({ kind, code, answer }) => {
    const given = await answerTo(kind, code);
    if (process.env['EMOTIDE_WRITE_DOCS']) {
      const at = written.indexOf(code) + code.length;
      const rest = written
        .slice(at)
        .replace(/^(```\n\n```\w+\n)[^]*?(?=^```$)/m, (_, fence) => `${fence}${given}`);
      written = written.slice(0, at) + rest;
      return;
    }
    expect(toValue(kind, given)).toEqual(toValue(kind, answer));
  });
});
