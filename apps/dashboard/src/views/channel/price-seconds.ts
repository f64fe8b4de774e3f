import { useMemo } from 'preact/hooks';
import { ChannelSecondPricesDocument, type ChannelSecondPricesQuery } from '../../graphql/generated';
import { serverNow } from '../../graphql/server-time';
import { useQuery, type QueryState } from '../../graphql/use-query';
import { useSecondRing } from '../../live/use-second-ring';
import { toIso } from '../../range';
import type { KnownSeconds, SecondRing } from '../../series/second-ring';

/** Uses in a second by price. */
export interface PriceCounts {
  readonly free: number;
  readonly paid: number;
  readonly other: number;
}

/** Live answers don't tell prices apart by the second, and the warehouse is as far as they are: it is asked this often. */
const ASK_EVERY_MS = 2_000;
const MINUTE_MS = 60_000;
/** How long after its start a second is over, and was stored. */
const SECOND_OVER_MS = 4_000;
const NONE: PriceCounts = { free: 0, paid: 0, other: 0 };

/** A channel's latest `length` seconds by price. */
export function usePriceSeconds(
  login: string,
  length: number,
): {
  readonly ring: SecondRing<PriceCounts> | undefined;
  readonly state: QueryState<ChannelSecondPricesQuery>;
} {
  return useSecondRing(length, NONE, (asked) => {
    // Whole minutes are answered, so that the same question is asked, and shared, for a minute.
    const minuteMs = Math.floor(serverNow() / MINUTE_MS) * MINUTE_MS;
    const state = useQuery(
      ChannelSecondPricesDocument,
      {
        login,
        // A minute more, as the warehouse may be a little behind.
        from: toIso(minuteMs - Math.ceil((asked * 1_000) / MINUTE_MS + 1) * MINUTE_MS),
        to: toIso(minuteMs + MINUTE_MS),
      },
      { everyMs: ASK_EVERY_MS },
    );
    const { data } = state;
    const told = useMemo(() => data && toTold(data, serverNow(), length), [data]);
    return { state, told };
  });
}

/**
 * What an answer tells towards a series of `length` seconds: seconds up to the earliest of its watermarks. The second that the watermark lies in may still be
 * running; it counts once it is over for a while, as nothing more may be said.
 */
export function toTold(
  { free, paid, other }: ChannelSecondPricesQuery,
  nowMs: number,
  length: number,
): KnownSeconds<PriceCounts> | undefined {
  const watermarks = [free, paid, other].map(({ dataFreshness }) =>
    Date.parse(dataFreshness.watermark ?? ''),
  );
  const lastMs = Math.floor(Math.min(...watermarks) / 1_000) * 1_000;
  const endMs = Math.min(
    lastMs + SECOND_OVER_MS < nowMs ? lastMs + 1_000 : lastMs,
    Date.parse(free.range.to),
  );
  const fromMs = Date.parse(free.range.from);
  // Also not a number where nothing was stored yet.
  if (!(endMs > fromMs)) return undefined;
  const byStart = new Map<number, PriceCounts & { readonly startMs: number }>();
  for (const [price, { points }] of Object.entries({ free, paid, other }))
    for (const { start, uses } of points) {
      const startMs = Date.parse(start);
      if (startMs < endMs)
        byStart.set(startMs, { ...(byStart.get(startMs) ?? { ...NONE, startMs }), [price]: uses });
    }
  const isWhole = Date.parse(free.range.to) - fromMs >= length * 1_000;
  const known = (endMs - fromMs) / 1_000;
  // Where the warehouse is far behind, the whole is shorter, and all there is.
  return { endMs, known: isWhole ? Math.max(known, length) : known, seconds: [...byStart.values()] };
}
