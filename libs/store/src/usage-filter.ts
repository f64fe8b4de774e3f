import type { EmoteClass, Provider } from '@emotide/domain';
import { CLASS_NOW, NAME_AND_CLASS, PROVIDER_COLUMN, type EmoteKey } from './emote-columns';
import type { Bucketing } from './granularity';
import { toReadPlan, toSumsTable, toTable, type Grains, type ReadPlan } from './read-plan';
import { IN_RANGE, SENT_IN_RANGE, type Range } from './range';
import { toRawScopeCondition, toScopeCondition, toScopeParameters, type Scope } from './scope';
import type { Parameters } from './store';
import { toMatchCondition, toMatchParameters, type ThemeMatch } from './theme-condition';

/** Which uses count: all of these together. */
export interface UsageFilter {
  readonly scope: Scope;
  /** Only this provider's. */
  readonly provider?: Provider;
  /** Only emotes of these classes, each emote having one: the one best known in the range. */
  readonly classes?: readonly EmoteClass[];
  /** Only this emote. */
  readonly emote?: EmoteKey;
  /** Only emotes that a theme matches, wherever and whenever. */
  readonly theme?: ThemeMatch;
  /** Only minutes at whose start the channel streamed in this language, as Twitch says: `en`. */
  readonly language?: string;
  /** Only minutes at whose start the channel streamed this game, by Twitch id. */
  readonly gameId?: string;
}

const bySituation = ({ language, gameId }: UsageFilter): boolean =>
  language !== undefined || gameId !== undefined;

/** Languages and games change within hours, so they are told by the minute, however long the range is. */
export const toFilteredPlan = (range: Range, filter: UsageFilter, bucketing?: Bucketing): ReadPlan =>
  toReadPlan(range, bySituation(filter) ? { type: 'steps', step: 60 } : bucketing);

/** What each channel streamed from when on, to be joined to its minutes. */
export const STATES = `(
  SELECT channel_id, since, stream_id, language, game_id, game_name FROM stream_states FINAL
)`;

/**
 * Columns of uses. Tables over all channels have them, too, but for `channel_id`: who asks for it reads each channel's.
 * `message_key` is known by the second only.
 */
export type UseColumn =
  | 'channel_id'
  | 'provider'
  | 'emote_id'
  | 'emote_name'
  | 'class'
  | 'uses'
  | 'messages'
  | 'chatters'
  | 'message_key';

const RAW_COLUMN: Readonly<Record<UseColumn, string>> = {
  channel_id: 'channel_id',
  provider: 'provider',
  emote_id: 'emote_id',
  emote_name: 'emote_name',
  class: 'class',
  uses: 'toUInt64(uses) AS uses',
  messages: 'toUInt64(1) AS messages',
  chatters: 'user_id',
  message_key: 'message_key',
};

/** Distinct known chatters out of the column `chatters` of {@link toUsesTable}. */
export const toChattersSql = ({ finest }: ReadPlan): string =>
  finest === 'SECOND' ? 'uniqCombined64If(user_id, user_id != 0)' : 'uniqCombined64Merge(chatters)';

/**
 * Which messages with emotes can be told from sums: all of them, those with one emote, or none, as messages of several emotes
 * don't add up.
 */
export function toMessagesKind({
  emote,
  provider,
  classes,
  theme,
}: Omit<UsageFilter, 'scope'>): 'all' | 'of-emote' | 'unknown' {
  if (emote) return 'of-emote';
  return provider || classes || theme ? 'unknown' : 'all';
}

/**
 * A table expression of the uses that a filter leaves, with `at` and the columns asked for; from tables over all channels
 * where no channel matters.
 *
 * @param plan of {@link toFilteredPlan}; by the second where `message_key` is asked for
 * @param condition on `channel_id`, in every table alike
 */
export function toUsesTable(
  filter: UsageFilter,
  plan: ReadPlan,
  columns: readonly UseColumn[],
  condition = 'true',
): string {
  const rest = `${toEmoteCondition(filter, plan)} AND ${condition}`;
  if (bySituation(filter)) {
    const names = columns.map((column) => `used.${column} AS ${column}`).join(', ');
    const others = columns.filter((column) => column !== 'channel_id');
    const rows = columns.includes('message_key')
      ? `SELECT toStartOfMinute(toDateTime(sent_at, 'UTC')) AS at, toDateTime64(at, 3, 'UTC') AS at_ms, channel_id, ${others.map((column) => RAW_COLUMN[column]).join(', ')}
        FROM events
        WHERE ${toRawScopeCondition(filter.scope)} AND ${rest} AND ${SENT_IN_RANGE}`
      : `SELECT minute AS at, toDateTime64(minute, 3, 'UTC') AS at_ms, channel_id, ${others.join(', ')}
        FROM emote_minute
        WHERE ${toScopeCondition(filter.scope)} AND ${rest} AND ${IN_RANGE}`;
    return `(
      SELECT used.at AS at, ${names}
      FROM (
        ${rows}
      ) AS used
      ASOF JOIN ${STATES} AS state ON used.channel_id = state.channel_id AND used.at_ms >= state.since
      WHERE ${toSituationCondition(filter)}
    )`;
  }
  const { grains, scoped } = toSource(filter, columns);
  return toTable({
    plan,
    grains,
    columns: columns.join(', '),
    condition: `${scoped} AND ${rest}`,
    rawColumns: columns.map((column) => RAW_COLUMN[column]).join(', '),
    rawCondition: `${toRawScopeCondition(filter.scope)} AND ${rest}`,
  });
}

