import type { Store } from '@emotide/store';
import {
  EMOTES_PER_MESSAGE,
  LIVE_SHARE,
  toLandingSql,
  toOccurrencesSql,
  toTextsSql,
  type GeneratedSpan,
} from './generated-chat';
import { OCCURRENCES_TABLE, TEXTS_TABLE } from './peer-schemas';

/** Uses a day, so that 100 M are a month. */
const EVENTS_PER_DAY = 3_333_333;
const HOUR_S = 3_600;
/** Hours in one step: its rows are some half a million, as many as a run of the log may have. */
const HOURS_PER_STEP = 4;
const STAGE = 'bench_stage';
/** So many steps are worked on at a time. */
const STREAMS = 2;
/** Peers' tables get the newest hours only: they are compared by the byte and by one day's questions. */
const PEER_HOURS = 24;
/** So many days are invented, the newest; the days before are copies of them. All tables have the invented ones. */
const INVENTED_DAYS = 1;
/** What is copied, with its column of time; minutes and chatters' days have what is invented. */
const COPIED: readonly { readonly table: string; readonly time: string; readonly replaced: string }[] = [
  { table: 'events', time: 'sent_at', replaced: ', cityHash64(message_key, {days:UInt32}) AS message_key' },
  { table: 'emote_hour', time: 'hour', replaced: '' },
  { table: 'emote_hour_global', time: 'hour', replaced: '' },
  { table: 'activity_hour', time: 'hour', replaced: '' },
];

export interface Filled {
  readonly events: number;
  /** Uses and disk of the invented days alone, before any was copied. */
  readonly invented: {
    readonly events: number;
    readonly bytes: readonly (readonly [table: string, bytes: number])[];
  };
  /** Start of the first hour and end of the last, epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

interface View {
  readonly target: string;
  readonly select: string;
}

/**
 * Fills an empty warehouse with invented chat up to the last whole hour, every day as much: each view's own query is run
 * over some hours at a time, for one day; older days are copies of these, of the same chatters under other messages.
 */
export async function fillWarehouse(
  store: Store,
  {
    events,
    nowMs,
    onProgress,
  }: { events: number; nowMs: number; onProgress: (hours: number, of: number) => void },
): Promise<Filled> {
  const days = Math.max(1, Math.round(events / EVENTS_PER_DAY));
  const hours = 24 * Math.min(days, INVENTED_DAYS);
  const to = Math.floor(nowMs / 1_000 / HOUR_S) * HOUR_S;
  const first = to - hours * HOUR_S;
  const numbers = Math.round(Math.min(events, EVENTS_PER_DAY) / 24 / LIVE_SHARE / EMOTES_PER_MESSAGE);
  const views = await readViews(store);
  const steps = Array.from({ length: Math.ceil(hours / HOURS_PER_STEP) }, (_, i) => i * HOURS_PER_STEP);
  let done = 0;

  const fillStep = async (start: number, stage: string): Promise<void> => {
    await store.command(`TRUNCATE TABLE ${stage}`);
    for (let i = start; i < Math.min(hours, start + HOURS_PER_STEP); i += 1) {
      const hour: GeneratedSpan = {
        startMs: (first + i * HOUR_S) * 1_000,
        lengthMs: HOUR_S * 1_000,
        from: i * numbers,
        numbers,
      };
      await store.command(`INSERT INTO ${stage} ${toLandingSql(hour)}`);
      if (i < hours - PEER_HOURS) continue;
      for (const insert of toPeerInserts(hour)) await store.command(insert);
    }
    for (const { target, select } of views)
      await store.command(`INSERT INTO ${target} ${select.replaceAll(STAGE, stage)} ${WHOLE_BLOCKS}`);
    done += HOURS_PER_STEP;
    onProgress(Math.min(hours, done), hours);
  };
  const fillFrom = async (stream: number): Promise<void> => {
    const stage = `${STAGE}_${stream}`;
    await store.command(`CREATE TABLE ${stage} ENGINE = Memory AS landing`);
    for (let next = steps.shift(); next !== undefined; next = steps.shift()) await fillStep(next, stage);
    await store.command(`DROP TABLE ${stage}`);
  };
  await Promise.all(Array.from({ length: STREAMS }, (_, stream) => fillFrom(stream)));
  const invented = { events: await countEvents(store), bytes: await readBytes(store) };
  for (let shift = INVENTED_DAYS; shift < days; shift += INVENTED_DAYS) {
    // The last copy may be cut, so that there are as many days as were asked for.
    const from = Math.max(first, to - (days - shift) * 24 * HOUR_S);
    for (const { table, time, replaced } of COPIED)
      await store.command(
        `INSERT INTO ${table} SELECT * REPLACE (
           ${time} - INTERVAL {days:UInt32} DAY AS ${time}, log_day - {days:UInt32} AS log_day${replaced}
         ) FROM ${table} AS source
         WHERE source.${time} >= toDateTime({from:UInt32}, 'UTC') AND source.${time} < toDateTime({to:UInt32}, 'UTC')
         ${WHOLE_BLOCKS}`,
        { parameters: { days: shift, from, to } },
      );
    onProgress(Math.min(days, shift + INVENTED_DAYS) * 24, days * 24);
  }
  return {
    events: await countEvents(store),
    invented,
    fromMs: (to - days * 24 * HOUR_S) * 1_000,
    toMs: to * 1_000,
  };
}

async function countEvents(store: Store): Promise<number> {
  const [row] = (await store.select('SELECT count() AS n FROM events')) as { n: string }[];
  return Number(row!.n);
}

/** Bytes on disk by table, of what is not waiting to be removed. */
async function readBytes(store: Store): Promise<Filled['invented']['bytes']> {
  const rows = (await store.select(
    `SELECT table, sum(bytes_on_disk) AS bytes FROM system.parts WHERE database = {database:String} AND active GROUP BY table`,
    { database: store.database },
  )) as { table: string; bytes: string }[];
  return rows.map(({ table, bytes }) => [table, Number(bytes)] as const);
}

const toPeerInserts = (hour: GeneratedSpan): string[] => [
  `INSERT INTO ${OCCURRENCES_TABLE.name} (channel_id, user_id, created_at, emote) ${toOccurrencesSql(hour)}`,
  `INSERT INTO ${TEXTS_TABLE.name} (channel_id, channel_login, timestamp, id, user_id, user_login, display_name,
     color, badges, client_nonce, emotes, text)
   ${toTextsSql(hour)}`,
];

/** One part a step and table, and no memory of tokens. */
const WHOLE_BLOCKS =
  'SETTINGS insert_deduplicate = 0, min_insert_block_size_rows = 4000000, min_insert_block_size_bytes = 1000000000';

/** The views on `landing`, reading the stage instead. */
async function readViews(store: Store): Promise<View[]> {
  const rows = (await store.select(
    `SELECT as_select AS select, extract(create_table_query, ' TO [^.]+\\.(\\w+)') AS target
     FROM system.tables
     WHERE database = {database:String} AND engine = 'MaterializedView' AND as_select LIKE '%.landing%'
     ORDER BY name`,
    { database: store.database },
  )) as { select: string; target: string }[];
  return rows.map(({ select, target }) => ({
    target,
    select: select.replaceAll(`${store.database}.landing`, STAGE),
  }));
}
