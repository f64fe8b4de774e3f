import { z } from 'zod';
import { defineQuery, id, timeMs } from '../query';
import { toListedChannels } from '../scope';

export type FindChannelsInput =
  | { readonly login: string }
  | { readonly logins: readonly string[] }
  | { readonly channelIds: readonly string[] };

const row = z.object({
  channelId: id,
  /** Latest login heard. */
  login: z.string(),
  /** When the channel was last heard, by Twitch's clock, to the second. */
  lastSentAtMs: timeMs,
});
export type ChannelRow = z.output<typeof row>;

/**
 * Channels ever heard, by id, or by a login that they have now: where two ids had one login after each other, the
 * one last heard comes first.
 */
export const findChannels = defineQuery({
  sql: (input: FindChannelsInput) => `
    SELECT channel_id AS channelId, latest AS login, toUnixTimestamp64Milli(heard_at) AS lastSentAtMs
    FROM (
      SELECT channel_id, argMax(login, last_sent_at) AS latest, max(last_sent_at) AS heard_at
      FROM channels
      ${'channelIds' in input ? `WHERE ${toListedChannels('channel_ids')}` : ''}
      GROUP BY channel_id
    )
    ${'channelIds' in input ? '' : 'WHERE has({logins:Array(String)}, latest)'}
    ORDER BY heard_at DESC, channel_id`,
  parameters: (input) => {
    if ('channelIds' in input) return { channel_ids: input.channelIds };
    return { logins: 'login' in input ? [input.login] : input.logins };
  },
  row,
});
