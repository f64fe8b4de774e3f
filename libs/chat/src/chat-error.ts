/** How far the damage of a chat failure goes decides what is done about it: a channel, or a connection. */
export class ChatError extends Error {
  override name = 'ChatError';
  readonly reach: 'channel' | 'connection';
  /** Whether trying again soon cannot help. */
  readonly isLasting: boolean;

  constructor(reach: 'channel' | 'connection', message: string, isLasting = false) {
    super(message);
    this.reach = reach;
    this.isLasting = isLasting;
  }
}

/** Notices by which Twitch says that a channel cannot be read. dev.twitch.tv/docs/chat/irc, msg-id list. */
const LASTING_NOTICES = new Set([
  'msg_channel_suspended',
  'msg_banned',
  'tos_ban',
  'msg_room_not_found',
  'no_permission',
  'invalid_user',
]);
/** The same, where another try may find room. */
const PASSING_NOTICES = new Set(['msg_concurrent_channel_limit_reached']);
/** Twitch's own are one sentence; this one travels into logs. */
const MAX_TEXT_LENGTH = 200;

/** The error that a notice about a channel means; undefined where it is only news (slow mode, …). */
export function chatErrorOfNotice(id: string, text: string): ChatError | undefined {
  const isLasting = LASTING_NOTICES.has(id);
  if (!isLasting && !PASSING_NOTICES.has(id)) return undefined;
  return new ChatError('channel', `${id}: ${text.slice(0, MAX_TEXT_LENGTH)}`, isLasting);
}
