import type { StreamSessionParent, StreamSessionResolvers } from '@emotide/graphql-types';
import {
  NotKept,
  findEmote,
  sessionRecap,
  streamSessions,
  toWholeMinutes,
  type StreamSessionRow,
} from '@emotide/store';
import type { ApiContext } from '../context';
import { toNodeId } from '../node-id';
import { parseTimeRange } from '../time-range';
import { toCovered } from './covered';

export const toStreamParent = (channelTwitchId: string, row: StreamSessionRow): StreamSessionParent => ({
  streamId: row.streamId,
  channelTwitchId,
  startedAt: row.startedAtMs,
  endedAt: row.endedAtMs,
  title: row.title,
  language: row.language,
  games: row.games.map(({ sinceMs, gameId, name }) => ({
    since: sinceMs,
    game: gameId === null ? null : { gameId, name },
  })),
  mostViewers: row.viewers,
});

/** The stream of an id; undefined when nobody saw it. */
export async function findStream(
  channelTwitchId: string,
  streamId: string,
  { store, nowMs }: ApiContext,
): Promise<StreamSessionParent | undefined> {
  const range = parseTimeRange({ window: 'ALL_TIME' }, nowMs);
  const [row] = await streamSessions(store, { channelId: channelTwitchId, range, streamId, limit: 1 });
  return row && toStreamParent(channelTwitchId, row);
}

export const StreamSession: StreamSessionResolvers<ApiContext> = {
  id: ({ channelTwitchId, streamId }) => toNodeId({ type: 'Stream', channelTwitchId, streamId }),

  async recap({ channelTwitchId, startedAt, endedAt }, _arguments, { store, nowMs }) {
    const time = { startedAtMs: startedAt, endedAtMs: Math.max(endedAt ?? nowMs, startedAt + 1) };
    try {
      const { peakMs, peakUses, peakEmote, ...counts } = await sessionRecap(store, {
        channelId: channelTwitchId,
        ...time,
      });
      const emote = peakEmote && (await findEmote(store, peakEmote));
      return {
        ...counts,
        peak: peakMs !== null && emote ? { start: peakMs, uses: peakUses, emote } : null,
        ...toCovered({ channelId: channelTwitchId }, toWholeMinutes(time.startedAtMs, time.endedAtMs)),
      };
    } catch (error) {
      if (error instanceof NotKept) return null;
      throw error;
    }
  },
};
