import { EMOTE_CLASSES, PROVIDERS, type U64 } from '@emotide/domain';
import type { FoldOutcome, LiveWindows } from '@emotide/live';
import {
  recentActivity,
  recentChannels,
  recentUses,
  type CommittedRows,
  type RecentActivityRow,
  type RecentUsesRow,
  type Store,
} from '@emotide/store';
import { toHydrationParts, type HydrationPart } from './hydration-parts';

/** Rows of the warehouse in one answer: at most some megabytes of JSON, taken in within tens of milliseconds. */
const MOST_ROWS = 100_000;
/** As far ahead as a wrong clock may be before the sink puts a message aside, and a little more. */
const AHEAD_MS = 2 * 86_400_000;

/** Takes what is read from the warehouse. */
export interface HydrationTarget {
  readonly windows: Pick<LiveWindows, 'hydrateUses' | 'hydrateActivity'>;
  onChannel(channelId: U64, login: string): void;
  /** @param second epoch seconds */
  onRow(outcome: FoldOutcome, second: number): void;
}

/**
 * Reads the committed rows of the longest window into the windows, part by part.
 *
 * @param options.nowMs where the parts' time ends but for a few strays, epoch ms
 * @throws StoreUnavailable, StoreRefused as the store does
 */
export async function hydrateWindows(
  target: HydrationTarget,
  options: {
    readonly store: Store;
    readonly committed: CommittedRows;
    readonly nowMs: number;
    /** Ends it early. */
    readonly signal: AbortSignal;
  },
): Promise<{ channels: number; rows: number; parts: number }> {
  const { store, committed, nowMs, signal } = options;
  const channels = await recentChannels(store, committed);
  for (const { channelId, login } of channels) target.onChannel(parseId(channelId), login);
  const time = { fromMs: committed.fromMs, nowMs, toMs: nowMs + AHEAD_MS };
  const parts = toHydrationParts(channels, time, MOST_ROWS);
  const read = (part: HydrationPart) => {
    const rows = Promise.all([
      recentUses(store, { ...committed, ...part }),
      recentActivity(store, { ...committed, ...part }),
    ]);
    // Awaited a part later, or by nobody when it is called off before.
    rows.catch(() => undefined);
    return rows;
  };
  // The warehouse works on the next part while this process takes in the one before.
  let coming = parts[0] && read(parts[0]);
  for (let next = 1; coming && !signal.aborted; next++) {
    const [uses, activity] = await coming;
    const part = parts[next];
    coming = part && read(part);
    for (const row of uses) addUses(row, target);
    for (const row of activity) addActivity(row, target);
  }
  return {
    channels: channels.length,
    rows: channels.reduce((sum, { rows }) => sum + rows, 0),
    parts: parts.length,
  };
}

// One object for all seconds of a row: one for each of them took a third of the time of hydrating.

function addUses(row: RecentUsesRow, { windows, onRow }: HydrationTarget): void {
  const sums = {
    second: 0,
    channelId: parseId(row.channelId),
    provider: PROVIDERS[row.provider],
    emoteId: row.emoteId,
    name: row.name,
    class: EMOTE_CLASSES[row.class],
    sharedCopy: row.sharedCopy,
    uses: 0,
    messages: 0,
  };
  for (let i = 0; i < row.seconds.length; i++) {
    sums.second = row.seconds[i]!;
    sums.uses = row.uses[i]!;
    sums.messages = row.messages[i]!;
    onRow(windows.hydrateUses(sums), sums.second);
  }
}

function addActivity(row: RecentActivityRow, { windows, onRow }: HydrationTarget): void {
  const { sharedCopy } = row;
  const channelId = parseId(row.channelId);
  const sums = { second: 0, channelId, sharedCopy, messages: 0, messagesWithEmotes: 0 };
  for (let i = 0; i < row.seconds.length; i++) {
    sums.second = row.seconds[i]!;
    sums.messages = row.messages[i]!;
    sums.messagesWithEmotes = row.messagesWithEmotes[i]!;
    onRow(windows.hydrateActivity(sums), sums.second);
  }
}

/** Any UInt64, as the store's row schema has made sure. */
function parseId(decimal: string): U64 {
  const value = BigInt(decimal);
  return { hi: Number(value >> 32n), lo: Number(value & 0xffff_ffffn) };
}
