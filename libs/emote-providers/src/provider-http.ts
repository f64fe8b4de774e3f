import { setTimeout as delay } from 'node:timers/promises';
import pRetry from 'p-retry';
import type { Logger } from '@emotide/service-kit';
import { Circuit, type CircuitOptions, type CircuitState } from './circuit';
import { fetchJson, type JsonAnswer } from './fetch-json';
import { ProviderError } from './provider-error';
import type { ProviderLabel } from './provider-label';
import type { ProviderMetrics } from './provider-metrics';
import type { RateBudget } from './rate-budget';
import { RequestGate } from './request-gate';
import { backOffMs, type BackOff } from './retry-wait';

/** How a provider is asked. The defaults suit the real ones. */
export interface HttpSettings {
  /** For one attempt, from sending to the last byte. */
  readonly deadlineMs: number;
  /** Of one answer, unpacked. The largest set known is 1.3 MB; ten thousand such emotes are 16 MB. */
  readonly maxBytes: number;
  readonly maxRedirects: number;
  /** Attempts at one request, the first included. */
  readonly attempts: number;
  readonly backOff: BackOff;
  readonly circuit: CircuitOptions;
  /** Requests under way at once. */
  readonly maxAtOnce: number;
  /** Requests that may wait for their turn. */
  readonly maxWaiting: number;
}

export const HTTP_DEFAULTS: HttpSettings = {
  deadlineMs: 15_000,
  maxBytes: 16 * 1024 * 1024,
  maxRedirects: 3,
  attempts: 4,
  backOff: { firstMs: 500, longestMs: 20_000 },
  circuit: { failures: 8, openMs: 30_000, longestOpenMs: 300_000 },
  maxAtOnce: 8,
  maxWaiting: 10_000,
};

/** Longest that a provider's `Retry-After` is obeyed. */
const LONGEST_LEAVE_ALONE_MS = 15 * 60_000;

/** What every client of a provider takes. */
export interface ProviderClientOptions {
  /** Where the provider is. Default: the real one. A simulator or a mirror otherwise. */
  readonly baseUrl?: URL;
  readonly log: Logger;
  readonly metrics: ProviderMetrics;
  /** Default: the product's name. */
  readonly userAgent?: string;
  readonly http?: Partial<HttpSettings>;
  /** 0 to below 1, spreads waits. Default Math.random. */
  readonly random?: () => number;
  /** Milliseconds that only go forward. Default performance.now. */
  readonly monotonicMs?: () => number;
}

export interface HttpRequest {
  /** Below the base URL, without a leading slash. */
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly method?: 'GET' | 'POST';
  readonly body?: URLSearchParams;
  readonly secretHeaders?: Readonly<Record<string, string>>;
  /** Whether 404 with a JSON body is an answer: "unknown". A page for people with a 404 is none. */
  readonly mayBeUnknown?: boolean;
}

/** Said of a provider in the pipeline's state. */
export interface ProviderState {
  readonly provider: ProviderLabel;
  readonly circuit: CircuitState['type'];
  /** Milliseconds until it is asked again; 0 unless the circuit is open. */
  readonly leftAloneForMs: number;
  /** What went wrong last; undefined once it answers again. Holds no secret. */
  readonly trouble: string | undefined;
}

const USER_AGENT = 'Emotide/0.1';

/**
 * Asks one provider: a few requests at a time, repeated with back-off where that may help, none while it keeps
 * failing. Counts each attempt and says in one line when the provider fails and when it is back.
 */
export class ProviderHttp {
  readonly #provider: ProviderLabel;
  readonly #baseUrl: URL;
  readonly #settings: HttpSettings;
  readonly #options: ProviderClientOptions;
  readonly #circuit: Circuit;
  readonly #gate: RequestGate;
  readonly #random: () => number;
  readonly #monotonicMs: () => number;
  readonly #end = new AbortController();
  #trouble: string | undefined;

  /** @throws TypeError when the base URL is neither http nor https, or holds a login. */
  constructor(provider: ProviderLabel, baseUrl: URL, options: ProviderClientOptions, budget?: RateBudget) {
    if (!/^https?:$/.test(baseUrl.protocol) || baseUrl.username !== '' || baseUrl.password !== '') {
      throw new TypeError(`${provider}: the base URL must be http or https, without a login`);
    }
    this.#provider = provider;
    this.#baseUrl = new URL(baseUrl);
    this.#baseUrl.pathname = baseUrl.pathname.replace(/\/*$/, '/');
    this.#options = options;
    this.#settings = { ...HTTP_DEFAULTS, ...options.http };
    this.#random = options.random ?? Math.random;
    this.#monotonicMs = options.monotonicMs ?? (() => performance.now());
    this.#circuit = new Circuit(this.#settings.circuit);
    const { maxAtOnce, maxWaiting } = this.#settings;
    this.#gate = new RequestGate({ provider, maxAtOnce, maxWaiting, budget, monotonicMs: this.#monotonicMs });
  }

  state(): ProviderState {
    const nowMs = this.#monotonicMs();
    const state = this.#circuit.state(nowMs);
    return {
      provider: this.#provider,
      circuit: state.type,
      leftAloneForMs: state.type === 'open' ? Math.ceil(state.untilMs - nowMs) : 0,
      trouble: this.#trouble,
    };
  }

