import { Refusal } from '../refusal';
import { SERVICES, SOCKET_SERVICES, type ServiceName, type SocketServiceName } from './service';

/** How a service goes wrong, as each of them was seen to. */
export const FAILURE_KINDS = ['status', 'slow', 'truncated', 'html', 'endless', 'redirect', 'drop'] as const;

export interface Failure {
  readonly kind: (typeof FAILURE_KINDS)[number];
  /** Of `status`. */
  readonly status: number;
  /** Of `status`: what its `Retry-After` says; null for none. */
  readonly retryAfterSeconds: number | null;
  /** Of `slow`. */
  readonly delayMs: number;
}

/** What goes wrong on command. */
export interface Failures {
  /** The failure of the next answer; undefined where all is well. */
  next(service: ServiceName | SocketServiceName): Failure | undefined;
  /** What is ordered: service, kind, and for how many answers more (null for all). */
  all(): { service: string; kind: string; times: number | null }[];
  /** Reads an order off parameters. @throws Refusal where it is none. */
  order(params: URLSearchParams): void;
}

const ORDER =
  `service=${[...SERVICES, ...SOCKET_SERVICES].join('|')}&kind=${FAILURE_KINDS.join('|')}|none` +
  '[&status=500][&retryAfter=seconds][&ms=1000][&times=N]';

export function createFailures(): Failures {
  const ordered = new Map<string, { failure: Failure; times: number | null }>();
  return {
    next(service) {
      const order = ordered.get(service);
      if (order === undefined) return undefined;
      if (order.times !== null && --order.times <= 0) ordered.delete(service);
      return order.failure;
    },
    all: () => [...ordered].map(([service, { failure, times }]) => ({ service, kind: failure.kind, times })),
    order(params) {
      const service = [...SERVICES, ...SOCKET_SERVICES].find((name) => name === params.get('service'));
      const typed = params.get('kind');
      const kind = FAILURE_KINDS.find((name) => name === typed);
      if (service === undefined || (kind === undefined && typed !== 'none'))
        throw new Refusal(`ask for ${ORDER}`, 400);
      const number = (name: string, least: number, most: number): number | null => {
        const text = params.get(name);
        if (text === null) return null;
        if (!/^\d{1,9}$/.test(text) || Number(text) < least || Number(text) > most)
          throw new Refusal(`${name} must be a whole number from ${least} to ${most}`, 400);
        return Number(text);
      };
      const failure = {
        status: number('status', 300, 599) ?? 500,
        retryAfterSeconds: number('retryAfter', 0, 86_400),
        delayMs: number('ms', 0, 600_000) ?? 1_000,
      };
      const times = number('times', 1, 1_000_000);
      if (kind === undefined) ordered.delete(service);
      else ordered.set(service, { failure: { kind, ...failure }, times });
    },
  };
}
