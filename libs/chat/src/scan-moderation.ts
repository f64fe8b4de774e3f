import type { ChannelId, ChannelLogin, ModerationAction, ModerationLine } from '@emotide/domain';
import type { ChatBytes } from './chat-bytes';

/** Tags, prefix, command, channel, and what follows it; nothing in it can be read in two ways. */
const LINE = /^(?:@([^ ]*) +)?(?::[^ ]* +)?(CLEARCHAT|CLEARMSG) +#([a-z0-9_]{1,25})(?: +:?(.*))?$/s;
const WHOLE = /^\d{1,16}$/;

/**
 * Reads a CLEARCHAT or a CLEARMSG: a chat cleared, a chatter timed out or banned, a message deleted. Rare beside
 * messages, so it is read in the plainest way. Rules: dev.twitch.tv/docs/chat/irc.
 *
 * Precondition: `scanBytes` found one of the two commands between `start` and `end`.
 *
 * @returns undefined where the line doesn't say what was done where, or which message was deleted
 */
export function scanModeration(
  { latin1 }: ChatBytes,
  start: number,
  end: number,
): ModerationLine | undefined {
  const [, tags = '', command, login, target] = LINE.exec(latin1.slice(start, end)) ?? [];
  if (command === undefined || login === undefined) return undefined;
  const tag = (name: string): string | undefined =>
    tags
      .split(';')
      .find((entry) => entry.startsWith(name) && entry[name.length] === '=')
      ?.slice(name.length + 1);
  const where = {
    channelLogin: login as ChannelLogin,
    channelId: (idOf(tag('room-id')) ?? null) as ChannelId | null,
  };
  const sentAt = tag('tmi-sent-ts') ?? '';
  const when = { sentAtMs: WHOLE.test(sentAt) ? Number(sentAt) : null };
  const act = (action: ModerationAction, targetId: string | null): ModerationLine => ({
    ...where,
    action,
    targetId,
    ...when,
  });
  if (command === 'CLEARMSG') {
    const messageId = tag('target-msg-id');
    return messageId ? act('MESSAGE_DELETED', messageId) : undefined;
  }
  // Old logs have no id; the login is in the text.
  const chatter = idOf(tag('target-user-id')) ?? target;
  if (!chatter) return act('CHAT_CLEARED', null);
  return act(tag('ban-duration') ? 'TIMEOUT' : 'BAN', chatter);
}

/** Twitch's number, as text; undefined where it is none. */
function idOf(text: string | undefined): string | undefined {
  return text !== undefined && WHOLE.test(text) && Number(text) !== 0 ? text : undefined;
}
