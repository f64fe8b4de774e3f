import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TwitchChat } from '@emotide/chat';
import type { ChannelLogin } from '@emotide/domain';
import { createLogger, Registry } from '@emotide/service-kit';
import { retry } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CONNECTION_LOG,
  createReadable,
  sentLinesOf,
  toConnectionRecords,
  toGeneratedRun,
  type SentLine,
} from '../src/truth';
import { runSimulator, until, type RunningSimulator } from './running-simulator';

const CHANNELS = 12;
/** What a loaded machine may leave unread when a connection is cut off. */
const GRACE_MS = 1_500;

let simulator: RunningSimulator;
let chat: TwitchChat;

beforeEach(async () => {
  simulator = await runSimulator({
    generate: { seed: 9, channels: CHANNELS, linesPerSecond: 1_500, mix: 'dense', lines: null },
  });
});
afterEach(async () => {
  chat.stop();
  await simulator.stop();
});

/** Reads all channels, again whenever a reading ends. Messages by `channel id`, as often as they came. */
function readAll(): { heard: Map<string, number>; joins: Map<string, number> } {
  chat = new TwitchChat({
    url: new URL(`ws://127.0.0.1:${simulator.port}`),
    channelsPerConnection: 4,
    connectEveryMs: 1,
    joins: { count: 90, perMs: 100 },
    joinWithinMs: 15_000,
    mailboxLines: 65_536,
    overlapMs: 300,
    keepAlive: { pingAfterMs: 300, pongWithinMs: 1_500 },
    reconcileEveryMs: 1_000,
    log: createLogger('chat', 'silent'),
    registry: new Registry(),
  });
  const heard = new Map<string, number>();
  const joins = new Map<string, number>();
  const more = (map: Map<string, number>, key: string) => void map.set(key, (map.get(key) ?? 0) + 1);
  for (const { login } of simulator.channels())
    chat
      .channel(login as ChannelLogin)
      .pipe(retry({ delay: 50 }))
      .subscribe((signal) => {
        if (signal.type === 'joined') more(joins, login);
        else if (signal.type === 'lines')
          for (const { messageId } of signal.lines) more(heard, `${login} ${messageId}`);
      });
  return { heard, joins };
}

const allJoined = (): Promise<void> =>
  until(() => chat.state().joined === CHANNELS && chat.state().joining === 0, 'all joined');
const connections = (): number[] => simulator.progress().connections.map(({ connection }) => connection);

function readSentLines(): SentLine[] {
  return readdirSync(simulator.stateDir)
    .filter((name) => name.startsWith('generated-'))
    .flatMap((name) => [...sentLinesOf(toGeneratedRun(readFileSync(join(simulator.stateDir, name))))]);
}
const readRecords = () => toConnectionRecords(readFileSync(join(simulator.stateDir, CONNECTION_LOG), 'utf8'));

describe('what the simulator put on connections', () => {
  it('is heard by the product over RECONNECTs, cuts and a half-open socket, line by line', async () => {
    const { heard, joins } = readAll();
    await allJoined();
    const [asked = 0, cut = 0, frozen = 0] = connections();
    expect(await simulator.ask('POST', `reconnect?connection=${asked}&closeAfterMs=20000`)).toMatchObject({
      status: 200,
      body: { asked },
    });
    await until(() => !connections().includes(asked), 'the channels to move and the old one to be left');
    // Nothing was interrupted, so nobody joined twice as far as readers know.
    expect([...joins.values()].every((times) => times === 1)).toBe(true);

    simulator.drop(cut);
    simulator.freeze(frozen);
    const again = () => [...joins.values()].filter((times) => times === 2).length;
    await until(() => again() === 8, 'the cut and the half-open socket to be found');
    simulator.thaw(frozen);
    await until(() => !connections().includes(frozen), 'its end');
    await new Promise((resolve) => setTimeout(resolve, 300));
    simulator.pause();
    const lines = readSentLines().filter(({ line }) => line.isMessage);
    const isReadable = createReadable(readRecords(), GRACE_MS);
    const put = lines.filter((line) => line.connections.length > 0);
    const due = put.filter(({ connections: on, putAtMs }) => on.some((one) => isReadable(one, putAtMs)));
    const key = ({ channel, id }: SentLine) => `${channel} ${id}`;
    await until(() => due.every((line) => heard.has(key(line))), 'every line that could be read');
    const known = new Set(put.map(key));
    expect([...heard.keys()].filter((one) => !known.has(one))).toEqual([]);
    // As often as it was put on a connection, at most: doubles are the overlap's.
    expect(put.filter((line) => heard.get(key(line))! > line.connections.length)).toEqual([]);
    expect(due.length).toBeGreaterThan(put.length / 2);

    const endOf = (connection: number) =>
      readRecords()
        .filter((record) => record.connection === connection && record.what !== 'opened')
        .map(({ what }) => what);
    expect(endOf(asked)).toEqual(['asked-to-reconnect', 'gone']);
    expect(endOf(cut)).toEqual(['cut-off']);
    expect(endOf(frozen)).toEqual(['frozen', 'thawed', 'gone']);
  });

  it('can be late and out of order on command, by connection or by channel, and nothing is lost', async () => {
    const { heard } = readAll();
    await allJoined();
    const [{ login = '' } = {}] = simulator.channels();
    const lagged = simulator.connectionsIn(login);
    expect(await simulator.ask('POST', `lag?channel=${login}&ms=100&jitterMs=100`)).toEqual({
      status: 200,
      body: { lagged },
    });
    expect((await simulator.ask('POST', 'lag?connection=1&ms=99999')).status).toBe(400);
    expect((await simulator.ask('POST', 'lag?channel=nobody_is_here&ms=1')).status).toBe(404);
    await new Promise((resolve) => setTimeout(resolve, 500));
    simulator.pause();
    const put = readSentLines().filter(({ line, connections: on }) => line.isMessage && on.length > 0);
    await until(
      () => put.every(({ channel, id }) => heard.get(`${channel} ${id}`) === 1),
      'every line, once',
    );
  });
});

describe('a channel in which Twitch forgot us', () => {
  it('is joined again by the comparison of what is wanted and joined', async () => {
    const { joins } = readAll();
    await allJoined();
    simulator.pause();
    const [{ login = '' } = {}] = simulator.channels();
    await simulator.ask('POST', `room?channel=${login}&state=silent`);
    await simulator.ask('POST', `room?channel=${login}&state=open`);
    expect(simulator.connectionsIn(login)).toEqual([]);
    await until(() => joins.get(login) === 2, 'the second reading');
    expect(simulator.connectionsIn(login)).toHaveLength(1);
  });
});
