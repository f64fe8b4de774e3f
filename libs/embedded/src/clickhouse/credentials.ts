import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Who asks, and the query string without anything that says so. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  readonly query: string;
}

/** Query parameters (in lower case: ClickHouse ignores their case) that say who asks or whose quota counts. */
const IDENTITY_PARAMETERS = new Set(['user', 'password', 'quota_key']);

/**
 * Finds the one place where a request says who asks: `Authorization: Basic`, the headers X-ClickHouse-User and
 * X-ClickHouse-Key, or the parameters `user` and `password`, as ClickHouse's HTTP interface has them.
 *
 * Nothing of it is left for the engine to read differently: the caller passes on what was understood here, and
 * only that.
 *
 * @returns `undefined` when nobody is named, or in more than one way, or unreadably.
 */
export function parseCredentials(headers: IncomingHttpHeaders, rawQuery: string): Credentials | undefined {
  const found: { user: string; password: string }[] = [];

  const { authorization } = headers;
  if (authorization !== undefined) {
    const basic = parseBasic(authorization);
    if (basic === undefined) return undefined;
    found.push(basic);
  }

  const [user, key] = [headers['x-clickhouse-user'], headers['x-clickhouse-key']];
  if (Array.isArray(user) || Array.isArray(key)) return undefined;
  if (user !== undefined || key !== undefined) found.push({ user: user ?? '', password: key ?? '' });

  const kept: string[] = [];
  const identity = new Map<string, string>();
  for (const pair of rawQuery.split('&')) {
    const equals = pair.indexOf('=');
    const name = decodeComponent(equals < 0 ? pair : pair.slice(0, equals))?.toLowerCase();
    if (name === undefined) return undefined;
    if (!IDENTITY_PARAMETERS.has(name)) {
      kept.push(pair);
      continue;
    }
    const value = decodeComponent(equals < 0 ? '' : pair.slice(equals + 1));
    if (value === undefined || identity.has(name)) return undefined;
    identity.set(name, value);
  }
  if (identity.has('user') || identity.has('password')) {
    found.push({ user: identity.get('user') ?? '', password: identity.get('password') ?? '' });
  }

  const [only, ...others] = found;
  if (only === undefined || others.length > 0) return undefined;
  return { ...only, query: kept.join('&') };
}

/** Whether `password` has the SHA-256 `hex`; takes as long for a near miss as for any other. */
export function matchesHash(password: string, hex: string): boolean {
  const expected = Buffer.from(hex, 'hex');
  const actual = createHash('sha256').update(password).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function parseBasic(header: string): { user: string; password: string } | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/]+=*) *$/i.exec(header) ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function decodeComponent(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
