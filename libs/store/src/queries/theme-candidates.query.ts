import { z } from 'zod';
import { provider } from '../emote-columns';
import { count, defineQuery, timeMs } from '../query';
import { toThemeCondition, toThemeParameters, type ThemeScope } from '../theme-condition';

export interface ThemeCandidatesInput {
  /** The theme's names alone, in its windows. */
  readonly theme: ThemeScope;
  readonly limit: number;
}

const row = z.object({
  name: z.string(),
  provider,
  emoteId: z.string(),
  uses: count,
  channels: count,
  firstUseMs: timeMs,
  lastUseMs: timeMs,
});
export type ThemeCandidateRow = z.output<typeof row>;

/** Which emotes chat wrote under a theme's names, by name, most used first: one of them may be the one that is meant. */
export const themeCandidates = defineQuery({
  sql: ({ theme }: ThemeCandidatesInput) => `
    SELECT
      emote_name AS name, provider, emote_id AS emoteId, sum(uses) AS uses, uniqExact(channel_id) AS channels,
      toInt64(toUnixTimestamp(min(minute))) * 1000 AS firstUseMs, toInt64(toUnixTimestamp(max(minute))) * 1000 AS lastUseMs
    FROM emote_minute
    WHERE ${toThemeCondition(theme)}
    GROUP BY name, provider, emoteId
    ORDER BY name, uses DESC, emoteId, toString(provider)
    LIMIT {limit:UInt32}`,
  parameters: ({ theme, limit }) => ({ ...toThemeParameters(theme), limit }),
  row,
});
