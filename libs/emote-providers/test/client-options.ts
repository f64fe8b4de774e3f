import { Registry, createLogger } from '@emotide/service-kit';
import { createProviderMetrics, type ProviderClientOptions, type ProviderMetrics } from '../src';

/** Options of a client under test: silent, quick to repeat, with metrics of its own. */
export function clientOptions(baseUrl: URL, http: ProviderClientOptions['http'] = {}) {
  const registry = new Registry();
  const metrics: ProviderMetrics = createProviderMetrics(registry);
  return {
    baseUrl,
    metrics,
    registry,
    log: createLogger('test', 'silent'),
    random: () => 0.5,
    http: {
      deadlineMs: 2_000,
      backOff: { firstMs: 5, longestMs: 50 },
      circuit: { failures: 100, openMs: 200, longestOpenMs: 1_000 },
      ...http,
    },
  } satisfies ProviderClientOptions & { registry: Registry };
}

/** Requests counted under an outcome. */
export async function requestsOf(metrics: ProviderMetrics, outcome: string): Promise<number> {
  const { values } = await metrics.requests.get();
  return values
    .filter((value) => value.labels.outcome === outcome)
    .reduce((sum, { value }) => sum + value, 0);
}
