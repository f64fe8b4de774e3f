import {
  MESSAGE_FLAGS,
  type ChannelId,
  type ChannelLogin,
  type ChatLine,
  type UserId,
} from '@emotide/domain';
import type { ChatEvent } from './eventsub.external';

const ACTION = '\u0001ACTION ';
/** An id that the `emotes` tag could not hold would be read as something else. */
const TAGGABLE_ID = /^[^:,\s]+$/;
const FLAG_OF_BADGE: ReadonlyMap<string, number> = new Map([
  ['subscriber', MESSAGE_FLAGS.SUBSCRIBER],
  ['founder', MESSAGE_FLAGS.SUBSCRIBER],
  ['moderator', MESSAGE_FLAGS.MODERATOR],
  ['vip', MESSAGE_FLAGS.VIP],
]);

export interface ChatEventPlace {
  readonly channelLogin: ChannelLogin;
  readonly channelId: ChannelId;
  /** When Twitch sent the notification, epoch ms; null where it is unreadable. The event itself has no time. */
  readonly sentAtMs: number | null;
  /** Of `channel.chat.notification`: a resub, an announcement, … */
  readonly isNotice: boolean;
}

/**
 * A chat event as the line that IRC would have given: the emotes as ranges of code points, `/me` without its wrapping,
 * the facts as flags. EventSub doesn't say whether it is a chatter's first message.
 */
export function toChatLine(event: ChatEvent, place: ChatEventPlace): ChatLine {
  const { channelLogin, channelId, sentAtMs, isNotice } = place;
  const { fragments } = event.message;
  const whole = fragments.length > 0 ? fragments.map(({ text }) => text).join('') : event.message.text;
  const isAction = whole.startsWith(ACTION);
  return {
    channelLogin,
    channelId,
    messageId: event.message_id,
    userId: event.chatter_user_id as UserId | null,
    sentAtMs,
    text: isAction ? whole.slice(ACTION.length, whole.endsWith('\u0001') ? -1 : undefined) : whole,
    emotesTag: toEmotesTag(fragments, isAction ? ACTION.length : 0),
    flags:
      flagsOf(event, channelId) |
      (isAction ? MESSAGE_FLAGS.ACTION : 0) |
      (isNotice ? MESSAGE_FLAGS.NOTICE : 0),
  };
}

/** `id:from-to,from-to/id2:…` in code points, as IRC has it. */
function toEmotesTag(fragments: ChatEvent['message']['fragments'], skipped: number): string {
  const ranges = new Map<string, string[]>();
  let from = -skipped;
  for (const { text, emote } of fragments) {
    const to = from + [...text].length;
    if (emote !== null && to > from && from >= 0 && TAGGABLE_ID.test(emote.id)) {
      const known = ranges.get(emote.id);
      if (known === undefined) ranges.set(emote.id, [`${from}-${to - 1}`]);
      else known.push(`${from}-${to - 1}`);
    }
    from = to;
  }
  return [...ranges].map(([id, list]) => `${id}:${list.join(',')}`).join('/');
}

function flagsOf(
  { badges, cheer, reply, message, source_broadcaster_user_id: source }: ChatEvent,
  channelId: ChannelId,
): number {
  let flags = 0;
  for (const { set_id: badge } of badges ?? []) flags |= FLAG_OF_BADGE.get(badge) ?? 0;
  if (cheer !== null) flags |= MESSAGE_FLAGS.CHEER;
  if (reply !== null) flags |= MESSAGE_FLAGS.REPLY;
  if (source !== null && source !== channelId) flags |= MESSAGE_FLAGS.SHARED_COPY;
  const isEmote = ({ emote }: (typeof message.fragments)[number]): boolean => emote !== null;
  if (
    message.fragments.some(isEmote) &&
    message.fragments.every((one) => isEmote(one) || one.text.trim() === '')
  )
    flags |= MESSAGE_FLAGS.EMOTE_ONLY;
  return flags;
}
