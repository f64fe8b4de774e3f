import { join } from 'node:path';
import { HISTORY_PARTITION } from '@emotide/domain';
import { createEpoch, logOf, toHeaders, type EncodedBatch, type EventLog } from '@emotide/event-log';
import { Registry } from '@emotide/service-kit';
import type { Store } from '@emotide/store';
import {
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  startTestNats,
  type TestClickHouse,
  type TestNats,
} from '@emotide/testkit';
import { NatsError, connect, headers, type JetStreamManager, type MsgHdrs, type NatsConnection } from 'nats';
import { PartitionSink, type PartitionSinkOptions } from '../src/partition-sink';
import { createSinkMetrics } from '../src/sink-metrics';
import { toBatch, toJsonRows, type Message } from './batches';

/** What a table says, whatever runs it came in and however it was merged: run and day are the log's matter, not chat's. */
const CONTENTS = {
  events: 'SELECT * EXCEPT (run_last, log_day) FROM events',
  activity: `SELECT channel_id, second, shared_copy, \`partition\`, sum(messages), sum(messages_with_emotes)
    FROM activity GROUP BY ALL`,
  emote_minute: `SELECT channel_id, minute, provider, emote_id, emote_name, class, shared_copy, sum(uses), sum(messages),
    uniqCombined64Merge(chatters) FROM emote_minute GROUP BY ALL`,
  emote_minute_global: `SELECT minute, provider, emote_id, emote_name, class, sum(uses), sum(messages),
    uniqCombined64Merge(chatters) FROM emote_minute_global GROUP BY ALL`,
  emote_hour: `SELECT channel_id, hour, provider, emote_id, emote_name, class, shared_copy, sum(uses), sum(messages),
    uniqCombined64Merge(chatters) FROM emote_hour GROUP BY ALL`,
  emote_hour_global: `SELECT hour, provider, emote_id, emote_name, class, sum(uses), sum(messages),
    uniqCombined64Merge(chatters) FROM emote_hour_global GROUP BY ALL`,
  activity_minute: `SELECT channel_id, minute, shared_copy, sum(messages), sum(messages_with_emotes)
    FROM activity_minute GROUP BY ALL`,
  activity_hour: `SELECT channel_id, hour, shared_copy, sum(messages), sum(messages_with_emotes)
    FROM activity_hour GROUP BY ALL`,
  chatter_day: `SELECT channel_id, day, user_id, provider, emote_id, emote_name, class, shared_copy, sum(uses),
    sum(messages) FROM chatter_day GROUP BY ALL`,
  channels: 'SELECT * FROM channels FINAL',
  losses: 'SELECT * EXCEPT (run_last, log_day) FROM losses',
  moderation: 'SELECT * EXCEPT (run_last, log_day) FROM moderation',
  moderation_minute: 'SELECT channel_id, minute, action, sum(acts) FROM moderation_minute GROUP BY ALL',
  channel_coverage: `SELECT channel_id, session, \`partition\`, min(first_sent_at), max(last_sent_at), sum(messages),
    argMaxMerge(last_message_key) FROM channel_coverage GROUP BY ALL`,
} as const;
const TABLES = [...Object.keys(CONTENTS), 'sink_runs'];

const STREAMS = ['EMOTES', 'HISTORY', 'QUARANTINE', 'KV_sink-intents', 'KV_leases'];

/** nats-server's code for a stream that is not there. */
const STREAM_NOT_FOUND = 10059;

export type Contents = Readonly<Record<string, unknown>>;

export interface RunningSink {
  readonly sink: PartitionSink;
  /** Resolves when it ended, with what it threw. */
  readonly ended: Promise<unknown>;
  stop(): Promise<unknown>;
}

/** A real nats-server and a real ClickHouse, shared by the tests of a file, and what they do with them. */
export class Stage {
  nats: TestNats;
  clickhouse: TestClickHouse;
  /** The owner's client, for what no part of the product does. */
  admin: NatsConnection;
  readonly #natsDirectory: string;
  readonly #clickhouseDirectory: string;
  readonly #cleanup: (() => unknown)[];
  readonly #running = new Set<RunningSink>();
  #owner: Promise<EventLog> | undefined;
  #collector: Promise<EventLog> | undefined;

  private constructor(
    servers: { nats: TestNats; clickhouse: TestClickHouse; admin: NatsConnection },
    directories: { nats: string; clickhouse: string },
    cleanup: (() => unknown)[],
  ) {
    this.nats = servers.nats;
    this.clickhouse = servers.clickhouse;
    this.admin = servers.admin;
    this.#natsDirectory = directories.nats;
    this.#clickhouseDirectory = directories.clickhouse;
    this.#cleanup = cleanup;
  }

