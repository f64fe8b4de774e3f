import type { Store } from '@emotide/store';
import type { Result } from './benchmarks-page';
import { format } from './statistics';
import { feedWarehouse } from './warehouse/feed-warehouse';
import type { Filled } from './warehouse/fill-warehouse';
import { withFilledWarehouse, type FilledWarehouseOptions } from './warehouse/filled-warehouse';
import { toMeasuredQueries, type MeasuredQuery, type Subjects } from './warehouse/measured-queries';
import { measureTimes, readCpuMs, type Times } from './warehouse/measure-times';
import { PEER_QUESTIONS, PEER_TABLES } from './warehouse/peer-schemas';
import { measureInsertCost } from './warehouse/view-costs';

/** Each question is asked over and over for so long, by default. */
const QUESTION_S = 3;
const FEED_PER_SECOND = 20_000;
const INSERTED_USES = 20_000;

/** How fast does a full warehouse answer, what does an event cost on disk, and what does a view cost an insert? */
export const benchWarehouse = (
  command: string,
  seconds = QUESTION_S,
  options: FilledWarehouseOptions,
): Promise<Result> =>
  withFilledWarehouse(options, ({ store, filled }) => measure(store, command, filled, seconds * 1_000));

async function measure(store: Store, command: string, filled: Filled, questionMs: number): Promise<Result> {
  const queries = toMeasuredQueries(await findSubjects(store, filled.toMs));
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const alone: Times[] = [];
  for (const { name, run } of queries) {
    say(name);
    alone.push(await measureTimes(() => run(store), questionMs));
  }
  const raw: (Times | undefined)[] = [];
  for (const query of queries) raw.push(await measureRaw(store, query, questionMs));
  const peers = await measurePeers(store, filled.toMs, questionMs);

  const feed = feedWarehouse(store, FEED_PER_SECOND, filled.toMs);
  const fed: Times[] = [];
  try {
    for (const { run } of queries) fed.push(await measureTimes(() => run(store), questionMs));
  } finally {
    await feed.stop();
  }
  const rate = feed.rate();
  const asked = raw.filter((times) => times !== undefined);
  const peerTimes = peers.flatMap(({ all, channel }) => [all, channel]);
  const cpu = await readCpuMs(store, [...alone, ...asked, ...peerTimes]);
  const cpuOf = new Map([...alone, ...asked, ...peerTimes].map((times, i) => [times, cpu[i]!]));
  const cost = await measureInsertCost(store, INSERTED_USES, filled.toMs);

  const ms = ({ p50Ms, p99Ms }: Times): string => `${format(p50Ms)} / ${format(p99Ms)}`;
  const perUse = (bytes: number): string => format(bytes / filled.invented.events);
  const own = filled.invented.bytes.filter(([table]) => !PEER_TABLES.some(({ name }) => name === table));
  const total = own.reduce((sum, [, bytes]) => sum + bytes, 0);
  return {
    question: 'How fast does a full warehouse answer, and what does it cost to fill?',
    command,
    table: {
      head: [
        'question, p50 / p99 ms',
        'alone',
        'CPU ms',
        `while ${format(FEED_PER_SECOND)} uses/s come in`,
        'of raw rows, alone',
        'CPU ms',
      ],
      rows: queries.map(({ name }, i) => [
        name,
        ms(alone[i]!),
        format(cpuOf.get(alone[i]!)!),
        ms(fed[i]!),
        raw[i] ? ms(raw[i]) : '',
        raw[i] ? format(cpuOf.get(raw[i])!) : '',
      ]),
    },
    more: [
      {
        caption: 'What a use takes on disk, by table, of the invented day alone:',
        table: {
          head: ['table', 'bytes a use'],
          rows: [
            ...[...own]
              .filter(([, bytes]) => bytes / filled.invented.events > 0.05)
              .sort(([, a], [, b]) => b - a)
              .map(([table, bytes]) => [table, perUse(bytes)]),
            ['all', perUse(total)],
          ],
        },
      },
      {
        caption: `What each view costs an insert of ${format(cost.uses)} uses of one second, CPU of the server:`,
        table: {
          head: ['view', 'ms', 'µs a use'],
          rows: [
            ...cost.views.map(({ view, cpuMs }) => [
              view,
              format(cpuMs),
              format((cpuMs * 1_000) / cost.uses),
            ]),
            ['no view', format(cost.bareMs), format((cost.bareMs * 1_000) / cost.uses)],
            ['all together', format(cost.allMs), format((cost.allMs * 1_000) / cost.uses)],
          ],
        },
      },
      {
        caption: 'The same day in tables of the shapes that peers describe, and the same question of them:',
        table: {
          head: [
            'tables',
            'bytes a use',
            'top 10 emotes of the day, p50 / p99 ms',
            'of the greatest channel',
          ],
          rows: peers.map(({ what, bytes, all, channel }) => [what, perUse(bytes), ms(all), ms(channel)]),
        },
      },
    ],
    notes: [
      `${filled.events.toLocaleString('en')} uses of ${new Date(filled.fromMs).toISOString()} to ${new Date(filled.toMs).toISOString()} in 1,000 channels by Zipf's law; one day is invented, the others are copies of it under other message ids. Tables by the minute and by chatter have the newest day or two.`,
      `Through the product's own queries and HTTP door, one at a time, each for ${questionMs / 1_000} s, at least 3 times. CPU is the server's for one run, all threads together. Meanwhile ${format(rate)} uses/s were inserted, four times a second, through \`landing\` and all its views.`,
      'Rows of raw: the same question as SQL on `events`, without names and classes by the catalogue.',
      'Peers: tables of our own making in the shape that twir (a row per occurrence) and rustlog (a row per message with its text) describe; texts are short, so their bytes are the least that real chat would take.',
    ],
  };
}

