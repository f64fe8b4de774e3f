import { HISTORY_PARTITION } from '@emotide/domain';
import type { Parameters } from './store';

/**
 * The raw rows that a reader of the event log may take from the warehouse, so that with what it reads from the log it
 * has every row once.
 */
export interface CommittedRows {
  /**
   * Per partition of the log, the sequence from which on the reader reads it. It has to be the start of a run whose
   * predecessors are all recorded, as a sink's intent says.
   */
  readonly starts: readonly number[];
  /** A sequence that the log has not reached, and will not while it is read. */
  readonly beyond: number;
  /** Oldest message wanted, by Twitch's time; a whole second, epoch ms. */
  readonly fromMs: number;
}

/**
 * A row knows the last sequence of its run, but not which log counted it: beside rows of this log there may be some of
 * one before it, whose sequences began anew. Below the start all are complete, and beyond the end all are of a log before;
 * in between one can't tell, and leaves them out (see `clashingRuns`). History has a log of its own, and no part in this.
 *
 * @param time the table's column of Twitch's time
 */
export const toCommittedCondition = (time: 'sent_at' | 'second'): string => `
  ${time} >= toDateTime({from:UInt32}, 'UTC')
  AND \`partition\` < ${HISTORY_PARTITION}
  AND (run_last < {starts:Array(UInt64)}[\`partition\` + 1] OR run_last > {beyond:UInt64}
    OR \`partition\` >= length({starts:Array(UInt64)}))`;

/** Binds what {@link toCommittedCondition} names. */
export const toCommittedParameters = ({ starts, beyond, fromMs }: CommittedRows): Parameters => ({
  from: Math.floor(fromMs / 1000),
  starts,
  beyond,
});
