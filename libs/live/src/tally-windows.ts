import { toRingLength } from './ring-length';
import { CHUNK_SECONDS, TallySeries, createTally, type Tally } from './tally-series';
import { WINDOW_COUNT, type WindowIndex } from './windows';

/** One channel's tallies: what was said in it, and the copies that shared chats brought into it. */
interface ChannelSeries {
  readonly own: TallySeries;
  copies: TallySeries | undefined;
}

/** Messages and uses, by channel and over all of them, held second by second and summed for each window. */
export class TallyWindows {
  readonly #ringChunks: number;
  /** Over all channels, copies left out. */
  readonly #all: TallySeries;
  readonly #channels: (ChannelSeries | undefined)[] = [];
  /** Which seconds have anything: most of a long jump has not. */
  readonly #hasRows: Uint8Array;

  /** @param seconds how many seconds may be held at a time */
  constructor(seconds: number) {
    // Two more: what is held may begin and end within a chunk.
    this.#ringChunks = toRingLength(Math.ceil(seconds / CHUNK_SECONDS) + 2);
    this.#all = new TallySeries(this.#ringChunks);
    this.#hasRows = new Uint8Array(toRingLength(seconds));
  }

  /** Counts for all channels; a copy does not, as it counts where it was sent. */
  addToAll(second: number, isCopy: boolean, tally: Readonly<Tally>, from: WindowIndex): void {
    this.#hasRows[second & (this.#hasRows.length - 1)] = 1;
    if (!isCopy) this.#all.add(second, tally, from);
  }

  addToChannel(
    second: number,
    channel: number,
    isCopy: boolean,
    tally: Readonly<Tally>,
    from: WindowIndex,
  ): void {
    while (this.#channels.length <= channel) this.#channels.push(undefined);
    const series = (this.#channels[channel] ??= {
      own: new TallySeries(this.#ringChunks),
      copies: undefined,
    });
    if (isCopy) (series.copies ??= new TallySeries(this.#ringChunks)).add(second, tally, from);
    else series.own.add(second, tally, from);
  }

  /** The second is now in the windows from `from` on. */
  enter(second: number, from: WindowIndex): void {
    this.#shift(second, from, WINDOW_COUNT, 1);
  }

  /** The second is no longer in `window`. */
  leave(second: number, window: WindowIndex): void {
    this.#shift(second, window, window + 1, -1);
  }

  /**
   * The second leaves the windows from `from` on, and is forgotten. Seconds are to be dropped in order, without
   * leaving one out.
   *
   * @param onEmpty called with each channel of which nothing is left
   */
  drop(second: number, from: WindowIndex, onEmpty: (channel: number) => void): void {
    this.#shift(second, from, WINDOW_COUNT, -1);
    this.#hasRows[second & (this.#hasRows.length - 1)] = 0;
    if ((second + 1) % CHUNK_SECONDS !== 0) return;
    this.#all.forgetChunk(second);
    for (const [channel, series] of this.#channels.entries()) {
      if (series === undefined) continue;
      series.own.forgetChunk(second);
      series.copies?.forgetChunk(second);
      if (!series.own.isEmpty || series.copies?.isEmpty === false) continue;
      this.#channels[channel] = undefined;
      onEmpty(channel);
    }
  }

  /** Numbers of the channels that have anything. */
  *channels(): Generator<number> {
    for (const [channel, series] of this.#channels.entries()) if (series !== undefined) yield channel;
  }

  ofAll(window: WindowIndex): Tally {
    const tally = createTally();
    this.#all.addSumTo(tally, window);
    return tally;
  }

  ofChannel(channel: number, window: WindowIndex, withCopies: boolean): Tally {
    const tally = createTally();
    const series = this.#channels[channel];
    series?.own.addSumTo(tally, window);
    if (withCopies) series?.copies?.addSumTo(tally, window);
    return tally;
  }

  ofAllInSecond(second: number): Tally {
    const tally = createTally();
    this.#all.addSecondTo(tally, second);
    return tally;
  }

  /** Copies included. */
  ofChannelInSecond(channel: number, second: number): Tally {
    const tally = createTally();
    const series = this.#channels[channel];
    series?.own.addSecondTo(tally, second);
    series?.copies?.addSecondTo(tally, second);
    return tally;
  }

  #shift(second: number, from: WindowIndex, to: WindowIndex, sign: 1 | -1): void {
    if (from >= to || this.#hasRows[second & (this.#hasRows.length - 1)] === 0) return;
    this.#all.shift(second, from, to, sign);
    for (const series of this.#channels) {
      if (series === undefined) continue;
      series.own.shift(second, from, to, sign);
      series.copies?.shift(second, from, to, sign);
    }
  }
}
