import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '@emotide/store';
import { Kind, parse, print, visit, type DefinitionNode } from 'graphql';
import { startLoneApi } from '../abuse/lone-api';
import { readUsage } from '../process-usage';
import { projectRoot } from '../stack';
import type { Result } from './benchmarks-page';
import { format, percentile } from './statistics';
import {
  withFilledWarehouse,
  type FilledWarehouse,
  type FilledWarehouseOptions,
} from './warehouse/filled-warehouse';

/** Each question is asked over and over for so long, by default, with the cache off and on. */
const QUESTION_S = 5;
const VIEWS = join(projectRoot, 'apps/dashboard/src/views');
const DAY_MS = 86_400_000;

interface Question {
  /** Of the dashboard's document. */
  readonly name: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * How many of the dashboard's questions does the api answer with a core, and how long does one take, with and without rows that
 * others have read before?
 */
export const benchQueries = (
  command: string,
  seconds = QUESTION_S,
  options: FilledWarehouseOptions,
): Promise<Result> =>
  withFilledWarehouse(options, async (warehouse) => {
    const questions = toQuestions(warehouse.filled.toMs, await findChannel(warehouse.store));
    const documents = readDocuments();
    const off = await measureAll(warehouse, questions, documents, seconds, { EMOTIDE_API_CACHE_VALUES: '0' });
    const on = await measureAll(warehouse, questions, documents, seconds, {});
    return {
      question:
        'How fast does the api answer the ten questions of the dashboard, and with how much of a core?',
      command,
      table: {
        head: [
          'document',
          'no cache: requests/s of an api core',
          'of a core, warehouse included',
          'p50, ms',
          'p99, ms',
          'cache: requests/s of an api core',
          'of a core, warehouse included',
          'p50, ms',
          'p99, ms',
        ],
        rows: questions.map(({ name }, i) => [name, ...toCells(off[i]!), ...toCells(on[i]!)]),
      },
      notes: [
        `${warehouse.filled.events.toLocaleString('en')} uses; the documents are those of the dashboard, of its day and its greatest channel, and of all time where they take no other time.`,
        `One request after the other, each document for ${seconds} s at least three times, over HTTP by a client on the same cores. Requests of a core: those of a second of CPU, which the process says of the api and the server of its own queries.`,
        'No cache: `EMOTIDE_API_CACHE_VALUES=0`. With it, rows are kept two seconds at most, so each document reads once in two seconds.',
      ],
    };
  });

async function findChannel(store: Store): Promise<string> {
  const [row] = (await store.select(
    `SELECT login FROM channels WHERE channel_id = (
       SELECT channel_id FROM activity_hour GROUP BY channel_id ORDER BY sum(messages) DESC LIMIT 1
     ) LIMIT 1`,
  )) as { login: string }[];
  return row!.login;
}

function toQuestions(toMs: number, login: string): readonly Question[] {
  const toTime = (ms: number): string => new Date(ms).toISOString();
  const day = { from: toTime(toMs - DAY_MS), to: toTime(toMs) };
  const hours = { ...day, granularity: 'HOUR' };
  const before = {
    from: toTime(toMs - 2 * DAY_MS),
    to: toTime(toMs - DAY_MS),
    granularity: 'HOUR',
    channel: login,
  };
  const emote = { provider: 'TWITCH', emoteId: '37' };
  return [
    { name: 'RankedEmotes', variables: { window: 'ALL_TIME', first: 20 } },
    { name: 'RankedChannels', variables: { window: 'ALL_TIME', first: 20 } },
    { name: 'ChannelPage', variables: { login, ...hours } },
    { name: 'EarlierUsage', variables: before },
    { name: 'ChannelProviders', variables: { login, ...day } },
    { name: 'ChannelPrices', variables: { login, ...hours } },
    { name: 'EmoteHistory', variables: { emote, ...hours } },
    { name: 'EmoteCompany', variables: { ...emote, ...day } },
    { name: 'ThemePage', variables: { slug: 'hype-train-set-nine', first: 20, ...hours } },
    { name: 'SearchNames', variables: { text: login.slice(0, 4), first: 5 } },
  ];
}

/** Every query of the dashboard by its name, with the fragments that it needs. */
function readDocuments(): ReadonlyMap<string, string> {
  const files = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.graphql'),
  );
  const definitions = files.flatMap((file) => [
    ...parse(readFileSync(join(VIEWS, file), 'utf8')).definitions,
  ]);
  const fragments = new Map(
    definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  );
  const needed = (of: DefinitionNode, found = new Set<DefinitionNode>()): Set<DefinitionNode> => {
    visit(of, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value)!;
        if (!found.has(fragment)) needed(fragment, found.add(fragment));
      },
    });
    return found;
  };
  return new Map(
    definitions.flatMap((one) =>
      one.kind === Kind.OPERATION_DEFINITION && one.name
        ? [[one.name.value, [one, ...needed(one)].map(print).join('\n')]]
        : [],
    ),
  );
}

