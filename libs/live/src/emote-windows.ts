import {
  CLASS_OF_NUMBER,
  EMOTE_CLASSES,
  PRICE_OF_CLASS,
  PROVIDERS,
  PROVIDER_OF_NUMBER,
  type EmoteClass,
  type Price,
  type Provider,
} from '@emotide/domain';
import { CellPacker } from './cell-packer';
import { CELL_WORDS, Cells } from './cells';
import { compareUtf8 } from './compare-utf8';
import { EmoteTable, STAMP_COUNTS } from './emote-table';
import { enlarge } from './enlarge';
import { PAIR_COUNTS, PairTable } from './pair-table';
import { toRingLength } from './ring-length';
import { SecondCells } from './second-cells';
import { TopList } from './top-list';
import { WINDOW_COUNT, type WindowIndex } from './windows';

const NONE = -1;
/** The order of the providers' names in the warehouse: 7tv, bttv, ffz, twitch. */
const PROVIDER_RANK: Readonly<Record<Provider, number>> = { SEVENTV: 0, BTTV: 1, FFZ: 2, TWITCH: 3 };

/** How an emote was used in a window. */
export interface EmoteUsage {
  readonly provider: Provider;
  readonly emoteId: string;
  /** The name most used in the window. */
  readonly name: string;
  /** The class most used in the window, of those that say something. */
  readonly class: EmoteClass;
  /** Occurrences. */
  readonly uses: number;
  /** Messages with this emote. */
  readonly messages: number;
}

export interface EmoteFilter {
  readonly provider?: Provider;
  /** By the class that the answer gives. */
  readonly price?: Price;
}

/** A channel's uses by price, and how many emotes they are of. */
export interface PriceSplit {
  readonly freeUses: number;
  readonly paidUses: number;
  readonly otherUses: number;
  readonly distinctEmotes: number;
}

export interface EmoteLimits {
  readonly maxEmotes: number;
  readonly maxPairs: number;
  readonly maxTextUnits: number;
}

/** One use row, or several added up; `channel` is its small number. */
export interface EmoteUses {
  second: number;
  channel: number;
  isCopy: boolean;
  provider: number;
  emoteId: string;
  name: string;
  emoteClass: number;
  uses: number;
  messages: number;
}

/**
 * Uses of emotes by channel, held second by second and summed for each window.
 *
 * A second's cells are added to the sums when it enters the windows and taken out again when it leaves each of them,
 * so a question reads sums and never walks time. That costs each cell five visits in its life, and keeps windows
 * exact to the second at both ends; buckets of ten seconds would move the ends by up to nine.
 */
export class EmoteWindows {
  readonly #pairs: PairTable;
  readonly #emotes: EmoteTable;
  readonly #seconds: (SecondCells | undefined)[];
  readonly #packer = new CellPacker();
  readonly #cells = new Cells();
  /** While a channel is looked at: uses and messages by stamp, and the emotes that have any. */
  #channelCounts = new Float64Array(0);
  #isSeen = new Uint8Array(0);
  #bytes = 0;

  readonly #classOf: (provider: Provider, emoteId: string) => EmoteClass | undefined;

  /**
   * @param seconds how many seconds may be held at a time
   * @param classOf over what the stamps say; undefined: what they say
   */
  constructor(
    limits: EmoteLimits,
    seconds: number,
    classOf: (provider: Provider, emoteId: string) => EmoteClass | undefined = () => undefined,
  ) {
    this.#classOf = classOf;
    this.#pairs = new PairTable(limits.maxPairs);
    this.#emotes = new EmoteTable({ maxStamps: limits.maxEmotes, maxTextUnits: limits.maxTextUnits });
    this.#seconds = new Array<SecondCells | undefined>(toRingLength(seconds)).fill(undefined);
  }

  /** Of the cells of all seconds. */
  get cellBytes(): number {
    return this.#bytes;
  }

  get pairs(): number {
    return this.#pairs.size;
  }

  /** Emotes with each of their names and classes. */
  get stamps(): number {
    return this.#emotes.size;
  }

