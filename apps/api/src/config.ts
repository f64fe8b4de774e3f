import { API_ROLES, isApiRole, type ApiRole } from '@emotide/domain';
import { chatterEnv, eventLogEnv } from '@emotide/event-log';
import { flag, port, serviceEnv } from '@emotide/service-kit';
import { storeEnv } from '@emotide/store';
import { z } from 'zod';
import type { Origins } from './door/origins';

const whole = z.coerce.number().int().positive();
/** Words, separated by commas or spaces. */
const words = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));

const roles = words.transform((names, context): ReadonlySet<ApiRole> => {
  const known = new Set<ApiRole>();
  if (names.join() === 'none') return known;
  for (const name of names) {
    if (isApiRole(name)) known.add(name);
    else context.addIssue(`${JSON.stringify(name.slice(0, 20))} is none of ${API_ROLES.join(', ')}, none`);
  }
  return known;
});

const origins = words.transform((texts, context): Origins => {
  if (texts.join() === '*') return '*';
  for (const text of texts)
    if (!URL.canParse(text) || new URL(text).origin !== text)
      context.addIssue(`${JSON.stringify(text.slice(0, 60))} is no origin such as https://emotide.example`);
  return texts;
});

export const apiConfig = serviceEnv
  .extend(eventLogEnv.shape)
  .extend(storeEnv.shape)
  .extend({
    /** Address of the public server. Loopback unless a deployment says otherwise. */
    EMOTIDE_API_HOST: z.string().default('127.0.0.1'),
    /** Port of the public server; 0 takes a free one. */
    EMOTIDE_API_PORT: port.default(4000),
    /** WebSocket connections at a time; more are answered with 503. One costs some 10 kB. */
    EMOTIDE_API_MAX_SOCKETS: whole.default(20_000),
    /** Subscriptions at a time over all connections; more get an error. One costs some 1 kB. */
    EMOTIDE_API_MAX_SUBSCRIPTIONS: whole.default(100_000),
    /**
     * Over how long subscribers' connections are ended when this process is stopped by SIGTERM, so that they do not all
     * connect again at once. Whoever stops it must wait for ten seconds longer than this.
     */
    EMOTIDE_API_DRAIN_MS: z.coerce.number().int().min(0).max(3_600_000).default(20_000),
    /** Requests over HTTP in hand at a time; more are answered with 503. */
    EMOTIDE_API_MAX_RUNNING: whole.default(200),

    /**
     * Rows of the warehouse that one read may cost, as its range and its channels leave them by the tables' keys: whatever
     * would read more is refused before it is read. A month of a thousand channels' hours is some 50 million.
     */
    EMOTIDE_API_MAX_ROWS_READ: whole.default(500_000_000),

    /**
     * Rows that all reads of one request may cost together: what is asked past them is refused. The page's dearest document
     * asks for five rankings of one range at once, over a month of a thousand channels half of one read's limit.
     * Default: four times EMOTIDE_API_MAX_ROWS_READ. It is also how many reads of one request run at a time: as many as fit
     * into it with all that each may cost.
     */
    EMOTIDE_API_MAX_ROWS_PER_REQUEST: whole.optional(),

    /**
     * Values of rows that are kept for whoever asks the same, until something new is stored; 200,000 are some 20 MB. 0 keeps
     * none: only questions of the same moment share a read.
     */
    EMOTIDE_API_CACHE_VALUES: z.coerce.number().int().min(0).default(200_000),

    /** What may be done without a key: `read`, `people`, `admin`, several of them, or `none`. */
    EMOTIDE_API_ANONYMOUS_ROLES: roles.prefault('read'),
    /** Operations in 10 seconds from one address (of IPv6: one /64) without a key; 0: any number. */
    EMOTIDE_API_RATE_PER_ADDRESS: z.coerce.number().int().min(0).default(1_000),
    /** The same with one key, from wherever. */
    EMOTIDE_API_RATE_PER_KEY: z.coerce.number().int().min(0).default(10_000),
    /** How many proxies of one's own every request passes: the address is the one that the outermost wrote down. */
    EMOTIDE_API_TRUSTED_HOPS: z.coerce.number().int().min(0).max(10).default(0),
    /** Pages of other servers that may ask from a browser: `*`, or origins such as `https://emotide.example`. */
    EMOTIDE_API_ORIGINS: origins.prefault(''),

    /** A JSON object of operations by their ids, as code generators for clients write it; see docs/api-security.md. */
    EMOTIDE_API_PERSISTED_FILE: z.string().min(1).optional(),
    /** Whether those are all that may be asked. */
    EMOTIDE_API_PERSISTED_ONLY: flag.default(false),
    /** Whether a browser is shown a page to try queries on. */
    EMOTIDE_API_GRAPHIQL: flag.default(false),

    /** How chatters are known: whoever opts one out needs the key. Without one, nobody can through the api. */
    ...chatterEnv.shape,
    /** Directory of the built dashboard; empty: none is served. Default: where the build puts it, beside the api. */
    EMOTIDE_DASHBOARD_DIR: z.string().optional(),
  })
  .refine((config) => !config.EMOTIDE_API_PERSISTED_ONLY || config.EMOTIDE_API_PERSISTED_FILE !== undefined, {
    path: ['EMOTIDE_API_PERSISTED_FILE'],
    error: 'needed where only those may be asked',
  });
export type ApiConfig = z.output<typeof apiConfig>;
