import type { DataFreshnessParent, DataFreshnessResolvers } from '@emotide/graphql-types';
import { gaps as readGaps } from '@emotide/store';
import type { ApiContext } from '../context';
import { toLag, toWatermark } from '../watermark';

const MOST_GAPS = 100;

const findGaps = ({ channelTwitchId, range }: DataFreshnessParent, { store }: ApiContext, limit: number) =>
  readGaps(store, {
    scope: channelTwitchId === null ? 'all' : { channelId: channelTwitchId },
    range: { fromMs: range.from, toMs: range.to },
    limit,
  });

export const DataFreshness: Required<Omit<DataFreshnessResolvers<ApiContext>, '__isTypeOf'>> = {
  watermark: async (_parent, _arguments, { pipeline }) => toWatermark(await pipeline()),
  lag: async (_parent, _arguments, { pipeline, nowMs }) => toLag(await pipeline(), nowMs),
  async gaps(parent, _arguments, context) {
    const rows = await findGaps(parent, context, MOST_GAPS);
    return rows.map(({ channelId, login, fromMs, toMs, lostMessages, repairedMessages }) => ({
      channelTwitchId: channelId,
      channelLogin: login,
      from: fromMs,
      to: toMs,
      lostMessages,
      repairedMessages,
    }));
  },
  async complete(parent, _arguments, context) {
    const watermarkMs = toWatermark(await context.pipeline());
    if (watermarkMs === null || parent.range.to > watermarkMs) return false;
    return (await findGaps(parent, context, 1)).length === 0;
  },
};
