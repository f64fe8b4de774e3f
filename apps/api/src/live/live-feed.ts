import { setTimeout as sleep } from 'node:timers/promises';
import type { EmoteClass, Provider, U64 } from '@emotide/domain';
import { LogReplaced, LogUnavailable, type EventLog, type StreamState } from '@emotide/event-log';
import { LIVE_WINDOWS, type LiveWindows } from '@emotide/live';
import type { Logger } from '@emotide/service-kit';
import { StoreUnavailable, clashingRuns, type Store } from '@emotide/store';
import type { ChannelNames } from './channel-names';
import { hydrateWindows } from './hydrate-windows';
import { LiveDraft } from './live-draft';
import type { LiveMetrics } from './live-metrics';
import { findPartitionStart } from './live-start';
import { LogDoubt, LogTail } from './log-tail';
import type { MessageTrace } from './message-trace';
import { toEndMs, toLagReason, toSlowest, type Progress, type Staleness } from './progress';
import { Readers } from './readers';
import { UseTaps, type UseListener } from './use-taps';

/** What is known, up to a moment. */
export interface LiveKnowledge {
  readonly windows: LiveWindows;
  readonly names: ChannelNames;
  /** End of the closed seconds, epoch ms. */
  readonly endMs: number;
  /** Some of what was sent before this is missing, epoch ms; -Infinity when nothing is. */
  readonly missingBeforeMs: number;
}

/** What can be answered at one moment. */
export interface LiveMoment {
  /** Undefined while nothing is known yet. */
  readonly known: LiveKnowledge | undefined;
  /** Null when the answer is as fresh as it can be. */
  readonly stale: Staleness | null;
  /** Another number whenever anything above may have changed. */
  readonly version: number;
}

export interface LiveFeed {
  moment(): LiveMoment;
  /**
   * Tells of each use in a channel as soon as it is counted, each once. What the log had while nothing could be answered
   * from it is not told.
   *
   * @returns ends it
   */
  listen(channelId: U64, listener: UseListener): () => void;
  stop(): Promise<void>;
}

export interface LiveFeedOptions {
  /** Waits for the log as long as it takes. */
  readonly connect: () => Promise<EventLog>;
  readonly store: Store;
  /** Partitions of the log. */
  readonly partitions: number;
  /** The class that was decided of an emote, over its stamps; undefined where nobody did. */
  readonly classOf?: (provider: Provider, emoteId: string) => EmoteClass | undefined;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly log: Logger;
  readonly metrics: LiveMetrics;
  readonly trace?: MessageTrace;
}

const RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
/** How often the log is asked whether it still is the one that was read. */
const PROBE_MS = 1_000;
/** How often a reader that has to catch up is looked at. */
const CATCH_UP_MS = 50;
/** New windows begin this much before now, as what is closed when they take over is later than where they began. */
const EARLIER_SECONDS = 10;
/** A reader of chat that is well tells of itself within it; what is not known by then is not waited for. */
const LISTEN_MS = 600;
/** More than any log takes while an hour is read from the warehouse. */
const MOST_NEW_RECORDS = 1_000_000;

/**
 * Keeps the live windows: reads the last hour from the warehouse up to a place in the log, then follows the log from
 * there on, so that every row counts once and the numbers equal the warehouse's.
 *
 * What it can't be sure of, it reads again from the start: another stream, records that the log dropped, a log that goes
 * back. Meanwhile the last answer stands still, marked stale.
 */
export function createLiveFeed(options: LiveFeedOptions): LiveFeed {
  return new Feed(options);
}

class Feed implements LiveFeed {
  readonly #options: LiveFeedOptions;
  readonly #running: Promise<void>;
  #known: LiveKnowledge | undefined;
  /** While it follows the log; `undefined` while it (re)starts, when `known` stands still. */
  #tails: readonly LogTail[] | undefined;
  #stale: Staleness | null;
  #version = 1;
  readonly #taps = new UseTaps();
  readonly #readers = new Readers();
  #listensFromMs = Infinity;
  readonly #stopping = new AbortController();

  constructor(options: LiveFeedOptions) {
    this.#options = options;
    this.#stale = { reason: 'LOG_AWAY', sinceMs: options.clock() };
    this.#running = this.#run();
  }

