import type { DataFreshnessParent, DataFreshnessResolvers } from '@emotide/graphql-types';
import type { ApiContext } from '../context';
import { toLag, toWatermark } from '../watermark';

const MOST_GAPS = 100;

/** What tells of it: how far the warehouse is, and which times are missing. */
type Knowledge = Pick<ApiContext, 'pipeline'> & { readonly loaders: Pick<ApiContext['loaders'], 'gaps'> };

const findGaps = (
  { channelTwitchId, range }: DataFreshnessParent,
  { loaders }: Pick<Knowledge, 'loaders'>,
  limit: number,
) =>
  loaders.gaps.load({
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
  complete: async (parent, _arguments, context) =>
    (await isStored(parent, context)) && (await hasNoGap(parent, context)),
};

/** Whether the warehouse is beyond the end of the range. */
export async function isStored(
  { range }: DataFreshnessParent,
  { pipeline }: Pick<Knowledge, 'pipeline'>,
): Promise<boolean> {
  const watermarkMs = toWatermark(await pipeline());
  return watermarkMs !== null && range.to <= watermarkMs;
}

/** Whether somebody was reading all the time, as far as is known. */
export const hasNoGap = async (
  parent: DataFreshnessParent,
  context: Pick<Knowledge, 'loaders'>,
): Promise<boolean> => (await findGaps(parent, context, 1)).length === 0;
