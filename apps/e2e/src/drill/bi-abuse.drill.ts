import { setTimeout as sleep } from 'node:timers/promises';
import { createTemporaryDirectory } from '@emotide/testkit';
import { queryableLatency } from '../bench/queryable-latency';
import { formatFigure, toFigure } from '../bench/statistics';
import { compareWithTruth, type Comparison } from '../compare-counts';
import { settle } from '../settle';
import { pauseChat, readTruth } from '../simulator';
import type { Stack } from '../stack';
import { describeComparison, toExactnessTable, type Drill } from './drill';
import { startUnderLoad, type Load } from './load';

export interface BiAbuseOptions extends Load {
  readonly pairs: number;
  readonly clients: number;
}

export interface BiAbuseResult {
  readonly comparison: Comparison;
  /** Milliseconds from a line to its row, of each pair: without and amid the abuse. */
  readonly quiet: readonly Latency[];
  readonly abused: readonly Latency[];
  /** How each thing that was tried ended, by ClickHouse's name of the error, and how often. */
  readonly endings: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly faults: readonly string[];
}

interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Attempt {
  readonly what: string;
  readonly sql: string;
  /** Whether it may be answered: then it is only to be bounded. */
  readonly isAllowed: boolean;
}

/** What an analyst's stolen password may be used for, the costly things first. */
const ATTEMPTS: readonly Attempt[] = [
  {
    what: 'an endless join of a view with itself',
    sql: 'SELECT count() FROM bi.messages_minute AS a, bi.messages_minute AS b, bi.messages_minute AS c WHERE sipHash64(a.minute, b.minute, c.minute) = 1',
    isAllowed: true,
  },
  {
    what: 'an endless join of numbers',
    sql: 'SELECT count() FROM numbers(100000000) AS a, numbers(100000000) AS b WHERE sipHash64(a.number, b.number) = 1',
    isAllowed: false,
  },
  {
    what: 'all numbers in one value',
    sql: 'SELECT length(groupArray(number)) FROM numbers(10000000000)',
    isAllowed: false,
  },
  {
    what: 'to sort more than fits',
    sql: 'SELECT number FROM numbers(10000000000) ORDER BY sipHash64(number) LIMIT 5000000, 1',
    isAllowed: false,
  },
  {
    what: 'a group for each number',
    sql: 'SELECT max(n) FROM (SELECT sipHash64(number) AS k, count() AS n FROM numbers(10000000000) GROUP BY k)',
    isAllowed: false,
  },
  { what: 'an answer without end', sql: 'SELECT * FROM system.numbers', isAllowed: false },
  { what: 'a file', sql: "SELECT * FROM file('/etc/passwd', 'LineAsString')", isAllowed: false },
  {
    what: 'an address',
    sql: "SELECT * FROM url('http://169.254.169.254/', 'LineAsString')",
    isAllowed: false,
  },
  { what: 'another database', sql: 'SELECT * FROM emotide.events LIMIT 1', isAllowed: false },
  { what: 'to stop the merges', sql: 'SYSTEM STOP MERGES emotide.events', isAllowed: false },
  { what: "to end others' queries", sql: 'KILL QUERY WHERE 1 SYNC', isAllowed: false },
  { what: 'to write', sql: 'INSERT INTO emotide.events SELECT * FROM emotide.events', isAllowed: false },
];
/** Rows of a window are in the warehouse so long after it, also amid the abuse. */
const INSERTED_WITHIN_MS = 3_000;

/** Asks ClickHouse as `bi` for all that it must refuse or bound, by turns with leaving it alone, while chat comes in. */
export async function drillBiAbuse(options: BiAbuseOptions): Promise<BiAbuseResult> {
  const { pairs, clients, seconds, say } = options;
  const directory = createTemporaryDirectory();
  const stack = await startUnderLoad(directory.path, options);
  const endings = new Map<string, Map<string, number>>();
  const faults = new Set<string>();
  try {
    const pid = stack.pids()['clickhouse'];
    const [quiet, abused]: [Latency[], Latency[]] = [[], []];
    const note = (what: string, ending: string): void => {
      const known = endings.get(what) ?? new Map<string, number>();
      endings.set(what, known.set(ending, (known.get(ending) ?? 0) + 1));
    };
    await sleep(5_000);
    for (let pair = 0; pair < pairs; pair++) {
      quiet.push(await measure(stack, seconds));
      const ending = new AbortController();
      const abusing = Array.from({ length: clients }, (_, i) =>
        abuse(stack, i, ending.signal, note, (fault) => faults.add(fault)),
      );
      abused.push(await measure(stack, seconds));
      ending.abort();
      await Promise.all(abusing);
      say(
        `pair ${pair + 1} of ${pairs}: p50 ${Math.round(quiet.at(-1)!.p50Ms)} and ${Math.round(abused.at(-1)!.p50Ms)} ms`,
      );
    }
    await pauseChat(stack);
    await settle(stack);
    if (stack.pids()['clickhouse'] !== pid) faults.add('ClickHouse was started again');
    return {
      comparison: await compareWithTruth(stack, await readTruth(stack)),
      quiet,
      abused,
      endings,
      faults: [...faults],
    };
  } finally {
    await stack.stop();
    directory.remove();
  }
}

