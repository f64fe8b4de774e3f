export {
  HEADERS,
  REFUSAL_REASONS,
  checkBatch,
  toHeaders,
  type BatchHeader,
  type CheckedBatch,
  type RefusalReason,
} from './batch-envelope';
export {
  BATCH_COLUMNS,
  BATCH_VERSION,
  MAX_BATCH_BYTES,
  ROW_KINDS,
  type ActivityRow,
  type BatchRow,
  type LossRow,
  type EncodedBatch,
  type UseRow,
} from './batch-layout';
export { BatchPublisher, createEpoch, type BatchPublisherOptions } from './batch-publisher';
export { decodeBatch, walkBatch, type BatchShape } from './batch-reader';
export {
  BatchWriter,
  activityRowBytes,
  encodeChannel,
  encodeEmote,
  type ChannelBytes,
  type EmoteBytes,
} from './batch-writer';
export type { EventLogOptions } from './connection';
export { eventLogEnv, toEventLogAddress } from './event-log-env';
export { EventLog, type QuarantineReason, type StreamState } from './event-log';
export { LogReplaced, type LogReader, type LogRecord } from './log-reader';
export { LogUnavailable } from './log-unavailable';
export { MAX_PARTITIONS, partitionName, partitionOf } from './partition';
export type { ProvisionOptions } from './provision';
export { ROLES, permissionsOf, type Role, type RolePermissions } from './roles';
export { SeenBatches, type SeenBatchesState } from './seen-batches';
export { FencedError, type SinkIntent, type SinkIntents } from './sink-intents';
