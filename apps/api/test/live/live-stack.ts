import { setTimeout as sleep } from 'node:timers/promises';
import { EMOTE_CLASSES, MESSAGE_FLAGS, PROVIDERS, toU64 } from '@emotide/domain';
import {
  BatchWriter,
  createEpoch,
  encodeChannel,
  encodeEmote,
  type BatchPublisher,
  type EventLog,
} from '@emotide/event-log';
import { createMetrics } from '@emotide/service-kit';
import { createStore } from '@emotide/store';
import { quietLog, type TestClickHouse, type TestNats } from '@emotide/testkit';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { startApiServer, type ApiServer } from '../../src/api-server';
import type { DoorOptions } from '../../src/door/create-door';
import { JobBoard } from '../../src/job-board';
import { ThemeCatalogue } from '../../src/theme-catalogue';
import { createLiveFeed, type LiveFeed } from '../../src/live/live-feed';
import { createLiveMetrics } from '../../src/live/live-metrics';

export const CHANNELS = ['forsen', 'xqc', 'nymn', 'sodapoppin'] as const;
const EMOTES = ['Kappa', 'Kreygasm', 'PogChamp', 'LUL', 'forsenE', 'OMEGALUL', 'BibleThump', 'Clap'];

/** Waits until `check` gives something, and gives that. */
export async function until<T>(
  what: string,
  check: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const endsAtMs = Date.now() + 20_000;
  for (;;) {
    const found = await check();
    if (found !== undefined) return found;
    if (Date.now() > endsAtMs) throw new Error(`not within 20 s: ${what}`);
    await sleep(20);
  }
}

/** Speaks in four channels as a collector would have heard it. */
export class Chatter {
  readonly publisher: BatchPublisher;
  readonly #writer = new BatchWriter();
  #seed = 7;
  #timer: NodeJS.Timeout | undefined;

  constructor(eventLog: EventLog) {
    this.publisher = eventLog.createPublisher(createEpoch(Date.now(), Math.random), {
      windowBatches: 64,
      windowBytes: 1 << 22,
      queueBytes: 1 << 26,
      ackTimeoutMs: 1_000,
    });
  }

  /** Messages sent at that time; with copies, every fourth one is one of a shared chat. */
  say(sentAtMs: number, messages = 4, withCopies = false): void {
    for (let n = 0; n < messages; n++) {
      const at = this.#random(CHANNELS.length);
      const channel = encodeChannel(toU64(1_000 + at), CHANNELS[at]!);
      const flags = withCopies && this.#random(4) === 0 ? MESSAGE_FLAGS.SHARED_COPY : 0;
      const emotes = new Set(Array.from({ length: this.#random(4) }, () => this.#random(EMOTES.length)));
      for (const number of emotes) {
        const emoteClass = number % 2 === 0 ? EMOTE_CLASSES.GLOBAL : EMOTE_CLASSES.SUB_T1;
        const emote = encodeEmote(PROVIDERS.TWITCH, String(number), EMOTES[number]!, emoteClass);
        this.#writer.use(channel, sentAtMs, toU64(1), toU64(n), emote, 1 + this.#random(3), flags);
      }
      const secondMs = Math.floor(sentAtMs / 1_000) * 1_000;
      this.#writer.activity(channel, secondMs, toU64(1), toU64(n), 1, emotes.size > 0 ? 1 : 0, flags);
    }
    this.publisher.publish(0, this.#writer.finish()!);
  }

  /** Speaks every 20 ms until it is stopped. */
  go(): void {
    this.#timer = setInterval(() => this.say(Date.now(), 4, true), 20);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.publisher.drained();
    this.publisher.stop();
  }

  #random(below: number): number {
    this.#seed = (Math.imul(this.#seed, 1_103_515_245) + 12_345) >>> 0;
    return (this.#seed >>> 16) % below;
  }
}

export interface TestApi {
  readonly server: ApiServer;
  readonly feed: LiveFeed;
  readonly registry: ReturnType<typeof createMetrics>;
  readonly url: string;
  stop(): Promise<void>;
}

/** The api as its main wires it, with a store of its own. */
export async function startApi(options: {
  nats: Pick<TestNats, 'connect'>;
  clickhouse: Pick<TestClickHouse, 'env'>;
  door?: DoorOptions;
  themes?: ThemeCatalogue;
}): Promise<TestApi> {
  const env = options.clickhouse.env();
  const store = createStore({
    url: env['EMOTIDE_CLICKHOUSE_URL']!,
    username: env['EMOTIDE_CLICKHOUSE_USER']!,
    password: env['EMOTIDE_CLICKHOUSE_PASSWORD']!,
    requestTimeoutMs: 3_000,
  });
  const registry = createMetrics('api');
  const metrics = createLiveMetrics(registry);
  const parts = { store, clock: Date.now, log: quietLog, metrics };
  const feed = createLiveFeed({ ...parts, connect: () => options.nats.connect('api'), partitions: 1 });
  const server = await startApiServer({
    ...parts,
    feed,
    themes: options.themes ?? new ThemeCatalogue(quietLog),
    jobs: new JobBoard(),
    registry,
    host: '127.0.0.1',
    port: 0,
    mostSockets: 5_000,
    ...(options.door && { door: options.door }),
  });
  return {
    server,
    feed,
    registry,
    url: server.url.replace('http', 'ws'),
    stop: async () => {
      await server.stop();
      await feed.stop();
      await store.close();
    },
  };
}

/** An unmodified graphql-ws client. */
export const connectClient = (url: string): Client =>
  createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, lazyCloseTimeout: 0 });

export interface Heard<T> {
  readonly messages: {
    readonly data?: T | null;
    readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
  }[];
  stop(): void;
}

/** Subscribes and keeps what comes. */
export function hear<T>(client: Client, query: string, variables: Record<string, unknown> = {}): Heard<T> {
  const messages: Heard<T>['messages'] = [];
  const stop = client.subscribe<T>(
    { query, variables },
    {
      next: (result) => messages.push(result as Heard<T>['messages'][number]),
      error: (error) =>
        messages.push({ errors: Array.isArray(error) ? error : [{ message: String(error) }] }),
      complete: () => undefined,
    },
  );
  return { messages, stop };
}