  static async start(): Promise<Stage> {
    const cleanup: (() => unknown)[] = [];
    try {
      const [natsDirectory, clickhouseDirectory] = [createTemporaryDirectory(), createTemporaryDirectory()];
      cleanup.push(natsDirectory.remove, clickhouseDirectory.remove);
      const nats = await startTestNats(natsDirectory.path);
      cleanup.push(() => nats.stop());
      const clickhouse = await startTestClickHouse(clickhouseDirectory.path);
      cleanup.push(() => clickhouse.stop());
      const admin = await connectAdmin(nats);
      cleanup.push(() => admin.close());
      const directories = { nats: natsDirectory.path, clickhouse: clickhouseDirectory.path };
      return new Stage({ nats, clickhouse, admin }, directories, cleanup);
    } catch (error) {
      for (const undo of cleanup.reverse()) await undo();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.stopSinks();
    for (const undo of this.#cleanup.splice(0).reverse()) await undo();
  }

  get store(): Store {
    return this.clickhouse.store;
  }

  /** The folder of the server's disk for backups. */
  get backupDirectory(): string {
    return join(this.#clickhouseDirectory, 'backups');
  }

  /** Streams, intents and tables as on the first day. */
  async reset(): Promise<void> {
    const jsm = await this.jsm();
    await Promise.all([
      Promise.all(STREAMS.map((stream) => deleteStream(jsm, stream))).then(() => this.provision()),
      this.truncate(),
    ]);
  }

  async provision(): Promise<void> {
    this.#owner ??= this.nats.connect('owner');
    await (await this.#owner).provision({ replicas: 1, maxBytes: 1024 ** 3, maxAgeMs: 7 * 86_400_000 });
  }

  jsm(): Promise<JetStreamManager> {
    return this.admin.jetstreamManager();
  }

  /** Starts a sink of partition 0, quick to insert. */
  async startSink(options: Partial<PartitionSinkOptions> = {}): Promise<RunningSink> {
    const sink = new PartitionSink({
      partition: 0,
      eventLog: options.eventLog ?? (await this.nats.connect('sink')),
      store: this.store,
      owner: createEpoch(Date.now(), Math.random),
      isLeaseValid: () => true,
      proofMs: 5_000,
      runMs: 20,
      runRows: 100_000,
      log: quietLog,
      metrics: createSinkMetrics(new Registry()),
      ...options,
    });
    const ended = sink.run().then(
      () => undefined,
      (error: unknown) => error,
    );
    const running: RunningSink = {
      sink,
      ended,
      stop: () => {
        sink.stop();
        return ended;
      },
    };
    this.#running.add(running);
    return running;
  }

  async stopSinks(): Promise<void> {
    for (const running of this.#running) await running.stop();
    this.#running.clear();
  }

  /** Publishes as a collector does, and history as an operator does. */
  async publish(batches: readonly EncodedBatch[], partition = 0): Promise<void> {
    this.#collector ??= this.nats.connect('collector');
    const eventLog = await (partition === HISTORY_PARTITION ? this.#owner! : this.#collector);
    const publisher = eventLog.createPublisher(createEpoch(Date.now(), Math.random), {
      windowBatches: 64,
      windowBytes: 1 << 20,
      queueBytes: 1 << 28,
      ackTimeoutMs: 500,
    });
    for (const batch of batches) publisher.publish(partition, batch);
    await publisher.drained();
    publisher.stop();
  }

  /** Publishes each message into the partition of its channel, in batches of at most `size`. */
  async publishAll(messages: readonly Message[], size: number): Promise<void> {
    const byPartition = new Map<number, Message[]>();
    for (const message of messages) {
      const list = byPartition.get(partitionOfMessage(message));
      if (list === undefined) byPartition.set(partitionOfMessage(message), [message]);
      else list.push(message);
    }
    for (const [partition, list] of byPartition) await this.publish(inBatches(list, size), partition);
  }

  /** Publishes one record as anybody could, into partition 0. @returns its sequence */
  async publishRaw(payload: Uint8Array, headersOf?: MsgHdrs): Promise<number> {
    const { seq } = await this.admin
      .jetstream()
      .publish('emotes.v1.p00', payload, headersOf && { headers: headersOf });
    return seq;
  }

  async publishAs(
    batch: EncodedBatch,
    place: { epoch: string; batch: number; partition?: number },
    changes: Readonly<Record<string, string>> = {},
    payload = batch.payload,
  ): Promise<number> {
    const natsHeaders = headers();
    for (const [name, value] of toHeaders(batch, { partition: 0, ...place })) natsHeaders.set(name, value);
    for (const [name, value] of Object.entries(changes)) natsHeaders.set(name, value);
    return this.publishRaw(payload, natsHeaders);
  }

  /** @param partition whose log is asked */
  async lastSeq(partition = 0): Promise<number> {
    return (await (await this.jsm()).streams.info(logOf(partition))).state.last_seq;
  }

  /** Waits until a sink has inserted all that the log has. */
  async caughtUp({ sink, ended }: RunningSink, partition = 0): Promise<void> {
    const last = await this.lastSeq(partition);
    const failed = ended.then((error) => {
      throw new Error('the sink ended', { cause: error });
    });
    failed.catch(() => undefined);
    await Promise.race([until(() => sink.committed >= last, `record ${last}`), failed]);
  }

  /** What all tables say. */
  async contents(): Promise<Contents> {
    const entries = Object.entries(CONTENTS).map(async ([table, select]) => {
      const sql = `SELECT count() AS rows, groupBitXor(cityHash64(*)) AS hash FROM (${select})`;
      return [table, (await this.store.select(sql))[0]] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  /** What all tables would say of these messages, each once and in `partitionOf` it. See {@link expectedOfRows}. */
  expected(
    messages: readonly Message[],
    partitionOf: (message: Message) => number = () => 0,
  ): Promise<Contents> {
    return this.expectedOfRows(
      messages.flatMap((message) =>
        toJsonRows([message]).map((row) => ({ ...row, partition: partitionOf(message) })),
      ),
    );
  }

  /**
   * What all tables would say of these rows. Asked of ClickHouse itself, by another way: the rows as JSON, in one insert
   * without a token. What the tables hold is thrown away for it.
   */
  async expectedOfRows(rowsOfRun: readonly object[]): Promise<Contents> {
    await this.truncate();
    const rows = rowsOfRun.map((row) =>
      JSON.stringify({ partition: 0, ...row, run_last: 1, log_day: '2026-11-23' }),
    );
    const settings = {
      insert_deduplicate: 0,
      async_insert: 0,
      date_time_input_format: 'best_effort',
    } as const;
    await this.store.send('INSERT INTO landing FORMAT JSONEachRow', [Buffer.from(rows.join('\n'))], settings);
    return this.contents();
  }

  /** Kills nats-server and starts it again on its data and port, after `awayMs`. */
  async killNats(awayMs: number): Promise<void> {
    const port = Number(new URL(this.nats.server.url).port);
    process.kill(this.nats.server.pid, 'SIGKILL');
    await this.nats.server.exited;
    await sleep(awayMs);
    // What is asked on a connection that is not back yet gets lost.
    const isBack = reconnection(this.admin);
    const nats = await startTestNats(this.#natsDirectory, { port });
    this.#cleanup.push(() => nats.stop());
    this.nats = nats;
    await isBack;
    const logs = await Promise.all([this.#owner, this.#collector]);
    await until(() => logs.every((log) => log?.isConnected !== false), 'all connections');
  }

  /** Kills ClickHouse; the result starts it again on its data and port. */
  async killClickHouse(): Promise<() => Promise<void>> {
    const port = Number(new URL(this.clickhouse.server.url).port);
    process.kill(this.clickhouse.server.pid, 'SIGKILL');
    await this.clickhouse.server.exited;
    return async () => {
      const clickhouse = await startTestClickHouse(this.#clickhouseDirectory, { port });
      this.#cleanup.push(() => clickhouse.stop());
      this.clickhouse = clickhouse;
    };
  }

  async truncate(): Promise<void> {
    await Promise.all(TABLES.map((table) => this.store.command(`TRUNCATE TABLE ${table}`)));
  }
}

/** Where {@link Stage.publishAll} puts a message: any fixed rule will do. */
export const partitionOfMessage = ({ channel }: Message): number => channel % 4;

/** Messages of seven channels over some minutes, `count` from number `from` on; no two are alike. */
export function chat(count: number, from = 0): Message[] {
  const startMs = Date.parse('2026-11-22T10:00:00.250Z');
  return Array.from({ length: count }, (_, index) => {
    const n = from + index;
    return {
      sentAtMs: startMs + n * 70,
      channel: 1 + (n % 7),
      chatter: 1 + ((n * 7_919) % 101),
      key: 1_000_000 + n,
      emote: String(25 + (n % 11)),
      uses: 1 + (n % 4),
    };
  });
}

/** One batch for each `size` messages. */
export function inBatches(messages: readonly Message[], size: number): EncodedBatch[] {
  const batches: EncodedBatch[] = [];
  for (let at = 0; at < messages.length; at += size) batches.push(toBatch(messages.slice(at, at + size)));
  return batches;
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** @throws Error naming what did not come */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms for ${what}`);
    await sleep(5);
  }
}

async function reconnection(connection: NatsConnection): Promise<void> {
  for await (const { type } of connection.status()) if (type === 'reconnect') return;
}

async function deleteStream(jsm: JetStreamManager, stream: string): Promise<void> {
  try {
    await jsm.streams.delete(stream);
  } catch (error) {
    if (!(error instanceof NatsError) || error.api_error?.err_code !== STREAM_NOT_FOUND) throw error;
  }
}

function connectAdmin(nats: TestNats): Promise<NatsConnection> {
  return connect({
    servers: nats.server.url,
    user: 'owner',
    pass: 'owner-password',
    maxReconnectAttempts: -1,
    reconnectTimeWait: 50,
  });
}

/** A store that is the real one, but for what `send` does. */
export function withSend(store: Store, send: Store['send']): Store {
  return { ...store, send };
}

/** An event log that is the real one, but for what `changes` says. */
export function withChanges(
  eventLog: EventLog,
  changes: Partial<PartitionSinkOptions['eventLog']>,
): PartitionSinkOptions['eventLog'] {
  return {
    streamState: (log) => eventLog.streamState(log),
    openSinkIntents: (partition) => eventLog.openSinkIntents(partition),
    createReader: (partition, options) => eventLog.createReader(partition, options),
    quarantine: (...args) => eventLog.quarantine(...args),
    ...changes,
  };
}