/**
 * A table expression of the uses that a filter leaves, summed up by `keys`: of a long range much less is read than by
 * {@link toUsesTable}.
 *
 * @param plan of {@link toFilteredPlan}
 */
export function toSummedUses(
  filter: UsageFilter,
  plan: ReadPlan,
  keys: readonly UseColumn[],
  sums: readonly ('uses' | 'messages')[],
): string {
  const { grains, scoped } = toSource(filter, keys);
  return toSumsTable({
    plan,
    keys,
    sums,
    rows: toUsesTable(filter, plan, [...keys, ...sums]),
    hours: { table: grains.HOUR, condition: `${scoped} AND ${toEmoteCondition(filter, plan)}` },
  });
}

/** The tables that say least and enough, and the condition that leaves their rows of the filter's channels. */
function toSource({ scope }: UsageFilter, columns: readonly UseColumn[]): { grains: Grains; scoped: string } {
  const isGlobal = scope === 'all' && !columns.includes('channel_id');
  const suffix = isGlobal ? '_global' : '';
  return {
    grains: {
      HOUR: `emote_hour${suffix}`,
      MINUTE: `emote_minute${suffix}`,
      SECOND: { table: 'events', time: 'sent_at' },
    },
    scoped: isGlobal ? 'true' : toScopeCondition(scope),
  };
}

/**
 * A table expression of what was said, with `at`, `channel_id`, `messages` and `messages_with_emotes`; emotes are not asked
 * about.
 *
 * @param condition on `channel_id`
 */
export function toActivityTable(filter: UsageFilter, plan: ReadPlan, condition = 'true'): string {
  if (bySituation(filter))
    return `(
      SELECT
        said.at AS at, said.channel_id AS channel_id, said.messages AS messages,
        said.messages_with_emotes AS messages_with_emotes
      FROM (
        SELECT minute AS at, toDateTime64(minute, 3, 'UTC') AS at_ms, channel_id, messages, messages_with_emotes
        FROM activity_minute
        WHERE ${toScopeCondition(filter.scope)} AND ${condition} AND ${IN_RANGE}
      ) AS said
      ASOF JOIN ${STATES} AS state ON said.channel_id = state.channel_id AND said.at_ms >= state.since
      WHERE ${toSituationCondition(filter)}
    )`;
  return toTable({
    plan,
    grains: {
      HOUR: 'activity_hour',
      MINUTE: 'activity_minute',
      SECOND: { table: 'activity', time: 'second' },
    },
    columns: 'channel_id, messages, messages_with_emotes',
    condition: `${toScopeCondition(filter.scope)} AND ${condition}`,
  });
}

const toSituationCondition = ({ language, gameId }: UsageFilter): string =>
  [
    language === undefined ? 'true' : 'state.language = {language:String}',
    gameId === undefined ? 'true' : 'state.game_id = {game_id:UInt64}',
  ].join(' AND ');

function toEmoteCondition(filter: UsageFilter, plan: ReadPlan): string {
  const { provider, emote, theme, classes } = filter;
  const conditions = [
    ...(provider ? ['provider = {only_provider:String}'] : []),
    ...(emote ? ['emote_id = {emote_id:String} AND provider = {emote_provider:String}'] : []),
    ...(theme ? [toMatchCondition(theme)] : []),
    ...(classes ? [toClassCondition(filter, plan)] : []),
  ];
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

/** An emote has one class in an answer, so the emotes of the classes are found first, over the whole range. */
function toClassCondition({ classes: _, ...filter }: UsageFilter, plan: ReadPlan): string {
  return `(provider, emote_id) IN (
    SELECT provider, emote_id FROM ${toClassedTable(filter, plan)} WHERE toString(known_class) IN {classes:Array(String)}
  )`;
}

/** A table expression of the emotes that a filter leaves, with `total` uses and `known_class`, the one class of each. */
export const toClassedTable = (filter: UsageFilter, plan: ReadPlan): string => `(
  SELECT provider, emote_id, total, ${CLASS_NOW} AS known_class
  FROM (
    SELECT provider, emote_id, ${NAME_AND_CLASS}, sum(used) AS total
    FROM (
      SELECT provider, emote_id, emote_name, class, uses AS used
      FROM ${toSummedUses(filter, plan, ['provider', 'emote_id', 'emote_name', 'class'], ['uses'])}
    )
    GROUP BY provider, emote_id
  )
)`;

/** Binds what a filter names. */
export const toFilterParameters = (filter: UsageFilter): Parameters => ({
  ...toScopeParameters(filter.scope),
  ...(filter.provider && { only_provider: PROVIDER_COLUMN[filter.provider] }),
  ...(filter.emote && {
    emote_provider: PROVIDER_COLUMN[filter.emote.provider],
    emote_id: filter.emote.emoteId,
  }),
  ...(filter.theme && toMatchParameters(filter.theme)),
  ...(filter.classes && { classes: filter.classes }),
  ...(filter.language !== undefined && { language: filter.language }),
  ...(filter.gameId !== undefined && { game_id: filter.gameId }),
});
