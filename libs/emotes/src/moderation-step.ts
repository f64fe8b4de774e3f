import {
  U64_ZERO,
  isPlausibleTime,
  messageKey,
  type ModerationAction,
  type ModerationLine,
  type U64,
} from '@emotide/domain';
import { DROPPED, type ChannelState, type DroppedLine } from './channel-step';

/** An act of moderators that counts. Whom it hit stays behind, but for the message that was deleted. */
export interface CountedAct {
  readonly type: 'counted';
  readonly action: ModerationAction;
  readonly sentAtMs: number;
  /** Of the message that was deleted, as its uses have it; otherwise 0. */
  readonly messageKey: U64;
}

/**
 * What one act of a channel's moderators means: it counts once, when Twitch says when it was. Acts have no id of their
 * own, so one is told by channel, action, target and time, a deletion by its message alone.
 *
 * Precondition and rules are those of `step`.
 */
export function moderationStep(
  state: ChannelState,
  { action, targetId, sentAtMs }: ModerationLine,
  nowMs: number,
): CountedAct | DroppedLine {
  if (sentAtMs === null) return DROPPED['no-sent-at'];
  if (!isPlausibleTime(sentAtMs, nowMs)) return DROPPED['absurd-sent-at'];
  const isDeletion = action === 'MESSAGE_DELETED';
  // Colons keep it apart from every id that a message can have.
  const key = messageKey(
    isDeletion ? `:deleted:${targetId}` : `:${action}:${state.channelId}:${targetId ?? ''}:${sentAtMs}`,
  );
  if (!state.recent.add(key, sentAtMs)) return DROPPED['duplicate'];
  return {
    type: 'counted',
    action,
    sentAtMs,
    messageKey: isDeletion && targetId !== null ? messageKey(targetId) : U64_ZERO,
  };
}
