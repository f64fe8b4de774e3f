import type { DataFreshnessParent, TimeRange } from '@emotide/graphql-types';
import type { Range, Scope } from '@emotide/store';
import { toTwitchId } from './scope';

/** What every answer says about itself: the time that it covers and, when asked, how fresh it is. */
export function toCovered(
  scope: Scope,
  { fromMs, toMs }: Range,
): {
  range: TimeRange;
  dataFreshness: DataFreshnessParent;
} {
  const range = { from: fromMs, to: toMs };
  return { range, dataFreshness: { channelTwitchId: toTwitchId(scope), range } };
}
