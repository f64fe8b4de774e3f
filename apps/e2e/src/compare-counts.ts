import type { SimulatorTruth } from './simulator';
import type { Stack } from './stack';
import { readWholeTotals } from './settle';

export interface Comparison {
  readonly messages: { readonly truth: number; readonly counted: number };
  readonly uses: { readonly truth: number; readonly counted: number };
  /** Keys (channel and emote, channel and minute) whose figures differ, the first of them in words. */
  readonly differences: readonly string[];
  /** Keys compared. */
  readonly compared: number;
}

/**
 * Compares every table with the truth: raw and roll-ups, by channel and emote (uses, messages), by channel and minute
 * (messages, messages with emotes, uses), and what the reading sessions of a channel add up to.
 */
export async function compareWithTruth(stack: Stack, truth: SimulatorTruth): Promise<Comparison> {
  const wanted = new Map<string, string>();
  let messages = 0;
  let uses = 0;
  for (const [login, channel] of Object.entries(truth.channels)) {
    messages += channel.messages;
    uses += channel.uses;
    if (channel.messages > 0) wanted.set(`${login} sessions`, String(channel.messages));
    for (const [id, emote] of Object.entries(channel.emotes))
      wanted.set(`${login} emote ${id}`, `${emote.uses} ${emote.messages}`);
    for (const [at, minute] of Object.entries(channel.minutes)) {
      wanted.set(`${login} minute ${at} activity`, `${minute.messages} ${minute.messagesWithEmotes}`);
      if (minute.uses > 0) wanted.set(`${login} minute ${at} uses`, String(minute.uses));
    }
  }

  const name = 'names.login';
  const from = (table: string) =>
    `${table} AS t INNER JOIN (SELECT channel_id, argMax(login, last_sent_at) AS login FROM channels GROUP BY channel_id) AS names ON names.channel_id = t.channel_id`;
  const queries: [label: string, kind: string, sql: string][] = [
    [
      'events by emote',
      ' emote ',
      `SELECT concat(${name}, ' emote ', emote_id) AS key, concat(toString(sum(t.uses)), ' ', toString(count())) AS value
       FROM ${from('events')} GROUP BY key`,
    ],
    [
      'emote_minute by emote',
      ' emote ',
      `SELECT concat(${name}, ' emote ', emote_id) AS key, concat(toString(sum(t.uses)), ' ', toString(sum(t.messages))) AS value
       FROM ${from('emote_minute')} GROUP BY key`,
    ],
    [
      'emote_minute by minute',
      ' uses',
      `SELECT concat(${name}, ' minute ', toString(toUnixTimestamp(minute)), '000 uses') AS key, toString(sum(t.uses)) AS value
       FROM ${from('emote_minute')} GROUP BY key`,
    ],
    [
      'activity by minute',
      ' activity',
      `SELECT concat(${name}, ' minute ', toString(toUnixTimestamp(toStartOfMinute(second))), '000 activity') AS key,
         concat(toString(sum(t.messages)), ' ', toString(sum(t.messages_with_emotes))) AS value
       FROM ${from('activity')} GROUP BY key HAVING sum(t.messages) > 0`,
    ],
    [
      'activity_minute by minute',
      ' activity',
      `SELECT concat(${name}, ' minute ', toString(toUnixTimestamp(minute)), '000 activity') AS key,
         concat(toString(sum(t.messages)), ' ', toString(sum(t.messages_with_emotes))) AS value
       FROM ${from('activity_minute')} GROUP BY key HAVING sum(t.messages) > 0`,
    ],
    [
      'channel_coverage by channel',
      ' sessions',
      `SELECT concat(${name}, ' sessions') AS key, toString(sum(t.messages)) AS value
       FROM ${from('channel_coverage')} GROUP BY key HAVING value != '0'`,
    ],
  ];
  const differences: string[] = [];
  let compared = 0;
  for (const [label, kind, sql] of queries) {
    const expected = new Map([...wanted].filter(([key]) => key.includes(kind)));
    for (const { key, value } of await stack.sql<{ key: string; value: string }>(sql)) {
      compared++;
      if (expected.get(key) !== value)
        differences.push(`${label}: ${key}: truth ${expected.get(key) ?? 'nothing'}, counted ${value}`);
      expected.delete(key);
    }
    for (const [key, value] of expected)
      differences.push(`${label}: ${key}: truth ${value}, counted nothing`);
  }
  const counted = await readWholeTotals(stack);
  return {
    messages: { truth: messages, counted: counted.messages },
    uses: { truth: uses, counted: counted.uses },
    differences,
    compared,
  };
}
