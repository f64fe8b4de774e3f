import { setTimeout as delay } from 'node:timers/promises';
import { HISTORY_PARTITION, type ChannelId, type ChannelLogin, type ToChatter } from '@emotide/domain';
import {
  LogUnavailable,
  createEpoch,
  type BatchPublisher,
  type EventLog,
  type RepairLock,
} from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';
import { StoreUnavailable, type Store } from '@emotide/store';
import type { ChatSource } from './chat-source';
import type { ChannelEmotesAt } from './emotes-at';
import { ImportChannels } from './import-channels';
import { ImportCounts } from './import-counts';
import { InputError } from './input-error';
import { KnownPlaces } from './known-places';
import { readMessages } from './read-messages';
import { SinkProgress } from './sink-progress';
import { OtherSource, SourceImport, type Wanted } from './source-import';
import { PLACE_HEADER, renderPlace } from './source-place';
import { unpack } from './unpack';

export interface ImportJobOptions {
  readonly eventLog: EventLog;
  readonly store: Store;
  /** In the order in which they are read: files of one channel in the order of their time. */
  readonly sources: AsyncIterable<ChatSource>;
  readonly wanted: Wanted;
  /** Whose files these are where neither they nor the warehouse say. */
  readonly fallbackLogin: ChannelLogin | undefined;
  readonly emotesOf: (channelId: ChannelId) => ChannelEmotesAt;
  readonly toChatter: ToChatter;
  /** Look at everything, write nothing. */
  readonly isDryRun: boolean;
  /** Told what the import is doing, and how far it is. */
  readonly onProgress: (progress: ImportProgress) => void;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Signs of life of the lock, and after how long without a dead holder is replaced: see `RepairLock`. */
  readonly lockRenewMs?: number;
  readonly lockTermMs?: number;
}

export interface ImportProgress {
  /** What it waits for; undefined while it reads. */
  readonly waitingFor: string | undefined;
  readonly source: string;
  readonly bytesRead: number;
  readonly lines: number;
  readonly messages: number;
}

export interface ImportSummary {
  readonly files: number;
  readonly bytes: number;
  readonly counts: ImportCounts;
  /** What could not be read, or not to its end. */
  readonly failures: readonly { readonly source: string; readonly why: string }[];
  readonly wasInterrupted: boolean;
}

const MB = 1024 * 1024;
/** Bytes that wait for the log, at most; the publisher itself would drop nothing before four times as much. */
const MOST_WAITING_BYTES = 32 * MB;
/** After so many batches the log is asked whether it has all: what an import after this one may take as settled. */
const SURE_AFTER_BATCHES = 256;
/** History that the warehouse does not have yet, in records of up to half a megabyte: reading pauses above. */
const MOST_HISTORY_BEHIND = 256;
/** A live line that waits longer for the warehouse stops history. */
const MOST_LIVE_LAG_MS = 3_000;
const LOOK_MS = 1_000;
const PAUSE_MS = 250;

/**
 * Brings files into the history log, so that each message of a time that nobody has read counts once, however often this is
 * run, wherever it is killed, and whatever else is read at the same time.
 *
 * It holds the repair lock, so there is one at a time. What an import before it may still have on its way is fenced; then
 * all that the logs hold has to be in the warehouse; only then it is known what is covered.
 *
 * @throws UsageError when another repair is under way. @throws RepairLost it was taken for dead: run it again
 */
export async function runImport(options: ImportJobOptions): Promise<ImportSummary> {
  if (options.isDryRun) return new ImportJob(options, undefined).run();
  const { eventLog, lockRenewMs, lockTermMs } = options;
  const lock = await eventLog.openAdmin().takeRepairLock({
    what: 'import',
    id: createEpoch(Date.now(), Math.random),
    ...(lockRenewMs !== undefined && { renewMs: lockRenewMs }),
    ...(lockTermMs !== undefined && { termMs: lockTermMs }),
  });
  try {
    return await new ImportJob(options, lock).run();
  } finally {
    await lock.release().catch(() => lock.abandon());
  }
}

class ImportJob {
  readonly #options: ImportJobOptions;
  readonly #lock: RepairLock | undefined;
  readonly #epoch = createEpoch(Date.now(), Math.random);
  readonly #total = new ImportCounts();
  readonly #failures: { source: string; why: string }[] = [];
  readonly #progress: SinkProgress;
  #publisher: BatchPublisher | undefined;
  #waitingFor: string | undefined;
  #source = '';
  #files = 0;
  #bytes = 0;
  #counts = new ImportCounts();
  #batches = 0;
  #lookedAtMs = -Infinity;

  constructor(options: ImportJobOptions, lock: RepairLock | undefined) {
    const { eventLog, store } = options;
    this.#options = options;
    this.#lock = lock;
    this.#progress = new SinkProgress(eventLog, eventLog.openAdmin(), store);
  }

