import type { IncomingMessage } from 'node:http';
import type { KeyRing } from '@emotide/access';
import type { ApiRole } from '@emotide/domain';
import type { Caller } from './caller';
import { addressOf, toNetwork } from './network';
import type { RateLimits } from './rate-limits';

export interface IdentifyOptions {
  readonly keys: Pick<KeyRing, 'find' | 'isCaughtUp'>;
  /** What may be done without a key. */
  readonly anonymousRoles: ReadonlySet<ApiRole>;
  /** How many proxies of one's own every request passes. */
  readonly trustedHops: number;
  readonly limits: RateLimits;
}

/** Why somebody is not served, as an answer says it. */
export interface Refusal {
  readonly status: 401 | 403 | 415 | 429 | 503;
  readonly code: string;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

export type Identify = (
  request: IncomingMessage,
  /** `Bearer <key>`, from wherever the protocol has it; undefined where nothing is shown. */
  authorization: string | undefined,
) => Promise<Caller | Refusal>;

export const isRefusal = (given: Caller | Refusal): given is Refusal => 'status' in given;

const BEARER = /^Bearer +(\S+)$/i;

/** Finds out who asks, by the key that is shown. */
export function createIdentify({ keys, anonymousRoles, trustedHops, limits }: IdentifyOptions): Identify {
  return async (request, authorization) => {
    const network = toNetwork(addressOf(request, trustedHops));
    if (authorization === undefined) return { keyId: undefined, roles: anonymousRoles, network };
    const found = keys.find(BEARER.exec(authorization)?.[1] ?? '');
    if (found !== undefined) return { keyId: found.id, roles: found.roles, network };
    if (!keys.isCaughtUp) return KEYS_UNKNOWN;
    const waitSeconds = await limits.takeGuess(network);
    return waitSeconds > 0 ? tooMany(waitSeconds) : NO_KEY;
  };
}

export const tooMany = (retryAfterSeconds: number): Refusal => ({
  status: 429,
  code: 'TOO_MANY',
  message: `too many requests; try again in ${retryAfterSeconds} s`,
  retryAfterSeconds,
});

const NO_KEY: Refusal = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message: 'this is no API key, or one that was revoked; send `Authorization: Bearer <key>`, or nothing',
};
const KEYS_UNKNOWN: Refusal = {
  status: 503,
  code: 'UNAVAILABLE',
  message: 'the server does not know its API keys yet; try again',
  retryAfterSeconds: 1,
};
