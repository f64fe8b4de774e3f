import { setTimeout as sleep } from 'node:timers/promises';
import { takeFreePort } from '@emotide/embedded';
import { HEADERS } from '@emotide/event-log';
import {
  createTemporaryDirectory,
  startTestClickHouse,
  startTestNats,
  type TestClickHouse,
  type TestNats,
} from '@emotide/testkit';
import { connect as connectNats, headers } from 'nats';
import { afterEach, describe, expect, it } from 'vitest';
import { Chatter, connectClient, hear, startApi, until, type Heard, type TestApi } from './live-stack';
import { startSink } from './plain-sink';

interface Usage {
  readonly usage: {
    readonly asOf: string | null;
    readonly complete: boolean;
    readonly stale: { readonly reason: string; readonly since: string } | null;
    readonly totals: { readonly messages: number; readonly uses: number } | null;
  };
}
const USAGE = `subscription {
  usage(window: LAST_HOUR, seconds: 0, every: "PT0.1S") { asOf complete stale { reason since } totals { messages uses } }
}`;

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

async function startServers(): Promise<{ nats: TestNats; clickhouse: TestClickHouse; path: string }> {
  const directory = createTemporaryDirectory();
  cleanup.push(() => directory.remove());
  const [nats, clickhouse] = await Promise.all([
    startTestNats(`${directory.path}/nats`),
    startTestClickHouse(`${directory.path}/clickhouse`, { port: await takeFreePort() }),
  ]);
  cleanup.push(() => Promise.all([nats.stop(), clickhouse.stop()]));
  return { nats, clickhouse, path: directory.path };
}
async function startAll(
  nats: TestNats,
  clickhouse: TestClickHouse,
): Promise<{ api: TestApi; heard: Heard<Usage> }> {
  const api = await startApi({ nats, clickhouse });
  cleanup.push(() => api.stop());
  const client = connectClient(api.url);
  cleanup.push(() => client.dispose());
  return { api, heard: hear<Usage>(client, USAGE) };
}
async function speak(nats: TestNats): Promise<Chatter> {
  const chatter = new Chatter(await nats.connect('collector'));
  cleanup.push(() => chatter.publisher.stop());
  return chatter;
}
const last = (heard: Heard<Usage>) => heard.messages.at(-1)?.data?.usage;
const fresh = (heard: Heard<Usage>) =>
  until('a fresh answer', () => (last(heard) && last(heard)!.stale === null ? last(heard) : undefined));
const stale = (heard: Heard<Usage>, reason: string) =>
  until(`an answer that is stale: ${reason}`, () =>
    last(heard)?.stale?.reason === reason ? last(heard) : undefined,
  );
const total = (heard: Heard<Usage>, messages: number) =>
  until(`${messages} messages`, () =>
    last(heard)?.stale === null && last(heard)?.totals?.messages === messages ? last(heard) : undefined,
  );

