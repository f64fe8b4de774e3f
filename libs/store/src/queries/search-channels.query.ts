import { z } from 'zod';
import { count, defineQuery, id, timeMs } from '../query';

export interface SearchChannelsInput {
  /** A part of the login, any case. */
  readonly text: string;
  /** Only channels after this place of the answer. */
  readonly after?: { readonly match: number; readonly login: string; readonly channelId: string };
  readonly limit: number;
}

const row = z.object({
  channelId: id,
  /** Latest login heard. */
  login: z.string(),
  /** When the channel was last heard, by Twitch's clock, to the second. */
  lastSentAtMs: timeMs,
  /** 0: it is the text, 1: it begins with it, 2: it holds it. */
  match: count,
});
export type FoundChannelRow = z.output<typeof row>;

const toMatchesSql = `
  SELECT channel_id, latest, heard_at, toUInt64(if(latest = lower({text:String}), 0, if(place = 1, 1, 2))) AS match
  FROM (
    SELECT
      channel_id, argMax(login, last_sent_at) AS latest, max(last_sent_at) AS heard_at,
      positionCaseInsensitive(latest, {text:String}) AS place
    FROM channels
    GROUP BY channel_id
  )
  WHERE place > 0`;

/**
 * Channels ever heard whose login now has a text in it: it itself first, then those that begin with it, then the others;
 * each by login. The text has no wildcards.
 */
export const searchChannels = defineQuery({
  sql: ({ after }: SearchChannelsInput) => `
    SELECT channel_id AS channelId, latest AS login, toUnixTimestamp64Milli(heard_at) AS lastSentAtMs, match
    FROM (${toMatchesSql})
    ${
      after
        ? 'WHERE (match, latest, channel_id) > ({after_match:UInt64}, {after_login:String}, {after_channel_id:UInt64})'
        : ''
    }
    ORDER BY match, latest, channel_id
    LIMIT {limit:UInt32}`,
  parameters: ({ text, after, limit }) => ({
    text,
    ...(after && { after_match: after.match, after_login: after.login, after_channel_id: after.channelId }),
    limit,
  }),
  row,
});
