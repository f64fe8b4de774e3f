import {
  EMOTE_CLASSES,
  MESSAGE_FLAGS,
  PROVIDERS,
  type EmoteClass,
  type Price,
  type Provider,
  type U64,
} from '@emotide/domain';
import { DenseIndex } from './dense-index';
import { EmoteWindows, type EmoteUsage, type EmoteUses, type PriceSplit } from './emote-windows';
import type { ActivityInput, ActivitySums, UseInput, UseSums } from './rows';
import { CHUNK_SECONDS, createTally, type Tally } from './tally-series';
import { TallyWindows } from './tally-windows';
import { TopList } from './top-list';
import { toEdges, toFirstWindow, toStart, type WindowEdges } from './window-edges';
import { LONGEST_SECONDS, WINDOW_COUNT, toWindowIndex, type LiveWindow } from './windows';

/** What became of a row. All but `counted` are counted by reason in {@link LiveStats}. */
export const FOLD_OUTCOMES = [
  'counted',
  /** Before anything held: no window will ever ask for it. */
  'late',
  /** Further ahead of the windows than is held. Nothing is known of it: advance first. */
  'early',
  /** A limit was reached: in the totals that have room for it, in no ranking. See {@link WindowRange.unlistedRows}. */
  'overflow',
  /** Not a row that the event log can have. */
  'malformed',
] as const;
export type FoldOutcome = (typeof FOLD_OUTCOMES)[number];

export interface LiveWindowsOptions {
  /** Where the windows end at first, epoch seconds: rows from an hour before are taken. */
  readonly endSecond: number;
  /** Rows up to so many seconds after the end wait for it; default 3,600. */
  readonly aheadSeconds?: number;
  /** Channels at a time; default 16,384. */
  readonly maxChannels?: number;
  /** Emotes at a time, one under two names or classes counting twice; default 262,144. */
  readonly maxEmotes?: number;
  /** Emotes of a channel, over all channels; default 1,048,576. */
  readonly maxPairs?: number;
  /** UTF-16 units of all ids and names at a time; default 16,777,216. */
  readonly maxTextUnits?: number;
  /** For what was used in each second; default 256 MiB. Past it the oldest seconds go, and the longest windows shrink. */
  readonly maxCellBytes?: number;
  /** The class of an emote where it is not what its rows say, asked at each answer; undefined: what they say. */
  readonly classOf?: (provider: Provider, emoteId: string) => EmoteClass | undefined;
}

/** What an answer covers: [fromSecond, toSecond), epoch seconds. */
export interface WindowRange {
  readonly fromSecond: number;
  readonly toSecond: number;
  /** Rows in it that a limit kept out of rankings; with 0, and the window at full length, answers are exact. */
  readonly unlistedRows: number;
}

export interface TopEmotesFilter {
  /** In this channel only, copies from shared chats included; absent: in all channels, copies left out. */
  readonly channel?: U64;
  readonly provider?: Provider;
  /** By the class that the answer gives. */
  readonly price?: Price;
}

export interface ChannelFilter {
  /** In this channel only, copies from shared chats included; absent: in all channels, copies left out. */
  readonly channel?: U64;
}

/** What channels are ranked by. */
export type ChannelMeasure = keyof Tally;

/** What was said and used in one channel in a window, copies from shared chats left out. */
export interface ChannelUsage extends Readonly<Tally>, PriceSplit {
  readonly channelId: U64;
}

/** One closed second. */
export interface UsagePoint extends Readonly<Tally> {
  /** Epoch seconds. */
  readonly second: number;
}

export interface LiveStats {
  readonly endSecond: number;
  /** First second held; later than an hour before the end only when memory ran out. */
  readonly heldFromSecond: number;
  /** Of all rows counted, in the windows or ahead of them; null before the first. */
  readonly newestSecond: number | null;
  readonly channels: number;
  /** Each name and class of an emote. */
  readonly emotes: number;
  readonly pairs: number;
  readonly cellBytes: number;
  /** Rows since the start. */
  readonly rows: Readonly<Record<FoldOutcome, number>>;
}

