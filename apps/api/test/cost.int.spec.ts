import { createTemporaryDirectory, startTestClickHouse, type TestClickHouse } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBareApi, type BareApi } from './bare-api';

const NOW_MS = Date.parse('2026-11-23T11:00:00Z');
/** One index mark of a channel is 8,192 rows, so this is three of one channel's and not four. */
const MOST_ROWS = 30_000;

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let api: BareApi;

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  // An hour of two channels, 40,000 uses each, no minute and no second without any.
  await warehouse.store.command(
    `INSERT INTO landing (partition, run_last, log_day, kind, sent_at, channel_id, channel_login, actor, message_key,
      provider, emote_id, emote_name, class, count)
    SELECT
      0, 9, '2026-11-23', 'use', toDateTime64('2026-11-23 10:00:00', 3, 'UTC') + intDiv(number, 2) % 3600,
      7 + number % 2, if(number % 2 = 0, 'forsen', 'xqc'), 1 + number % 100, number, 'twitch', '25', 'Kappa', 'GLOBAL', 1
    FROM numbers(80000)
    SETTINGS max_insert_block_size = 100000`,
  );
  await warehouse.store.command(
    `INSERT INTO landing (partition, run_last, log_day, kind, sent_at, channel_id, channel_login, provider, count)
    SELECT 0, 9, '2026-11-23', 'activity', '2026-11-23 10:00:00', 7 + number, if(number = 0, 'forsen', 'xqc'), 'none', 1
    FROM numbers(2)`,
  );
  api = await startBareApi({ store: warehouse.store, mostRows: MOST_ROWS, clock: () => NOW_MS });
});
afterAll(async () => {
  await api?.stop();
  await warehouse?.stop();
  directory.remove();
});

/** @returns the uses that are answered, or the code of the refusal */
async function ask(channel: string | null, minutes: number, granularity: string): Promise<unknown> {
  const response = await fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `query ($channel: String, $from: DateTime!, $granularity: Granularity!) {
        usage(channel: $channel, from: $from, to: "2026-11-23T11:00:00Z", granularity: $granularity) { totals { uses } }
      }`,
      variables: { channel, from: new Date(NOW_MS - minutes * 60_000).toISOString(), granularity },
    }),
  });
  const { data, errors } = (await response.json()) as {
    data: { usage: { totals: { uses: number } } } | null;
    errors?: { extensions: { code: string }; message: string }[];
  };
  if (errors) expect(errors[0]!.message).toContain('ask for less time, whole hours or one channel');
  return errors?.[0]?.extensions.code ?? data?.usage.totals.uses;
}

describe('what one read may cost', () => {
  it('is told by its range and its channels, and refused before it is read', async () => {
    // By the hour each channel is a row.
    expect(await ask(null, 60, 'HOUR')).toBe(80_000);
    // By the second it is single messages: few of them in some minutes of one channel, too many in its hour.
    expect(await ask('forsen', 10, 'SECOND')).toBeGreaterThan(6_000);
    expect(await ask('forsen', 60, 'SECOND')).toBe('TOO_COMPLEX');
    // By the minute the hour is cheap again.
    expect(await ask('forsen', 60, 'MINUTE')).toBe(40_000);
  });
});
