import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from './caller';

export interface RateLimitsOptions {
  /** Operations in {@link RATE_SECONDS} of whoever shows no key, by network; 0: any number. */
  readonly perNetwork: number;
  /** The same of one key; 0: any number. */
  readonly perKey: number;
}

export const RATE_SECONDS = 10;
/** A key that is none costs as much as so many operations: who guesses is soon told to wait. */
const GUESS_COST = 20;

/**
 * How often one may ask. Counted in this process: with several of them behind one address, each gives as much.
 *
 * Counts are kept for seconds, and one is some 200 bytes.
 */
export class RateLimits {
  readonly #networks: RateLimiterMemory | undefined;
  readonly #keys: RateLimiterMemory | undefined;

  constructor({ perNetwork, perKey }: RateLimitsOptions) {
    const limiter = (points: number): RateLimiterMemory | undefined =>
      points === 0 ? undefined : new RateLimiterMemory({ points, duration: RATE_SECONDS });
    this.#networks = limiter(perNetwork);
    this.#keys = limiter(perKey);
  }

  /** Counts one operation. @returns seconds to wait when it was one too many, at least 1; 0 when it was not */
  take({ keyId, network }: Pick<Caller, 'keyId' | 'network'>): Promise<number> {
    return keyId === undefined ? consume(this.#networks, network, 1) : consume(this.#keys, keyId, 1);
  }

  /** Counts a key that was none, as {@link take}. */
  takeGuess(network: string): Promise<number> {
    return consume(this.#networks, network, GUESS_COST);
  }
}

async function consume(
  limiter: RateLimiterMemory | undefined,
  whose: string,
  points: number,
): Promise<number> {
  if (limiter === undefined) return 0;
  try {
    await limiter.consume(whose, points);
    return 0;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
  }
}
