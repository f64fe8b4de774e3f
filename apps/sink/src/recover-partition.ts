import {
  logOf,
  type EventLog,
  type SeenBatchesState,
  type SinkIntent,
  type SinkIntents,
} from '@emotide/event-log';
import type { Logger } from '@emotide/service-kit';
import { lastRun, runsSince, type Store } from '@emotide/store';
import { judgeIntent } from './judge-intent';
import { NeedsRepair } from './needs-repair';
import type { Patience } from './patience';
import { RunBuilder, rowsOf, tokenOf, withExcluded, type Run, type RunPlace } from './run';
import type { RunWriter } from './run-writer';
import type { SinkMetrics } from './sink-metrics';
import type { WatchedReader } from './watched-reader';

export interface RecoverOptions {
  readonly partition: number;
  readonly eventLog: Pick<EventLog, 'streamState' | 'openSinkIntents'>;
  readonly store: Store;
  /** Epoch of this sink. */
  readonly owner: string;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  readonly openReader: (options: {
    fromSeq: number;
    streamCreatedAtMs: number;
    onLost: (wantedSeq: number, firstSeq: number) => void;
  }) => WatchedReader;
  /** @param committed last sequence of the partition that the warehouse has */
  readonly openWriter: (place: RunPlace, intents: SinkIntents, committed: number) => RunWriter;
  readonly log: Logger;
  readonly metrics: Pick<SinkMetrics, 'lostRecords'>;
}

/** Where reading goes on, what was seen before that, and what writes from there on. */
export interface Start {
  readonly place: RunPlace;
  readonly next: number;
  readonly seen: SeenBatchesState;
  readonly writer: RunWriter;
}

const IDLE_MS = 1_000;

/**
 * Takes a partition over, and finishes what its last sink had begun.
 *
 * @returns undefined when the signal came before that was done
 * @throws NeedsRepair, FencedError, LogReplaced, StoreRefused
 */
export async function recoverPartition(options: RecoverOptions): Promise<Start | undefined> {
  const { eventLog, partition, store, patience, owner, log } = options;
  const intents = await patience.until(() => eventLog.openSinkIntents(partition));
  // The intent before all else: it may have to be waited for while a repair changes what log and warehouse say.
  const found = await readIntent(intents, patience);
  // Made our own at once: had its sink gone on meanwhile, what is asked next would not belong together.
  if (found !== 'unreadable' && found.intent !== undefined) {
    const claimed = { ...found.intent, owner };
    await patience.until(() => intents.write(claimed));
  }
  const stream = await patience.until(() => eventLog.streamState(logOf(partition)));
  const streamCreatedAtMs = stream.createdAtMs;
  const known = await patience.until(() => lastRun(store, { partition, streamCreatedAtMs }));
  if (found === 'unreadable') throw new NeedsRepair('the intent can not be read', known?.token);
  const sinceMs = found.intent?.writtenAtMs;
  const inserts = sinceMs === undefined ? 0 : await patience.until(() => runsSince(store, { sinceMs }));

  const { intent } = found;
  const verdict = judgeIntent({ stream, intent, known, runsSince: inserts, nowMs: Date.now() });
  if (verdict.type === 'needs-repair') throw new NeedsRepair(verdict.why, known?.token);
  if (verdict.type === 'begin') {
    if (intent !== undefined) await tellOfOldLog(intent, options);
    const place = { partition, streamCreatedAtMs, generation: 0 };
    return { place, next: stream.firstSeq, seen: [], writer: options.openWriter(place, intents, 0) };
  }

  const { first, last, after, token, generation, seenBefore } = verdict.intent;
  const place = { partition, streamCreatedAtMs, generation };
  if (verdict.type === 'go-on') {
    if (!verdict.isStored)
      log.error(
        { first, last },
        'whether this run was stored is not known: log and warehouse have both let go of it by age',
      );
    // Where the log begins later, its reader says what may be lost.
    return { place, next: last + 1, seen: seenBefore, writer: options.openWriter(place, intents, last) };
  }

  const writer = options.openWriter(place, intents, verdict.isStored ? last : after);
  const read = await readAgain(verdict.intent, known?.token, options);
  if (read === undefined) return undefined;
  if (tokenOf(read.run, place) !== token)
    throw new NeedsRepair(
      `records ${first} to ${last} are not what they were when they were first read`,
      known?.token,
    );
  if (!verdict.isStored) await writer.finish(read.run, verdict.intent);
  log.info({ first, last, rows: rowsOf(read.run), isStored: verdict.isStored }, 'finished the last intent');
  return { place, next: last + 1, seen: read.seen, writer };
}

async function readIntent(
  intents: SinkIntents,
  patience: Patience,
): Promise<{ readonly intent: SinkIntent | undefined } | 'unreadable'> {
  try {
    return { intent: await patience.until(() => intents.read()) };
  } catch (error) {
    if (error instanceof SyntaxError) return 'unreadable';
    throw error;
  }
}

/** The log is another than that of the last intent: says what that may have cost. */
async function tellOfOldLog(
  { streamCreatedAtMs, first, last, token }: SinkIntent,
  { partition, store, patience, metrics, log }: RecoverOptions,
): Promise<void> {
  const known = await patience.until(() => lastRun(store, { partition, streamCreatedAtMs }));
  if (known?.token === token) {
    log.warn({ last }, 'the log was made anew; reading it from its begin');
  } else {
    metrics.lostRecords.inc({ partition }, last - first + 1);
    log.error(
      { first, last },
      'the log was made anew while these records were not known to be stored; they may be lost',
    );
  }
}

/** Reads the intent's records, and decides about each as its sink did. */
async function readAgain(
  { first, last, excluded, seenBefore, streamCreatedAtMs }: SinkIntent,
  knownToken: string | undefined,
  { partition, openReader, signal }: RecoverOptions,
): Promise<{ run: Run; seen: SeenBatchesState } | undefined> {
  let begin = first;
  const onLost = (_: number, firstSeq: number): void => {
    begin = firstSeq;
  };
  const reader = openReader({ fromSeq: first, streamCreatedAtMs, onLost });
  const builder = new RunBuilder(partition, seenBefore);
  try {
    while (!signal.aborted) {
      const records = await reader.read(IDLE_MS);
      if (begin !== first)
        throw new NeedsRepair(
          `records ${first} to ${last} were begun, but the log has them from ${begin} only`,
          knownToken,
        );
      for (const record of records) {
        if (record.seq > last) throw new NeedsRepair(`record ${last} is gone from the log`, knownToken);
        builder.add(record);
        if (record.seq === last) return { run: withExcluded(builder.take(), excluded), seen: builder.seen() };
      }
    }
    return undefined;
  } finally {
    await reader.stop();
  }
}
