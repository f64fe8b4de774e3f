import { parseConfig } from '@emotide/service-kit';
import { describe, expect, it } from 'vitest';
import { storeEnv, toStoreAddress } from './store-env';

describe("the warehouse's address", () => {
  it.each(['http://me:hunter2@warehouse:8123', 'http://warehouse:8123/?user=me&password=hunter2', 'hunter2'])(
    'takes no %s, and does not repeat it',
    (url) => {
      let message = '';
      try {
        parseConfig(storeEnv, { EMOTIDE_CLICKHOUSE_URL: url });
      } catch (error) {
        ({ message } = error as Error);
      }
      expect(message).toContain('EMOTIDE_CLICKHOUSE_URL');
      expect(message).not.toContain('hunter2');
    },
  );

  it('takes no authority for an address without TLS', () => {
    const read = (url: string) =>
      toStoreAddress(
        parseConfig(storeEnv, { EMOTIDE_CLICKHOUSE_URL: url, EMOTIDE_CLICKHOUSE_TLS_CA_FILE: '/ca.crt' }),
      );
    expect(() => read('http://warehouse:8123')).toThrow(/EMOTIDE_CLICKHOUSE_TLS_CA_FILE is set.*not https/);
    expect(read('https://warehouse:8443')).toMatchObject({ tlsCaFile: '/ca.crt' });
  });
});
