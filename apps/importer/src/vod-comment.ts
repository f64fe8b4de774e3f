import {
  MESSAGE_FLAGS,
  type ChannelId,
  type ChannelLogin,
  type ChatLine,
  type UserId,
} from '@emotide/domain';
import { z } from 'zod';

/** Whose chat a VOD file is, as far as it says. */
export interface VodChannel {
  readonly channelId: ChannelId | null;
  readonly login: ChannelLogin | null;
}

const decimal = z.union([z.string().regex(/^[1-9]\d{0,15}$/), z.number().int().positive()]).transform(String);
const looseText = z.string().catch('');
const fragment = z.object({
  text: looseText,
  emoticon: z.object({ emoticon_id: z.string() }).nullish().catch(null),
});
const badge = z.object({ _id: looseText, version: looseText });

/**
 * A comment as TwitchDownloader (1.4) and Twitch's API v5 have it. Of a message only its fragments are read: `emoticons`
 * ends one behind in the one layout and not in the other, and some do not fit their own text.
 */
const comment = z.object({
  _id: z.string().nullish().catch(null),
  created_at: z.string(),
  channel_id: decimal.nullish().catch(null),
  commenter: z
    .object({ _id: decimal.nullish().catch(null) })
    .nullish()
    .catch(null),
  message: z.object({
    body: looseText,
    bits_spent: z.number().catch(0),
    is_action: z.boolean().catch(false),
    fragments: z.array(fragment).nullish().catch(null),
    user_badges: z.array(badge).nullish().catch(null),
    user_notice_params: z
      .object({ msg_id: z.string().nullish().catch(null), 'msg-id': z.string().nullish().catch(null) })
      .nullish()
      .catch(null),
  }),
});

const streamer = z.object({ login: looseText, name: looseText, id: decimal.nullish().catch(null) });

/** Marks of a message that was said as any other, only shown otherwise. */
const PLAIN_NOTICES =
  /^(highlighted-message|skip-subs-mode-message|animated-message|gigantified-emote-message)$/;
const FLAG_OF_BADGE: Readonly<Record<string, number>> = {
  subscriber: MESSAGE_FLAGS.SUBSCRIBER,
  founder: MESSAGE_FLAGS.SUBSCRIBER,
  moderator: MESSAGE_FLAGS.MODERATOR,
  vip: MESSAGE_FLAGS.VIP,
};
/** What an `emotes` tag can carry as an id. */
const EMOTE_ID = /^[^\s:;,]{1,128}$/;
const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Reads the `streamer` of a file; null where it says nothing. */
export function parseStreamer(json: unknown): VodChannel {
  const { data } = streamer.safeParse(json);
  const login = (data?.login || data?.name || '').toLowerCase();
  return {
    channelId: (data?.id ?? null) as ChannelId | null,
    login: /^[a-z0-9_]{1,25}$/.test(login) ? (login as ChannelLogin) : null,
  };
}

/**
 * One comment as the line of chat that it was, with its emotes as Twitch would have tagged them, so that it is read as any
 * other line. The channel is the one that the comment names, else `of`.
 *
 * @returns undefined when it is no comment
 */
export function parseVodComment(
  json: unknown,
  of: VodChannel,
): (Omit<ChatLine, 'channelLogin'> & { readonly channelLogin: ChannelLogin | null }) | undefined {
  const parsed = comment.safeParse(json);
  if (!parsed.success) return undefined;
  const { _id, created_at, channel_id, commenter, message } = parsed.data;
  const { text, emotesTag } = toText(message.body, message.fragments ?? []);
  let flags = 0;
  if (message.is_action) flags |= MESSAGE_FLAGS.ACTION;
  if (message.bits_spent > 0) flags |= MESSAGE_FLAGS.CHEER;
  for (const { _id: name } of message.user_badges ?? []) flags |= FLAG_OF_BADGE[name] ?? 0;
  const notice = message.user_notice_params?.msg_id ?? message.user_notice_params?.['msg-id'] ?? '';
  if (notice !== '' && !PLAIN_NOTICES.test(notice)) flags |= MESSAGE_FLAGS.NOTICE;
  const channelId = (channel_id ?? of.channelId) as ChannelId | null;
  return {
    channelId,
    channelLogin: channelId === of.channelId || of.channelId === null ? of.login : null,
    messageId: _id ?? null,
    userId: (commenter?._id ?? null) as UserId | null,
    sentAtMs: parseTime(created_at),
    text,
    emotesTag,
    flags,
  };
}

/** Epoch ms; null when it is no time. Digits beyond milliseconds are cut; a time without zone is UTC. */
function parseTime(text: string): number | null {
  const [, seconds, fraction = '', zone = 'Z'] = TIME.exec(text) ?? [];
  if (seconds === undefined) return null;
  const timeMs = Date.parse(`${seconds}${fraction.slice(0, 4)}${zone}`);
  return Number.isNaN(timeMs) ? null : timeMs;
}

function toText(
  body: string,
  fragments: readonly z.output<typeof fragment>[],
): { readonly text: string; readonly emotesTag: string } {
  if (fragments.length === 0) return { text: body, emotesTag: '' };
  const ranges = new Map<string, string[]>();
  let text = '';
  let length = 0;
  for (const { text: part, emoticon } of fragments) {
    const points = codePoints(part);
    const id = emoticon?.emoticon_id ?? '';
    if (points > 0 && EMOTE_ID.test(id)) {
      const list = ranges.get(id) ?? [];
      list.push(`${length}-${length + points - 1}`);
      ranges.set(id, list);
    }
    text += part;
    length += points;
  }
  return { text, emotesTag: [...ranges].map(([id, list]) => `${id}:${list.join(',')}`).join('/') };
}

function codePoints(text: string): number {
  let points = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (!(unit >= 0xdc00 && unit <= 0xdfff && at > 0 && isHigh(text.charCodeAt(at - 1)))) points++;
  }
  return points;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
