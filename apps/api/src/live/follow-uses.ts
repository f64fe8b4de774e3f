import type { U64 } from '@emotide/domain';
import type { UseRow } from '@emotide/event-log';
import type { Staleness as StalenessAnswer } from '@emotide/graphql-types';
import { changesOf } from './changes';
import { EventQueue, type EventBatch } from './event-queue';
import type { LiveFeed } from './live-feed';
import type { Ticker } from './ticker';

/** Which single uses a subscriber wants. */
export interface UsesQuestion {
  readonly channel: U64;
  readonly everyMs: number;
  /** Uses in one answer, at least 1. */
  readonly most: number;
  readonly accepts: (use: UseRow) => boolean;
}

/** The uses since the answer before, and what can be known of the feed. */
export interface UsesAnswer extends EventBatch<UseRow> {
  readonly stale: StalenessAnswer | null;
}

/**
 * The uses of a channel from now on, those of each tick together; the first answer has none. Ticks without any are left out,
 * unless the feed became stale or fresh.
 *
 * @param options.onDropped told how many uses an answer had no room for
 */
export function followUses(
  { feed, ticker, onDropped }: { feed: LiveFeed; ticker: Ticker; onDropped: (uses: number) => void },
  { channel, everyMs, most, accepts }: UsesQuestion,
): AsyncIterableIterator<UsesAnswer, undefined> {
  const queue = new EventQueue<UseRow>(most);
  let last: UsesAnswer | undefined;

  const read = (): UsesAnswer => {
    const { stale } = feed.moment();
    const isSame = last?.stale?.reason === stale?.reason && last?.stale?.since === stale?.sinceMs;
    if (last && isSame && queue.isEmpty) return last;
    const batch = queue.take();
    if (batch.dropped > (last?.dropped ?? 0)) onDropped(batch.dropped - (last?.dropped ?? 0));
    return (last = { ...batch, stale: stale && { reason: stale.reason, since: stale.sinceMs } });
  };

  return changesOf({
    read,
    onTick: (listener) => {
      const stopTicks = ticker.every(everyMs, listener);
      const stopListening = feed.listen(channel, (use) => {
        if (accepts(use)) queue.offer(use);
      });
      return () => {
        stopTicks();
        stopListening();
      };
    },
  });
}
