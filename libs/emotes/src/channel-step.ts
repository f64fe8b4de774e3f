import {
  MESSAGE_FLAGS,
  RecentKeys,
  isPlausibleTime,
  messageKey,
  type ChannelId,
  type ChatLine,
  type EmoteClass,
  type EmoteId,
  type Provider,
  type U64,
  type UserId,
} from '@emotide/domain';
import type { EmoteIndex } from './emote-index';
import { findNativeEmotes, type NativeEmote } from './native-emotes';
import { findThirdPartyEmotes, type ThirdPartyUse } from './third-party-emotes';

/** One emote of one message. */
export interface EmoteUse {
  readonly provider: Provider;
  readonly emoteId: EmoteId;
  readonly emoteName: string;
  readonly emoteClass: EmoteClass;
  readonly uses: number;
}

/** A message that counts, with its emotes: all that goes on; the text stays behind. */
export interface CountedLine {
  readonly type: 'counted';
  readonly sentAtMs: number;
  readonly messageKey: U64;
  readonly userId: UserId | null;
  /** `MESSAGE_FLAGS` */
  readonly flags: number;
  readonly uses: readonly EmoteUse[];
  /** Ranges of its `emotes` tag that could not be read. */
  readonly unreadableRanges: number;
}

/** Why a message does not count. */
export const DROP_REASONS = ['duplicate', 'no-sent-at', 'absurd-sent-at'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export interface DroppedLine {
  readonly type: 'dropped';
  readonly reason: DropReason;
}

/** One for each reason, made once. */
export const DROPPED = Object.fromEntries(
  DROP_REASONS.map((reason) => [reason, { type: 'dropped', reason }]),
) as unknown as Readonly<Record<DropReason, DroppedLine>>;

/** What is known of a channel's emotes now; asked for each message, so that what is learnt counts from then on. */
export interface ChannelEmotes {
  /** Third parties' emotes by name; undefined while no set is known. */
  readonly index: EmoteIndex | undefined;
  /** What one of Twitch's own emotes costs. */
  classOf(emote: { readonly id: EmoteId; readonly name: string }): EmoteClass;
}

/** What one channel's actor knows while it reads. Owned by that actor; {@link step} changes it in place. */
export interface ChannelState {
  readonly channelId: ChannelId;
  readonly emotes: ChannelEmotes;
  readonly recent: RecentKeys;
}

/** Doubles of a message come within seconds (overlapping connections) or minutes (gap repair), not later. */
const RECENT_SPAN_MS = 10 * 60_000;
const RECENT_CAPACITY = 65_536;

export function createChannelState(channelId: ChannelId, emotes: ChannelEmotes): ChannelState {
  const recent = new RecentKeys({ spanMs: RECENT_SPAN_MS, capacity: RECENT_CAPACITY });
  return { channelId, emotes, recent };
}

/**
 * What one message of a channel means, in order: the actor's whole decision. No IO; time is an argument.
 *
 * A message counts once per id (without one, by channel, chatter, time and text) and when Twitch says when it was
 * sent. It counts for the channel that was joined: ROOMSTATE is Twitch's word on a room's id, also where a line of an
 * old log says otherwise or nothing.
 */
export function step(state: ChannelState, line: ChatLine, nowMs: number): CountedLine | DroppedLine {
  const { sentAtMs } = line;
  if (sentAtMs === null) return DROPPED['no-sent-at'];
  if (!isPlausibleTime(sentAtMs, nowMs)) return DROPPED['absurd-sent-at'];

  const key = messageKey(
    line.messageId ?? `${state.channelId} ${line.userId ?? ''} ${sentAtMs} ${line.text}`,
  );
  if (!state.recent.add(key, sentAtMs)) return DROPPED['duplicate'];

  const { index } = state.emotes;
  const native = findNativeEmotes(line.emotesTag, line.text);
  const thirdParty = index === undefined ? [] : findThirdPartyEmotes(index, line.emotesTag, line.text);
  return {
    type: 'counted',
    sentAtMs,
    messageKey: key,
    userId: line.userId,
    flags: line.flags,
    uses: toUses(native.emotes, thirdParty, state.emotes),
    unreadableRanges: native.unreadable,
  };
}

const NO_USES: readonly EmoteUse[] = [];

function toUses(
  native: readonly NativeEmote[],
  thirdParty: readonly ThirdPartyUse[],
  emotes: ChannelEmotes,
): readonly EmoteUse[] {
  if (native.length === 0 && thirdParty.length === 0) return NO_USES;
  const uses: EmoteUse[] = [];
  for (const emote of native)
    uses.push({
      provider: 'TWITCH',
      emoteId: emote.id,
      emoteName: emote.name,
      emoteClass: emotes.classOf(emote),
      uses: emote.uses,
    });
  for (const { emote, uses: times } of thirdParty)
    uses.push({
      provider: emote.provider,
      emoteId: emote.id,
      emoteName: emote.name,
      emoteClass: 'THIRD_PARTY',
      uses: times,
    });
  return uses;
}

/** Whether this is a copy from another channel's shared chat, which counts there. */
export function isSharedCopy(flags: number): boolean {
  return (flags & MESSAGE_FLAGS.SHARED_COPY) !== 0;
}
