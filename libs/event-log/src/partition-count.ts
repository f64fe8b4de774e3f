import { HISTORY_PARTITION } from '@emotide/domain';
import { UsageError } from '@emotide/service-kit';
import { batchSubject } from './names';

/** What a log takes that was declared without a number of partitions. */
const ANY_PARTITION = 'emotes.v1.>';

/**
 * The subjects that the log takes: one for each partition, so that the server itself refuses a batch that no reader
 * would ever look for. They are also the record of how many partitions there are.
 *
 * @param partitions absent: any
 */
export function toBatchSubjects(partitions: number | undefined): string[] {
  return partitions === undefined
    ? [ANY_PARTITION]
    : Array.from({ length: partitions }, (_, p) => batchSubject(p));
}

/** How many partitions a log with these subjects has; undefined when any number goes. */
export function parsePartitionCount(subjects: readonly string[]): number | undefined {
  const expected = new Set(toBatchSubjects(subjects.length));
  const isWhole = subjects.length > 0 && subjects.every((subject) => expected.has(subject));
  return isWhole ? expected.size : undefined;
}

/** The partition whose batches a subject carries; undefined for any other subject. */
export function parseBatchSubject(subject: string): number | undefined {
  if (subject === batchSubject(HISTORY_PARTITION)) return HISTORY_PARTITION;
  const [, digits] = /^emotes\.v1\.p(\d\d)$/.exec(subject) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * The number of partitions is not a setting that may change from one start to the next: what lies in a partition that
 * nobody reads any more would be lost without a word.
 *
 * @param held partitions that have records, where the log does not say how many it has
 * @throws UsageError naming the way to change it
 */
export function expectPartitions(wanted: number, known: number | undefined, held: readonly number[]): void {
  const there = known ?? Math.max(0, ...held.map((partition) => partition + 1));
  if (known === undefined ? wanted >= there : wanted === there) return;
  throw new UsageError(
    `the event log has ${there} partition${there === 1 ? '' : 's'}, not ${wanted} (EMOTIDE_PARTITIONS); to change that: emotide repartition --partitions ${wanted}`,
  );
}