  /**
   * @param from the first window that the second is in
   * @returns false when a limit keeps a new emote, or a channel's new emote, out.
   */
  add(row: Readonly<EmoteUses>, from: WindowIndex): boolean {
    const pair = this.#toPair(row);
    if (pair === NONE) return false;
    const { second, uses, messages } = row;
    const slot = second & (this.#seconds.length - 1);
    const cells = (this.#seconds[slot] ??= new SecondCells());
    const before = cells.bytes;
    cells.push(pair, uses, messages);
    this.#pairs.hold(pair, messages);
    if (from < WINDOW_COUNT) {
      this.#count(pair, uses, messages, from, WINDOW_COUNT);
      if (cells.isWorthPacking) cells.pack(this.#packer);
    }
    this.#bytes += cells.bytes - before;
    return true;
  }

  /** The second is closed, and now in the windows from `from` on. */
  enter(second: number, from: WindowIndex): void {
    const cells = this.#seconds[second & (this.#seconds.length - 1)];
    if (cells === undefined) return;
    const before = cells.bytes;
    cells.pack(this.#packer);
    this.#bytes += cells.bytes - before;
    this.#shift(cells, from, WINDOW_COUNT, 1);
  }

  /** The second is no longer in `window`. */
  leave(second: number, window: WindowIndex): void {
    const cells = this.#seconds[second & (this.#seconds.length - 1)];
    if (cells !== undefined) this.#shift(cells, window, window + 1, -1);
  }

  /** The second leaves the windows from `from` on, and is forgotten. */
  drop(second: number, from: WindowIndex): void {
    const slot = second & (this.#seconds.length - 1);
    const cells = this.#seconds[slot];
    if (cells === undefined) return;
    this.#shift(cells, from, WINDOW_COUNT, -1);
    const { words, length } = this.#cells;
    for (let at = 0; at < length; at += CELL_WORDS) {
      const pair = words[at]!;
      if (!this.#pairs.release(pair, words[at + 2]!)) continue;
      const stamp = this.#pairs.stamp(pair);
      this.#pairs.remove(pair);
      this.#emotes.drop(stamp);
    }
    this.#bytes -= cells.bytes;
    this.#seconds[slot] = undefined;
  }

  /** Emotes over all channels, copies left out, most used first. */
  top(window: WindowIndex, filter: EmoteFilter, limit: number): EmoteUsage[] {
    const list = new TopList(limit, compareUsage);
    const { counts } = this.#emotes;
    for (let emote = 0; emote < this.#emotes.end; emote++) {
      this.#offer(list, emote, filter, counts, STAMP_COUNTS, window * 2);
    }
    return list.items;
  }

  /** Emotes in one channel, copies included, most used first. */
  topOf(channel: number, window: WindowIndex, filter: EmoteFilter, limit: number): EmoteUsage[] {
    const list = new TopList(limit, compareUsage);
    const emotes = this.#countChannel(channel, window, true);
    for (const emote of emotes) this.#offer(list, emote, filter, this.#channelCounts, 2, 0);
    this.#forgetChannel(emotes);
    return list.items;
  }

  /** One channel's uses by price, copies left out. */
  splitOf(channel: number, window: WindowIndex): PriceSplit {
    const uses: Record<Price, number> = { FREE: 0, PAID: 0, OTHER: 0 };
    const emotes = this.#countChannel(channel, window, false);
    for (const emote of emotes) {
      const usage = this.#summarise(emote, this.#channelCounts, 2, 0);
      uses[PRICE_OF_CLASS[usage.class]] += usage.uses;
    }
    this.#forgetChannel(emotes);
    return {
      freeUses: uses.FREE,
      paidUses: uses.PAID,
      otherUses: uses.OTHER,
      distinctEmotes: emotes.length,
    };
  }

  #toPair({ channel, isCopy, provider, emoteId, name, emoteClass }: Readonly<EmoteUses>): number {
    let stamp = this.#emotes.find(provider, emoteId, name, emoteClass);
    if (stamp !== NONE) {
      const pair = this.#pairs.find(channel, stamp, isCopy);
      if (pair !== NONE) return pair;
    }
    // Before a stamp is made: one without a pair would never be forgotten.
    if (this.#pairs.isFull) return NONE;
    if (stamp === NONE) stamp = this.#emotes.add(provider, emoteId, name, emoteClass);
    if (stamp === NONE) return NONE;
    this.#emotes.keep(stamp);
    return this.#pairs.add(channel, stamp, isCopy);
  }

  #shift(cells: SecondCells, from: WindowIndex, to: WindowIndex, sign: 1 | -1): void {
    cells.read(this.#packer, this.#cells);
    if (from >= to) return;
    const { words, length } = this.#cells;
    for (let at = 0; at < length; at += CELL_WORDS) {
      this.#count(words[at]!, sign * words[at + 1]!, sign * words[at + 2]!, from, to);
    }
  }

  #count(pair: number, uses: number, messages: number, from: WindowIndex, to: WindowIndex): void {
    const { counts } = this.#pairs;
    const first = pair * PAIR_COUNTS + from * 2;
    const end = pair * PAIR_COUNTS + to * 2;
    for (let at = first; at < end; at += 2) {
      counts[at]! += uses;
      counts[at + 1]! += messages;
    }
    if (this.#pairs.isCopy(pair)) return;
    const everywhere = this.#emotes.counts;
    const shift = this.#pairs.stamp(pair) * STAMP_COUNTS - pair * PAIR_COUNTS;
    for (let at = first + shift; at < end + shift; at += 2) {
      everywhere[at]! += uses;
      everywhere[at + 1]! += messages;
    }
  }

  /** Fills `#channelCounts`; to be followed by {@link #forgetChannel}. @returns the emotes that have any. */
  #countChannel(channel: number, window: WindowIndex, withCopies: boolean): number[] {
    this.#channelCounts = enlarge(this.#channelCounts, this.#emotes.counts.length / WINDOW_COUNT);
    this.#isSeen = enlarge(this.#isSeen, this.#emotes.end);
    const { counts } = this.#pairs;
    const emotes: number[] = [];
    for (let pair = this.#pairs.first(channel); pair !== NONE; pair = this.#pairs.next(pair)) {
      const at = pair * PAIR_COUNTS + window * 2;
      const messages = counts[at + 1]!;
      if (messages === 0 || (!withCopies && this.#pairs.isCopy(pair))) continue;
      const stamp = this.#pairs.stamp(pair);
      this.#channelCounts[stamp * 2]! += counts[at]!;
      this.#channelCounts[stamp * 2 + 1]! += messages;
      const emote = this.#emotes.emote(stamp);
      if (this.#isSeen[emote] === 1) continue;
      this.#isSeen[emote] = 1;
      emotes.push(emote);
    }
    return emotes;
  }

  #forgetChannel(emotes: readonly number[]): void {
    for (const emote of emotes) {
      this.#isSeen[emote] = 0;
      for (
        let stamp = this.#emotes.firstStamp(emote);
        stamp !== NONE;
        stamp = this.#emotes.nextStamp(stamp)
      ) {
        this.#channelCounts[stamp * 2] = 0;
        this.#channelCounts[stamp * 2 + 1] = 0;
      }
    }
  }

  /** A stamp's uses are at `stamp * stride + offset` of `counts`, its messages at the place after. */
  #offer(
    list: TopList<EmoteUsage>,
    emote: number,
    filter: EmoteFilter,
    counts: Float64Array,
    stride: number,
    offset: number,
  ): void {
    if (filter.provider !== undefined && this.#emotes.provider(emote) !== PROVIDERS[filter.provider]) return;
    let uses = 0;
    for (let stamp = this.#emotes.firstStamp(emote); stamp !== NONE; stamp = this.#emotes.nextStamp(stamp)) {
      uses += counts[stamp * stride + offset]!;
    }
    // Most emotes end here, before anything is made for them.
    if (uses === 0 || uses < (list.last?.uses ?? 0)) return;
    const usage = this.#summarise(emote, counts, stride, offset);
    if (filter.price === undefined || PRICE_OF_CLASS[usage.class] === filter.price) list.offer(usage);
  }

  /**
   * One name and one class out of an emote's stamps, by the warehouse's rule: the name of the stamp most used, equals
   * by name; the class that was decided, else that of the stamp most used among those that say something, equals by class.
   *
   * Precondition: at least one stamp has uses.
   */
  #summarise(emote: number, counts: Float64Array, stride: number, offset: number): EmoteUsage {
    const emotes = this.#emotes;
    let uses = 0;
    let messages = 0;
    let name = '';
    let nameUses = 0;
    let emoteClass = 0;
    let classUses = 0;
    for (let stamp = emotes.firstStamp(emote); stamp !== NONE; stamp = emotes.nextStamp(stamp)) {
      const used = counts[stamp * stride + offset]!;
      if (used === 0) continue;
      uses += used;
      messages += counts[stamp * stride + offset + 1]!;
      if (used > nameUses || (used === nameUses && compareUtf8(emotes.name(stamp), name) > 0)) {
        name = emotes.name(stamp);
        nameUses = used;
      }
      const stamped = emotes.class(stamp);
      const known = Number(isKnown(stamped)) - Number(isKnown(emoteClass));
      if (
        classUses === 0 ||
        known > 0 ||
        (known === 0 && (used > classUses || (used === classUses && stamped > emoteClass)))
      ) {
        emoteClass = stamped;
        classUses = used;
      }
    }
    const provider = PROVIDER_OF_NUMBER[emotes.provider(emote)]!;
    const emoteId = emotes.id(emote);
    return {
      provider,
      emoteId,
      name,
      class: this.#classOf(provider, emoteId) ?? CLASS_OF_NUMBER[emoteClass]!,
      uses,
      messages,
    };
  }
}

const isKnown = (emoteClass: number): boolean =>
  emoteClass !== EMOTE_CLASSES.UNKNOWN && emoteClass !== EMOTE_CLASSES.CHANNEL_UNKNOWN;

/** Most used first; equals by id, then by provider, so that the order is total. */
const compareUsage = (a: EmoteUsage, b: EmoteUsage): number =>
  b.uses - a.uses ||
  compareUtf8(a.emoteId, b.emoteId) ||
  PROVIDER_RANK[a.provider] - PROVIDER_RANK[b.provider];
