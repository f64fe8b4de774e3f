import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeyRing } from '@emotide/access';
import type { ApiRole } from '@emotide/domain';
import type { Registry } from '@emotide/service-kit';
import type { Caller } from './caller';
import { createHttpDoor } from './http-door';
import { createIdentify, type Identify } from './identify';
import { createLoopLag } from './loop-lag';
import type { Origins } from './origins';
import { RateLimits } from './rate-limits';

/** Who is let in, and how much. What is left out is as `apiConfig` has it by default. */
export interface DoorOptions {
  /** Without them no key holds. */
  readonly keys?: KeyRing;
  readonly anonymousRoles?: ReadonlySet<ApiRole>;
  readonly origins?: Origins;
  readonly trustedHops?: number;
  /** Operations in 10 s; 0: any number. Default: any number. */
  readonly ratePerAddress?: number;
  readonly ratePerKey?: number;
  /** Requests over HTTP in hand at a time. Default 200. */
  readonly mostRunning?: number;
}

/** What stands before the server, for both of its protocols. */
export interface Door {
  readonly origins: Origins;
  readonly limits: RateLimits;
  readonly identify: Identify;
  /** Lets requests over HTTP in. */
  readonly http: (request: IncomingMessage, response: ServerResponse) => void;
  /** Tells of each key that holds no more. */
  onKeyWithdrawn(listener: (keyId: string) => void): () => void;
  stop(): void;
}

const NO_KEYS = { find: () => undefined, isCaughtUp: true };
const READERS: ReadonlySet<ApiRole> = new Set(['read']);
const MOST_RUNNING = 200;
const LOOK_EVERY_MS = 250;

export function createDoor(
  options: DoorOptions & {
    readonly registry: Registry;
    /** Whether the server is about to stop. Default: never. */
    readonly isLeaving?: () => boolean;
    readonly serve: (request: IncomingMessage, response: ServerResponse, caller: Caller) => unknown;
  },
): Door {
  const { keys, anonymousRoles = READERS, origins = [], trustedHops = 0, registry, serve } = options;
  const { ratePerAddress = 0, ratePerKey = 0, mostRunning = MOST_RUNNING } = options;
  const limits = new RateLimits({ perNetwork: ratePerAddress, perKey: ratePerKey });
  const identify = createIdentify({ keys: keys ?? NO_KEYS, anonymousRoles, trustedHops, limits });
  const lag = createLoopLag(LOOK_EVERY_MS);
  return {
    origins,
    limits,
    identify,
    http: createHttpDoor({
      identify,
      limits,
      origins,
      mostRunning,
      lag,
      registry,
      serve,
      ...(options.isLeaving && { isLeaving: options.isLeaving }),
    }),
    onKeyWithdrawn: (listener) => keys?.onWithdrawn(listener) ?? (() => undefined),
    stop: () => lag.stop(),
  };
}
