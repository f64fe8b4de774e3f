import { z } from 'zod';
import { expectKept } from '../not-kept';
import { count, defineQuery } from '../query';
import type { Range } from '../range';
import { toPlanParameters, toReadPlan } from '../read-plan';
import { toScopeCondition, toScopeParameters, type Scope } from '../scope';
import type { Store } from '../store';
import { STATES } from '../usage-filter';

export interface StreamSplitInput {
  readonly scope: Scope;
  readonly range: Range;
  readonly by: 'LANGUAGE' | 'GAME';
  readonly limit: number;
}

const row = z.object({
  /** A language as Twitch spells it, or a game's id; empty while offline, and where nobody looked. */
  part: z.string(),
  /** The game's name; empty of languages. */
  name: z.string(),
  messages: count,
  messagesWithEmotes: count,
  uses: count,
});
export type StreamPartRow = z.output<typeof row>;

const PART = {
  LANGUAGE: { key: 'state.language', name: "''" },
  GAME: { key: "if(state.game_id = 0, '', toString(state.game_id))", name: 'toString(state.game_name)' },
} as const;

/** Minutes, so that a change of game within an hour parts the hour. */
const toPlan = ({ range }: StreamSplitInput) => toReadPlan(range, { type: 'steps', step: 60 });

const split = defineQuery({
  sql: ({ scope, by }: StreamSplitInput) => {
    const minutes = (table: string, measures: string): string => `
      SELECT channel_id, toDateTime64(minute, 3, 'UTC') AS at, ${measures}
      FROM ${table}
      WHERE ${toScopeCondition(scope)}
        AND minute >= toDateTime({from:UInt32}, 'UTC') AND minute < toDateTime({to:UInt32}, 'UTC')
      GROUP BY channel_id, minute`;
    return `
    SELECT
      ${PART[by].key} AS part, argMax(${PART[by].name}, state.since) AS name,
      sum(counted.said) AS messages, sum(counted.with_emotes) AS messagesWithEmotes, sum(counted.used) AS uses
    FROM (
      ${minutes('activity_minute', 'sum(messages) AS said, sum(messages_with_emotes) AS with_emotes, toUInt64(0) AS used')}
      UNION ALL
      ${minutes('emote_minute', 'toUInt64(0) AS said, toUInt64(0) AS with_emotes, sum(uses) AS used')}
    ) AS counted
    ASOF LEFT JOIN ${STATES} AS state ON counted.channel_id = state.channel_id AND counted.at >= state.since
    GROUP BY part
    ORDER BY uses DESC, part
    LIMIT {limit:UInt32}`;
  },
  parameters: (input) => ({
    ...toScopeParameters(input.scope),
    ...toPlanParameters(toPlan(input)),
    limit: input.limit,
  }),
  row,
});

/**
 * Usage by what was streamed: a minute belongs to the state that its channel was last seen in at the minute's start, so
 * parts add up. Most uses first, equals by part.
 *
 * @throws NotKept: minutes alone can tell
 */
export async function streamSplit(store: Store, input: StreamSplitInput): Promise<StreamPartRow[]> {
  const [rows] = await Promise.all([split(store, input), expectKept(store, toPlan(input))]);
  return rows;
}
