import type { ProviderLabel } from './provider-label';

/** Why a request gave no usable answer. */
export const PROVIDER_FAILURES = [
  /** No connection, or it broke. */
  'network',
  /** Not whole within the deadline. */
  'timeout',
  /** HTTP 429. */
  'rate-limited',
  /** HTTP 5xx. */
  'server',
  /** HTTP 401 or 403: who asks is not believed. */
  'unauthorized',
  /** Any other HTTP status that is not an answer. */
  'status',
  /** Redirected too often, to nowhere, or to where we don't go. */
  'redirect',
  /** Longer than an answer may be. */
  'too-large',
  /** Not JSON: cut short, or a page for people. */
  'not-json',
  /** JSON, but not what this provider gives. */
  'bad-shape',
  /** Not asked: the provider is left alone after failures. */
  'circuit-open',
  /** Not asked: too many requests wait already. */
  'busy',
  /** The client was stopped. */
  'stopped',
] as const;
export type ProviderFailure = (typeof PROVIDER_FAILURES)[number];

const WORTH_REPEATING: ReadonlySet<ProviderFailure> = new Set([
  'network',
  'timeout',
  'rate-limited',
  'server',
]);

/** The provider is there and says no to this request alone; or it was not asked. */
const SAYS_NOTHING_OF_HEALTH: ReadonlySet<ProviderFailure> = new Set([
  'unauthorized',
  'status',
  'bad-shape',
  'circuit-open',
  'busy',
  'stopped',
]);

/**
 * A request to a provider failed. The message names provider, kind and what happened, and never a header, a body or a
 * query: any of them may hold a secret.
 */
export class ProviderError extends Error {
  override name = 'ProviderError';
  readonly provider: ProviderLabel;
  readonly failure: ProviderFailure;
  /** HTTP status, where there was one. */
  readonly status: number | undefined;
  /** How long the provider asked to be left alone; undefined when it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(
    provider: ProviderLabel,
    failure: ProviderFailure,
    what: string,
    details: { status?: number; retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(`${provider}: ${what}`, details.cause === undefined ? undefined : { cause: details.cause });
    this.provider = provider;
    this.failure = failure;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }

  /** Whether the same request may succeed a little later. */
  get isTransient(): boolean {
    return WORTH_REPEATING.has(this.failure);
  }

  /** Whether it counts against the provider: enough of these in a row, and it is left alone. */
  get isOutage(): boolean {
    return !SAYS_NOTHING_OF_HEALTH.has(this.failure);
  }
}
