import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startScriptedEventSub } from '@emotide/chat/scripted-eventsub';
import { roomIdOf, startScriptedTwitch, type ScriptedTwitch } from '@emotide/chat/scripted-twitch';
import {
  CHANNEL_PLAN_KEY,
  EMOTE_CLASSES,
  MESSAGE_FLAGS,
  decodeCollectorReport,
  encodeChannelPlan,
  isPlausibleTime,
  type ChannelId,
  type ChannelLogin,
} from '@emotide/domain';
import {
  SeenBatches,
  checkBatch,
  decodeBatch,
  readAllValues,
  type BatchRow,
  type ReadMark,
} from '@emotide/event-log';
import { Registry, parseConfig, type Service } from '@emotide/service-kit';
import { createTemporaryDirectory, quietLog, startTestNats, type TestNats } from '@emotide/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCollector } from '../src/collector';
import { collectorEnv } from '../src/config';

let directory: string;
let nats: TestNats;
let twitch: ScriptedTwitch;
let registry: Registry;
const failures: unknown[] = [];
const cleanup: (() => unknown)[] = [];

beforeEach(async () => {
  const temporary = createTemporaryDirectory();
  directory = temporary.path;
  cleanup.push(() => temporary.remove());
  nats = await startTestNats(directory);
  cleanup.push(() => nats.stop());
  twitch = await startScriptedTwitch();
  cleanup.push(() => twitch.stop());
  registry = new Registry();
  failures.length = 0;
});

afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
  expect(failures).toEqual([]);
});

async function start(env: Record<string, string> = {}): Promise<Service> {
  const config = parseConfig(collectorEnv, {
    EMOTIDE_CHANNELS: 'tidepool lagoon',
    EMOTIDE_CHAT_URL: twitch.url.href,
    EMOTIDE_CHAT_CONNECT_EVERY_MS: '1',
    EMOTIDE_USERS: 'none',
    EMOTIDE_PARTITIONS: '1',
    ...nats.env('collector'),
    ...env,
  });
  const service = await startCollector({
    config,
    log: quietLog,
    registry,
    fail: (error) => void failures.push(error),
  });
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= service.stop());
  // A test that fails while the log is away must not wait for what can no longer be published.
  cleanup.push(() => Promise.race([stop(), new Promise((resolve) => setTimeout(resolve, 2_000).unref())]));
  await until(() => twitch.connections.some(({ channels }) => channels.size >= 2), 'the channels joined');
  await until(() => service.readiness().ready, 'readiness');
  return { ...service, stop };
}

/** Stops the log; `back` starts it again where it was. */
async function takeLogAway(): Promise<{ back(): Promise<void> }> {
  const port = Number(new URL(nats.server.url).port);
  await nats.stop();
  return {
    back: async () => {
      nats = await startTestNats(directory, { port });
    },
  };
}

/** All rows that the log holds, once there is activity of `messages` messages, or after ten seconds. */
async function readLog(messages: number): Promise<BatchRow[]> {
  const reader = (await nats.connect('sink')).createReader(0, { fromSeq: 1 });
  const seen = new SeenBatches();
  const rows: BatchRow[] = [];
  let read = 0;
  const endMs = performance.now() + 10_000;
  while (read < messages && performance.now() < endMs) {
    for (const { header, payload } of await reader.read(100)) {
      const checked = checkBatch(header, payload, 0, (timeMs) => isPlausibleTime(timeMs, Date.now()));
      if (!checked.ok) throw new Error(`a batch that nobody can use: ${checked.reason}`);
      if (checked.kind === 'fence') throw new Error('nobody fences here');
      if (!seen.accept(checked.header.epoch, checked.header.batch)) continue;
      for (const row of decodeBatch(payload)) {
        rows.push(row);
        if (row.kind === 'activity' || row.kind === 'loss') read += row.messages;
      }
    }
  }
  await reader.stop();
  return rows;
}

const SENT_AT_MS = 1_568_505_600_861;
let nextId = 0;
const message = (login: string, text: string, emotes = ''): string =>
  `@emotes=${emotes};id=${nextId++};room-id=${roomIdOf(login)};tmi-sent-ts=${SENT_AT_MS};user-id=64 ` +
  `:u!u@u.tmi.twitch.tv PRIVMSG #${login} :${text}`;

const kappas = (login: string, count: number, filler = ''): string[] =>
  Array.from({ length: count }, () => message(login, `Kappa hi Kappa ${filler}`, '25:0-4,9-13'));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Messages, messages with emotes, rows of uses, uses, by channel. */
