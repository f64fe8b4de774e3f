import { parseConfig } from '@emotide/service-kit';
import { expect, it } from 'vitest';
import { apiConfig } from './config';

it('listens on loopback, port 4000, unless told otherwise', () => {
  expect(parseConfig(apiConfig, {})).toMatchObject({ EMOTIDE_API_HOST: '127.0.0.1', EMOTIDE_API_PORT: 4000 });
});

it.each([
  ['EMOTIDE_API_PORT', '70000'],
  ['EMOTIDE_CLICKHOUSE_URL', 'ftp://x'],
  ['EMOTIDE_PARTITIONS', '0'],
  ['EMOTIDE_API_MAX_SOCKETS', 'many'],
])('names %s when it is wrong', (key, value) => {
  expect(() => parseConfig(apiConfig, { [key]: value })).toThrow(key);
});
