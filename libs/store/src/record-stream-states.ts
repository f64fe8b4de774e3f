import type { ChannelId } from '@emotide/domain';
import { toDateTime64 } from './date-time64';
import type { Store } from './store';

/** What a channel was streaming from a moment on. Times are epoch ms. */
export interface StreamState {
  readonly channelId: ChannelId;
  /** Twitch's id of the stream; null while the channel is offline, and then title, game and language are empty. */
  readonly streamId: string | null;
  /** When the stream began, as Twitch says; while offline, when it was seen to have ended. */
  readonly startedAtMs: number;
  /** When this state was first seen. */
  readonly sinceMs: number;
  readonly title: string;
  /** null for none. */
  readonly gameId: string | null;
  readonly gameName: string;
  /** As Helix spells it: `en`, `es`, …; empty when not said. */
  readonly language: string;
  /** When it was first seen. */
  readonly viewers: number;
}

const MAX_VIEWERS = 2 ** 32 - 1;

/**
 * Puts down what channels stream from now on. Repeating it changes nothing.
 *
 * @throws StoreUnavailable repeat. @throws StoreRefused the schema is not there or the rights are missing.
 */
export async function recordStreamStates(store: Store, states: readonly StreamState[]): Promise<void> {
  if (states.length === 0) return;
  const rows = states.map((state) =>
    JSON.stringify({
      channel_id: state.channelId,
      stream_id: state.streamId ?? '0',
      started_at: toDateTime64(state.startedAtMs),
      since: toDateTime64(state.sinceMs),
      title: state.title,
      game_id: state.gameId ?? '0',
      game_name: state.gameName,
      language: state.language,
      viewers: Math.min(state.viewers, MAX_VIEWERS),
    }),
  );
  await store.send('INSERT INTO stream_states FORMAT JSONEachRow', [Buffer.from(rows.join('\n'))], {
    async_insert: 0,
  });
}
