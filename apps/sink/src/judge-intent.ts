import type { SinkIntent, StreamState } from '@emotide/event-log';
import { DEDUPLICATION_WINDOW_INSERTS } from '@emotide/store';

/** What the log, its sink before and the warehouse say when a sink starts. */
export interface Evidence {
  readonly stream: Pick<StreamState, 'createdAtMs' | 'firstSeq' | 'lastSeq'>;
  /** The partition's intent, of whichever stream. */
  readonly intent: SinkIntent | undefined;
  /** The partition's last run of this stream that is complete in the warehouse. */
  readonly known: { readonly last: number; readonly token: string } | undefined;
  /** Runs of all partitions that the warehouse noted since the intent was written. */
  readonly runsSince: number;
  readonly nowMs: number;
}

export type Recovery =
  /** Nothing of this stream was ever begun. */
  | { readonly type: 'begin' }
  /**
   * The log let go of the intent's run. The warehouse has it; or it let go of its notes too, by their age, so that nobody
   * can tell any more whether it was stored.
   */
  | { readonly type: 'go-on'; readonly intent: SinkIntent; readonly isStored: boolean }
  /** The intent's run is to be read again and compared, and inserted again unless the warehouse has it. */
  | { readonly type: 'read-again'; readonly intent: SinkIntent; readonly isStored: boolean }
  | { readonly type: 'needs-repair'; readonly why: string };

/** How long the warehouse keeps its notes of runs (`sink_runs`), less a day. */
export const NOTES_KEPT_MS = 34 * 86_400_000;
/** A tenth of what the warehouse remembers is left for inserts that nobody could note: killed in between, or replayed. */
const SAFE_INSERTS = DEDUPLICATION_WINDOW_INSERTS * 0.9;

/**
 * Decides how a sink goes on behind the one before it: never where a run may be missing, and never by an insert that may
 * count a second time.
 */
export function judgeIntent({ stream, intent, known, runsSince, nowMs }: Evidence): Recovery {
  if (intent === undefined || intent.streamCreatedAtMs !== stream.createdAtMs)
    return known === undefined
      ? { type: 'begin' }
      : repair(`the intent is lost, but runs up to ${known.last} of this log are in the warehouse`);

  const { first, last, after } = intent;
  if (last > stream.lastSeq)
    return repair(`the log ends at ${stream.lastSeq}, but ${last} was read from it: it lost its tail`);
  const isStored = known?.token === intent.token;
  if (!isStored) {
    const knownLast = known?.last ?? 0;
    if (knownLast > last)
      return repair(
        `the intent ends at ${last}, but runs up to ${knownLast} are in the warehouse: it is not the last one`,
      );
    if (knownLast > after)
      return repair(
        `the warehouse has a run up to ${knownLast} that is not the intent's, from ${first} to ${last}`,
      );
    if (knownLast < after) {
      const isForgotten = first < stream.firstSeq && nowMs - intent.writtenAtMs > NOTES_KEPT_MS;
      if (known === undefined && isForgotten) return { type: 'go-on', intent, isStored };
      return repair(`the warehouse lost runs: it has them up to ${knownLast}, and had them up to ${after}`);
    }
    if (runsSince >= SAFE_INSERTS)
      return repair(
        `records ${first} to ${last} were begun, and ${runsSince} runs were inserted since: the warehouse may no longer know whether it has them`,
      );
  }
  if (first >= stream.firstSeq) return { type: 'read-again', intent, isStored };
  if (isStored) return { type: 'go-on', intent, isStored };
  return repair(`records ${first} to ${last} were begun, but the log has them from ${stream.firstSeq} only`);
}

const repair = (why: string): Recovery => ({ type: 'needs-repair', why });
