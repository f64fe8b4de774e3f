import { port, serviceEnv } from '@emotide/service-kit';
import { z } from 'zod';

export const apiConfig = serviceEnv.extend({
  /** Address of the public server. Loopback unless a deployment says otherwise. */
  EMOTIDE_API_HOST: z.string().default('127.0.0.1'),
  /** Port of the public server; 0 takes a free one. */
  EMOTIDE_API_PORT: port.default(4000),
  /** ClickHouse's HTTP interface. */
  EMOTIDE_CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8123'),
  EMOTIDE_CLICKHOUSE_USER: z.string().default('app'),
  EMOTIDE_CLICKHOUSE_PASSWORD: z.string().default(''),
});
export type ApiConfig = z.output<typeof apiConfig>;
