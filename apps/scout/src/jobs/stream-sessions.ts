import type { ChannelId } from '@emotide/domain';
import type { HelixClient } from '@emotide/emote-providers';
import { latestStreamStates, recordStreamStates, type Store, type StreamState } from '@emotide/store';
import { followStream, type StreamFollowed } from '../follow-stream';
import type { Job } from '../job';
import type { KnownChannels } from '../known-channels';
import type { ScoutMetrics } from '../scout-metrics';

export interface StreamSessionsOptions {
  readonly helix: HelixClient;
  readonly store: Store;
  readonly known: KnownChannels;
  readonly everyMs: number;
  /** Epoch ms. */
  readonly nowMs: () => number;
  readonly metrics: Pick<ScoutMetrics, 'streamChanges'>;
}

/** States older than that are not asked for: whoever streamed the same for so long is recorded once more. */
const LOOK_BACK_MS = 30 * 86_400_000;
const MAX_CHANNELS = 20_000;
const NOTHING: StreamFollowed = { state: undefined, goneSinceMs: undefined };

export const STREAM_SESSIONS = 'stream-sessions';

/** Records who is live, with which title, game and language: whenever one of these changes. */
export function createStreamSessions(options: StreamSessionsOptions): Job {
  const { helix, store, known, everyMs, nowMs, metrics } = options;
  let followed: Map<ChannelId, StreamFollowed> | undefined;

  return {
    name: STREAM_SESSIONS,
    everyMs,
    async run() {
      followed ??= new Map(
        (await latestStreamStates(store, { sinceMs: nowMs() - LOOK_BACK_MS, limit: MAX_CHANNELS })).map(
          (state) => [state.channelId, { state, goneSinceMs: undefined }],
        ),
      );
      const channelIds = known.all();
      const lookedAtMs = nowMs();
      const live = new Map(
        (await helix.streamsOf(channelIds)).map((stream) => [stream.channelId, stream] as const),
      );
      const next = new Map<ChannelId, StreamFollowed>();
      const changes: StreamState[] = [];
      for (const channelId of channelIds) {
        const before = followed.get(channelId) ?? NOTHING;
        const now = followStream(before, channelId, live.get(channelId), lookedAtMs);
        next.set(channelId, now);
        if (now.state !== undefined && now.state !== before.state) changes.push(now.state);
      }
      await recordStreamStates(store, changes);
      metrics.streamChanges.inc(changes.length);
      // Only now: what could not be recorded is found to be different again.
      for (const [channelId, now] of next) followed.set(channelId, now);
      return {
        summary: `${live.size} of ${channelIds.length} channels live, ${changes.length} changes`,
        figures: { channels: channelIds.length, live: live.size, changes: changes.length },
      };
    },
  };
}