interface Measured {
  readonly requests: number;
  readonly apiCpuSeconds: number;
  readonly warehouseCpuSeconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const toCells = ({ requests, apiCpuSeconds, warehouseCpuSeconds, p50Ms, p99Ms }: Measured): string[] =>
  [requests / apiCpuSeconds, requests / (apiCpuSeconds + warehouseCpuSeconds), p50Ms, p99Ms].map(format);

/** With an api of its own, so that nothing is known of before. */
async function measureAll(
  { store, env }: FilledWarehouse,
  questions: readonly Question[],
  documents: ReadonlyMap<string, string>,
  seconds: number,
  settings: Readonly<Record<string, string>>,
): Promise<Measured[]> {
  const api = await startLoneApi({ ...env, ...settings });
  try {
    const measured: Measured[] = [];
    for (const { name, variables } of questions) {
      process.stderr.write(`queries: ${name} …\n`);
      const body = JSON.stringify({ query: documents.get(name), variables });
      measured.push(await measure(() => ask(api.url, body), store, api.pid, seconds * 1_000));
    }
    return measured;
  } finally {
    await api.stop();
  }
}

/** @throws Error when it is answered with errors, or with nothing: what is measured is the whole answer */
async function ask(url: string, body: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const text = await response.text();
  if (!response.ok || text.includes('"errors"') || NOTHING.test(text)) throw new Error(text.slice(0, 1_000));
}

/** Nobody has what was asked for. */
const NOTHING = /^\{"data":\{"\w+":null/;
const LEAST_RUNS = 3;

async function measure(
  run: () => Promise<void>,
  store: Store,
  apiPid: number,
  forMs: number,
): Promise<Measured> {
  await run();
  const warehouseBefore = await readWarehouseCpu(store);
  const apiBefore = readUsage(apiPid).cpuSeconds;
  const tookMs: number[] = [];
  const until = performance.now() + forMs;
  while (tookMs.length < LEAST_RUNS || performance.now() < until) {
    const startedAt = performance.now();
    await run();
    tookMs.push(performance.now() - startedAt);
  }
  const apiCpuSeconds = readUsage(apiPid).cpuSeconds - apiBefore;
  const warehouseCpuSeconds = (await readWarehouseCpu(store)) - warehouseBefore;
  tookMs.sort((a, b) => a - b);
  return {
    requests: tookMs.length,
    apiCpuSeconds,
    warehouseCpuSeconds,
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
  };
}

/** CPU seconds of the server's queries since it was started, by its own count. */
async function readWarehouseCpu(store: Store): Promise<number> {
  const [row] = (await store.select(
    `SELECT sum(value) / 1000000 AS seconds FROM system.events
     WHERE event IN ('UserTimeMicroseconds', 'SystemTimeMicroseconds')`,
  )) as { seconds: number }[];
  return row!.seconds;
}
