import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { connect } from 'nats';
import { readUsage } from '../../process-usage';
import type { Stack } from '../../stack';
import { NAIVE_SETTINGS, NAIVE_STREAM, NAIVE_SUBJECT, NAIVE_TABLE, type NaiveSettings } from './naive-event';

export interface NaivePipeline {
  /** CPU seconds so far of its two processes. */
  cpuSeconds(): { collector: number; sink: number };
  /** Publishes that got no answer in time or were refused. */
  failures(): Promise<number>;
  /** What it has in its table. */
  counted(): Promise<{ rows: number; uses: number; lastInsertMs: number }>;
  stop(): Promise<void>;
}

const JOINED_WITHIN_MS = 120_000;

/** Raw rows and one roll-up, where the real thing has eight tables. */
const TABLES = [
  `CREATE TABLE ${NAIVE_TABLE} (channel LowCardinality(String), channelId UInt64, userId UInt64, messageId String,
     emoteId String, emoteName LowCardinality(String), uses UInt16, sentAt DateTime64(3, 'UTC'),
     inserted_at DateTime64(3, 'UTC') DEFAULT now64(3))
   ENGINE = MergeTree ORDER BY (channelId, sentAt)`,
  `CREATE MATERIALIZED VIEW naive_minute ENGINE = SummingMergeTree ORDER BY (channelId, minute, emoteId) AS
   SELECT channelId, toStartOfMinute(sentAt) AS minute, emoteId, sum(uses) AS uses, count() AS messages
   FROM ${NAIVE_TABLE} GROUP BY channelId, minute, emoteId`,
];

/** Starts it beside a system that has neither sink nor collector of its own; resolves once it is in all channels. */
export async function startNaivePipeline(stack: Stack, channels: readonly string[]): Promise<NaivePipeline> {
  const connection = await connect({
    servers: stack.natsUrl,
    user: 'owner',
    pass: stack.secrets.nats.owner,
  });
  const manager = await connection.jetstreamManager();
  await manager.streams.add({ name: NAIVE_STREAM, subjects: [NAIVE_SUBJECT] });
  await connection.close();
  for (const statement of TABLES) await command(stack, statement);

  const settings: NaiveSettings = {
    natsUrl: stack.natsUrl,
    natsPassword: stack.secrets.nats.owner,
    clickhouseUrl: stack.clickhouseUrl,
    clickhousePassword: stack.secrets.clickhouse.app,
    chatPort: Number(new URL(stack.simulatorUrl).port),
    channels,
  };
  const sink = run('naive-sink.main.ts', settings);
  const collector = run('naive-collector.main.ts', settings);
  const stop = async (): Promise<void> => {
    await Promise.all(
      [collector, sink].map((child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const exited = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        return exited;
      }),
    );
  };
  try {
    await Promise.all([heard(sink, 'ready'), heard(collector, 'joined')]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    cpuSeconds: () => ({
      collector: readUsage(collector.pid!).cpuSeconds,
      sink: readUsage(sink.pid!).cpuSeconds,
    }),
    async failures() {
      const answer = heard(collector, 'failures');
      collector.send('failures?');
      return (await answer)['failures'] as number;
    },
    async counted() {
      const [row] = await stack.sql<{ rows: string; uses: string; last: string }>(
        `SELECT count() AS rows, sum(uses) AS uses, toUnixTimestamp64Milli(max(inserted_at)) AS last FROM ${NAIVE_TABLE}`,
      );
      return { rows: Number(row!.rows), uses: Number(row!.uses), lastInsertMs: Number(row!.last) };
    },
    stop,
  };
}

function run(file: string, settings: NaiveSettings): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), {
    execArgv: ['--import', import.meta.resolve('tsx')],
    env: { ...process.env, [NAIVE_SETTINGS]: JSON.stringify(settings) },
  });
}

function heard(child: ChildProcess, type: string): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${type}: not said in time`)), JOINED_WITHIN_MS);
    const end = (): void => {
      clearTimeout(timer);
      child.off('message', look);
    };
    const look = (message: unknown): void => {
      const said = message as Record<string, unknown>;
      if (said['type'] !== type) return;
      end();
      resolve(said);
    };
    child.on('message', look);
    child.once('exit', (code) => {
      end();
      reject(new Error(`the naive pipeline ended with ${code}`));
    });
  });
}

async function command(stack: Stack, statement: string): Promise<void> {
  const response = await fetch(`${stack.clickhouseUrl}/?database=emotide`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`app:${stack.secrets.clickhouse.app}`).toString('base64')}`,
    },
    body: statement,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
}