export interface LiveWindows {
  /** Counts a use row of the event log, in its own second. Order does not matter. */
  foldUse(row: UseInput): FoldOutcome;
  /** Counts an activity row of the event log, in its own second. Order does not matter. */
  foldActivity(row: ActivityInput): FoldOutcome;
  /** The same as folding each of the rows added up. */
  hydrateUses(sums: UseSums): FoldOutcome;
  /** The same as folding each of the rows added up. */
  hydrateActivity(sums: ActivitySums): FoldOutcome;
  /**
   * Moves the end of all windows to a later second, which closes the seconds before it; an earlier one changes
   * nothing, as what has left a window is gone.
   *
   * @param endSecond epoch seconds; as a rule the newest second seen less two, as Twitch's lines come up to 0.4 s out
   *   of order. Later ones still count.
   * @throws RangeError when it is no whole second between 1970 and 2106
   */
  advance(endSecond: number): void;
  /** The time that all answers about a window cover until the next {@link advance}. */
  range(window: LiveWindow): WindowRange;
  /** Emotes by uses, most used first; equals by id (as UTF-8), then by provider. */
  topEmotes(window: LiveWindow, filter: TopEmotesFilter, limit: number): EmoteUsage[];
  /** Channels by one measure, greatest first, equals by id; those with none of it are left out. */
  topChannels(window: LiveWindow, by: ChannelMeasure, limit: number): ChannelUsage[];
  totals(window: LiveWindow, filter?: ChannelFilter): Readonly<Tally>;
  /** The last seconds before the end, at most an hour, oldest first; those without anything are left out. */
  usage(lastSeconds: number, filter?: ChannelFilter): UsagePoint[];
  stats(): LiveStats;
}

/**
 * Live answers about the last minute, 5 minutes, 15 minutes and hour, folded from the event log: equal to what the
 * warehouse says of the same time, to the second at both ends.
 *
 * Pure: what is known is what was folded, and time moves by {@link LiveWindows.advance} alone. Chatters are not
 * answered: they would need every chatter of an hour per channel and emote.
 *
 * Memory, measured with live-windows.bench.ts: 2 kB a channel heard once in the hour and 34 kB one heard in each of its
 * seconds; 160 bytes a channel and emote used in it, at 300,000 of them, with room to grow; and 0.8 to 1.5 bytes a use
 * row of the hour. 1,000 channels with 10,000 use rows a second are 123 MB. All of it is bounded by the options.
 */
export function createLiveWindows(options: LiveWindowsOptions): LiveWindows {
  return new FoldedWindows(options);
}

const MOST = 0xffff_ffff;
const MAX_CHANNELS = 16_384;
const MAX_EMOTES = 262_144;
const MAX_PAIRS = 1_048_576;
const MAX_TEXT_UNITS = 16 * 1024 * 1024;
const MAX_CELL_BYTES = 256 * 1024 * 1024;
const NONE = -1;
const IS_PROVIDER = toLookup(PROVIDERS);
const IS_CLASS = toLookup(EMOTE_CLASSES);

class FoldedWindows implements LiveWindows {
  readonly #aheadSeconds: number;
  readonly #maxCellBytes: number;
  readonly #channels: DenseIndex;
  readonly #emotes: EmoteWindows;
  readonly #tallies: TallyWindows;
  /** Rows (as messages) that a limit kept out of rankings. */
  readonly #unlisted: TallyWindows;
  #edges: WindowEdges;
  #newestSecond: number | null = null;
  readonly #rows: Record<FoldOutcome, number> = { counted: 0, late: 0, early: 0, overflow: 0, malformed: 0 };

