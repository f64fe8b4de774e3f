import { parseChannelLogin, type ChannelLogin } from './ids';

/**
 * What somebody said of one channel: that it is to be read, or that it is not, whatever the plan and the settings say of
 * it. Lies beside the plan, in the same bucket, and is taken away again when plan and settings are to decide.
 */
export interface ChannelWish {
  readonly login: ChannelLogin;
  readonly isWanted: boolean;
  readonly sinceMs: number;
}

const WISH = 'wish.';
const FORMAT = 1;
const MAX_BYTES = 256;

/** The key of a wish in the bucket of the plan. */
export const channelWishKey = (login: ChannelLogin): string => WISH + login;

/** Whether a key of that bucket is a wish's. */
export const isChannelWishKey = (key: string): boolean => key.startsWith(WISH);

/** The value beside {@link channelWishKey}, as JSON. */
export function encodeChannelWish({ isWanted, sinceMs }: ChannelWish): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ v: FORMAT, wanted: isWanted, since: sinceMs }));
}

/** @returns undefined for what is no wish, or one that a later version wrote */
export function decodeChannelWish(key: string, bytes: Uint8Array): ChannelWish | undefined {
  const name = isChannelWishKey(key) ? key.slice(WISH.length) : '';
  const login = parseChannelLogin(name);
  if (login === undefined || login !== name || bytes.length > MAX_BYTES) return undefined;
  const { v, wanted, since } = parseObject(bytes);
  if (v !== FORMAT || typeof wanted !== 'boolean') return undefined;
  if (!Number.isSafeInteger(since) || (since as number) < 0) return undefined;
  return { login, isWanted: wanted, sinceMs: since as number };
}

function parseObject(bytes: Uint8Array): Readonly<Partial<Record<'v' | 'wanted' | 'since', unknown>>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
