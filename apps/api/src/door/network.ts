import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * Where a request comes from: the peer's address, or, behind proxies of one's own, the one that the outermost of them
 * wrote down. What stands further left in `X-Forwarded-For` anybody may have written.
 *
 * @param trustedHops how many proxies of one's own a request passes
 */
export function addressOf({ socket, headers }: IncomingMessage, trustedHops: number): string {
  const peer = socket.remoteAddress ?? '';
  if (trustedHops === 0) return peer;
  const forwarded = headers['x-forwarded-for'];
  const hops = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',');
  const written = hops.at(-trustedHops)?.trim() ?? '';
  return isIP(written) === 0 ? peer : written;
}

/** By whom rates are counted: one IPv4 address, or the /64 that a household or a machine has of IPv6. */
export function toNetwork(address: string): string {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  if (isIP(plain) !== 6) return plain;
  const [head = '', tail] = plain.split('%', 1)[0]!.split('::');
  const groups = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
  const all = [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...after];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
