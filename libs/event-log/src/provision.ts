import {
  DiscardPolicy,
  NatsError,
  RetentionPolicy,
  StorageType,
  nanos,
  type JetStreamManager,
  type NatsConnection,
  type StreamConfig,
} from 'nats';
import { HISTORY_PARTITION } from '@emotide/domain';
import { MAX_BATCH_BYTES } from './batch-layout';
import {
  EMOTES_STREAM,
  HISTORY_STREAM,
  QUARANTINE_STREAM,
  REPAIRS_BUCKET,
  SHARED_BUCKETS,
  SHARED_VALUES_KEPT_MS,
  SINK_INTENTS_BUCKET,
  batchSubject,
  type LogName,
} from './names';
import { birthOf, toLogDescription } from './log-birth';
import { expectPartitions, toBatchSubjects } from './partition-count';
import { partitionsHeld, readPartitionCount } from './repartition';
import { provisionLeases } from './provision-leases';

export interface ProvisionOptions {
  /** Copies of each stream: 1 on one machine, 3 on a cluster. */
  readonly replicas: number;
  /** Disk that the live stream may take; the oldest batches go first. */
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  /**
   * How many partitions the log has, written down with it. Absent: any number goes on a new log, and the one of an older
   * log stays.
   */
  readonly partitions?: number;
}

const DUPLICATE_WINDOW_MS = 10 * 60_000;
/** An import waits for the sink long before, so what goes first is in the warehouse. */
const HISTORY_MAX_BYTES = 2 * 1024 ** 3;
const QUARANTINE_MAX_BYTES = 256 * 1024 * 1024;
const DAY_MS = 86_400_000;
/** A batch and its headers. What a stranger may store is bounded too, so that it fits into quarantine beside its reason. */
const MAX_RECORD_BYTES = MAX_BATCH_BYTES + 16 * 1024;
/** nats-server's code for a stream that is not there. */
const STREAM_NOT_FOUND = 10059;

/**
 * Declares the streams and buckets: the only place that creates them. Idempotent: what exists is brought to the
 * given limits, its data untouched.
 *
 * @throws UsageError when the log has another number of partitions
 */
export async function provisionEventLog(nc: NatsConnection, options: ProvisionOptions): Promise<void> {
  const jsm = await nc.jetstreamManager();
  const common = {
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    num_replicas: options.replicas,
    duplicate_window: nanos(DUPLICATE_WINDOW_MS),
    allow_direct: true,
  } satisfies Partial<StreamConfig>;
  const subjects = await subjectsFor(jsm, options.partitions);
  const streams: (Partial<StreamConfig> & { name: string })[] = [
    {
      ...common,
      name: EMOTES_STREAM,
      description: toLogDescription(await birthFor(jsm, EMOTES_STREAM)),
      ...(subjects && { subjects }),
      max_bytes: options.maxBytes,
      max_age: nanos(options.maxAgeMs),
      max_msg_size: MAX_RECORD_BYTES,
    },
    {
      ...common,
      name: HISTORY_STREAM,
      description: toLogDescription(await birthFor(jsm, HISTORY_STREAM), HISTORY_STREAM),
      subjects: [batchSubject(HISTORY_PARTITION)],
      max_bytes: Math.min(HISTORY_MAX_BYTES, Math.ceil(options.maxBytes / 4)),
      max_age: nanos(options.maxAgeMs),
      max_msg_size: MAX_RECORD_BYTES,
    },
    {
      ...common,
      name: QUARANTINE_STREAM,
      description: 'Records of the log that could not be used, with the reason',
      subjects: ['quarantine.v1.>'],
      max_bytes: QUARANTINE_MAX_BYTES,
      max_age: nanos(30 * DAY_MS),
    },
  ];
  // Before the log: that there is none shows the first start, also after a crash in between.
  await provisionLeases(nc, options.replicas, !(await exists(jsm, EMOTES_STREAM)));
  for (const stream of streams) {
    if (await exists(jsm, stream.name)) await jsm.streams.update(stream.name, stream);
    else await jsm.streams.add(stream);
  }
  const kept: readonly (readonly [string, number | undefined])[] = [
    [SINK_INTENTS_BUCKET, undefined],
    [REPAIRS_BUCKET, undefined],
    ...SHARED_BUCKETS.map((bucket) => [bucket, SHARED_VALUES_KEPT_MS[bucket]] as const),
  ];
  for (const [bucket, ttl] of kept)
    await nc.jetstream().views.kv(bucket, {
      history: 1,
      storage: StorageType.File,
      replicas: options.replicas,
      ...(ttl !== undefined && { ttl }),
    });
}

/** When a log was made: now, if it is not there. */
async function birthFor(jsm: JetStreamManager, log: LogName): Promise<number> {
  return (await exists(jsm, log)) ? birthOf(await jsm.streams.info(log)) : Date.now();
}

/** What the log is to take: undefined leaves it as it is. */
async function subjectsFor(
  jsm: JetStreamManager,
  partitions: number | undefined,
): Promise<string[] | undefined> {
  const isThere = await exists(jsm, EMOTES_STREAM);
  if (isThere && partitions !== undefined)
    expectPartitions(partitions, await readPartitionCount(jsm), await partitionsHeld(jsm));
  return isThere && partitions === undefined ? undefined : toBatchSubjects(partitions);
}

function exists(jsm: JetStreamManager, stream: string): Promise<boolean> {
  return jsm.streams.info(stream).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NatsError && error.api_error?.err_code === STREAM_NOT_FOUND) return false;
      throw error;
    },
  );
}
