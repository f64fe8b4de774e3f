import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** A registry of its own per service, so that two services in one process (tests) don't collide. */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** A counter in `registry`. Name in Prometheus form, ending in `_total`. */
export function counter<L extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly L[] = [],
): Counter<L> {
  return new Counter({ name, help, labelNames: [...labelNames], registers: [registry] });
}

/** A gauge in `registry`, read by `collect` when scraped if given. */
export function gauge<L extends string>(
  registry: Registry,
  name: string,
  help: string,
  options: { labelNames?: readonly L[]; collect?: (gauge: Gauge<L>) => void } = {},
): Gauge<L> {
  const { collect } = options;
  return new Gauge({
    name,
    help,
    labelNames: [...(options.labelNames ?? [])],
    registers: [registry],
    ...(collect && {
      collect(this: Gauge<L>) {
        collect(this);
      },
    }),
  });
}

/** A histogram in `registry`. Buckets in the unit that the name ends with. */
export function histogram<L extends string>(
  registry: Registry,
  name: string,
  help: string,
  buckets: readonly number[],
  labelNames: readonly L[] = [],
): Histogram<L> {
  return new Histogram({
    name,
    help,
    buckets: [...buckets],
    labelNames: [...labelNames],
    registers: [registry],
  });
}
