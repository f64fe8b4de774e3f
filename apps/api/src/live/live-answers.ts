import type { Staleness as StalenessAnswer, TimeRange } from '@emotide/graphql-types';
import { LIVE_WINDOWS, type LiveWindow } from '@emotide/live';
import { changesOf } from './changes';
import { followUses, type UsesAnswer, type UsesQuestion } from './follow-uses';
import type { WarehouseAnswers } from './follow-warehouse';
import type { LiveFeed, LiveKnowledge } from './live-feed';
import type { Ticker } from './ticker';

/** What every live answer says of itself. */
export interface LiveFrame {
  readonly range: TimeRange | null;
  readonly complete: boolean;
  readonly asOf: number | null;
  readonly stale: StalenessAnswer | null;
}

/** What a subscriber asks. */
export interface LiveQuestion<T> {
  /** Names what `evaluate` computes, with all its arguments but the window. */
  readonly name: readonly unknown[];
  readonly window: LiveWindow;
  readonly everyMs: number;
  /** Computes the answer's own part; called at most once for all who ask the same at the same moment. */
  readonly evaluate: (known: LiveKnowledge | undefined) => T;
}

export interface LiveAnswers {
  /** The answer now, and at each tick after which it may be another one. */
  follow<T extends object>(question: LiveQuestion<T>): AsyncIterableIterator<T & LiveFrame, undefined>;
  /** Single uses of a channel, those of each tick together. */
  followUses(question: UsesQuestion): AsyncIterableIterator<UsesAnswer, undefined>;
  /** What only the warehouse can tell. */
  readonly followWarehouse: WarehouseAnswers['follow'];
  /** Twitch id, decimal, of the channel with this login that was heard in the last hour. */
  findChannel(login: string): string | undefined;
}

/**
 * Puts the feed's moments into answers.
 *
 * @param options.onDropped told how many single uses an answer had no room for
 */
export function createLiveAnswers(options: {
  readonly feed: LiveFeed;
  readonly ticker: Ticker;
  readonly warehouse: WarehouseAnswers;
  readonly onDropped: (uses: number) => void;
}): LiveAnswers {
  const { feed, ticker, warehouse } = options;
  let version = 0;
  const answers = new Map<string, unknown>();

  const answer = <T extends object>(key: string, { window, evaluate }: LiveQuestion<T>): T & LiveFrame => {
    const moment = feed.moment();
    if (moment.version !== version) {
      answers.clear();
      version = moment.version;
    }
    // Under one key lies only what the same `evaluate` gave.
    const present = answers.get(key) as (T & LiveFrame) | undefined;
    if (present) return present;
    const { known, stale } = moment;
    const made = {
      ...evaluate(known),
      ...(known ? toCovered(known, window) : NOTHING_COVERED),
      stale: stale && { reason: stale.reason, since: stale.sinceMs },
    };
    answers.set(key, made);
    return made;
  };

  return {
    follow(question) {
      const key = JSON.stringify([question.window, question.name]);
      return changesOf({
        read: () => answer(key, question),
        onTick: (listener) => ticker.every(question.everyMs, listener),
      });
    },
    followUses: (question) => followUses(options, question),
    followWarehouse: (question) => warehouse.follow(question),
    findChannel: (login) => feed.moment().known?.names.find(login),
  };
}

const NOTHING_COVERED = { range: null, complete: false, asOf: null };

function toCovered(
  { windows, endMs, missingBeforeMs }: LiveKnowledge,
  window: LiveWindow,
): Omit<LiveFrame, 'stale'> {
  const { fromSecond, toSecond, unlistedRows } = windows.range(window);
  const isWhole = toSecond - fromSecond === LIVE_WINDOWS[window];
  return {
    range: { from: fromSecond * 1_000, to: toSecond * 1_000 },
    complete: isWhole && unlistedRows === 0 && fromSecond * 1_000 >= missingBeforeMs,
    asOf: endMs,
  };
}