  moment(): LiveMoment {
    if (this.#known && this.#tails) {
      const nowMs = this.#options.clock();
      const progress = this.#progress(this.#tails, nowMs);
      this.#setStale(toLagReason(nowMs, progress));
      this.#advance(toEndMs(nowMs, progress));
    }
    return { known: this.#known, stale: this.#stale, version: this.#version };
  }

  listen(channelId: U64, listener: UseListener): () => void {
    return this.#taps.listen(channelId, listener);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** How far the log is folded, and no further than its readers of chat have written it. */
  #progress(tails: readonly LogTail[], nowMs: number): Progress {
    const { completeToMs, answeredAtMs } = toSlowest(tails.map((tail) => tail.progress));
    const readToMs = this.#readers.readToMs(nowMs, (partition) => tails[partition]?.foldedSeq ?? Infinity);
    return { completeToMs: Math.min(completeToMs, readToMs), answeredAtMs };
  }

  /** A window never goes back, even when the clock does. */
  #advance(endMs: number): void {
    if (!this.#known || endMs <= this.#known.endMs) return;
    this.#known = { ...this.#known, endMs };
    this.#known.windows.advance(endMs / 1_000);
    this.#options.trace?.closed(endMs);
    this.#version++;
  }

  #setStale(reason: Staleness['reason'] | undefined): void {
    if (this.#stale?.reason === reason) return;
    this.#stale =
      reason === undefined ? null : { reason, sinceMs: this.#stale?.sinceMs ?? this.#options.clock() };
    this.#version++;
  }

  async #run(): Promise<void> {
    const { connect, log, clock } = this.#options;
    const { signal } = this.#stopping;
    const connecting = connect();
    const eventLog = await Promise.race([connecting, whenAborted(signal)]);
    if (eventLog === undefined) {
      // Nothing can call the waiting off; should it ever succeed, nobody wants it any more.
      connecting.then((late) => late.close()).catch(() => undefined);
      return;
    }
    eventLog.followReadMarks((mark) => this.#readers.note(mark, clock()));
    this.#listensFromMs = clock();
    let delayMs = RETRY_MS;
    while (!signal.aborted) {
      const startedAtMs = clock();
      try {
        await this.#follow(eventLog);
      } catch (error) {
        if (signal.aborted) break;
        const reason = toReason(error);
        const isOurs = reason === 'HYDRATING' && !(error instanceof LogDoubt || error instanceof LogReplaced);
        log[isOurs ? 'error' : 'warn']({ err: error }, 'live answers stand still; reading again');
        this.#setStale(reason);
      }
      if (clock() - startedAtMs > 2 * LONGEST_RETRY_MS) delayMs = RETRY_MS;
      await pause(delayMs, signal);
      delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS);
    }
    await eventLog.close();
  }

  /** Reads the last hour and follows the log, until stopped or in doubt. */
  async #follow(eventLog: EventLog): Promise<void> {
    const { store, partitions, clock, log, metrics, classOf } = this.#options;
    const stream = await eventLog.streamState();
    this.#setStale('HYDRATING');
    const starts = await Promise.all(
      Array.from({ length: partitions }, (_, partition) =>
        findPartitionStart(partition, stream, { eventLog, store }),
      ),
    );
    const startSeqs = starts.map(({ fromSeq }) => fromSeq);
    const stopTimer = metrics.hydrationSeconds.startTimer();
    const nowMs = clock();
    const draft = new LiveDraft(Math.floor(nowMs / 1_000) - EARLIER_SECONDS, classOf);
    const fromMs = (draft.windows.stats().endSecond - LIVE_WINDOWS.LAST_HOUR) * 1_000;
    const committed = { starts: startSeqs, beyond: stream.lastSeq + MOST_NEW_RECORDS, fromMs };
    const [clash] = await clashingRuns(store, { ...committed, streamCreatedAtMs: stream.createdAtMs });
    if (clash && clash.runs > 0) {
      draft.missingBeforeMs = clash.lastInsertedAtMs;
      log.warn(clash, 'runs of a log before this one can not be told from its own: answers lack them');
    }
    const read = await hydrateWindows(
      {
        windows: draft.windows,
        onChannel: (channelId, login) => draft.names.note(channelId, login),
        onRow: (outcome, second) => draft.note(outcome, second),
      },
      { store, committed, nowMs, signal: this.#stopping.signal },
    );
    const tookSeconds = stopTimer();
    log.info({ ...read, tookSeconds, startSeqs }, 'live windows hydrated');

    const tails = starts.map(
      (start, partition) =>
        new LogTail({
          partition,
          start,
          createReader: (reading) =>
            eventLog.createReader(partition, { ...reading, streamCreatedAtMs: stream.createdAtMs }),
          fold: (payload, sentFromMs) => this.#fold(draft, payload, sentFromMs),
          onTraced: (messages, seq) => this.#options.trace?.folded(messages, { partition, seq }),
          onFenced: (epoch) => this.#readers.fenced(epoch),
          onReturn: () => this.#readers.listenAgain(clock()),
          onProgress: () => void this.moment(),
          clock,
          metrics,
        }),
    );
    const ending = new AbortController();
    const signal = AbortSignal.any([ending.signal, this.#stopping.signal]);
    try {
      await Promise.race([
        whenAborted(signal),
        ...tails.map((tail) => tail.run()),
        this.#probe(eventLog, stream, draft, tails, signal),
        this.#takeOver(draft, tails, signal),
      ]);
    } finally {
      ending.abort();
      this.#tails = undefined;
      await Promise.all(tails.map((tail) => tail.stop()));
    }
  }

  #fold(draft: LiveDraft, payload: Uint8Array, sentFromMs: number): void {
    const known = this.#known;
    const isAnswered = known?.windows === draft.windows;
    // What a draft is filled with is past.
    draft.fold(payload, isAnswered ? this.#taps : undefined);
    // What lies behind the closed seconds changes no answer yet.
    if (isAnswered && sentFromMs < known.endMs) this.#version++;
  }

  /** Answers from the new windows as soon as they have all that the log has. Ends with the signal only. */
  async #takeOver(draft: LiveDraft, tails: readonly LogTail[], signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const nowMs = clock();
      const progress = this.#progress(tails, nowMs);
      const reason = toLagReason(nowMs, progress);
      const hasListened = nowMs - this.#listensFromMs >= LISTEN_MS;
      // What was stored in the last moment may be old: only all of it is enough to begin with.
      if (reason === undefined && hasListened && tails.every((tail) => tail.hasCaughtUp)) {
        const { windows, names, missingBeforeMs } = draft;
        windows.advance(toEndMs(nowMs, progress) / 1_000);
        this.#known = { windows, names, endMs: windows.stats().endSecond * 1_000, missingBeforeMs };
        this.#tails = tails;
        this.#version++;
        await whenAborted(signal);
      } else {
        const isAway = reason === 'LOG_AWAY' && Number.isFinite(progress.answeredAtMs);
        this.#setStale(isAway ? 'LOG_AWAY' : 'HYDRATING');
        await pause(CATCH_UP_MS, signal);
      }
    }
  }

  /** A stream that was made anew or lost its end would go on with numbers that were counted as something else. */
  async #probe(
    eventLog: EventLog,
    stream: StreamState,
    draft: LiveDraft,
    tails: readonly LogTail[],
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      const lastSeq = Math.max(...tails.map((tail) => tail.lastSeq));
      const askedAtMs = this.#options.clock();
      const now = await eventLog.streamState().catch(() => undefined);
      if (now) this.#readers.sawEnd(now.lastSeq, askedAtMs);
      if (now && now.createdAtMs !== stream.createdAtMs) throw new LogDoubt('the log is another one');
      if (now && now.lastSeq < lastSeq)
        throw new LogDoubt(`the log ends at ${now.lastSeq}, but ${lastSeq} was read from it`);
      if (this.#known?.windows === draft.windows && this.#known.endMs > draft.missingFrom * 1_000)
        throw new LogDoubt('time has come to messages that were too far ahead to be held');
      await pause(PROBE_MS, signal);
    }
  }
}

/** Which of the two is away; what is neither is for us to mend, and tried again meanwhile. */
function toReason(error: unknown): Staleness['reason'] {
  if (error instanceof StoreUnavailable) return 'WAREHOUSE_AWAY';
  return error instanceof LogUnavailable ? 'LOG_AWAY' : 'HYDRATING';
}

const pause = (ms: number, signal: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

const whenAborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