  async run(): Promise<ImportSummary> {
    const { eventLog, store, sources, fallbackLogin, emotesOf, signal } = this.#options;
    const timer = setInterval(() => this.#report(), PAUSE_MS);
    try {
      if (this.#lock !== undefined) await this.#begin();
      const places = await this.#patiently(() => KnownPlaces.read(eventLog));
      const channels = new ImportChannels({
        store,
        beganAtMs: Date.now(),
        now: Date.now,
        emotesOf,
        fallbackLogin,
      });
      for await (const source of sources) {
        if (signal.aborted) break;
        await this.#importSource(source, channels, places);
      }
      await this.#stored();
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) throw error;
    } finally {
      clearInterval(timer);
      this.#report();
      this.#publisher?.stop();
    }
    return {
      files: this.#files,
      bytes: this.#bytes,
      counts: this.#total,
      failures: this.#failures,
      wasInterrupted: signal.aborted,
    };
  }

  async #begin(): Promise<void> {
    const { eventLog } = this.#options;
    await this.#patiently(() => eventLog.openAdmin().succeedImporter(this.#epoch));
    await this.#patiently(() =>
      this.#progress.awaitAll(
        (records) => (this.#waitingFor = `the sink: ${records} records are not in the warehouse yet`),
        () => this.#pause(),
      ),
    );
    this.#waitingFor = undefined;
    this.#publisher = eventLog.createPublisher(this.#epoch, {
      windowBatches: 64,
      windowBytes: 16 * MB,
      queueBytes: 4 * MOST_WAITING_BYTES,
      onDropped: () => {
        throw new Error('the importer gave the log more than it waits for');
      },
    });
  }

  async #importSource(source: ChatSource, channels: ImportChannels, places: KnownPlaces): Promise<void> {
    this.#source = source.name;
    const isNot = new Set<string>();
    const bytesBefore = this.#bytes;
    try {
      for (let isRead = false; !isRead;) {
        this.#counts = new ImportCounts();
        this.#bytes = bytesBefore;
        isRead = await this.#readSource(source, channels, places, isNot).then(
          () => true,
          (error: unknown) => {
            if (!(error instanceof OtherSource)) throw error;
            isNot.add(error.source);
            return false;
          },
        );
      }
      this.#files++;
    } finally {
      this.#total.add(this.#counts);
      this.#counts = new ImportCounts();
    }
  }

  /** @throws OtherSource */
  async #readSource(
    source: ChatSource,
    channels: ImportChannels,
    places: KnownPlaces,
    isNot: ReadonlySet<string>,
  ): Promise<void> {
    const { wanted, toChatter, signal } = this.#options;
    const reading = new SourceImport({
      channels,
      wanted,
      epoch: this.#epoch,
      knownOf: (fileKey) => places.of(fileKey),
      isNot,
      nowMs: Date.now(),
      toChatter,
      publish: (batch, place) => {
        this.#batches++;
        this.#publisher?.publish(HISTORY_PARTITION, batch, { [PLACE_HEADER]: renderPlace(place) });
        places.add(place);
      },
    });
    const { counts } = reading;
    this.#counts = counts;
    let isWhole = false;
    try {
      const chunks = unpack(source.open((bytes) => (this.#bytes += bytes)));
      for await (const part of readMessages(chunks)) {
        counts.lines += part.read;
        counts.others += part.others;
        for (const [cause, times] of part.rejects) counts.reject(cause, times);
        for (const line of part.lines)
          while (reading.take(line) === 'open-channel') await this.#patiently(() => channels.open(line));
        reading.flushTurn();
        await this.#pace(reading);
        if (signal.aborted) break;
      }
      isWhole = !signal.aborted;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#failures.push({ source: source.name, why: error.message });
    }
    reading.end(isWhole);
    await this.#stored();
    reading.noteStored();
    if (isWhole) await source.done?.();
  }

  /** Keeps what waits for the log bounded, and history behind live lines. */
  async #pace(reading: SourceImport): Promise<void> {
    if (this.#batches >= SURE_AFTER_BATCHES) {
      this.#batches = 0;
      await this.#stored();
      reading.noteStored();
    }
    const publisher = this.#publisher;
    if (publisher === undefined || this.#lock === undefined) return;
    while (publisher.pendingBytes > MOST_WAITING_BYTES && !this.#options.signal.aborted) {
      this.#waitingFor = publisher.trouble;
      await this.#pause();
    }
    this.#waitingFor = undefined;
    if (performance.now() - this.#lookedAtMs < LOOK_MS) return;
    await this.#patiently(() => this.#lock!.confirm());
    for (;;) {
      const { history, liveMs } = await this.#patiently(() => this.#progress.lag());
      this.#lookedAtMs = performance.now();
      if (history > MOST_HISTORY_BEHIND) this.#waitingFor = `the sink: ${history} records behind`;
      else if (liveMs > MOST_LIVE_LAG_MS) this.#waitingFor = 'the sink, which has live lines to store first';
      else break;
      if (this.#options.signal.aborted) break;
      await this.#pause();
      await this.#patiently(() => this.#lock!.confirm());
    }
    this.#waitingFor = undefined;
  }

  /** Resolves when the log has all that was published. */
  async #stored(): Promise<void> {
    const publisher = this.#publisher;
    if (publisher === undefined) return;
    let isDone = false;
    void publisher.drained().then(() => (isDone = true));
    while (!isDone) {
      await delay(1);
      if (isDone) break;
      this.#waitingFor = publisher.trouble;
      await this.#patiently(() => this.#lock!.confirm());
    }
    this.#waitingFor = undefined;
  }

  /** Repeats what log or warehouse did not answer, until they do. */
  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const result = await work();
        return result;
      } catch (error) {
        if (!(error instanceof LogUnavailable) && !(error instanceof StoreUnavailable)) throw error;
        this.#waitingFor = error instanceof StoreUnavailable ? 'the warehouse' : 'the event log';
        await this.#pause();
      }
    }
  }

  /** @throws when interrupted */
  async #pause(): Promise<void> {
    await delay(PAUSE_MS, undefined, { signal: this.#options.signal }).catch(() => {
      throw this.#options.signal.reason;
    });
  }

  #report(): void {
    this.#options.onProgress({
      waitingFor: this.#waitingFor,
      source: this.#source,
      bytesRead: this.#bytes,
      lines: this.#total.lines + this.#counts.lines,
      messages: this.#total.messages + this.#counts.messages,
    });
  }
}
