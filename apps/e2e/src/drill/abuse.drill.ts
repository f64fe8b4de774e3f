import { setTimeout as sleep } from 'node:timers/promises';
import { openDeafSubscribers, openHalfRequests } from '../abuse/bad-connections';
import { BAD_REQUESTS, send, type Outcome } from '../abuse/bad-requests';
import { startLoneApi, type LoneApi } from '../abuse/lone-api';
import { format, formatFigure, percentile, toFigure } from '../bench/statistics';
import { readMetric } from '../metric-value';
import { readMetrics } from '../ops-port';
import { readUsage } from '../process-usage';
import type { Drill } from './drill';

export interface AbuseSettings {
  readonly sockets: number;
  readonly pairs: number;
  readonly seconds: number;
  readonly say: (text: string) => void;
}

export interface AbuseResult {
  /** What did not come back as it must, in words. */
  readonly faults: readonly string[];
  /** Bad requests that were answered, and those of them that were put off with 503 and `Retry-After`. */
  readonly sent: number;
  readonly putOff: number;
  /** Connections of each kind that were held open, and that the server had cut by the end. */
  readonly halfRequests: { readonly opened: number; readonly left: number };
  readonly deafSubscribers: { readonly opened: number; readonly left: number };
  /** Milliseconds of a well-behaved client, of each pair: by itself and amid the abuse. */
  readonly quiet: readonly Latency[];
  readonly abused: readonly Latency[];
  /** MB: before, most while abused, some seconds after. */
  readonly rssMb: { readonly before: number; readonly most: number; readonly after: number };
}

interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** What a dashboard asks that the api knows by itself. */
const GOOD = '{ themes { slug name windows { from to } } }';
const PAUSE_MS = 5;
const SOCKETS = 'emotide_api_live_sockets';
/** Two heartbeats, and some. */
const CUT_WITHIN_MS = 40_000;

/** Sends everything that strangers may, while a well-behaved client asks on, by turns with and without them. */
export async function drillAbuse({ sockets, pairs, seconds, say }: AbuseSettings): Promise<AbuseResult> {
  const api = await startLoneApi();
  try {
    await ask(api, 1);
    const faults = new Set<string>();
    const before = readUsage(api.pid).rssMb;
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, readUsage(api.pid).rssMb)), 100);
    say(`opens ${sockets} half requests and ${sockets} subscribers that never read`);
    const half = await openHalfRequests(api.port, sockets);
    const deaf = await openDeafSubscribers(api.port, sockets);
    const [quiet, abused]: [Latency[], Latency[]] = [[], []];
    let [sent, putOff] = [0, 0];
    for (let pair = 0; pair < pairs; pair++) {
      quiet.push(await ask(api, seconds));
      const ending = new AbortController();
      const abusing = abuse(api.url, ending.signal, (outcome) => {
        sent++;
        if (outcome === 'put off') putOff++;
        else if (outcome !== 'right') faults.add(outcome.fault);
      });
      abused.push(await ask(api, seconds));
      ending.abort();
      await abusing;
      say(
        `pair ${pair + 1} of ${pairs}: p50 ${format(quiet.at(-1)!.p50)} and ${format(abused.at(-1)!.p50)} ms`,
      );
    }
    const until = performance.now() + CUT_WITHIN_MS;
    const deafLeft = async (): Promise<number> => readMetric(await readMetrics(api.opsPort), SOCKETS)[0] ?? 0;
    while (half.open() + (await deafLeft()) > 0 && performance.now() < until) await sleep(500);
    const left = { half: half.open(), deaf: await deafLeft() };
    half.close();
    deaf.close();
    await sleep(2_000);
    clearInterval(watch);
    await ask(api, 1);
    const after = readUsage(api.pid).rssMb;
    const code = await api.stop();
    if (code !== 0) faults.add(`the api ended with ${code}`);
    return {
      faults: [...faults],
      sent,
      putOff,
      halfRequests: { opened: sockets, left: left.half },
      deafSubscribers: { opened: sockets, left: left.deaf },
      quiet,
      abused,
      rssMb: { before, most, after },
    };
  } finally {
    await api.stop();
  }
}

