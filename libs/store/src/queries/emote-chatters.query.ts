import { z } from 'zod';
import { provider, type EmoteKey } from '../emote-columns';
import { expectKept } from '../not-kept';
import { count, defineQuery } from '../query';
import type { Range } from '../range';
import { toPlanParameters } from '../read-plan';
import type { Store } from '../store';
import {
  toChattersSql,
  toFilterParameters,
  toFilteredPlan,
  toUsesTable,
  type UsageFilter,
} from '../usage-filter';

export interface EmoteChattersInput extends Pick<UsageFilter, 'scope' | 'language' | 'gameId'> {
  readonly range: Range;
  readonly emotes: readonly EmoteKey[];
}

const row = z.object({ provider, emoteId: z.string(), chatters: count });

const toPlan = (input: EmoteChattersInput) => toFilteredPlan(input.range, input);
/** Emotes by id alone are found by the tables' own order or index; their providers are told apart behind it. */
const toFilter = ({ scope, language, gameId, emotes }: EmoteChattersInput): UsageFilter => ({
  scope,
  ...(language !== undefined && { language }),
  ...(gameId !== undefined && { gameId }),
  theme: { ids: emotes, names: [], patterns: [] },
});

const chatters = defineQuery({
  sql: (input: EmoteChattersInput) => `
    SELECT provider, emote_id AS emoteId, ${toChattersSql(toPlan(input))} AS chatters
    FROM ${toUsesTable(toFilter(input), toPlan(input), ['provider', 'emote_id', 'chatters'])}
    GROUP BY provider, emote_id`,
  parameters: (input) => ({
    ...toFilterParameters(toFilter(input)),
    ...toPlanParameters(toPlan(input)),
  }),
  row,
});

/**
 * Distinct known chatters of each of these emotes; no row for one that was not used. Estimated within about 1 % when
 * there are very many.
 *
 * Apart from the ranking, because merging the states costs ten times what adding up the counts does (16 ms against
 * 1 ms per 10,000 rows of 20 chatters, measured here, two shared cores): asked for a page, and only when wanted.
 *
 * @throws NotKept
 */
export async function emoteChatters(
  store: Store,
  input: EmoteChattersInput,
): Promise<z.output<typeof row>[]> {
  const [rows] = await Promise.all([chatters(store, input), expectKept(store, toPlan(input))]);
  return rows;
}
