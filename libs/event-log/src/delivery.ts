/** What the server says about a record by the reply subject under which it delivers it. */
export interface Delivery {
  /** Sequence in the stream. */
  readonly seq: number;
  /** How many records this consumer had been given, this one included. */
  readonly delivery: number;
  /** When the stream stored it, nanoseconds since the epoch, as decimal digits. */
  readonly storedAtNs: string;
  /** Records that the consumer has yet to be given. */
  readonly pending: number;
}

const DIGITS = /^[0-9]{1,20}$/;

/**
 * Reads `$JS.ACK.<stream>.<consumer>.<attempts>.<stream seq>.<consumer seq>.<time>.<pending>`: nine tokens. Servers with
 * domains put domain and account before the stream (eleven), and may put one more token behind (twelve).
 * Source: NATS ADR-15, "JSAck".
 *
 * @returns undefined when the subject is none of these
 */
export function parseDelivery(reply: string): Delivery | undefined {
  const tokens = reply.split('.');
  if (tokens[0] !== '$JS' || tokens[1] !== 'ACK') return undefined;
  if (tokens.length !== 9 && tokens.length !== 11 && tokens.length !== 12) return undefined;
  const at = tokens.length === 9 ? 5 : 7;
  const [seq, delivery, storedAtNs, pending] = tokens.slice(at, at + 4) as [string, string, string, string];
  if (![seq, delivery, storedAtNs, pending].every((token) => DIGITS.test(token))) return undefined;
  return { seq: Number(seq), delivery: Number(delivery), storedAtNs, pending: Number(pending) };
}