  // One row's worth, used again for each: a fold makes no objects.
  readonly #row: EmoteUses = {
    second: 0,
    channel: 0,
    isCopy: false,
    provider: 0,
    emoteId: '',
    name: '',
    emoteClass: 0,
    uses: 0,
    messages: 0,
  };
  readonly #tally = createTally();

  constructor(options: LiveWindowsOptions) {
    const { endSecond, aheadSeconds = LONGEST_SECONDS } = options;
    checkSecond(endSecond);
    this.#aheadSeconds = aheadSeconds;
    this.#maxCellBytes = options.maxCellBytes ?? MAX_CELL_BYTES;
    this.#edges = toEdges(endSecond, 0);
    this.#channels = new DenseIndex(options.maxChannels ?? MAX_CHANNELS);
    const seconds = LONGEST_SECONDS + aheadSeconds;
    this.#tallies = new TallyWindows(seconds);
    this.#unlisted = new TallyWindows(seconds);
    this.#emotes = new EmoteWindows(
      {
        maxEmotes: options.maxEmotes ?? MAX_EMOTES,
        maxPairs: options.maxPairs ?? MAX_PAIRS,
        maxTextUnits: options.maxTextUnits ?? MAX_TEXT_UNITS,
      },
      seconds,
      options.classOf,
    );
  }

  foldUse(row: UseInput): FoldOutcome {
    const uses = this.#row;
    uses.second = Math.floor(row.sentAtMs / 1000);
    uses.isCopy = (row.flags & MESSAGE_FLAGS.SHARED_COPY) !== 0;
    uses.provider = row.provider;
    uses.emoteId = row.emoteId;
    uses.name = row.emoteName;
    uses.emoteClass = row.emoteClass;
    uses.uses = row.uses;
    uses.messages = 1;
    return this.#note(this.#countUses(row.channelId));
  }

  hydrateUses(sums: UseSums): FoldOutcome {
    const uses = this.#row;
    uses.second = sums.second;
    uses.isCopy = sums.sharedCopy;
    uses.provider = sums.provider;
    uses.emoteId = sums.emoteId;
    uses.name = sums.name;
    uses.emoteClass = sums.class;
    uses.uses = sums.uses;
    uses.messages = sums.messages;
    return this.#note(this.#countUses(sums.channelId));
  }

  foldActivity(row: ActivityInput): FoldOutcome {
    const { channelId, messages, messagesWithEmotes, flags } = row;
    const second = Math.floor(row.secondMs / 1000);
    const isCopy = (flags & MESSAGE_FLAGS.SHARED_COPY) !== 0;
    return this.#note(this.#countActivity(second, channelId, isCopy, messages, messagesWithEmotes));
  }

  hydrateActivity(sums: ActivitySums): FoldOutcome {
    const { second, channelId, sharedCopy, messages, messagesWithEmotes } = sums;
    return this.#note(this.#countActivity(second, channelId, sharedCopy, messages, messagesWithEmotes));
  }

  advance(endSecond: number): void {
    checkSecond(endSecond);
    const before = this.#edges;
    if (endSecond <= before.endSecond) return;
    const after = toEdges(endSecond, before.heldFromSecond);
    // Nothing lies from here on, so a jump of years costs no more than one of hours.
    const firstEmpty = before.endSecond + this.#aheadSeconds;

    for (let window = 0; window < WINDOW_COUNT - 1; window++) {
      const to = Math.min(toStart(after, window), before.endSecond);
      for (let second = toStart(before, window); second < to; second++) this.#leave(second, window);
    }
    // Whole chunks, as they are forgotten whole.
    const dropTo = Math.min(after.heldFromSecond, Math.ceil(firstEmpty / CHUNK_SECONDS) * CHUNK_SECONDS);
    for (let second = before.heldFromSecond; second < dropTo; second++) {
      this.#drop(second, second < before.endSecond ? WINDOW_COUNT - 1 : WINDOW_COUNT);
    }
    this.#edges = after;
    const enterTo = Math.min(endSecond, firstEmpty);
    for (let second = Math.max(before.endSecond, after.heldFromSecond); second < enterTo; second++) {
      this.#enter(second, toFirstWindow(after, second));
    }
  }

  range(window: LiveWindow): WindowRange {
    const index = toWindowIndex(window);
    return {
      fromSecond: toStart(this.#edges, index),
      toSecond: this.#edges.endSecond,
      unlistedRows: this.#unlisted.ofAll(index).messages,
    };
  }

  topEmotes(window: LiveWindow, filter: TopEmotesFilter, limit: number): EmoteUsage[] {
    const index = toWindowIndex(window);
    if (filter.channel === undefined) return this.#emotes.top(index, filter, limit);
    const channel = this.#channels.find(filter.channel.hi, filter.channel.lo);
    return channel === NONE ? [] : this.#emotes.topOf(channel, index, filter, limit);
  }

  topChannels(window: LiveWindow, by: ChannelMeasure, limit: number): ChannelUsage[] {
    const index = toWindowIndex(window);
    const list = new TopList(limit, compareRanked);
    for (const channel of this.#tallies.channels()) {
      const tally = this.#tallies.ofChannel(channel, index, false);
      if (tally[by] === 0) continue;
      list.offer({ channel, channelId: this.#channelId(channel), score: tally[by], tally });
    }
    return list.items.map(({ channel, channelId, tally }) => ({
      channelId,
      ...tally,
      ...this.#emotes.splitOf(channel, index),
    }));
  }

  totals(window: LiveWindow, filter: ChannelFilter = {}): Readonly<Tally> {
    const index = toWindowIndex(window);
    if (filter.channel === undefined) return this.#tallies.ofAll(index);
    const channel = this.#channels.find(filter.channel.hi, filter.channel.lo);
    return channel === NONE ? createTally() : this.#tallies.ofChannel(channel, index, true);
  }

  usage(lastSeconds: number, filter: ChannelFilter = {}): UsagePoint[] {
    const { endSecond, heldFromSecond } = this.#edges;
    const channel = filter.channel && this.#channels.find(filter.channel.hi, filter.channel.lo);
    const points: UsagePoint[] = [];
    if (channel === NONE) return points;
    for (let second = Math.max(endSecond - lastSeconds, heldFromSecond); second < endSecond; second++) {
      const tally =
        channel === undefined
          ? this.#tallies.ofAllInSecond(second)
          : this.#tallies.ofChannelInSecond(channel, second);
      if (tally.messages > 0 || tally.uses > 0) points.push({ second, ...tally });
    }
    return points;
  }

  stats(): LiveStats {
    return {
      ...this.#edges,
      newestSecond: this.#newestSecond,
      channels: this.#channels.size,
      emotes: this.#emotes.stamps,
      pairs: this.#emotes.pairs,
      cellBytes: this.#emotes.cellBytes,
      rows: { ...this.#rows },
    };
  }

  #note(outcome: FoldOutcome): FoldOutcome {
    this.#rows[outcome]++;
    return outcome;
  }

  #countUses(channelId: U64): FoldOutcome {
    const row = this.#row;
    const { second, uses, messages, isCopy } = row;
    const isSound =
      isCount(second) &&
      isCount(uses) &&
      isCount(messages) &&
      messages >= 1 &&
      uses >= messages &&
      row.emoteId !== '' &&
      IS_PROVIDER[row.provider] === true &&
      IS_CLASS[row.emoteClass] === true;
    if (!isSound) return 'malformed';
    const hasRoom = this.#makeRoom();
    const place = this.#place(second);
    if (place !== 'counted') return place;

    const from = toFirstWindow(this.#edges, second);
    const tally = this.#tally;
    tally.messages = 0;
    tally.messagesWithEmotes = 0;
    tally.uses = uses;
    this.#tallies.addToAll(second, isCopy, tally, from);
    row.channel = this.#toChannel(channelId);
    if (row.channel !== NONE) {
      this.#tallies.addToChannel(second, row.channel, isCopy, tally, from);
      if (hasRoom && this.#emotes.add(row, from)) return 'counted';
    }
    return this.#overflow(second, from);
  }

  #countActivity(
    second: number,
    channelId: U64,
    isCopy: boolean,
    messages: number,
    messagesWithEmotes: number,
  ): FoldOutcome {
    const isSound =
      isCount(second) && isCount(messages) && isCount(messagesWithEmotes) && messagesWithEmotes <= messages;
    if (!isSound) return 'malformed';
    const place = this.#place(second);
    if (place !== 'counted') return place;

    const from = toFirstWindow(this.#edges, second);
    const tally = this.#tally;
    tally.messages = messages;
    tally.messagesWithEmotes = messagesWithEmotes;
    tally.uses = 0;
    this.#tallies.addToAll(second, isCopy, tally, from);
    const channel = this.#toChannel(channelId);
    if (channel === NONE) return this.#overflow(second, from);
    this.#tallies.addToChannel(second, channel, isCopy, tally, from);
    return 'counted';
  }

  /** Whether a second is held; the newest one is noted. */
  #place(second: number): 'counted' | 'late' | 'early' {
    const { endSecond, heldFromSecond } = this.#edges;
    if (second < heldFromSecond) return 'late';
    if (second >= endSecond + this.#aheadSeconds) return 'early';
    if (this.#newestSecond === null || second > this.#newestSecond) this.#newestSecond = second;
    return 'counted';
  }

  /** The channel's number, or -1 where there are too many. */
  #toChannel({ hi, lo }: U64): number {
    const channel = this.#channels.find(hi, lo);
    if (channel !== NONE) return channel;
    return this.#channels.isFull ? NONE : this.#channels.add(hi, lo);
  }

  #channelId(channel: number): U64 {
    return { hi: this.#channels.high(channel), lo: this.#channels.low(channel) };
  }

  #overflow(second: number, from: number): 'overflow' {
    this.#unlisted.addToAll(second, false, ONE_ROW, from);
    return 'overflow';
  }

  /**
   * Forgets the oldest seconds until cells are within their limit: the longest windows get shorter and say so, the
   * short ones stay as they are.
   *
   * @returns false when all that is left lies ahead of the windows.
   */
  #makeRoom(): boolean {
    while (this.#emotes.cellBytes >= this.#maxCellBytes) {
      const { endSecond, heldFromSecond } = this.#edges;
      if (heldFromSecond >= endSecond) return false;
      this.#drop(heldFromSecond, toFirstWindow(this.#edges, heldFromSecond));
      this.#edges = toEdges(endSecond, heldFromSecond + 1);
    }
    return true;
  }

  #enter(second: number, from: number): void {
    this.#emotes.enter(second, from);
    this.#tallies.enter(second, from);
    this.#unlisted.enter(second, from);
  }

  #leave(second: number, window: number): void {
    this.#emotes.leave(second, window);
    this.#tallies.leave(second, window);
    this.#unlisted.leave(second, window);
  }

  #drop(second: number, from: number): void {
    this.#emotes.drop(second, from);
    this.#tallies.drop(second, from, (channel) => this.#channels.remove(channel));
    this.#unlisted.drop(second, from, noChannels);
  }
}

const ONE_ROW: Readonly<Tally> = { messages: 1, messagesWithEmotes: 0, uses: 0 };
const noChannels = (): void => undefined;

interface RankedChannel {
  readonly channel: number;
  readonly channelId: U64;
  readonly score: number;
  readonly tally: Tally;
}

const compareRanked = (a: RankedChannel, b: RankedChannel): number =>
  b.score - a.score || a.channelId.hi - b.channelId.hi || a.channelId.lo - b.channelId.lo;

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= MOST;

function checkSecond(second: number): void {
  if (!isCount(second))
    throw new RangeError(`end of the windows: ${second} is not a whole second of 1970 … 2106`);
}

function toLookup(numbers: Readonly<Record<string, number>>): readonly boolean[] {
  const lookup: boolean[] = [];
  for (const number of Object.values(numbers)) lookup[number] = true;
  return lookup;
}