describe('live answers', () => {
  it('stand still, marked stale, while the log is away, and are whole when it is back', async () => {
    const directory = createTemporaryDirectory();
    cleanup.push(() => directory.remove());
    const port = await takeFreePort();
    const clickhouse = await startTestClickHouse(`${directory.path}/clickhouse`);
    cleanup.push(() => clickhouse.stop());
    const first = await startTestNats(`${directory.path}/nats`, { port });
    const sink = await startSink(first, clickhouse.store);
    cleanup.push(() => sink.stop());
    const chatter = await speak(first);
    const { heard } = await startAll(first, clickhouse);
    chatter.say(Date.now() - 10_000, 5);
    await total(heard, 5);

    await first.server.stop();
    const away = await stale(heard, 'LOG_AWAY');
    expect(away.totals?.messages).toBe(5);
    expect(Date.parse(away.asOf!)).toBeLessThanOrEqual(Date.now() - 2_000);
    const count = heard.messages.length;
    // What is said meanwhile waits at the publisher.
    chatter.say(Date.now() - 5_000, 7);
    await sleep(1_500);
    expect(heard.messages.length).toBe(count);

    const second = await startTestNats(`${directory.path}/nats`, { port, provision: false });
    cleanup.unshift(() => second.stop());
    expect(Date.parse((await total(heard, 12)).asOf!)).toBeGreaterThan(Date.parse(away.asOf!));
  });

  it('wait for who reads chat, and may still bring something of a second, until it does or others have its work', async () => {
    const { nats, clickhouse } = await startServers();
    const sink = await startSink(nats, clickhouse.store);
    cleanup.push(() => sink.stop());
    const eventLog = await nats.connect('collector');
    const chatter = await speak(nats);
    const tell = ({ publisher: { epoch, lastSeqs: seqs } }: Chatter, isLast = false): void =>
      eventLog.publishReadMark({ epoch, readToMs: Date.now(), seqs, goneAfterMs: 60_000, isLast });
    let telling = setInterval(() => tell(chatter), 100);
    cleanup.push(() => clearInterval(telling));
    const { heard } = await startAll(nats, clickhouse);
    chatter.say(Date.now() - 10_000, 5);
    await total(heard, 5);

    // Frozen, or cut off: the log itself is well, and has nothing more.
    clearInterval(telling);
    const behind = await stale(heard, 'BEHIND');
    const silentAtMs = Date.now();
    await sleep(2_500);
    expect(Date.parse(last(heard)!.asOf!)).toBeLessThan(silentAtMs);
    // It wakes and brings what belongs to seconds that would have been answered without it.
    chatter.say(Date.now() - 2_200, 7);
    await chatter.publisher.drained();
    telling = setInterval(() => tell(chatter), 100);
    expect(Date.parse((await total(heard, 12)).asOf!)).toBeGreaterThan(Date.parse(behind.asOf!));

    clearInterval(telling);
    await stale(heard, 'BEHIND');
    await eventLog.fence(chatter.publisher.epoch, [0]);
    await fresh(heard);

    // Whoever says goodbye is not waited for either.
    const next = await speak(nats);
    tell(next);
    await stale(heard, 'BEHIND');
    tell(next, true);
    await fresh(heard);
  });

  it('say that the warehouse is away when it is at the start, and are whole when it is back', async () => {
    const { nats, clickhouse, path } = await startServers();
    const sink = await startSink(nats, clickhouse.store);
    const chatter = await speak(nats);
    chatter.say(Date.now() - 10_000, 5);
    await chatter.publisher.drained();
    await until('the sink has it', async () => {
      const [row] = await clickhouse.store.select('SELECT count() AS runs FROM sink_runs');
      return Number((row as { runs: string }).runs) > 0 || undefined;
    });
    await sink.stop();
    const port = Number(new URL(clickhouse.server.url).port);
    await clickhouse.server.stop();

    const { api, heard } = await startAll(nats, clickhouse);
    expect(await stale(heard, 'WAREHOUSE_AWAY')).toMatchObject({ asOf: null, totals: null });
    // A channel can't be told from one never read.
    const client = connectClient(api.url);
    cleanup.push(() => client.dispose());
    const asked = hear(client, 'subscription { usage(channel: "forsen") { asOf } }');
    const answer = await until('an answer', () => asked.messages[0]);
    expect(answer.errors?.[0]?.extensions?.code).toBe('UNAVAILABLE');
    chatter.say(Date.now() - 5_000, 7);

    const back = await startTestClickHouse(`${path}/clickhouse`, { port });
    cleanup.push(() => back.stop());
    await total(heard, 12);
    expect(
      heard.messages.filter(({ data }) => data?.usage.totals).map(({ data }) => data!.usage.totals!.messages),
    ).not.toContain(7);
  });

  it('start over when the log is made anew', async () => {
    const { nats, clickhouse } = await startServers();
    let sink = await startSink(nats, clickhouse.store);
    const chatter = await speak(nats);
    chatter.say(Date.now() - 60_000, 5);
    await chatter.publisher.drained();
    const { heard } = await startAll(nats, clickhouse);
    await total(heard, 5);
    await until('the sink has it', async () => {
      const [row] = await clickhouse.store.select('SELECT count() AS runs FROM sink_runs');
      return Number((row as { runs: string }).runs) > 0 || undefined;
    });
    await sink.stop();

    const owner = await connectNats({ servers: nats.server.url, user: 'owner', pass: 'owner-password' });
    cleanup.push(() => owner.close());
    await (await owner.jetstreamManager()).streams.delete('EMOTES');
    await (await nats.connect('owner')).provision({ replicas: 1, maxBytes: 1024 ** 3, maxAgeMs: 86_400_000 });
    sink = await startSink(nats, clickhouse.store);
    cleanup.push(() => sink.stop());
    const anew = await speak(nats);
    anew.say(Date.now() - 60_000, 7);
    // The run before and the one now have the same number: what can't be told apart is left out, and said to be.
    expect(await total(heard, 7)).toMatchObject({ complete: false });
    await sleep(1_500);
    expect(last(heard)).toMatchObject({ totals: { messages: 7 }, stale: null });
  });

  it('leave out what the sink leaves out: batches that come twice, and what is no batch', async () => {
    const { nats, clickhouse } = await startServers();
    const chatter = await speak(nats);
    const { heard } = await startAll(nats, clickhouse);
    await fresh(heard);
    chatter.say(Date.now() - 10_000, 5);
    await total(heard, 5);

    const owner = await connectNats({ servers: nats.server.url, user: 'owner', pass: 'owner-password' });
    cleanup.push(() => owner.close());
    const js = owner.jetstream();
    const stored = await (await owner.jetstreamManager()).streams.getMessage('EMOTES', { seq: 1 });
    const again = headers();
    for (const name of Object.values(HEADERS)) again.set(name, stored.header.get(name));
    again.set(HEADERS.messageId, 'beyond the window of the server');
    await js.publish('emotes.v1.p00', stored.data, { headers: again });
    await js.publish('emotes.v1.p00', new Uint8Array([1, 2, 3]));
    const cut = headers();
    for (const name of Object.values(HEADERS)) cut.set(name, stored.header.get(name));
    cut.set(HEADERS.messageId, 'cut');
    await js.publish('emotes.v1.p00', stored.data.subarray(1), { headers: cut });
    chatter.say(Date.now() - 10_000, 7);
    await total(heard, 12);
  });

  it('are whole after a long log that no sink has stored', async () => {
    const { nats, clickhouse } = await startServers();
    const chatter = await speak(nats);
    for (let n = 0; n < 3_000; n++) chatter.say(Date.now() - 5_000 - n * 100, 4);
    await chatter.publisher.drained();
    const { heard } = await startAll(nats, clickhouse);
    const first = await fresh(heard);
    const now = await until('all seconds closed', () =>
      last(heard)!.asOf !== null && Date.parse(last(heard)!.asOf!) > Date.parse(first.asOf!)
        ? last(heard)
        : undefined,
    );
    expect(now.totals!.messages).toBe(12_000);
  });
});
