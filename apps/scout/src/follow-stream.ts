import type { ChannelId } from '@emotide/domain';
import type { LiveStream } from '@emotide/emotes';
import type { StreamState } from '@emotide/store';

/** What is known of what one channel streams. */
export interface StreamFollowed {
  /** As it is recorded; undefined before anything was. */
  readonly state: StreamState | undefined;
  /** When it was first seen to be offline, epoch ms, though its state still says live; undefined otherwise. */
  readonly goneSinceMs: number | undefined;
}

/**
 * What is known after a look; `state` is another one when there is something to record.
 *
 * A channel is offline at the second look in a row that lacks it: Twitch's lists leave a live stream out now and then.
 * One that was never seen live is not recorded as offline, as most are.
 */
export function followStream(
  before: StreamFollowed,
  channelId: ChannelId,
  stream: LiveStream | undefined,
  nowMs: number,
): StreamFollowed {
  const { state, goneSinceMs } = before;
  if (stream !== undefined) {
    const isSame =
      state !== undefined &&
      state.streamId === stream.streamId &&
      state.title === stream.title &&
      state.gameId === stream.gameId &&
      state.language === stream.language;
    return { state: isSame ? state : toState(stream, nowMs), goneSinceMs: undefined };
  }
  if (state === undefined || state.streamId === null) return before;
  if (goneSinceMs === undefined) return { state, goneSinceMs: nowMs };
  const offline: StreamState = {
    channelId,
    streamId: null,
    startedAtMs: goneSinceMs,
    sinceMs: goneSinceMs,
    title: '',
    gameId: null,
    gameName: '',
    language: '',
    viewers: 0,
  };
  return { state: offline, goneSinceMs: undefined };
}

function toState(stream: LiveStream, nowMs: number): StreamState {
  const { channelId, streamId, startedAtMs, title, gameId, gameName, language, viewers } = stream;
  return { channelId, streamId, startedAtMs, sinceMs: nowMs, title, gameId, gameName, language, viewers };
}