async function measure(stack: Stack, seconds: number): Promise<Latency> {
  const fromMs = Date.now();
  await sleep(seconds * 1_000);
  const untilMs = Date.now();
  await sleep(INSERTED_WITHIN_MS);
  return queryableLatency(stack, fromMs, untilMs);
}

/** Tries one thing after the other, each client from another one on. */
async function abuse(
  stack: Stack,
  first: number,
  signal: AbortSignal,
  note: (what: string, ending: string) => void,
  onFault: (fault: string) => void,
): Promise<void> {
  const authorization = `Basic ${Buffer.from(`bi:${stack.secrets.clickhouse.bi}`).toString('base64')}`;
  for (let i = first; !signal.aborted; i++) {
    const { what, sql, isAllowed } = ATTEMPTS[i % ATTEMPTS.length]!;
    try {
      const response = await fetch(`${stack.clickhouseUrl}/`, {
        method: 'POST',
        headers: { authorization },
        body: sql,
        signal,
      });
      const ending = await readEnding(response);
      note(what, ending);
      if (ending === 'answered' && !isAllowed) onFault(`${what}: answered`);
    } catch (error) {
      // Its client went away when the turn was over: the server has to end it by itself.
      note(what, signal.aborted ? 'left alone' : `cut (${(error as Error).message})`);
    }
  }
}

/** The name of the error that an answer is or ends with. */
async function readEnding(response: Response): Promise<string> {
  let end = '';
  if (response.body !== null) {
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
      end = (end + decoder.decode(chunk, { stream: true })).slice(-4_000);
  }
  const name = /\(([A-Z][A-Z_]+)\)/.exec(end)?.[1];
  return name ?? (response.ok ? 'answered' : `status ${response.status}`);
}

type BiAbuseSettings = {
  pairs: number;
  seconds: number;
  clients: number;
  channels: number;
  rate: number;
  seed: number;
};

export const biAbuseDrill: Drill<BiAbuseSettings> = {
  name: 'bi-abuse',
  title: "Abuse of the analysts' access",
  description: 'asks ClickHouse as bi for all that it must refuse or bound, while chat comes in',
  question:
    'Does chat go on being counted, exactly and as soon, while somebody abuses the access of analysts?',
  defaults: { pairs: 5, seconds: 10, clients: 4, channels: 200, rate: 5_000, seed: 1 },
  meanings: {
    pairs: 'measurements without and with the abuse, by turns',
    seconds: 'how long each of them takes',
    clients: 'how many abuse at once',
  },
  async run(settings, say) {
    const { comparison, quiet, abused, endings, faults } = await drillBiAbuse({ ...settings, say });
    const column = (latencies: readonly Latency[], what: keyof Latency): string =>
      formatFigure(toFigure(latencies.map((latency) => latency[what])));
    return {
      table: {
        head: ['line → queryable, ms', 'without', 'amid the abuse'],
        rows: [
          ['p50', column(quiet, 'p50Ms'), column(abused, 'p50Ms')],
          ['p99', column(quiet, 'p99Ms'), column(abused, 'p99Ms')],
        ],
      },
      more: [
        {
          caption: 'What was tried, and how it ended.',
          table: {
            head: ['tried', 'ended'],
            rows: [...endings].map(([what, ends]) => [
              what,
              [...ends].map(([ending, count]) => `${ending} ${count} ×`).join(', '),
            ]),
          },
        },
        { caption: 'Counts over the whole time:', table: toExactnessTable(comparison) },
      ],
      notes: [
        `${settings.clients} clients at once, each trying one thing after the other, at ${settings.rate} lines/s in ${settings.channels} channels.`,
        'left alone: its client went away before the answer, and ClickHouse ended it by itself.',
        describeComparison(comparison),
      ],
      differences: [...faults, ...comparison.differences],
    };
  },
};
