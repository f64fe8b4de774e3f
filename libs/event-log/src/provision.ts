import {
  DiscardPolicy,
  NatsError,
  RetentionPolicy,
  StorageType,
  nanos,
  type NatsConnection,
  type StreamConfig,
} from 'nats';
import { MAX_BATCH_BYTES } from './batch-layout';
import { EMOTES_STREAM, QUARANTINE_STREAM, SINK_INTENTS_BUCKET } from './names';

export interface ProvisionOptions {
  /** Copies of each stream: 1 on one machine, 3 on a cluster. */
  readonly replicas: number;
  /** Disk that the live stream may take; the oldest batches go first. */
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

const DUPLICATE_WINDOW_MS = 10 * 60_000;
const QUARANTINE_MAX_BYTES = 256 * 1024 * 1024;
const DAY_MS = 86_400_000;
/** A batch and its headers. What a stranger may store is bounded too, so that it fits into quarantine beside its reason. */
const MAX_RECORD_BYTES = MAX_BATCH_BYTES + 16 * 1024;
/** nats-server's code for a stream that is not there. */
const STREAM_NOT_FOUND = 10059;

/**
 * Declares the streams and buckets: the only place that creates them. Idempotent: what exists is brought to the
 * given limits, its data untouched.
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
  const streams: (Partial<StreamConfig> & { name: string })[] = [
    {
      ...common,
      name: EMOTES_STREAM,
      description: 'Batches of emote uses and channel activity',
      subjects: ['emotes.v1.>'],
      max_bytes: options.maxBytes,
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
  for (const stream of streams) {
    const exists = await jsm.streams.info(stream.name).then(
      () => true,
      (error: unknown) => {
        if (error instanceof NatsError && error.api_error?.err_code === STREAM_NOT_FOUND) return false;
        throw error;
      },
    );
    if (exists) await jsm.streams.update(stream.name, stream);
    else await jsm.streams.add(stream);
  }
  await nc
    .jetstream()
    .views.kv(SINK_INTENTS_BUCKET, { history: 1, storage: StorageType.File, replicas: options.replicas });
}
