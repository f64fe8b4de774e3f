export {
  HEADERS,
  REFUSAL_REASONS,
  checkBatch,
  toFenceHeaders,
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
export {
  BatchPublisher,
  type BatchPublisherOptions,
  type ExtraHeaders,
  type StoredBatch,
} from './batch-publisher';
export { decodeBatch, walkBatch, type BatchShape } from './batch-reader';
export {
  BatchWriter,
  activityRowBytes,
  encodeChannel,
  encodeEmote,
  type ChannelBytes,
  type EmoteBytes,
} from './batch-writer';
export { KEY_MISSING, chatterEnv, hasNeededKey, toChatterForms } from './chatter-env';
export type { EventLogOptions } from './connection';
export { createEpoch } from './epoch';
export { eventLogEnv, toEventLogAddress } from './event-log-env';
export { EventLog, type StreamState } from './event-log';
export { LogAdmin } from './log-admin';
export { LogReplaced, type LogReader, type LogRecord, type StoredRecord } from './log-reader';
export { LogUnavailable } from './log-unavailable';
export {
  EMOTES_STREAM,
  HISTORY_STREAM,
  LOGS,
  logOf,
  type LeaseGroup,
  type LogName,
  type SharedBucket,
} from './names';
export { MAX_PARTITIONS, partitionName, partitionOf } from './partition';
export { parseBatchSubject } from './partition-count';
export type { ProvisionOptions } from './provision';
export { toOrigin, type QuarantineReason } from './quarantine';
export type { QuarantineBox, QuarantinedRecord } from './quarantine-box';
export type { QuarantineState } from './quarantine-state';
export { refusalOf, type QuarantineReplayOutcome } from './quarantine-replay';
export { followOptOuts, type FollowedOptOuts } from './follow-opt-outs';
export { readAllValues } from './read-all-values';
export type { ReadMark } from './read-mark';
export { recordsUpTo } from './records-up-to';
export {
  OPEN_END,
  RepairLost,
  SinksPaused,
  describeDays,
  type DayRange,
  type Repair,
  type RepairLock,
  type RepairLockOptions,
} from './repair-lock';
export { ROLES, permissionsOf, type Role, type RolePermissions } from './roles';
export type { TakenIntents } from './taken-intents';
export { SeenBatches, type SeenBatchesState } from './seen-batches';
export { FencedError, parseIntent, type SinkIntent, type SinkIntents } from './sink-intents';
export {
  MAX_TRACED,
  logTraced,
  toTracedHeader,
  tracedIn,
  type TraceStep,
  type TracedMessage,
} from './traced-messages';
export { MAX_SLOTS } from './slot-table';
export {
  SlotGroup,
  type LeaveOptions,
  type SlotGroupOptions,
  type SlotGroupState,
  type SlotHandover,
} from './slot-group';
export type { SlotWeight } from './slot-holder';
export { UNSOUND_TERM, hasSoundTerm, leaseEnv, toLeaseTerms } from './lease-env';
export { SharedValues, type FollowOptions, type SharedValue } from './shared-values';
