import type { JoinRefusalReason } from '@emotide/domain';

/** A channel that cannot be joined. */
export interface JoinRefusal {
  readonly reason: JoinRefusalReason;
  /** Twitch's own notice, `msg-id: text`; for `no-answer`, ours. */
  readonly notice: string;
}

/** How far the damage of a chat failure goes decides what is done about it: a channel, or a connection. */
export class ChatError extends Error {
  override name = 'ChatError';
  readonly reach: 'channel' | 'connection';
  /** Whether trying again soon cannot help. */
  readonly isLasting: boolean;
  /** Where Twitch does not let the channel be read. */
  readonly refusal: JoinRefusal | undefined;

  constructor(reach: 'channel' | 'connection', message: string, isLasting = false, refusal?: JoinRefusal) {
    super(message);
    this.reach = reach;
    this.isLasting = isLasting;
    this.refusal = refusal;
  }
}

/** Notices by which Twitch says that a channel cannot be read. dev.twitch.tv/docs/chat/irc, msg-id list. */
const LASTING_NOTICES: ReadonlyMap<string, JoinRefusalReason> = new Map([
  ['msg_channel_suspended', 'suspended'],
  ['tos_ban', 'suspended'],
  ['msg_banned', 'banned'],
  ['msg_room_not_found', 'not-found'],
  ['invalid_user', 'not-found'],
  ['no_permission', 'no-permission'],
]);
/** The same, where another try may find room. */
const PASSING_NOTICES: ReadonlyMap<string, JoinRefusalReason> = new Map([
  ['msg_concurrent_channel_limit_reached', 'limit-reached'],
]);
/** Twitch's own are one sentence; this one travels into logs. */
const MAX_TEXT_LENGTH = 200;

/** The error that a notice about a channel means; undefined where it is only news (slow mode, …). */
export function chatErrorOfNotice(id: string, text: string): ChatError | undefined {
  const lasting = LASTING_NOTICES.get(id);
  const reason = lasting ?? PASSING_NOTICES.get(id);
  if (reason === undefined) return undefined;
  const notice = `${id}: ${text.slice(0, MAX_TEXT_LENGTH)}`;
  return new ChatError('channel', notice, lasting !== undefined, { reason, notice });
}
