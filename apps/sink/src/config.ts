import { MAX_PARTITIONS } from '@emotide/event-log';
import { serviceEnv } from '@emotide/service-kit';
import { z } from 'zod';

const whole = z.coerce.number().int().positive();

export const sinkEnv = serviceEnv.extend({
  EMOTIDE_NATS_SERVERS: z.string().default('nats://127.0.0.1:4222'),
  EMOTIDE_NATS_USER: z.string().optional(),
  EMOTIDE_NATS_PASSWORD: z.string().optional(),
  EMOTIDE_NATS_TLS_CA_FILE: z.string().optional(),
  /** Partitions of the log; this sink writes them all. */
  EMOTIDE_PARTITIONS: whole.max(MAX_PARTITIONS).default(1),

  EMOTIDE_CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8123'),
  EMOTIDE_CLICKHOUSE_USER: z.string().default('app'),
  EMOTIDE_CLICKHOUSE_PASSWORD: z.string().default(''),

  /** A run is inserted when its first record has waited this long, or the insert before took longer … */
  EMOTIDE_RUN_MS: whole.default(250),
  /** … or when it holds this many rows. An insert costs 20-30 ms whatever its size, so longer runs are cheaper. */
  EMOTIDE_RUN_ROWS: whole.max(900_000).default(100_000),
});