async function findSubjects(store: Store, toMs: number): Promise<Subjects> {
  const [row] = (await store.select(
    `SELECT
       toString(channels[1]) AS great, toString(channels[100]) AS middling,
       (SELECT toString(user_id) FROM chatter_day LIMIT 1) AS user
     FROM (
       SELECT groupArray(channel_id) AS channels FROM (
         SELECT channel_id FROM activity_hour GROUP BY channel_id ORDER BY sum(messages) DESC
       )
     )`,
  )) as { great: string; middling: string; user: string }[];
  return { toMs, greatChannelId: row!.great, channelId: row!.middling, userId: row!.user };
}

function measureRaw(store: Store, { raw }: MeasuredQuery, questionMs: number): Promise<Times | undefined> {
  if (raw === undefined) return Promise.resolve(undefined);
  const { sql, range, channelId } = raw;
  const parameters = {
    from: range.fromMs / 1_000,
    to: range.toMs / 1_000,
    ...(channelId !== undefined && { channel_id: channelId }),
  };
  return measureTimes(() => store.select(sql, parameters), questionMs);
}

async function measurePeers(store: Store, toMs: number, questionMs: number) {
  const [span] = (await store.select(
    `SELECT toUnixTimestamp(min(created_at)) AS from, toUnixTimestamp(max(created_at)) + 1 AS to FROM peer_occurrences`,
  )) as { from: number; to: number }[];
  const { greatChannelId } = await findSubjects(store, toMs);
  const parameters = { from: Number(span!.from), to: Number(span!.to), channel_id: greatChannelId };
  const measured = [];
  for (const { what, table, all, channel } of PEER_QUESTIONS) {
    const [size] = (await store.select(
      `SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE database = {database:String} AND active AND table = {table:String}`,
      { database: store.database, table },
    )) as { bytes: string }[];
    measured.push({
      what,
      bytes: Number(size!.bytes),
      all: await measureTimes(() => store.select(all, parameters), questionMs),
      channel: await measureTimes(() => store.select(channel, parameters), questionMs),
    });
  }
  return measured;
}
