import type { ChannelId } from '@emotide/domain';
import { SOURCES, type Source } from './source';

/** When a channel was read last, by source, epoch ms; absent: never. */
export type ReadingTimes = Readonly<Partial<Record<Source, number>>>;

export interface ReadingQueueOptions {
  /** How old a reading may get; each is read again up to a quarter sooner or later than that. */
  readonly everyMs: Readonly<Record<Source, number>>;
  /** 0 to below 1, spreads readings. */
  readonly random: () => number;
}

/** What is to be read, of one source. */
export interface ReadingCounts {
  readonly channels: number;
  readonly underWay: number;
  /** Those that should have been read by now. */
  readonly due: number;
  /** Those never read. */
  readonly unread: number;
  /** Age of the oldest reading in ms; 0 where there is none. */
  readonly oldestMs: number;
}

interface Entry {
  dueAtMs: number;
  readAtMs: number | undefined;
  isAsked: boolean;
  isUnderWay: boolean;
  failuresInRow: number;
}

/** A quarter of the interval to either side. */
const JITTER = 0.25;
/** Part of the interval over which readings are spread that are overdue together. */
const SPREAD = 0.25;
const FIRST_RETRY_MS = 15_000;

/**
 * What is to be read when, of every channel from every source: the never read first, then what was asked for, then by
 * age. Decides by the times it is given; has no clock of its own.
 */
export class ReadingQueue {
  readonly #options: ReadingQueueOptions;
  readonly #entries: Readonly<Record<Source, Map<ChannelId, Entry>>>;

  constructor(options: ReadingQueueOptions) {
    this.#options = options;
    this.#entries = { FFZ: new Map(), BTTV: new Map(), SEVENTV: new Map(), TWITCH: new Map() };
  }

  /**
   * A channel that is to be read from these sources from now on. Those without a time at once; what is overdue, in the
   * next quarter of the interval, as whoever was away for long finds all of them overdue.
   */
  add(channelId: ChannelId, sources: readonly Source[], times: ReadingTimes, nowMs: number): void {
    for (const source of sources) {
      if (this.#entries[source].has(channelId)) continue;
      const readAtMs = times[source];
      const dueAtMs = readAtMs === undefined ? nowMs : readAtMs + this.#intervalMs(source);
      this.#entries[source].set(channelId, {
        dueAtMs: readAtMs === undefined || dueAtMs > nowMs ? dueAtMs : nowMs + this.#spreadMs(source),
        readAtMs,
        isAsked: false,
        isUnderWay: false,
        failuresInRow: 0,
      });
    }
  }

  remove(channelId: ChannelId): void {
    for (const source of SOURCES) this.#entries[source].delete(channelId);
  }

  /** Reads it now; once more if it is being read, as what is under way may be older than what is asked for. */
  ask(channelId: ChannelId, source: Source, nowMs: number): void {
    const entry = this.#entries[source].get(channelId);
    if (entry === undefined) return;
    entry.isAsked = true;
    entry.dueAtMs = Math.min(entry.dueAtMs, nowMs);
  }

  /** Reads it in the next quarter of the interval; once more if it is being read. */
  askSoon(channelId: ChannelId, source: Source, nowMs: number): void {
    const entry = this.#entries[source].get(channelId);
    if (entry === undefined) return;
    entry.isAsked ||= entry.isUnderWay;
    entry.dueAtMs = Math.min(entry.dueAtMs, nowMs + this.#spreadMs(source));
  }

  /** The next to read, at most so many: each is owed a {@link done} or {@link failed}. */
  take(source: Source, most: number, nowMs: number): readonly ChannelId[] {
    if (most <= 0) return [];
    const due = [...this.#entries[source]]
      .filter(([, { isUnderWay, dueAtMs }]) => !isUnderWay && dueAtMs <= nowMs)
      .sort(([, a], [, b]) => rank(a) - rank(b) || a.dueAtMs - b.dueAtMs)
      .slice(0, most);
    for (const [, entry] of due) {
      entry.isUnderWay = true;
      entry.isAsked = false;
    }
    return due.map(([channelId]) => channelId);
  }

  /** It was read. */
  done(channelId: ChannelId, source: Source, nowMs: number): void {
    const entry = this.#entries[source].get(channelId);
    if (entry === undefined) return;
    entry.isUnderWay = false;
    entry.failuresInRow = 0;
    entry.readAtMs = nowMs;
    entry.dueAtMs = entry.isAsked ? nowMs : nowMs + this.#intervalMs(source);
  }

  /** It could not be read: it is tried again, later each time. */
  failed(channelId: ChannelId, source: Source, nowMs: number): void {
    const entry = this.#entries[source].get(channelId);
    if (entry === undefined) return;
    entry.isUnderWay = false;
    const retryMs = FIRST_RETRY_MS * 2 ** Math.min(entry.failuresInRow++, 20);
    const { everyMs, random } = this.#options;
    entry.dueAtMs = nowMs + Math.min(everyMs[source], retryMs) * (1 + JITTER * random());
  }

  readAtMs(channelId: ChannelId, source: Source): number | undefined {
    return this.#entries[source].get(channelId)?.readAtMs;
  }

  counts(source: Source, nowMs: number): ReadingCounts {
    const entries = [...this.#entries[source].values()];
    const times = entries.flatMap(({ readAtMs }) => readAtMs ?? []);
    return {
      channels: entries.length,
      underWay: entries.filter(({ isUnderWay }) => isUnderWay).length,
      due: entries.filter(({ isUnderWay, dueAtMs }) => !isUnderWay && dueAtMs <= nowMs).length,
      unread: entries.length - times.length,
      oldestMs: times.length === 0 ? 0 : Math.max(0, nowMs - times.reduce((a, b) => Math.min(a, b))),
    };
  }

  #intervalMs(source: Source): number {
    const { everyMs, random } = this.#options;
    return everyMs[source] * (1 - JITTER + 2 * JITTER * random());
  }

  #spreadMs(source: Source): number {
    const { everyMs, random } = this.#options;
    return everyMs[source] * SPREAD * random();
  }
}

/** What failed waits behind what never did: it has had its turn. */
function rank({ readAtMs, isAsked, failuresInRow }: Entry): number {
  if (failuresInRow > 0) return 3;
  if (readAtMs === undefined) return 0;
  return isAsked ? 1 : 2;
}
