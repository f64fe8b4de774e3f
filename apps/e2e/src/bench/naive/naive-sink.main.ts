/**
 * How an average team moves JetStream into ClickHouse: a durable consumer, rows collected for a second or ten thousand
 * of them, one insert as JSONEachRow, then an ack for each message.
 */
import { createClient } from '@clickhouse/client';
import { AckPolicy, connect, type JsMsg } from 'nats';
import {
  NAIVE_SETTINGS,
  NAIVE_STREAM,
  NAIVE_TABLE,
  type NaiveEvent,
  type NaiveSettings,
} from './naive-event';

const FLUSH_EVERY_MS = 1_000;
const MOST_ROWS = 10_000;

const settings = JSON.parse(process.env[NAIVE_SETTINGS]!) as NaiveSettings;
const clickhouse = createClient({
  url: settings.clickhouseUrl,
  username: 'app',
  password: settings.clickhousePassword,
  database: 'emotide',
});
const connection = await connect({
  servers: settings.natsUrl,
  user: 'owner',
  pass: settings.natsPassword,
});
const manager = await connection.jetstreamManager();
await manager.consumers.add(NAIVE_STREAM, {
  durable_name: 'sink',
  ack_policy: AckPolicy.Explicit,
  // The default of 1,000 would be its limit: as many rows a second as it waits for acks of.
  max_ack_pending: 5 * MOST_ROWS,
});
const consumer = await connection.jetstream().consumers.get(NAIVE_STREAM, 'sink');

let rows: NaiveEvent[] = [];
let messages: JsMsg[] = [];
let flushing: Promise<void> = Promise.resolve();
const flush = (): Promise<void> => {
  const values = rows;
  const acks = messages;
  rows = [];
  messages = [];
  flushing = flushing.then(async () => {
    if (values.length === 0) return;
    await clickhouse.insert({ table: NAIVE_TABLE, values, format: 'JSONEachRow' });
    for (const message of acks) message.ack();
  });
  return flushing;
};
setInterval(() => void flush(), FLUSH_EVERY_MS);
process.on('disconnect', () => process.exit());
process.send!({ type: 'ready' });

for await (const message of await consumer.consume({ max_messages: MOST_ROWS })) {
  rows.push(message.json<NaiveEvent>());
  messages.push(message);
  if (rows.length >= MOST_ROWS) await flush();
}
