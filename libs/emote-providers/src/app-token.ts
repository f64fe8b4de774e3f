import { z } from 'zod';
import { ProviderError } from './provider-error';
import { ProviderHttp, type ProviderClientOptions } from './provider-http';

/** The credentials of an application registered at dev.twitch.tv. */
export interface TwitchCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

const tokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,4096}$/),
  expires_in: z.number().positive(),
});

/** Renewed this long before it ends, or after nine tenths of its life when that is short. Real ones live 60 days. */
const RENEW_BEFORE_MS = 3_600_000;
/** Longest that a token is believed to live, whatever its answer says. */
const LONGEST_LIFE_MS = 90 * 86_400_000;
/** Credentials that are not believed now are not believed a second later either. */
const REFUSED_FOR_MS = 60_000;
/** Tokens in a row that Helix never took: the fault is not their age. */
const MAX_USELESS = 2;

/**
 * Twitch's app access token by client credentials (dev.twitch.tv/docs/authentication/getting-tokens-oauth), asked for
 * when first needed, renewed before it ends or when Helix refuses it. Its age is measured on our own monotonic clock
 * from before it was asked for, so neither side's wall clock matters.
 */
export class AppToken {
  readonly #http: ProviderHttp;
  readonly #credentials: TwitchCredentials;
  readonly #monotonicMs: () => number;
  #token: { readonly text: string; readonly renewAtMs: number; isProven: boolean } | undefined;
  #uselessInRow = 0;
  #renewal: Promise<string> | undefined;
  #refused: { readonly untilMs: number; readonly error: ProviderError } | undefined;

  constructor(baseUrl: URL, credentials: TwitchCredentials, options: ProviderClientOptions) {
    this.#http = new ProviderHttp('twitch-auth', baseUrl, options);
    this.#credentials = credentials;
    this.#monotonicMs = options.monotonicMs ?? (() => performance.now());
  }

  /** @throws ProviderError `unauthorized` when Twitch does not believe the credentials. */
  async get(): Promise<string> {
    const nowMs = this.#monotonicMs();
    if (this.#refused && nowMs < this.#refused.untilMs) throw this.#refused.error;
    if (this.#token && nowMs < this.#token.renewAtMs) return this.#token.text;
    // All who need one meanwhile wait for the same.
    this.#renewal ??= this.#renew().finally(() => (this.#renewal = undefined));
    return this.#renewal;
  }

  /** Helix took this token. */
  prove(text: string): void {
    if (this.#token?.text !== text) return;
    this.#token.isProven = true;
    this.#uselessInRow = 0;
  }

  /** Helix did not take this token. Many may say so of the same one. */
  drop(text: string): void {
    if (this.#token?.text !== text) return;
    if (!this.#token.isProven) this.#uselessInRow++;
    if (this.#uselessInRow >= MAX_USELESS) this.#refuse('Helix refuses every new token');
    this.#token = undefined;
  }

  stop(): void {
    this.#http.stop();
  }

  async #renew(): Promise<string> {
    const { clientId, clientSecret } = this.#credentials;
    const askedAtMs = this.#monotonicMs();
    try {
      const { access_token: text, expires_in: lifeSeconds } = await this.#http.ask(
        {
          path: 'token',
          method: 'POST',
          body: new URLSearchParams({
            client_id: clientId,
            client_secret: clientSecret,
            grant_type: 'client_credentials',
          }),
        },
        ({ json }) => {
          const answer = tokenAnswer.safeParse(json);
          if (!answer.success) throw this.#http.badShape('no token in the answer');
          return answer.data;
        },
      );
      const lifeMs = Math.min(LONGEST_LIFE_MS, lifeSeconds * 1_000);
      const renewAtMs = askedAtMs + Math.max(lifeMs - RENEW_BEFORE_MS, lifeMs * 0.9);
      this.#token = { text, renewAtMs, isProven: false };
      return text;
    } catch (error) {
      // Twitch says 400 for an unknown client and 403 for a wrong secret.
      const isRefusal =
        error instanceof ProviderError && (error.failure === 'unauthorized' || error.status === 400);
      if (!isRefusal) throw error;
      throw this.#refuse('Twitch does not accept the client id and secret');
    }
  }

  #refuse(what: string): ProviderError {
    const error = new ProviderError('twitch-auth', 'unauthorized', what);
    this.#refused = { untilMs: this.#monotonicMs() + REFUSED_FOR_MS, error };
    return error;
  }
}
