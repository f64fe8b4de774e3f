import { NatsError, type JetStreamManager } from 'nats';
import { EMOTES_STREAM, batchSubject } from './names';
import { parseBatchSubject, parsePartitionCount, toBatchSubjects } from './partition-count';
import { NO_MESSAGE_FOUND } from './server-codes';

/** How many partitions the log was declared with; undefined when any number goes. */
export async function readPartitionCount(jsm: JetStreamManager): Promise<number | undefined> {
  const { config } = await jsm.streams.info(EMOTES_STREAM);
  return parsePartitionCount(config.subjects);
}

/** The partitions that have records, in order: also those that the log no longer takes. */
export async function partitionsHeld(jsm: JetStreamManager): Promise<number[]> {
  const { state } = await jsm.streams.info(EMOTES_STREAM, { subjects_filter: '>' });
  return Object.keys(state.subjects ?? {})
    .flatMap((subject) => parseBatchSubject(subject) ?? [])
    .sort((a, b) => a - b);
}

/** Sequence of the last record of a partition that the log still has; 0 when it has none. */
export async function lastSeqOf(jsm: JetStreamManager, partition: number): Promise<number> {
  try {
    return (await jsm.streams.getMessage(EMOTES_STREAM, { last_by_subj: batchSubject(partition) })).seq;
  } catch (error) {
    if (error instanceof NatsError && error.api_error?.err_code === NO_MESSAGE_FOUND) return 0;
    throw error;
  }
}

/**
 * Changes which partitions the log takes, in one step of the server's. Records stay, those of partitions that are taken
 * no more too: sequences, and so every reader's place, mean the same as before.
 */
export async function setPartitionCount(jsm: JetStreamManager, partitions: number): Promise<void> {
  await jsm.streams.update(EMOTES_STREAM, { subjects: toBatchSubjects(partitions) });
}
