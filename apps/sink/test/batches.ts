import { formatU64, toU64 } from '@emotide/domain';
import {
  BatchWriter,
  encodeChannel,
  encodeEmote,
  toHeaders,
  type BatchRow,
  type EncodedBatch,
  type LogRecord,
} from '@emotide/event-log';

/** What a test says about one message's use of one emote; its activity follows from it. */
export interface Message {
  readonly sentAtMs: number;
  readonly channel: number;
  readonly chatter: number;
  readonly key: number;
  readonly emote: string;
  readonly uses: number;
}

const writer = new BatchWriter();

/** One batch of these messages: a row of use each, and of activity for the channel's second. */
export function toBatch(messages: readonly Message[]): EncodedBatch {
  for (const { sentAtMs, channel, chatter, key, emote, uses } of messages) {
    const bytes = encodeChannel(toU64(channel), `channel${channel}`);
    const [user, message] = [toU64(chatter), toU64(key)];
    writer.use(bytes, sentAtMs, user, message, encodeEmote(1, emote, `name of ${emote}`, 1), uses, 0);
    writer.activity(bytes, sentAtMs - (sentAtMs % 1_000), toU64(9), message, 1, 1, 0);
  }
  return writer.finish()!;
}

/** The same rows as {@link toBatch} writes, as ClickHouse reads them in `JSONEachRow`. */
export function toJsonRows(messages: readonly Message[]): object[] {
  return messages.flatMap(({ sentAtMs, channel, chatter, key, emote, uses }) => {
    const common = { channel_id: channel, channel_login: `channel${channel}`, message_key: key, flags: 0 };
    return [
      {
        ...common,
        kind: 'use',
        sent_at: clickHouseTime(sentAtMs),
        actor: chatter,
        provider: 'twitch',
        emote_id: emote,
        emote_name: `name of ${emote}`,
        class: 'GLOBAL',
        count: uses,
        with_emotes: 0,
      },
      {
        ...common,
        kind: 'activity',
        sent_at: clickHouseTime(sentAtMs - (sentAtMs % 1_000)),
        actor: 9,
        provider: 'none',
        emote_id: '',
        emote_name: '',
        class: 'UNKNOWN',
        count: 1,
        with_emotes: 1,
      },
    ];
  });
}

const clickHouseTime = (timeMs: number): string =>
  new Date(timeMs).toISOString().replace('T', ' ').replace('Z', '');

/** One batch of these rows, whatever they are. */
export function toBatchOfRows(rows: readonly BatchRow[]): EncodedBatch {
  for (const row of rows) {
    const channel = encodeChannel(row.channelId, row.channelLogin);
    if (row.kind === 'use') {
      const { sentAtMs, chatter, messageKey, uses, flags } = row;
      const emote = encodeEmote(row.provider, row.emoteId, row.emoteName, row.emoteClass);
      writer.use(channel, sentAtMs, chatter, messageKey, emote, uses, flags);
    } else if (row.kind === 'activity') {
      const { secondMs, session, lastMessageKey, messages, messagesWithEmotes, flags } = row;
      writer.activity(channel, secondMs, session, lastMessageKey, messages, messagesWithEmotes, flags);
    } else if (row.kind === 'moderation')
      writer.moderation(channel, row.sentAtMs, row.session, row.messageKey, row.action);
    else {
      const { firstSecondMs, lastSecondMs, session, messages, messagesWithEmotes } = row;
      writer.loss(channel, firstSecondMs, lastSecondMs, session, messages, messagesWithEmotes);
    }
  }
  return writer.finish()!;
}

/** A decoded row as ClickHouse reads it in `JSONEachRow`. */
export function toJsonRow(row: BatchRow): object {
  const channel = { channel_id: formatU64(row.channelId), channel_login: row.channelLogin };
  const none = { provider: 'none', emote_id: '', emote_name: '', class: 'UNKNOWN' };
  switch (row.kind) {
    case 'use':
      return {
        ...channel,
        kind: 'use',
        sent_at: clickHouseTime(row.sentAtMs),
        actor: formatU64(row.chatter),
        message_key: formatU64(row.messageKey),
        // Enums may be given by their numbers.
        provider: row.provider,
        emote_id: row.emoteId,
        emote_name: row.emoteName,
        class: row.emoteClass,
        count: row.uses,
        with_emotes: 0,
        flags: row.flags,
      };
    case 'activity':
      return {
        ...channel,
        ...none,
        kind: 'activity',
        sent_at: clickHouseTime(row.secondMs),
        actor: formatU64(row.session),
        message_key: formatU64(row.lastMessageKey),
        count: row.messages,
        with_emotes: row.messagesWithEmotes,
        flags: row.flags,
      };
    case 'moderation':
      return {
        ...channel,
        ...none,
        kind: 'moderation',
        sent_at: clickHouseTime(row.sentAtMs),
        actor: formatU64(row.session),
        message_key: formatU64(row.messageKey),
        count: 1,
        with_emotes: 0,
        flags: row.action,
      };
    case 'loss':
      return {
        ...channel,
        ...none,
        kind: 'loss',
        sent_at: clickHouseTime(row.firstSecondMs),
        actor: formatU64(row.session),
        message_key: row.lastSecondMs,
        count: row.messages,
        with_emotes: row.messagesWithEmotes,
        flags: 0,
      };
  }
}

/** A record of partition 0 as the log would give it. */
export function toRecord(
  seq: number,
  storedAtMs: number,
  batch: EncodedBatch,
  place: { readonly epoch: string; readonly batch: number; readonly partition?: number },
  change: { readonly headers?: Readonly<Record<string, string>>; readonly payload?: Uint8Array } = {},
): LogRecord {
  const headers = new Map(toHeaders(batch, { partition: 0, ...place }));
  for (const [name, value] of Object.entries(change.headers ?? {})) headers.set(name, value);
  return {
    seq,
    storedAtNs: `${storedAtMs}000000`,
    payload: change.payload ?? batch.payload,
    header: (name) => headers.get(name) ?? '',
  };
}
