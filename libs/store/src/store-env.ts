import { z } from 'zod';
import type { StoreOptions } from './store';

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
});

/** Where the warehouse is and as whom to go there. */
export function toStoreAddress(
  config: z.output<typeof storeEnv>,
): Pick<StoreOptions, 'url' | 'username' | 'password'> {
  return {
    url: config.EMOTIDE_CLICKHOUSE_URL,
    username: config.EMOTIDE_CLICKHOUSE_USER,
    password: config.EMOTIDE_CLICKHOUSE_PASSWORD,
  };
}
