import { crc32 } from 'node:zlib';
import type { U64 } from '@emotide/domain';
import { MAX_BATCH_BYTES, ROW_KINDS, type EncodedBatch } from './batch-layout';

/** `channel_id` and `channel_login` as bytes: encoded once a channel, copied into each of its rows. */
export type ChannelBytes = Uint8Array & { readonly __channel: never };
/** `provider` to `class` as bytes: encoded once an emote. */
export type EmoteBytes = Uint8Array & { readonly __emote: never };

/** Longest text in a row, in bytes; longer ones are cut at a character. Real ids and names stay under 100. */
const MAX_TEXT_BYTES = 255;

export function encodeChannel(channelId: U64, channelLogin: string): ChannelBytes {
  const login = textBytes(channelLogin);
  const bytes = new Uint8Array(8 + login.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, channelId.lo, true);
  view.setUint32(4, channelId.hi, true);
  bytes.set(login, 8);
  return bytes as ChannelBytes;
}

/** @param provider `PROVIDERS`' number @param emoteClass `EMOTE_CLASSES`' number */
export function encodeEmote(
  provider: number,
  emoteId: string,
  emoteName: string,
  emoteClass: number,
): EmoteBytes {
  const id = textBytes(emoteId);
  const name = textBytes(emoteName);
  const bytes = new Uint8Array(1 + id.length + name.length + 1);
  bytes[0] = provider;
  bytes.set(id, 1);
  bytes.set(name, 1 + id.length);
  bytes[bytes.length - 1] = emoteClass;
  return bytes as EmoteBytes;
}

/** What a row that is no use carries between channel and counts: no provider, empty id and name, no class. */
const NO_EMOTE = new Uint8Array(4) as EmoteBytes;
/** A row's bytes beside its channel and emote. */
const FIXED_BYTES = 1 + 8 + 8 + 8 + 4 + 4 + 2;
/** No row is longer: room is checked before a message's first row, so its rows are never torn apart. */
const MAX_ROW_BYTES = FIXED_BYTES + 8 + 2 + MAX_TEXT_BYTES + 2 * (2 + MAX_TEXT_BYTES) + 2;

/** Bytes of one row of a channel that is no use. */
export function activityRowBytes(channel: ChannelBytes): number {
  return FIXED_BYTES + channel.length + NO_EMOTE.length;
}

/**
 * Collects rows into one batch's payload. One buffer, reused; {@link finish} copies out of it.
 *
 * Precondition of `use` and `activity`: {@link hasRoomFor} said yes for the rows that follow.
 */
export class BatchWriter {
  readonly #buffer = Buffer.allocUnsafeSlow(MAX_BATCH_BYTES);
  readonly #view = new DataView(this.#buffer.buffer, this.#buffer.byteOffset, MAX_BATCH_BYTES);
  #at = 0;
  #rows = 0;
  #sentFromMs = Infinity;
  #sentToMs = -Infinity;

  get rows(): number {
    return this.#rows;
  }

  get bytes(): number {
    return this.#at;
  }

  /** Whether so many use rows fit, and `bytes` of other rows after them. */
  hasRoomFor(useRows: number, bytes = 0): boolean {
    return this.#at + useRows * MAX_ROW_BYTES + bytes <= MAX_BATCH_BYTES;
  }

  use(
    channel: ChannelBytes,
    sentAtMs: number,
    chatter: U64,
    messageKey: U64,
    emote: EmoteBytes,
    uses: number,
    flags: number,
  ): void {
    this.#row(ROW_KINDS.USE, channel, sentAtMs, chatter, messageKey, emote, uses, 0, flags);
  }

  activity(
    channel: ChannelBytes,
    secondMs: number,
    session: U64,
    lastMessageKey: U64,
    messages: number,
    messagesWithEmotes: number,
    flags: number,
  ): void {
    this.#row(
      ROW_KINDS.ACTIVITY,
      channel,
      secondMs,
      session,
      lastMessageKey,
      NO_EMOTE,
      messages,
      messagesWithEmotes,
      flags,
    );
  }

  /** @param lastSecondMs epoch ms, like `firstSecondMs` */
  loss(
    channel: ChannelBytes,
    firstSecondMs: number,
    lastSecondMs: number,
    session: U64,
    messages: number,
    messagesWithEmotes: number,
  ): void {
    const last = { lo: lastSecondMs >>> 0, hi: Math.floor(lastSecondMs / 0x1_0000_0000) };
    this.#row(
      ROW_KINDS.LOSS,
      channel,
      firstSecondMs,
      session,
      last,
      NO_EMOTE,
      messages,
      messagesWithEmotes,
      0,
    );
  }

  /** @param messageKey of the message that was deleted, otherwise 0 @param action `MODERATION_ACTIONS`' number */
  moderation(channel: ChannelBytes, sentAtMs: number, session: U64, messageKey: U64, action: number): void {
    this.#row(ROW_KINDS.MODERATION, channel, sentAtMs, session, messageKey, NO_EMOTE, 1, 0, action);
  }

  /** The batch so far, and an empty writer. Undefined when there is no row. */
  finish(): EncodedBatch | undefined {
    if (this.#rows === 0) return undefined;
    const payload = Buffer.from(this.#buffer.subarray(0, this.#at));
    const batch = {
      payload,
      rows: this.#rows,
      crc32: crc32(payload),
      sentFromMs: this.#sentFromMs,
      sentToMs: this.#sentToMs,
    };
    this.#at = 0;
    this.#rows = 0;
    this.#sentFromMs = Infinity;
    this.#sentToMs = -Infinity;
    return batch;
  }

  #row(
    kind: number,
    channel: ChannelBytes,
    timeMs: number,
    actor: U64,
    key: U64,
    emote: EmoteBytes,
    count: number,
    withEmotes: number,
    flags: number,
  ): void {
    const buffer = this.#buffer;
    const view = this.#view;
    let at = this.#at;
    buffer[at++] = kind;
    view.setUint32(at, timeMs >>> 0, true);
    view.setInt32(at + 4, Math.floor(timeMs / 0x1_0000_0000), true);
    at = copy(channel, buffer, at + 8);
    view.setUint32(at, actor.lo, true);
    view.setUint32(at + 4, actor.hi, true);
    view.setUint32(at + 8, key.lo, true);
    view.setUint32(at + 12, key.hi, true);
    at = copy(emote, buffer, at + 16);
    view.setUint32(at, count, true);
    view.setUint32(at + 4, withEmotes, true);
    view.setUint16(at + 8, flags, true);
    this.#at = at + 10;
    this.#rows++;
    if (timeMs < this.#sentFromMs) this.#sentFromMs = timeMs;
    if (timeMs > this.#sentToMs) this.#sentToMs = timeMs;
  }
}

/** A byte loop beats `set` below some 50 bytes, and nearly all are. */
function copy(from: Uint8Array, to: Uint8Array, at: number): number {
  const length = from.length;
  if (length > 48) to.set(from, at);
  else for (let i = 0; i < length; i++) to[at + i] = from[i]!;
  return at + length;
}

/** A text as RowBinary has it: length as a varint, then UTF-8. */
function textBytes(text: string): Uint8Array {
  let bytes = Buffer.from(text, 'utf8');
  if (bytes.length > MAX_TEXT_BYTES) {
    let end = MAX_TEXT_BYTES;
    while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
    bytes = bytes.subarray(0, end);
  }
  const length = bytes.length;
  const head = length < 128 ? [length] : [(length & 127) | 128, length >> 7];
  return Uint8Array.from([...head, ...bytes]);
}
