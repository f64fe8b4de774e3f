import { EMOTE_CLASSES, MODERATION_ACTIONS, PROVIDERS, type U64 } from '@emotide/domain';
import { BATCH_VERSION, LAST_KIND_OF_VERSION, ROW_KINDS, type BatchRow } from './batch-layout';

export interface BatchShape {
  readonly rows: number;
  readonly sentFromMs: number;
  readonly sentToMs: number;
}

/** Bytes from `actor` to `message_key`, and from `count` to `flags`. */
const KEYS = 16;
const COUNTS = 10;
const LAST_ACTION = Math.max(...Object.values(MODERATION_ACTIONS));
const LAST_CLASS = Math.max(...Object.values(EMOTE_CLASSES));
/** The warehouse counts a message's uses of one emote in 16 bits; a text holds 500 code points. */
const MAX_USES = 65_535;
const PROVIDER_NUMBERS = new Set<number>(Object.values(PROVIDERS));
const isProvider = (number: number): boolean => PROVIDER_NUMBERS.has(number);

/**
 * Walks a payload row by row without building anything, and checks what the warehouse would refuse: one such row would
 * keep all rows beside it out.
 *
 * @param version a version that is known
 * @returns its shape, or undefined when the bytes are not whole, sound rows of that version's layout.
 */
export function walkBatch(payload: Uint8Array, version = BATCH_VERSION): BatchShape | undefined {
  const lastKind = LAST_KIND_OF_VERSION[version] ?? 0;
  const view = viewOf(payload);
  const end = payload.length;
  let at = 0;
  let rows = 0;
  let sentFromMs = Infinity;
  let sentToMs = -Infinity;
  while (at < end) {
    const kind = payload[at];
    if (kind === undefined || kind < ROW_KINDS.USE || kind > lastKind || end - at < 17) return undefined;
    const timeMs = readTime(view, at + 1);
    const provider = skipText(payload, at + 17) + KEYS;
    const afterId = skipText(payload, provider + 1);
    const emoteClass = skipText(payload, afterId);
    at = emoteClass + 1 + COUNTS;
    if (!(at <= end)) return undefined;
    const count = view.getUint32(emoteClass + 1, true);
    const withEmotes = view.getUint32(emoteClass + 5, true);
    const isSound =
      kind === ROW_KINDS.USE
        ? isProvider(payload[provider]!) &&
          payload[emoteClass]! <= LAST_CLASS &&
          afterId > provider + 2 &&
          count >= 1 &&
          count <= MAX_USES &&
          withEmotes === 0
        : payload[provider] === 0 &&
          payload[emoteClass] === 0 &&
          withEmotes <= count &&
          (kind === ROW_KINDS.ACTIVITY ||
            (kind === ROW_KINDS.LOSS
              ? isSoundLoss(count, timeMs, readTime(view, provider - 8))
              : count === 1 && withEmotes === 0 && isAction(view.getUint16(emoteClass + 9, true))));
    if (!isSound) return undefined;
    rows++;
    if (timeMs < sentFromMs) sentFromMs = timeMs;
    if (timeMs > sentToMs) sentToMs = timeMs;
  }
  return rows === 0 ? undefined : { rows, sentFromMs, sentToMs };
}

/**
 * Reads every row of a payload.
 *
 * Precondition: {@link walkBatch} accepted it.
 */
export function* decodeBatch(payload: Uint8Array): Generator<BatchRow> {
  const view = viewOf(payload);
  const u64 = (at: number): U64 => ({ lo: view.getUint32(at, true), hi: view.getUint32(at + 4, true) });
  const text = (at: number): [string, number] => {
    const [length, start] = textLength(payload, at);
    return [utf8.decode(payload.subarray(start, start + length)), start + length];
  };
  let at = 0;
  while (at < payload.length) {
    const kind = payload[at];
    const timeMs = readTime(view, at + 1);
    const channelId = u64(at + 9);
    const [channelLogin, keys] = text(at + 17);
    const actor = u64(keys);
    const messageKey = u64(keys + 8);
    const [emoteId, afterId] = text(keys + KEYS + 1);
    const [emoteName, afterName] = text(afterId);
    const counts = afterName + 1;
    const count = view.getUint32(counts, true);
    const flags = view.getUint16(counts + 8, true);
    const messagesWithEmotes = view.getUint32(counts + 4, true);
    if (kind === ROW_KINDS.USE)
      yield {
        kind: 'use',
        sentAtMs: timeMs,
        channelId,
        channelLogin,
        chatter: actor,
        messageKey,
        provider: payload[keys + KEYS]!,
        emoteId,
        emoteName,
        emoteClass: payload[afterName]!,
        uses: count,
        flags,
      };
    else if (kind === ROW_KINDS.ACTIVITY)
      yield {
        kind: 'activity',
        secondMs: timeMs,
        channelId,
        channelLogin,
        session: actor,
        lastMessageKey: messageKey,
        messages: count,
        messagesWithEmotes,
        flags,
      };
    else if (kind === ROW_KINDS.MODERATION)
      yield {
        kind: 'moderation',
        sentAtMs: timeMs,
        channelId,
        channelLogin,
        session: actor,
        messageKey,
        action: flags,
      };
    else
      yield {
        kind: 'loss',
        firstSecondMs: timeMs,
        lastSecondMs: readTime(view, keys + 8),
        channelId,
        channelLogin,
        session: actor,
        messages: count,
        messagesWithEmotes,
      };
    at = counts + COUNTS;
  }
}

const isAction = (number: number): boolean => number >= 1 && number <= LAST_ACTION;

/** No buffer lasts longer than the log keeps. */
const LONGEST_LOSS_MS = 31 * 86_400_000;

function isSoundLoss(messages: number, firstMs: number, lastMs: number): boolean {
  return messages >= 1 && lastMs >= firstMs && lastMs - firstMs <= LONGEST_LOSS_MS;
}

const readTime = (view: DataView, at: number): number =>
  view.getUint32(at, true) + view.getInt32(at + 4, true) * 0x1_0000_0000;

const utf8 = new TextDecoder();

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** Position after a text; NaN when its length is not one that a writer makes (two bytes at most). */
function skipText(bytes: Uint8Array, at: number): number {
  const [length, start] = textLength(bytes, at);
  return start + length;
}

function textLength(bytes: Uint8Array, at: number): [length: number, start: number] {
  const first = bytes[at];
  if (first === undefined) return [NaN, NaN];
  if (first < 128) return [first, at + 1];
  const second = bytes[at + 1];
  if (second === undefined || second > 127) return [NaN, NaN];
  return [(first & 127) | (second << 7), at + 2];
}
