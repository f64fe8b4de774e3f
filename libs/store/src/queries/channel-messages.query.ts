import { z } from 'zod';
import { expectKept } from '../not-kept';
import { count, defineQuery, id } from '../query';
import type { Range } from '../range';
import { toPlanParameters, toReadPlan } from '../read-plan';
import { toListedChannels } from '../scope';
import type { Store } from '../store';
import { toFilterParameters, toUsesTable, type UsageFilter } from '../usage-filter';

export interface ChannelMessagesInput extends Omit<UsageFilter, 'scope'> {
  readonly range: Range;
  readonly channelIds: readonly string[];
}

const row = z.object({ channelId: id, messages: count });

const toPlan = ({ range }: ChannelMessagesInput) => toReadPlan(range, { type: 'steps', step: 1 });
const toFilter = (input: ChannelMessagesInput): UsageFilter => ({ ...input, scope: 'all' });
const OF_CHANNELS = toListedChannels('channel_ids');

const messages = defineQuery({
  sql: (input: ChannelMessagesInput) => `
    SELECT channel_id AS channelId, uniqExact(message_key) AS messages
    FROM ${toUsesTable(toFilter(input), toPlan(input), ['channel_id', 'message_key'], OF_CHANNELS)}
    GROUP BY channel_id`,
  parameters: (input) => ({
    ...toFilterParameters(toFilter(input)),
    ...toPlanParameters(toPlan(input)),
    channel_ids: input.channelIds,
  }),
  row,
});

/**
 * Messages with any of the emotes that a filter leaves, per channel, out of single messages, as those of several emotes don't
 * add up; no row for a channel without any. Copies from shared chats count only where they were sent.
 *
 * @throws NotKept
 */
export async function channelMessages(
  store: Store,
  input: ChannelMessagesInput,
): Promise<z.output<typeof row>[]> {
  const [rows] = await Promise.all([messages(store, input), expectKept(store, toPlan(input))]);
  return rows;
}
