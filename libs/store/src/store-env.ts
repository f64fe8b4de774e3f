import { UsageError } from '@emotide/service-kit';
import { z } from 'zod';
import type { StoreAddress } from './store';

/** A login in an address would be said wherever the address is. */
const hasNoLogin = (url: string): boolean => {
  if (!URL.canParse(url)) return true;
  const { username, password, searchParams } = new URL(url);
  return username + password === '' && !searchParams.has('password');
};

/** Settings by which every process finds the warehouse. They must agree, so they are named here once. */
export const storeEnv = z.object({
  /** ClickHouse's HTTP interface. */
  EMOTIDE_CLICKHOUSE_URL: z
    .url({ protocol: /^https?$/ })
    .refine(hasNoLogin, 'must hold no login: that is EMOTIDE_CLICKHOUSE_USER and EMOTIDE_CLICKHOUSE_PASSWORD')
    .default('http://127.0.0.1:8123'),
  EMOTIDE_CLICKHOUSE_USER: z.string().default('app'),
  EMOTIDE_CLICKHOUSE_PASSWORD: z.string().default(''),
  /** PEM file of the authority that signed the server's certificate. Default: those that Node knows. */
  EMOTIDE_CLICKHOUSE_TLS_CA_FILE: z.string().optional(),
});

/**
 * Where the warehouse is and as whom to go there.
 *
 * @throws UsageError where an authority is named for an address that has no TLS: somebody believes that it had
 */
export function toStoreAddress(config: z.output<typeof storeEnv>): StoreAddress {
  const tlsCaFile = config.EMOTIDE_CLICKHOUSE_TLS_CA_FILE;
  if (tlsCaFile !== undefined && !config.EMOTIDE_CLICKHOUSE_URL.startsWith('https:'))
    throw new UsageError('EMOTIDE_CLICKHOUSE_TLS_CA_FILE is set, and EMOTIDE_CLICKHOUSE_URL is not https://');
  return {
    url: config.EMOTIDE_CLICKHOUSE_URL,
    username: config.EMOTIDE_CLICKHOUSE_USER,
    password: config.EMOTIDE_CLICKHOUSE_PASSWORD,
    ...(tlsCaFile !== undefined && { tlsCaFile }),
  };
}