  /**
   * @param read makes a value of the answer, or throws {@link badShape}.
   * @throws ProviderError
   */
  async ask<T>(request: HttpRequest, read: (answer: JsonAnswer) => T): Promise<T> {
    const { attempts, backOff } = this.#settings;
    const { signal } = this.#end;
    try {
      return await pRetry(() => this.#attempt(request, read), {
        retries: attempts - 1,
        // The waits are ours: p-retry knows neither Retry-After nor a given randomness.
        minTimeout: 0,
        shouldRetry: ({ error }) => this.#isWorthRepeating(error),
        onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
          if (retriesLeft === 0 || !this.#isWorthRepeating(error)) return;
          const waitMs = backOffMs(backOff, attemptNumber, this.#random());
          await delay(Math.max(waitMs, error.retryAfterMs ?? 0), undefined, { signal });
        },
        signal,
      });
    } catch (error) {
      throw signal.aborted ? new ProviderError(this.#provider, 'stopped', 'stopped') : error;
    }
  }

  /** Ends what is under way and what waits: their callers get `stopped`. */
  stop(): void {
    this.#end.abort();
    this.#gate.stop();
  }

  badShape(problem: string): ProviderError {
    return new ProviderError(this.#provider, 'bad-shape', problem);
  }

  async #attempt<T>(request: HttpRequest, read: (answer: JsonAnswer) => T): Promise<T> {
    this.#failFast();
    const pass = await this.#gate.enter();
    try {
      // It may have opened while this one waited.
      if (!this.#circuit.admit(this.#monotonicMs())) throw this.#leftAlone();
      const startedMs = this.#monotonicMs();
      try {
        const answer = await this.#fetch(request, (status, headers) => pass.heard(status, headers));
        const value = read(answer);
        this.#circuit.succeeded();
        this.#succeeded(answer.status === 404 ? 'unknown' : 'ok');
        return value;
      } catch (error) {
        this.#failed(error);
        throw error;
      } finally {
        const seconds = (this.#monotonicMs() - startedMs) / 1_000;
        this.#options.metrics.requestSeconds.observe({ provider: this.#provider }, seconds);
      }
    } finally {
      pass.leave();
    }
  }

  #fetch(request: HttpRequest, onHeaders: (status: number, headers: Headers) => void): Promise<JsonAnswer> {
    const { deadlineMs, maxBytes, maxRedirects } = this.#settings;
    const url = new URL(request.path, this.#baseUrl);
    if (request.query) url.search = request.query.toString();
    return fetchJson({
      provider: this.#provider,
      url,
      headers: {
        'user-agent': this.#options.userAgent ?? USER_AGENT,
        ...(request.body && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      answers: request.mayBeUnknown ? [200, 404] : [200],
      deadlineMs,
      maxBytes,
      maxRedirects,
      signal: this.#end.signal,
      onHeaders,
      ...(request.method && { method: request.method }),
      ...(request.secretHeaders && { secretHeaders: request.secretHeaders }),
      ...(request.body && { body: request.body.toString() }),
    });
  }

  #succeeded(outcome: 'ok' | 'unknown'): void {
    const { metrics, log } = this.#options;
    const provider = this.#provider;
    metrics.requests.inc({ provider, outcome });
    metrics.lastSuccess.setToCurrentTime({ provider });
    metrics.circuitOpen.set({ provider }, 0);
    if (this.#trouble !== undefined) log.info({ provider }, 'the provider answers again');
    this.#trouble = undefined;
  }

  #failed(error: unknown): void {
    const { metrics, log } = this.#options;
    const provider = this.#provider;
    if (!(error instanceof ProviderError)) {
      this.#circuit.abandoned();
      return;
    }
    metrics.requests.inc({ provider, outcome: error.failure });
    if (error.failure === 'stopped') return;
    const nowMs = this.#monotonicMs();
    const { retryAfterMs = 0 } = error;
    if (retryAfterMs > this.#settings.backOff.longestMs) {
      this.#circuit.leaveAloneUntil(nowMs + Math.min(retryAfterMs, LONGEST_LEAVE_ALONE_MS));
    } else if (error.isOutage) this.#circuit.failed(nowMs);
    else this.#circuit.succeeded();
    if (this.#trouble === undefined) log.warn({ provider, failure: error.failure }, error.message);
    else log.debug({ provider, failure: error.failure }, error.message);
    this.#trouble = error.message;
    const { type } = this.#circuit.state(nowMs);
    metrics.circuitOpen.set({ provider }, type === 'closed' ? 0 : 1);
    if (type === 'open') this.#gate.refuseWaiting(() => this.#leftAlone());
  }

  #isWorthRepeating(error: unknown): error is ProviderError {
    return (
      error instanceof ProviderError &&
      error.isTransient &&
      (error.retryAfterMs ?? 0) <= this.#settings.backOff.longestMs &&
      this.#circuit.state(this.#monotonicMs()).type !== 'open'
    );
  }

  #failFast(): void {
    if (this.#circuit.state(this.#monotonicMs()).type === 'open') throw this.#leftAlone();
  }

  #leftAlone(): ProviderError {
    const provider = this.#provider;
    this.#options.metrics.requests.inc({ provider, outcome: 'circuit-open' });
    return new ProviderError(
      provider,
      'circuit-open',
      `left alone after failures: ${this.#trouble ?? 'unknown'}`,
    );
  }
}
