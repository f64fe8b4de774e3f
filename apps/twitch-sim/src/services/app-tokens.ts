import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Service, ServiceAnswer } from './service';

/** Tokens of apps, by the client-credentials grant (dev.twitch.tv/docs/authentication). */
export interface AppTokens {
  readonly service: Service;
  /** Which client a token is of; undefined where it is unknown or over. */
  clientOf(token: string): string | undefined;
  /** Makes all that were given so far worthless. @returns how many were not. */
  expireAll(): number;
}

/** The oldest go when somebody asks for more. */
const MAX_TOKENS = 1_000;

/** @param lifeSeconds how long a token holds. */
export function createAppTokens(options: {
  clientId: string;
  clientSecret: string;
  lifeSeconds: number;
  nowMs: () => number;
}): AppTokens {
  const { clientId, clientSecret, lifeSeconds, nowMs } = options;
  const tokens = new Map<string, { clientId: string; endsAtMs: number }>();
  const refuse = (status: number, message: string): ServiceAnswer => ({
    status,
    body: { status, message },
    call: 'POST /token',
  });

  return {
    service({ method, path, params }) {
      if (path !== '/token') return { ...refuse(404, 'not found'), call: 'unknown' };
      if (method !== 'POST') return refuse(404, 'not found');
      if (!params.has('client_id')) return refuse(400, 'missing client id');
      if (params.get('client_id') !== clientId) return refuse(400, 'invalid client');
      if (!params.has('client_secret')) return refuse(400, 'missing client secret');
      if (!isSame(params.get('client_secret') ?? '', clientSecret))
        return refuse(403, 'invalid client secret');
      if (!params.has('grant_type')) return refuse(400, 'missing grant type');
      if (params.get('grant_type') !== 'client_credentials') return refuse(400, 'invalid grant type');
      const token = randomBytes(15).toString('hex');
      const [oldest] = tokens.keys();
      if (tokens.size >= MAX_TOKENS && oldest !== undefined) tokens.delete(oldest);
      tokens.set(token, { clientId, endsAtMs: nowMs() + lifeSeconds * 1_000 });
      const body = { access_token: token, expires_in: lifeSeconds, token_type: 'bearer' };
      return { status: 200, body, call: 'POST /token' };
    },
    clientOf(token) {
      const known = tokens.get(token);
      return known !== undefined && known.endsAtMs > nowMs() ? known.clientId : undefined;
    },
    expireAll() {
      const now = nowMs();
      const valid = [...tokens.values()].filter(({ endsAtMs }) => endsAtMs > now).length;
      tokens.clear();
      return valid;
    },
  };
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
