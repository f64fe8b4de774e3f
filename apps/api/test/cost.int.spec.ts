import { createTemporaryDirectory, startTestClickHouse, type TestClickHouse } from '@emotide/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBareApi, type BareApi } from './bare-api';

const NOW_MS = Date.parse('2026-11-23T11:00:00Z');
/** One index mark of a channel is 8,192 rows, so this is three of one channel's and not four. */
const MOST_ROWS = 30_000;
/** Some of the reads that one of them leaves room for, and not nine. */
const MOST_OF_REQUEST = 60_000;

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
  api = await startBareApi({
    store: warehouse.store,
    rows: { ofRead: MOST_ROWS, ofRequest: MOST_OF_REQUEST },
    clock: () => NOW_MS,
  });
});
afterAll(async () => {
  await api?.stop();
  await warehouse?.stop();
  directory.remove();
});

async function post(query: string, variables: object): Promise<unknown> {
  const response = await fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return await response.json();
}

/** @returns the uses that are answered, or the code of the refusal */
async function ask(channel: string | null, minutes: number, granularity: string): Promise<unknown> {
  const { data, errors } = (await post(
    `query ($channel: String, $from: DateTime!, $granularity: Granularity!) {
      usage(channel: $channel, from: $from, to: "2026-11-23T11:00:00Z", granularity: $granularity) { totals { uses } }
    }`,
    { channel, from: new Date(NOW_MS - minutes * 60_000).toISOString(), granularity },
  )) as {
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

describe('what all reads of one request cost', () => {
  /** Uses by the second, of so many minutes from a minute of the hour on. */
  const field = (minute: number, name = 'usage'): string =>
    `${name}: usage(channel: "forsen", from: "${toTime(minute)}", to: "${toTime(minute + 5)}", granularity: SECOND) {
      totals { uses }
    }`;
  const toTime = (minute: number): string => new Date(NOW_MS - (60 - minute) * 60_000).toISOString();
  const starts = Array.from({ length: 9 }, (_, i) => 5 * i);

  it('is bounded, however little each of them costs', async () => {
    const document = `{ ${starts.map((minute) => field(minute, `from${minute}`)).join('\n')} }`;
    expect(await post(document, {})).toMatchObject({
      data: null,
      errors: [
        {
          message: expect.stringMatching(/more than 60000 rows .* less time, .* fewer fields/) as unknown,
          extensions: { code: 'TOO_COMPLEX' },
        },
      ],
    });
    // One by one they are answered, those too that were refused.
    for (const minute of starts)
      expect(await post(`{ ${field(minute)} }`, {})).toMatchObject({
        data: { usage: { totals: { uses: expect.any(Number) as unknown } } },
      });
  });
});