/** One request after the other for so long. @throws Error when one is not answered rightly */
async function ask({ url }: LoneApi, seconds: number): Promise<Latency> {
  const took: number[] = [];
  const endsAtMs = performance.now() + seconds * 1_000;
  while (performance.now() < endsAtMs) {
    const startedAtMs = performance.now();
    while (!(await askOnce(url)));
    took.push(performance.now() - startedAtMs);
    await sleep(PAUSE_MS);
  }
  took.sort((a, b) => a - b);
  return { p50: percentile(took, 0.5), p99: percentile(took, 0.99) };
}

/** @returns false when it was put off, after waiting as it was told to */
async function askOnce(url: string): Promise<boolean> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: GOOD }),
  });
  const text = await response.text();
  const waitSeconds = response.headers.get('retry-after');
  if (response.status === 503 && waitSeconds !== null) {
    await sleep(Number(waitSeconds) * 1_000);
    return false;
  }
  if (response.status === 200 && !text.includes('"errors"')) return true;
  throw new Error(`a good request was answered with ${response.status}: ${text.slice(0, 200)}`);
}

async function abuse(url: string, signal: AbortSignal, onOutcome: (outcome: Outcome) => void): Promise<void> {
  while (!signal.aborted) for (const request of BAD_REQUESTS) onOutcome(await send(url, request));
}

export const abuseDrill: Drill<{ sockets: number; pairs: number; seconds: number }> = {
  name: 'abuse',
  title: 'Abuse',
  description: 'sends the api all that strangers may, while a well-behaved client asks on',
  question:
    'Does the api stay small and serve others while it is abused, and does each abuse get a clear answer?',
  defaults: { sockets: 2_000, pairs: 5, seconds: 5 },
  meanings: {
    sockets: 'half requests, and as many subscribers that never read',
    pairs: 'measurements without and with bad requests, by turns',
    seconds: 'how long each of them takes',
  },
  async run(settings, say) {
    const { faults, sent, putOff, halfRequests, deafSubscribers, quiet, abused, rssMb } = await drillAbuse({
      ...settings,
      say,
    });
    const column = (latencies: readonly Latency[], what: keyof Latency): string =>
      formatFigure(toFigure(latencies.map((latency) => latency[what])));
    return {
      table: {
        head: ['a well-behaved client, ms', 'without bad requests', 'amid them'],
        rows: [
          ['p50', column(quiet, 'p50'), column(abused, 'p50')],
          ['p99', column(quiet, 'p99'), column(abused, 'p99')],
        ],
      },
      more: [
        {
          caption: 'What was sent, and what came back each time.',
          table: {
            head: ['sent', 'answer'],
            rows: [
              ...BAD_REQUESTS.map(({ name, status, code }) => [
                name,
                code === undefined ? `${status}` : `${status} ${code}`,
              ]),
              [`${halfRequests.opened} requests of half a header`, `cut, but for ${halfRequests.left}`],
              [
                `${deafSubscribers.opened} subscribers that never read`,
                `cut, but for ${deafSubscribers.left}`,
              ],
            ],
          },
        },
        {
          caption: 'Memory of the api, MB.',
          table: {
            head: ['before', 'most', 'two seconds after'],
            rows: [[format(rssMb.before), format(rssMb.most), format(rssMb.after)]],
          },
        },
      ],
      notes: [
        `${sent} bad requests, ${putOff} of them put off with 503 and Retry-After, one after the other, from the process that also measures: it shares the machine with the api.`,
        'The api runs by itself, log and warehouse away; the good client asks for the themes.',
      ],
      differences: [
        ...faults,
        ...(deafSubscribers.left > 0
          ? [`${deafSubscribers.left} subscribers that never read were not cut`]
          : []),
        ...(halfRequests.left > 0 ? [`${halfRequests.left} half requests were not cut`] : []),
      ],
    };
  },
};
