import { recordRun } from '@emotide/store';
import { createTemporaryDirectory, startTestClickHouse, type TestClickHouse } from '@emotide/testkit';
import { createClient as createStreamClient } from 'graphql-sse';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBareApi, type BareApi } from '../bare-api';
import { EXAMPLE_NOW_MS, recordExampleChat } from '../example-chat';
import { activity, forsen, land, use } from '../landing';
import { connectClient, hear, until, type Heard } from './live-stack';

interface Trends {
  readonly trending: {
    readonly emotes:
      | readonly {
          readonly emote: { readonly name: string };
          readonly uses: number;
          readonly score: number;
        }[]
      | null;
    readonly range: { readonly from: string; readonly to: string } | null;
    readonly complete: boolean;
    readonly asOf: string | null;
    readonly stale: { readonly reason: string } | null;
  };
}
const FIELDS =
  'emotes { emote { name class } uses cappedUses expectedUses chatters score } range { from to }';
const TRENDING = `subscription ($baselineDays: Int! = 3, $every: Duration! = "PT1S", $window: LiveWindow! = LAST_HOUR) {
  trending(baselineDays: $baselineDays, window: $window, every: $every) { ${FIELDS} complete asOf stale { reason } }
}`;

const directory = createTemporaryDirectory();
let warehouse: TestClickHouse;
let api: BareApi;
/** Time goes on from the moment that the example chat is about. */
const startedAtMs = performance.now();
let aheadMs = 0;
const clock = () => EXAMPLE_NOW_MS + performance.now() - startedAtMs + aheadMs;
const cleanup: (() => unknown)[] = [];

beforeAll(async () => {
  warehouse = await startTestClickHouse(directory.path);
  await recordExampleChat(warehouse.store);
  api = await startBareApi({ store: warehouse.store, mostSockets: 200, clock });
});
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});
afterAll(async () => {
  await api?.stop();
  await warehouse?.stop();
  directory.remove();
});

function follow(variables: Record<string, unknown> = {}): Heard<Trends> {
  const client = connectClient(api.url.replace('http', 'ws'));
  cleanup.push(() => client.dispose());
  return hear<Trends>(client, TRENDING, variables);
}
const answersOf = (heard: Heard<Trends>) =>
  heard.messages.flatMap(({ data }) => (data ? [data.trending] : []));
const codeOf = (heard: Heard<Trends>) =>
  until('an answer', () => heard.messages[0]?.errors?.[0]?.extensions?.code);
async function ask(query: string): Promise<Record<string, unknown>> {
  const response = await fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: Record<string, unknown> }).data;
}

describe('trends that are followed', () => {
  it('are those of the query over closed minutes, whoever asks by whichever way, and change with the warehouse', async () => {
    const heard = follow();
    const streamed: unknown[] = [];
    const client = createStreamClient({ url: api.url, retryAttempts: 0 });
    cleanup.push(() => client.dispose());
    client.subscribe(
      { query: TRENDING },
      { next: (result) => streamed.push(result), error: () => undefined, complete: () => undefined },
    );
    await until('both', () => (answersOf(heard)[0] && streamed[0] ? true : undefined));
    const [first] = answersOf(heard);
    expect(first).toMatchObject({ stale: null, asOf: first!.range!.to });
    expect(Date.parse(first!.range!.to) - Date.parse(first!.range!.from)).toBe(3_600_000);
    // The last run ends at 18:29, so the minute up to 18:30 is not known to be whole.
    expect(first!.complete).toBe(false);
    expect(first!.emotes!.map(({ emote, uses }) => [emote.name, uses])).toEqual([['xqcWow', 12]]);
    const range = `from: "${first!.range!.from}", to: "${first!.range!.to}"`;
    const asked = await ask(`{ trending(baselineDays: 3, ${range}) { ${FIELDS} } }`);
    const { emotes, range: covered } = first!;
    expect({ trending: { emotes, range: covered } }).toEqual(asked);
    expect(streamed[0]).toEqual({ data: { trending: first } });

    await land(warehouse.store, 'later', [
      activity('2026-11-23 18:20:00', forsen, 20, 20),
      ...Array.from({ length: 20 }, (_, i) =>
        use('2026-11-23 18:20:00', forsen, 300 + i, ['88', 'forsenNow'], 1, { message_key: 5_000 + i }),
      ),
      activity('2026-11-23 18:45:00', forsen, 1, 0),
    ]);
    await recordRun(warehouse.store, {
      partition: 0,
      first: 10,
      last: 11,
      token: 'later',
      streamCreatedAtMs: 0,
      rows: 22,
      insertedAtMs: clock(),
    });
    const later = await until('the next state', () =>
      answersOf(heard).find(({ emotes: found }) => found!.length > 1),
    );
    expect(later.emotes!.map(({ emote }) => emote.name)).toEqual(['forsenNow', 'xqcWow']);
    await until('its end', () => (answersOf(heard).at(-1)!.complete ? true : undefined));
  });

  it.each([
    [{ every: 'PT0.9S' }, 'BAD_ARGUMENT'],
    [{ baselineDays: 29 }, 'BAD_ARGUMENT'],
    [{ window: 'LAST_DAY' }, 'BAD_USER_INPUT'],
  ])('are refused with %j', async (variables, code) => {
    expect(await codeOf(follow(variables))).toBe(code);
  });

  it('are looked for again when the next minute is closed, and stand still, marked stale, while the warehouse is away', async () => {
    const heard = follow({ window: 'LAST_15_MINUTES' });
    const first = await until('the state', () => answersOf(heard)[0]);
    aheadMs += 60_000;
    const next = await until('the next minute', () =>
      answersOf(heard).find(({ asOf }) => asOf !== first.asOf),
    );
    expect(Date.parse(next.asOf!) - Date.parse(first.asOf!)).toBe(60_000);
    await warehouse.stop();
    aheadMs += 60_000;
    const stale = await until('a stale one', () => answersOf(heard).find((answer) => answer.stale !== null));
    expect(stale.stale!.reason).toBe('WAREHOUSE_AWAY');
    expect(stale).toMatchObject({ emotes: next.emotes, asOf: next.asOf });
  });
});
