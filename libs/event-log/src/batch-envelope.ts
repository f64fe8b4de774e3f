import { crc32 } from 'node:zlib';
import { BATCH_VERSION, LAST_KIND_OF_VERSION, type EncodedBatch } from './batch-layout';
import { walkBatch } from './batch-reader';
import { isEpoch } from './epoch';

/** What travels beside a payload, as NATS headers. */
export interface BatchHeader {
  readonly version: number;
  readonly partition: number;
  /** New at each start of a publisher. */
  readonly epoch: string;
  /** Counts 1, 2, 3, … per epoch and partition. */
  readonly batch: number;
  readonly rows: number;
  readonly crc32: number;
  /** Least and greatest `sent_at`, epoch ms. */
  readonly sentFromMs: number;
  readonly sentToMs: number;
}

/** Header names. `Nats-Msg-Id` is the server's own, for its duplicate window. */
export const HEADERS = {
  messageId: 'Nats-Msg-Id',
  version: 'Emotide-Version',
  partition: 'Emotide-Partition',
  epoch: 'Emotide-Epoch',
  batch: 'Emotide-Batch',
  rows: 'Emotide-Rows',
  crc32: 'Emotide-Crc32',
  sentFrom: 'Emotide-Sent-From',
  sentTo: 'Emotide-Sent-To',
  /** Only a fence has it, and then none of those about rows. */
  fence: 'Emotide-Fence',
} as const;

/** Why a record of the log is nothing of ours. */
export const REFUSAL_REASONS = [
  'bad-header',
  'wrong-version',
  'wrong-partition',
  'wrong-checksum',
  'wrong-rows',
  'absurd-time',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export type CheckedBatch =
  | { readonly ok: true; readonly kind: 'batch'; readonly header: BatchHeader }
  /** From here on in this partition, nothing of the epoch counts. */
  | { readonly ok: true; readonly kind: 'fence'; readonly epoch: string }
  | { readonly ok: false; readonly reason: RefusalReason };

export function messageIdOf(header: Pick<BatchHeader, 'epoch' | 'partition' | 'batch'>): string {
  return `${header.epoch}.${header.partition}.${header.batch}`;
}

/** Header names and values for a batch, in the order of {@link HEADERS}. */
export function toHeaders(
  batch: EncodedBatch,
  place: Pick<BatchHeader, 'epoch' | 'partition' | 'batch'>,
): [name: string, value: string][] {
  return [
    [HEADERS.messageId, messageIdOf(place)],
    [HEADERS.version, String(BATCH_VERSION)],
    [HEADERS.partition, String(place.partition)],
    [HEADERS.epoch, place.epoch],
    [HEADERS.batch, String(place.batch)],
    [HEADERS.rows, String(batch.rows)],
    [HEADERS.crc32, batch.crc32.toString(16).padStart(8, '0')],
    [HEADERS.sentFrom, String(batch.sentFromMs)],
    [HEADERS.sentTo, String(batch.sentToMs)],
  ];
}

/** Header names and values of the record, without payload, that ends an epoch in a partition. */
export function toFenceHeaders(epoch: string, partition: number): [name: string, value: string][] {
  return [
    [HEADERS.messageId, fenceIdOf(epoch, partition)],
    [HEADERS.version, String(BATCH_VERSION)],
    [HEADERS.partition, String(partition)],
    [HEADERS.fence, epoch],
  ];
}

const fenceIdOf = (epoch: string, partition: number): string => `fence.${epoch}.${partition}`;

/** Fifteen digits are exact as a number. */
const WHOLE = /^(0|[1-9][0-9]{0,14})$/;
const TIME = /^(0|-?[1-9][0-9]{0,14})$/;
const CRC = /^[0-9a-f]{8}$/;

/**
 * Checks a record of the log before anything uses it: headers, partition, checksum, every row's borders, and that
 * the rows lie between the times that the headers promise. One wrong bit anywhere is found.
 *
 * @param isPlausible whether a time can be true; the earliest and latest of the batch are asked
 */
export function checkBatch(
  get: (name: string) => string,
  payload: Uint8Array,
  partition: number,
  isPlausible: (timeMs: number) => boolean,
): CheckedBatch {
  const version = get(HEADERS.version);
  if (!WHOLE.test(version)) return refuse('bad-header');
  if (LAST_KIND_OF_VERSION[Number(version)] === undefined) return refuse('wrong-version');
  if (get(HEADERS.fence) !== '') return checkFence(get, payload, partition);
  const header = parseHeader(get);
  if (header === undefined) return refuse('bad-header');
  if (header.partition !== partition) return refuse('wrong-partition');
  if (crc32(payload) !== header.crc32) return refuse('wrong-checksum');
  const shape = walkBatch(payload, header.version);
  if (
    shape === undefined ||
    shape.rows !== header.rows ||
    shape.sentFromMs !== header.sentFromMs ||
    shape.sentToMs !== header.sentToMs
  )
    return refuse('wrong-rows');
  if (!isPlausible(shape.sentFromMs) || !isPlausible(shape.sentToMs)) return refuse('absurd-time');
  return { ok: true, kind: 'batch', header };
}

function checkFence(get: (name: string) => string, payload: Uint8Array, partition: number): CheckedBatch {
  const epoch = get(HEADERS.fence);
  const named = get(HEADERS.partition);
  if (!isEpoch(epoch) || !WHOLE.test(named)) return refuse('bad-header');
  if (get(HEADERS.messageId) !== fenceIdOf(epoch, Number(named))) return refuse('bad-header');
  if (Number(named) !== partition) return refuse('wrong-partition');
  if (payload.length > 0) return refuse('wrong-rows');
  return { ok: true, kind: 'fence', epoch };
}

const refuse = (reason: RefusalReason): CheckedBatch => ({ ok: false, reason });

function parseHeader(get: (name: string) => string): BatchHeader | undefined {
  const epoch = get(HEADERS.epoch);
  const crc = get(HEADERS.crc32);
  const whole = [HEADERS.version, HEADERS.partition, HEADERS.batch, HEADERS.rows].map(get);
  const times = [HEADERS.sentFrom, HEADERS.sentTo].map(get);
  if (!isEpoch(epoch) || !CRC.test(crc)) return undefined;
  if (!whole.every((text) => WHOLE.test(text)) || !times.every((text) => TIME.test(text))) return undefined;
  const [version, partition, batch, rows] = whole.map(Number) as [number, number, number, number];
  const [sentFromMs, sentToMs] = times.map(Number) as [number, number];
  if (batch === 0) return undefined;
  // The id says them once more, so that one wrong bit in any of the three shows: the checksum is of the payload alone.
  if (get(HEADERS.messageId) !== messageIdOf({ epoch, partition, batch })) return undefined;
  return { version, partition, epoch, batch, rows, crc32: Number.parseInt(crc, 16), sentFromMs, sentToMs };
}
