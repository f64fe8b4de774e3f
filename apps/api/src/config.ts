import { MAX_PARTITIONS } from '@emotide/event-log';
import { port, serviceEnv } from '@emotide/service-kit';
import { z } from 'zod';

const whole = z.coerce.number().int().positive();

export const apiConfig = serviceEnv.extend({
  /** Address of the public server. Loopback unless a deployment says otherwise. */
  EMOTIDE_API_HOST: z.string().default('127.0.0.1'),
  /** Port of the public server; 0 takes a free one. */
  EMOTIDE_API_PORT: port.default(4000),
  /** ClickHouse's HTTP interface. */
  EMOTIDE_CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8123'),
  EMOTIDE_CLICKHOUSE_USER: z.string().default('app'),
  EMOTIDE_CLICKHOUSE_PASSWORD: z.string().default(''),
  /** WebSocket connections at a time; more are answered with 503. One costs some 10 kB. */
  EMOTIDE_API_MAX_SOCKETS: whole.default(20_000),

  EMOTIDE_NATS_SERVERS: z.string().default('nats://127.0.0.1:4222'),
  EMOTIDE_NATS_USER: z.string().optional(),
  EMOTIDE_NATS_PASSWORD: z.string().optional(),
  EMOTIDE_NATS_TLS_CA_FILE: z.string().optional(),
  /** Partitions of the log; this process follows them all. */
  EMOTIDE_PARTITIONS: whole.max(MAX_PARTITIONS).default(1),
});
export type ApiConfig = z.output<typeof apiConfig>;
