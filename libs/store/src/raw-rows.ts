import type { CommittedEndRow } from './queries/committed-ends.query';
import type { RollUp } from './roll-ups';
import type { Parameters } from './store';

/** Columns of `landing` in which {@link toLandingRows} gives raw rows. */
export const LANDING_COLUMNS = [
  'kind',
  'sent_at',
  'channel_id',
  'channel_login',
  'actor',
  'message_key',
  'provider',
  'emote_id',
  'emote_name',
  'class',
  'count',
  'with_emotes',
  'flags',
  '`partition`',
  'run_last',
  'log_day',
].join(', ');

const AS_LANDING = {
  events: `'use' AS kind, sent_at, channel_id, channel_login, user_id AS actor, message_key, provider, emote_id,
      emote_name, class, uses AS count, 0 AS with_emotes, flags, \`partition\`, run_last, log_day`,
  activity: `'activity' AS kind, toDateTime64(second, 3, 'UTC') AS sent_at, channel_id, '' AS channel_login, 0 AS actor,
      0 AS message_key, 'none' AS provider, '' AS emote_id, '' AS emote_name, 'UNKNOWN' AS class, messages AS count,
      messages_with_emotes AS with_emotes, if(shared_copy, 2, 0) AS flags, \`partition\`, run_last, log_day`,
} as const satisfies Readonly<Record<RollUp['raw'], string>>;

/**
 * Raw rows under a condition as they were when they arrived in `landing`, as a subquery, so that views can be run over
 * them. Of activity it has what roll-ups add up, not the reading sessions.
 */
export const toLandingRows = (database: string, raw: RollUp['raw'], condition: string): string =>
  `(SELECT ${AS_LANDING[raw]} FROM ${database}.${raw} WHERE ${condition})`;

/** What a roll-up's view makes of raw rows under a condition. @throws Error when it reads something else */
export function toViewOfRaw({ name, raw, view }: RollUp, database: string, condition: string): string {
  const source = `FROM ${database}.landing`;
  if (!view.includes(source)) throw new Error(`the view of ${name} does not read landing`);
  return view.replace(source, () => `FROM ${toLandingRows(database, raw, condition)} AS landing`);
}

/**
 * Raw rows of runs behind the last ones that were noted, on {@link toMovingParameters}: they may be on their way into the
 * other tables. A partition of which no run is noted has none.
 */
export const IS_MOVING = `(indexOf({partitions:Array(UInt8)}, \`partition\`) > 0
      AND (log_day, run_last) > (
        {endDays:Array(Date)}[indexOf({partitions:Array(UInt8)}, \`partition\`)],
        {ends:Array(UInt64)}[indexOf({partitions:Array(UInt8)}, \`partition\`)]
      ))`;

export const toMovingParameters = (ends: readonly CommittedEndRow[]): Parameters => ({
  partitions: ends.map(({ partition }) => partition),
  endDays: ends.map(({ day }) => day),
  ends: ends.map(({ last }) => last),
});

/** Whether raw rows of a day may still come. */
export const isOpen = (day: string, ends: readonly CommittedEndRow[]): boolean =>
  ends.some((end) => end.day <= day);
