import type { U64 } from '@emotide/domain';

/** Version of the payload's layout and of the headers beside it, as it is written; see docs/batch-format.md. */
export const BATCH_VERSION = 2;

/** The last kind of row that each version has; readers refuse versions that are not here. */
export const LAST_KIND_OF_VERSION: Readonly<Partial<Record<number, number>>> = { 1: 3, 2: 4 };

/** Largest payload that is written, under NATS's default limit of 1 MiB with room for headers. */
export const MAX_BATCH_BYTES = 512 * 1024;

/**
 * What a row is. Use: one message and one distinct emote of it. Activity: messages of one channel and second. Loss:
 * messages of one reading session that were read, and dropped before the log had them. Moderation: one act of a
 * channel's moderators.
 */
export const ROW_KINDS = { USE: 1, ACTIVITY: 2, LOSS: 3, MODERATION: 4 } as const;

/**
 * The payload's columns as ClickHouse reads them (`FORMAT RowBinary`), in their order. This text is the layout: the
 * writer and the reader in this folder follow it, and the warehouse's `landing` table has the same columns.
 */
export const BATCH_COLUMNS = [
  ['kind', 'UInt8'],
  ['sent_at', 'Int64'],
  ['channel_id', 'UInt64'],
  ['channel_login', 'String'],
  ['actor', 'UInt64'],
  ['message_key', 'UInt64'],
  ['provider', 'UInt8'],
  ['emote_id', 'String'],
  ['emote_name', 'String'],
  ['class', 'UInt8'],
  ['count', 'UInt32'],
  ['with_emotes', 'UInt32'],
  ['flags', 'UInt16'],
] as const;

/** One use row, decoded. */
export interface UseRow {
  readonly kind: 'use';
  /** Epoch ms. */
  readonly sentAtMs: number;
  readonly channelId: U64;
  readonly channelLogin: string;
  /** The chatter as the log knows them; 0 is nobody. */
  readonly chatter: U64;
  readonly messageKey: U64;
  /** `PROVIDERS`' number. */
  readonly provider: number;
  readonly emoteId: string;
  readonly emoteName: string;
  /** `EMOTE_CLASSES`' number. */
  readonly emoteClass: number;
  /** Occurrences of the emote in the message. */
  readonly uses: number;
  /** `MESSAGE_FLAGS` */
  readonly flags: number;
}

/** One activity row, decoded: for exactly the messages that its batch covers. */
export interface ActivityRow {
  readonly kind: 'activity';
  /** Start of the second, epoch ms. */
  readonly secondMs: number;
  readonly channelId: U64;
  readonly channelLogin: string;
  /** One uninterrupted reading of the channel by one collector. */
  readonly session: U64;
  /** The last message covered. */
  readonly lastMessageKey: U64;
  readonly messages: number;
  readonly messagesWithEmotes: number;
  /**
   * Only `SHARED_COPY` is set here, as copies are counted in rows of their own, and `HISTORICAL`, on messages that repair a
   * gap.
   */
  readonly flags: number;
}

/** One loss row, decoded: for messages that no batch covers. */
export interface LossRow {
  readonly kind: 'loss';
  /** Start of the first and of the last second with a lost message, epoch ms. */
  readonly firstSecondMs: number;
  readonly lastSecondMs: number;
  readonly channelId: U64;
  readonly channelLogin: string;
  /** The reading session that had read them. */
  readonly session: U64;
  readonly messages: number;
  readonly messagesWithEmotes: number;
}

/** One moderation row, decoded. */
export interface ModerationRow {
  readonly kind: 'moderation';
  /** Epoch ms. */
  readonly sentAtMs: number;
  readonly channelId: U64;
  readonly channelLogin: string;
  /** The reading session that heard of it. */
  readonly session: U64;
  /** Of the message that was deleted; otherwise 0. */
  readonly messageKey: U64;
  /** `MODERATION_ACTIONS`' number. */
  readonly action: number;
}

export type BatchRow = UseRow | ActivityRow | LossRow | ModerationRow;

/** A finished batch, ready to be published. */
export interface EncodedBatch {
  readonly payload: Uint8Array;
  readonly rows: number;
  /** CRC-32 (IEEE) of the payload. */
  readonly crc32: number;
  readonly sentFromMs: number;
  readonly sentToMs: number;
}
