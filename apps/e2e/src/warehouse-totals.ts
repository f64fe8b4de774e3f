import type { Stack } from './stack';

export interface Counts {
  readonly messages: number;
  readonly messagesWithEmotes: number;
  readonly uses: number;
}

/** What the warehouse counts for one channel, from its roll-ups; emotes by id and minutes by epoch ms. */
export interface ChannelTotals extends Counts {
  readonly emotes: Readonly<Record<string, { uses: number; messages: number; chatters: number }>>;
  readonly minutes: Readonly<Record<string, Counts>>;
}

/** Reads a channel's totals out of the roll-ups, and checks that raw tables say the same. */
export async function readTotals(stack: Stack, login: string): Promise<ChannelTotals> {
  const channel = `channel_id IN (SELECT channel_id FROM channels WHERE login = '${login}')`;
  const emotes = await stack.sql<{ id: string; uses: string; messages: string; chatters: string }>(
    `SELECT emote_id AS id, sum(m.uses) AS uses, sum(m.messages) AS messages, uniqCombined64Merge(m.chatters) AS chatters
     FROM emote_minute AS m WHERE ${channel} GROUP BY provider, emote_id ORDER BY id`,
  );
  const minutes = await stack.sql<{ at: string; messages: string; withEmotes: string }>(
    `SELECT toUnixTimestamp(minute) * 1000 AS at, sum(m.messages) AS messages, sum(m.messages_with_emotes) AS withEmotes
     FROM activity_minute AS m WHERE ${channel} GROUP BY minute ORDER BY minute`,
  );
  const used = await stack.sql<{ at: string; uses: string }>(
    `SELECT toUnixTimestamp(minute) * 1000 AS at, sum(m.uses) AS uses FROM emote_minute AS m WHERE ${channel} GROUP BY minute`,
  );
  const usesAt = new Map(used.map(({ at, uses }) => [String(at), Number(uses)]));
  const byMinute = Object.fromEntries(
    minutes.map(({ at, messages, withEmotes }) => [
      String(at),
      {
        messages: Number(messages),
        messagesWithEmotes: Number(withEmotes),
        uses: usesAt.get(String(at)) ?? 0,
      },
    ]),
  );
  const total = (key: keyof Counts) => Object.values(byMinute).reduce((sum, counts) => sum + counts[key], 0);
  const totals = {
    messages: total('messages'),
    messagesWithEmotes: total('messagesWithEmotes'),
    uses: total('uses'),
  };

  const [raw] = await stack.sql<{ messages: string; withEmotes: string; uses: string }>(
    `SELECT (SELECT sum(messages) FROM activity WHERE ${channel}) AS messages,
            (SELECT sum(messages_with_emotes) FROM activity WHERE ${channel}) AS withEmotes,
            (SELECT sum(uses) FROM events WHERE ${channel}) AS uses`,
  );
  const fromRaw = {
    messages: Number(raw!.messages),
    messagesWithEmotes: Number(raw!.withEmotes),
    uses: Number(raw!.uses),
  };
  if (JSON.stringify(fromRaw) !== JSON.stringify(totals))
    throw new Error(`roll-ups say ${JSON.stringify(totals)}, raw says ${JSON.stringify(fromRaw)}`);
  return {
    ...totals,
    emotes: Object.fromEntries(
      emotes.map(({ id, uses, messages, chatters }) => [
        id,
        { uses: Number(uses), messages: Number(messages), chatters: Number(chatters) },
      ]),
    ),
    minutes: byMinute,
  };
}