function totals(rows: readonly BatchRow[]): Record<string, number[]> {
  const logins = [...new Set(rows.map(({ channelLogin }) => channelLogin))].sort();
  return Object.fromEntries(
    logins.map((login) => {
      const own = rows.filter(({ channelLogin }) => channelLogin === login);
      const activity = own.filter((row) => row.kind === 'activity');
      const uses = own.filter((row) => row.kind === 'use');
      return [
        login,
        [
          sum(activity.map((row) => row.messages)),
          sum(activity.map((row) => row.messagesWithEmotes)),
          uses.length,
          sum(uses.map((row) => row.uses)),
        ],
      ];
    }),
  );
}

async function metric(name: string): Promise<number> {
  const { values } = await registry.getSingleMetric(name)!.get();
  return sum(values.map(({ value }) => value));
}

async function until(
  isTrue: () => boolean | Promise<boolean>,
  what: string,
  withinMs = 10_000,
): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await isTrue())) {
    if (performance.now() > endMs) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const counted = (messages: number) =>
  until(async () => (await metric('emotide_messages_total')) === messages, `${messages} messages counted`);

describe('the collector', () => {
  it('puts what channels say into the log, as batches that every reader can check and read', async () => {
    const service = await start();
    expect(service.about).toMatchObject({ channels: 2 });
    twitch.say('tidepool', [...kappas('tidepool', 300), message('tidepool', 'no emote')]);
    twitch.say('lagoon', kappas('lagoon', 20));
    twitch.say('lagoon', [message('lagoon', 'x', '1902:0-0'), 'garbage', message('lagoon', 'nothing')]);
    const rows = await readLog(323);
    expect(totals(rows)).toEqual({ lagoon: [22, 21, 21, 41], tidepool: [301, 300, 300, 600] });
    expect(rows.find((row) => row.kind === 'use')).toMatchObject({
      sentAtMs: SENT_AT_MS,
      channelLogin: 'tidepool',
      emoteId: '25',
      emoteName: 'Kappa',
      uses: 2,
      chatter: { hi: 0, lo: 0 },
    });
  });

  it('follows the channel plan beside the channels of its settings', async () => {
    await start();
    const plan = (await nats.connect('owner')).openSharedValues('channel-plan');
    const write = (version: number, ...names: string[]) =>
      plan.put(
        CHANNEL_PLAN_KEY,
        encodeChannelPlan({
          version,
          channels: names.map((login, i) => ({
            id: `${i + 1}` as ChannelId,
            login: login as ChannelLogin,
            viewers: 10,
          })),
        }),
      );
    const joined = () => twitch.connections.flatMap(({ channels }) => [...channels]).sort();
    await write(1, 'harbor', 'tidepool');
    await until(() => joined().join() === 'harbor,lagoon,tidepool', 'the planned channel joined');
    await write(2, 'harbour');
    await until(() => joined().join() === 'harbour,lagoon,tidepool', 'the renamed channel joined');
    twitch.say('harbour', kappas('harbour', 5));
    expect(totals(await readLog(5))).toEqual({ harbour: [5, 5, 5, 10] });
  });

  it('tells those who follow how it is doing, until it is stopped', async () => {
    const { onJoin } = twitch.script;
    twitch.script.onJoin = (login) =>
      login === 'harbor'
        ? ['@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #harbor :Suspended.']
        : onJoin(login);
    const service = await start({
      EMOTIDE_CHANNELS: 'tidepool lagoon harbor',
      EMOTIDE_INSTANCE: 'node.7',
    });
    const values = (await nats.connect('api')).openSharedValues('collectors');
    const reports = async () => {
      const found = await readAllValues(values, new AbortController().signal);
      return [...found].map(([key, value]) => ({ key, ...decodeCollectorReport(value) }));
    };
    await until(async () => (await reports())[0]?.joined === 2, 'the report of both');
    const [report, ...others] = await reports();
    expect(others).toEqual([]);
    expect(report).toMatchObject({
      key: 'node=7',
      instance: 'node.7',
      connections: 1,
      wanted: 3,
      refused: { suspended: 1 },
    });
    expect(Math.abs(report!.reportedAtMs! - Date.now())).toBeLessThan(10_000);
    await service.stop();
    expect(await reports()).toEqual([]);
  });

  it('counts a message once across a reconnect, and starts another session', async () => {
    await start({ EMOTIDE_CHANNELS: 'tidepool,lagoon' });
    const lines = kappas('tidepool', 10);
    twitch.say('tidepool', lines);
    await counted(10);
    twitch.connections[0]!.socket.terminate();
    await until(() => twitch.connections[1]?.channels.size === 2, 'both channels joined again');
    twitch.say('tidepool', [...lines.slice(5), ...kappas('tidepool', 5)]);
    await counted(15);
    const rows = await readLog(15);
    expect(totals(rows)).toEqual({ tidepool: [15, 15, 15, 30] });
    const sessions = rows.flatMap((row) => (row.kind === 'activity' ? [row.session.lo] : []));
    expect(new Set(sessions).size).toBe(2);
  });

  it('finds what was said in a gap, counts it once, and keeps it apart from what was read', async () => {
    const startedAtMs = Date.now();
    const lines = kappas('tidepool', 9).map((line, i) =>
      line.replace(String(SENT_AT_MS), String(startedAtMs + i)),
    );
    const asked: string[] = [];
    const service = createServer((request, response) => {
      asked.push(request.url!);
      response.end(
        JSON.stringify({ messages: request.url!.includes('/tidepool?') ? lines : [], error: null }),
      );
    });
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    cleanup.push(() => {
      service.closeAllConnections();
      service.close();
    });
    await start({
      EMOTIDE_RECENT_MESSAGES_URL: `http://127.0.0.1:${(service.address() as AddressInfo).port}/v2`,
      EMOTIDE_RECENT_MESSAGES_EVERY_MS: '1',
    });
    twitch.say('tidepool', lines.slice(0, 3));
    twitch.say('lagoon', [message('lagoon', 'nothing')]);
    await counted(4);
    // Nothing was asked for the first joins: nobody was reading before.
    expect(asked).toEqual([]);
    twitch.connections[0]!.socket.terminate();
    await until(async () => (await metric('emotide_repaired_messages_total')) === 6, 'six found');
    twitch.say('tidepool', [...lines.slice(6), message('tidepool', 'new')]);
    await counted(11);
    expect(totals(await readLog(11))).toEqual({ lagoon: [1, 0, 0, 0], tidepool: [10, 9, 9, 18] });
    const rows = (await readLog(11)).filter(({ channelLogin }) => channelLogin === 'tidepool');
    const found = rows.filter(
      (row) => row.kind === 'activity' && (row.flags & MESSAGE_FLAGS.HISTORICAL) !== 0,
    );
    expect(found.reduce((sum, row) => sum + (row.kind === 'activity' ? row.messages : 0), 0)).toBe(6);
    const marked = rows.filter((row) => row.kind === 'use' && (row.flags & MESSAGE_FLAGS.HISTORICAL) !== 0);
    expect(marked).toHaveLength(6);
    const sessions = new Set(rows.flatMap((row) => (row.kind === 'activity' ? [row.session.lo] : [])));
    expect(sessions.size).toBe(3);
    // Once for each channel and gap.
    await until(() => asked.length >= 2, 'both channels asked for');
    expect(asked.map((path) => path.split('?')[0]).sort()).toEqual(['/v2/lagoon', '/v2/tidepool']);
  });

  it('reads the channels that authorised it over EventSub, beside the others', async () => {
    const eventSub = await startScriptedEventSub();
    cleanup.push(() => eventSub.stop());
    await start({
      EMOTIDE_CHANNELS: 'tidepool lagoon reef',
      EMOTIDE_EVENTSUB_CHANNELS: 'reef',
      EMOTIDE_EVENTSUB_URL: eventSub.url.href,
      EMOTIDE_HELIX_URL: eventSub.helixUrl.href,
      EMOTIDE_TWITCH_AUTH_URL: eventSub.authUrl.href,
      EMOTIDE_TWITCH_USER_TOKEN: eventSub.script.token,
    });
    await until(() => eventSub.subscriptions.size === 5, 'reef subscribed to');
    const emote = { id: '302', emote_set_id: '500000001', owner_id: '7' };
    eventSub.notify('channel.chat.message', 'reef', {
      chatter_user_id: '64',
      message_id: 'r1',
      message: { text: 'reefA hi', fragments: [{ text: 'reefA', emote }, { text: ' hi' }] },
    });
    eventSub.notify('channel.chat.message_delete', 'reef', { message_id: 'r1' });
    twitch.say('tidepool', kappas('tidepool', 2));
    await counted(3);
    const rows = await readLog(3);
    expect(totals(rows)).toMatchObject({ reef: [1, 1, 1, 1], tidepool: [2, 2, 2, 4] });
    expect(rows.find((row) => row.kind === 'use' && row.channelLogin === 'reef')).toMatchObject({
      emoteId: '302',
      emoteClass: EMOTE_CLASSES.BITS,
    });
    await until(async () => (await metric('emotide_moderation_total')) === 1, 'the deletion');
  });

  it('publishes what it still holds when it is stopped', async () => {
    const service = await start({ EMOTIDE_BATCH_MS: '60000', EMOTIDE_BATCH_ROWS: '1000000' });
    twitch.say('tidepool', kappas('tidepool', 500));
    await counted(500);
    expect(await metric('emotide_publish_acked')).toBe(0);
    await service.stop();
    expect(totals(await readLog(500))).toEqual({ tidepool: [500, 500, 500, 1_000] });
    await until(() => twitch.connections.every(({ isClosed }) => isClosed), 'the chat closed');
  });

  it('reads on while the log is away for three seconds, and loses nothing', async () => {
    const service = await start();
    twitch.say('tidepool', kappas('tidepool', 100));
    await counted(100);
    const log = await takeLogAway();
    const awayAtMs = performance.now();
    let said = 100;
    while (performance.now() - awayAtMs < 3_000) {
      twitch.say('tidepool', kappas('tidepool', 40));
      said += 40;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await counted(said);
    expect(service.readiness()).toEqual({ ready: false, reason: 'the event log is away' });
    await log.back();
    await until(() => service.readiness().ready, 'readiness');
    await service.stop();
    expect(totals(await readLog(said))).toEqual({ tidepool: [said, said, said, said * 2] });
  });

  it('tells how far it has read and where that is in the log, and goodbye, and nothing of what it could not store', async () => {
    const marks: ReadMark[] = [];
    const listen = async (): Promise<void> => {
      (await nats.connect('api')).followReadMarks((mark) => marks.push(mark));
    };
    await listen();
    const service = await start();
    await until(() => marks.length > 0, 'a mark');
    twitch.say('tidepool', kappas('tidepool', 20));
    await counted(20);
    const heardAtMs = Date.now();
    await until(() => marks.at(-1)!.readToMs > heardAtMs, 'a mark of all that was said');
    expect(await readLog(20)).toHaveLength(21);
    const { lastSeq } = await (await nats.connect('sink')).streamState();
    expect(marks.at(-1)).toMatchObject({ epoch: service.about?.['epoch'], seqs: [lastSeq], isLast: false });

    const log = await takeLogAway();
    const awayAtMs = Date.now();
    twitch.say('tidepool', kappas('tidepool', 5));
    await counted(25);
    await log.back();
    await listen();
    await until(() => marks.at(-1)!.readToMs > awayAtMs, 'a mark after the log is back');
    const { lastSeq: end } = await (await nats.connect('sink')).streamState();
    expect(end).toBeGreaterThan(lastSeq);
    expect(marks.find(({ readToMs }) => readToMs > awayAtMs)).toMatchObject({ seqs: [end] });

    await service.stop();
    await until(() => marks.at(-1)!.isLast, 'the last one');
  });

  it('reads on with a full buffer while the log is away, and tells what it had to drop', async () => {
    const service = await start({ EMOTIDE_PUBLISH_BUFFER_MB: '1', EMOTIDE_PUBLISH_WINDOW_MB: '1' });
    const log = await takeLogAway();
    await until(() => service.readiness().ready === false, 'its noticing');
    const said = 40_000;
    for (let i = 0; i < said; i += 100) twitch.say('tidepool', kappas('tidepool', 100));
    await counted(said);
    expect(await metric('emotide_publish_pending_bytes')).toBeLessThan(2.5 * 1024 * 1024);
    expect(await metric('emotide_publish_dropped')).toBeGreaterThan(0);

    await log.back();
    await until(() => service.readiness().ready, 'readiness');
    await service.stop();
    const rows = await readLog(said);
    const [first] = rows.filter((row) => row.kind === 'loss');
    expect(first).toMatchObject({
      channelLogin: 'tidepool',
      firstSecondMs: SENT_AT_MS - (SENT_AT_MS % 1_000),
    });
    expect(first?.messages).toBeGreaterThan(0);
    const [counts] = Object.values(totals(rows));
    expect(counts![0]! + first!.messages).toBe(said);
    expect(counts).toEqual([counts![0], counts![0], counts![0], counts![0]! * 2]);
    expect(rows.filter((row) => row.kind === 'loss')).toHaveLength(1);
  });
});
