const MINUTE_MS = 60_000;

/** The half-open time [fromMs, toMs) by Twitch's clock, epoch milliseconds, both whole minutes. */
export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The least range of whole minutes around the time asked for. Roll-ups know minutes, so an answer is exact for the
 * range that this returns, and says so.
 */
export function toWholeMinutes(fromMs: number, toMs: number): Range {
  return {
    fromMs: Math.floor(fromMs / MINUTE_MS) * MINUTE_MS,
    toMs: Math.ceil(toMs / MINUTE_MS) * MINUTE_MS,
  };
}

/**
 * Binds a range as whole seconds.
 *
 * @throws RangeError when it is empty, does not lie on whole minutes, or leaves 1970 … 2106.
 */
export function toRangeParameters({ fromMs, toMs }: Range): { from: number; to: number } {
  if (fromMs % MINUTE_MS !== 0 || toMs % MINUTE_MS !== 0) throw new RangeError('range: not on whole minutes');
  if (fromMs >= toMs) throw new RangeError('range: empty');
  const [from, to] = [fromMs / 1000, toMs / 1000];
  if (from < 0 || to > 0xffff_ffff) throw new RangeError('range: outside 1970 … 2106');
  return { from, to };
}

/** The SQL side of {@link toRangeParameters}, for tables by the minute. */
export const IN_RANGE = `minute >= toDateTime({from:UInt32}, 'UTC') AND minute < toDateTime({to:UInt32}, 'UTC')`;

/** The same for raw rows. */
export const SENT_IN_RANGE = `sent_at >= toDateTime({from:UInt32}, 'UTC') AND sent_at < toDateTime({to:UInt32}, 'UTC')`;
