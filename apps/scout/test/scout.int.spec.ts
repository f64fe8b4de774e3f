import {
  CHANNEL_PLAN_KEY,
  decodeChannelPlan,
  decodeJobReport,
  toU64,
  type ChannelId,
  type JobReport,
} from '@emotide/domain';
import {
  CATALOGUE_KEYS,
  SHIPPED_THEMES,
  decodeEmoteSets,
  decodeNativeClasses,
  decodeTheme,
  encodeEmoteSets,
  encodeNativeEmotes,
  nativeShardOf,
  type ThirdParty,
} from '@emotide/emotes';
import {
  BatchWriter,
  encodeChannel,
  encodeEmote,
  type EventLog,
  type SharedBucket,
} from '@emotide/event-log';
import { Registry, parseConfig, type Service } from '@emotide/service-kit';
import { insertRun, latestStreamStates, topEmotes } from '@emotide/store';
import {
  createTemporaryDirectory,
  quietLog,
  startTestClickHouse,
  startTestNats,
  type TestClickHouse,
  type TestNats,
} from '@emotide/testkit';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { scoutEnv } from '../src/config';
import { startScout } from '../src/scout';
import { startScoutProcess } from './scout-process';
import { HELIX_CREDENTIALS, startSimulatorProcess, type SimulatorProcess } from './simulator-process';
import { until } from './until';

const LIVE_CHANNELS = 3_000;
const KAPPA = { id: '25', name: 'Kappa' };

const directories = [createTemporaryDirectory(), createTemporaryDirectory(), createTemporaryDirectory()];
let nats: TestNats;
let warehouse: TestClickHouse;
let simulator: SimulatorProcess;
let owner: EventLog;

beforeAll(async () => {
  [nats, warehouse, simulator] = await Promise.all([
    startTestNats(directories[0]!.path),
    startTestClickHouse(directories[1]!.path),
    startSimulatorProcess(directories[2]!.path, { channels: LIVE_CHANNELS, helixPoints: 6_000 }),
  ]);
  owner = await nats.connect('owner');
});
afterAll(async () => {
  await Promise.all([nats?.stop(), warehouse?.stop(), simulator?.stop()]);
  for (const directory of directories) directory.remove();
});

interface RunningScout extends Service {
  metric(name: string, labels?: Readonly<Record<string, string>>): Promise<number>;
}
const running = new Set<RunningScout>();
let scouts = 0;
afterEach(async () => {
  await Promise.all([...running].map((scout) => scout.stop()));
});

async function scout(more: Readonly<Record<string, string>> = {}): Promise<RunningScout> {
  const registry = new Registry();
  const config = parseConfig(scoutEnv, {
    ...nats.env('scout'),
    ...warehouse.env(),
    ...simulator.env,
    EMOTIDE_INSTANCE: `scout-${++scouts}`,
    EMOTIDE_LEASE_RENEW_MS: '300',
    EMOTIDE_LEASE_TERM_MS: '1000',
    EMOTIDE_HEARD_EVERY_MS: '500',
    ...more,
  });
  const service = await startScout({
    config,
    log: quietLog,
    registry,
    fail: (error) => {
      throw error;
    },
  });
  const handle: RunningScout = {
    ...service,
    stop: async () => {
      if (running.delete(handle)) await service.stop();
    },
    metric: async (name, labels = {}) => {
      const { values } = (await registry.getSingleMetric(name)!.get()) as {
        values: { value: number; labels: Record<string, string> }[];
      };
      return values
        .filter((each) => Object.entries(labels).every(([label, value]) => each.labels[label] === value))
        .reduce((sum, { value }) => sum + value, 0);
    },
  };
  running.add(handle);
  return handle;
}

const ready = (service: Service) => until('ready', () => (service.readiness().ready ? true : undefined));

async function value(bucket: SharedBucket, key: string): Promise<Uint8Array | undefined> {
  return owner.openSharedValues(bucket).get(key);
}

/** Names of a channel's emotes in the bucket, by provider; undefined while there is no value. */
async function namesOf(
  channelId: string,
): Promise<Partial<Record<ThirdParty, readonly string[]>> | undefined> {
  const bytes = await value('emote-catalogue', CATALOGUE_KEYS.channel(channelId as ChannelId));
  const decoded = bytes && decodeEmoteSets(bytes);
  if (decoded === undefined) return undefined;
  if (decoded.type === 'bad') throw new Error(decoded.reason);
  return Object.fromEntries(
    decoded.sets.map(({ provider, emotes }) => [provider, emotes.map(({ name }) => name)]),
  );
}

async function job(name: string): Promise<JobReport | undefined> {
  const bytes = await value('jobs', name);
  return bytes && decodeJobReport(bytes);
}

/** In whole minutes, with the one that has begun. */
function pastHour(): { fromMs: number; toMs: number } {
  const nowMinute = Math.floor(Date.now() / 60_000);
  return { fromMs: (nowMinute - 60) * 60_000, toMs: (nowMinute + 2) * 60_000 };
}

/** As if the channel had just said one line with this emote, of a class that is not known yet. */
async function hear(
  channel: { login: string; id: string },
  emote: { id: string; name: string },
): Promise<void> {
  const writer = new BatchWriter();
  const nowMs = Date.now();
  const bytes = encodeChannel(toU64(Number(channel.id)), channel.login);
  const message = toU64(nowMs);
  writer.use(bytes, nowMs, toU64(7), message, encodeEmote(1, emote.id, emote.name, 10), 3, 0);
  writer.activity(bytes, nowMs - (nowMs % 1_000), toU64(9), message, 1, 1, 0);
  await insertRun(warehouse.store, {
    partition: 0,
    runLast: 1,
    logDay: new Date(nowMs).toISOString().slice(0, 10),
    token: `${channel.id} ${nowMs}`,
    blocks: [writer.finish()!.payload],
  });
}

/** The first channels with something of everybody, so that there is something to lose. */
async function richChannels(count: number): Promise<readonly { login: string; id: string }[]> {
  const rich: { login: string; id: string }[] = [];
  for (const channel of simulator.channels) {
    const { bttv, ffz, '7tv': sevenTv } = await simulator.emotesOf(channel.id);
    if ([bttv, ffz, sevenTv].every((set) => set !== null && set.length > 0)) rich.push(channel);
    if (rich.length === count) break;
  }
  return rich;
}

const USER_CALLS = [
  'bttv GET /3/cached/users',
  'ffz GET /v1/room',
  '7tv GET /v3/users',
  'helix GET /chat/emotes',
];
const readingsMade = async (): Promise<number> => {
  const counts = await Promise.all(USER_CALLS.map((call) => simulator.requestsOf(call)));
  return counts.reduce((sum, count) => sum + count, 0);
};

describe('a scout without credentials', () => {
  it('has a channel’s sets within two seconds after it was heard, and says what it cannot do', async () => {
    const [first, second] = await richChannels(2);
    const one = await scout();
    await ready(one);
    for (const channel of [first!, second!]) {
      await hear(channel, KAPPA);
      const served = await simulator.emotesOf(channel.id);
      const { value: names, tookMs } = await until('sets of a channel', async () => {
        const found = await namesOf(channel.id);
        return found?.BTTV && found.FFZ && found.SEVENTV ? found : undefined;
      });
      expect(tookMs).toBeLessThan(2_000);
      expect([...names.SEVENTV!].sort()).toEqual(served['7tv']!.map(({ name }) => name).sort());
      expect([...names.BTTV!].sort()).toEqual(served.bttv!.map(({ name }) => name).sort());
      expect([...names.FFZ!].sort()).toEqual(served.ffz!.map(({ name }) => name).sort());
    }
    expect(await job('discover-channels')).toMatchObject({ state: 'off', summary: /TWITCH_CLIENT_ID/ });
    expect(await job('stream-sessions')).toMatchObject({ state: 'off' });
    const { value: globals } = await until('global sets', async () => {
      const bytes = await value('emote-catalogue', CATALOGUE_KEYS.globals);
      const decoded = bytes && decodeEmoteSets(bytes);
      return decoded?.type === 'sets' && decoded.sets.length === 3 ? decoded.sets : undefined;
    });
    expect(globals.every(({ channelId, emotes }) => channelId === null && emotes.length > 0)).toBe(true);
    const startedAtMs = performance.now();
    await one.stop();
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
  });

  it('takes out what the bucket has of channels that left long ago, and keeps what is read', async () => {
    const [heard] = await richChannels(1);
    const left = '987654321' as ChannelId;
    const values = owner.openSharedValues('emote-catalogue');
    await values.put(CATALOGUE_KEYS.channel(left), encodeEmoteSets([]).bytes);
    await values.put(CATALOGUE_KEYS.natives(left), encodeNativeEmotes([]).bytes);
    await hear(heard!, KAPPA);
    await ready(await scout({ EMOTIDE_FORGET_CHANNELS_EVERY_MS: '300' }));
    await until('the end of its values', async () =>
      (await value('emote-catalogue', CATALOGUE_KEYS.channel(left))) === undefined &&
      (await value('emote-catalogue', CATALOGUE_KEYS.natives(left))) === undefined
        ? true
        : undefined,
    );
    const report = await until('a run that forgets nobody', async () => {
      const last = await job('forget-channels');
      return last?.summary.startsWith('0 channels') === true ? last : undefined;
    });
    expect(report.value.state).toBe('ok');
    expect(await until('the sets of the one that is heard', () => namesOf(heard!.id))).toBeDefined();
  });

  it('knows by what is shipped that a used emote is free, and holds every shipped theme', async () => {
    await hear(simulator.channels[0]!, KAPPA);
    await ready(await scout());
    const range = pastHour();
    await until('Kappa is free', async () => {
      const free = await topEmotes(warehouse.store, { scope: 'all', range, classes: ['GLOBAL'], limit: 9 });
      return free.some(({ emoteId }) => emoteId === '25') ? true : undefined;
    });
    for (const { theme } of SHIPPED_THEMES) {
      const { value: bytes } = await until(theme.slug, () => value('themes', theme.slug));
      expect(decodeTheme(bytes)).toEqual({ type: 'theme', theme });
    }
  });
});

describe('a scout with credentials', () => {
  it('learns what a channel’s emote costs, and answers about the past hour say so', async () => {
    const channel = (await richChannels(3))[2]!;
    const natives = await simulator.nativesOf(channel.id);
    const sub = natives.find((emote) => emote.emote_type === 'subscriptions' && emote.tier === '1000')!;
    await hear(channel, sub);
    const range = pastHour();
    const paid = () => topEmotes(warehouse.store, { scope: 'all', range, classes: ['SUB_T1'], limit: 9 });
    const total = async () =>
      (await topEmotes(warehouse.store, { scope: 'all', range, limit: 99 })).reduce(
        (sum, { uses }) => sum + uses,
        0,
      );
    expect(await paid()).toEqual([]);
    const before = await total();
    const one = await scout(HELIX_CREDENTIALS);
    await ready(one);
    const { value: learnt } = await until('paid', async () => {
      const found = (await paid()).find(({ emoteId }) => emoteId === sub.id);
      return found;
    });
    expect(learnt).toMatchObject({ class: 'SUB_T1', uses: 3 });
    expect(await total()).toBe(before);
    const shard = nativeShardOf(learnt.emoteId as never);
    await until('its class in the bucket', async () => {
      const bytes = await value('emote-catalogue', CATALOGUE_KEYS.classes(shard));
      const decoded = bytes && decodeNativeClasses(bytes);
      return decoded?.type === 'classes' ? decoded.rules.get(learnt.emoteId as never) : undefined;
    });
    expect((await simulator.services()).helix.violations).toBe(0);
  });

  it('puts what is added, renamed and removed live into the bucket within two seconds', async () => {
    const [channel] = await richChannels(1);
    const one = await scout();
    await ready(one);
    await until('watched', async () => {
      const { sockets } = (await simulator.services()) as unknown as {
        sockets: Record<string, { subscriptions: number }>;
      };
      return sockets['bttv-socket']!.subscriptions > 0 && sockets['7tv-events']!.subscriptions > 1
        ? true
        : undefined;
    });
    for (const [provider, key] of [
      ['bttv', 'BTTV'],
      ['7tv', 'SEVENTV'],
    ] as const) {
      const change = (parameters: Readonly<Record<string, string>>) =>
        simulator.control('emotes', { provider, channel: channel!.id, ...parameters });
      const has = (name: string, isThere: boolean) =>
        until(`${provider} ${name}`, async () =>
          (await namesOf(channel!.id))?.[key]?.includes(name) === isThere ? true : undefined,
        );
      await change({ do: 'add', name: `Brand${key}`, id: `${provider}brandnew` });
      const times = [await has(`Brand${key}`, true)];
      await change({ do: 'rename', id: `${provider}brandnew`, to: `Other${key}` });
      times.push(await has(`Other${key}`, true), await has(`Brand${key}`, false));
      await change({ do: 'remove', id: `${provider}brandnew` });
      times.push(await has(`Other${key}`, false));
      for (const { tookMs } of times) expect(tookMs).toBeLessThan(2_000);
    }
    expect(await one.metric('emotide_scout_live_changes_total')).toBeGreaterThanOrEqual(6);
  });

  it('reads a set again after its socket was lost, so that no change is missed', async () => {
    const [channel] = await richChannels(1);
    const missed = `Missed${Date.now()}`;
    const one = await scout();
    await ready(one);
    await until('watched', async () => {
      const { sockets } = (await simulator.services()) as unknown as {
        sockets: Record<string, { subscriptions: number }>;
      };
      return sockets['bttv-socket']!.subscriptions > 0 ? true : undefined;
    });
    await delay(1_200);
    await simulator.control('sockets', { service: 'bttv-socket', do: 'drop' });
    await simulator.control('emotes', {
      provider: 'bttv',
      channel: channel!.id,
      do: 'add',
      name: missed,
      id: missed,
    });
    await until('what was missed', async () =>
      (await namesOf(channel!.id))?.BTTV?.includes(missed) ? true : undefined,
    );
  });

  it('keeps the last good sets while a provider gives rubbish, says so, and is well when it is', async () => {
    const [channel] = await richChannels(1);
    const before = await value('emote-catalogue', CATALOGUE_KEYS.channel(channel!.id as ChannelId));
    const globals = await value('emote-catalogue', CATALOGUE_KEYS.globals);
    for (const kind of ['html', 'truncated']) await simulator.control('fail', { service: 'ffz', kind });
    const one = await scout({ EMOTIDE_FFZ_EMOTES_EVERY_MS: '400', EMOTIDE_GLOBAL_EMOTES_EVERY_MS: '500' });
    await ready(one);
    await until('failed readings', async () =>
      (await one.metric('emotide_scout_readings_total', { source: 'FFZ', outcome: 'failed' })) > 0
        ? true
        : undefined,
    );
    for (const name of ['channel-emotes', 'global-emotes'])
      await until(name, async () => {
        const report = await job(name);
        return report?.state === 'failed' && report.summary.includes('ffz') ? report : undefined;
      });
    expect(await value('emote-catalogue', CATALOGUE_KEYS.channel(channel!.id as ChannelId))).toEqual(before);
    expect(await value('emote-catalogue', CATALOGUE_KEYS.globals)).toEqual(globals);
    expect(one.readiness()).toEqual({ ready: true });
    await simulator.control('fail', { service: 'ffz', kind: 'none' });
  });

  it('does no job while another scout does them, and goes on when that one stops', async () => {
    const first = await scout();
    await ready(first);
    await until('active', async () =>
      (await first.metric('emotide_scout_active')) === 1 ? true : undefined,
    );
    const second = await scout();
    await ready(second);
    expect(await second.metric('emotide_scout_active')).toBe(0);
    expect(await second.metric('emotide_scout_job_runs_total')).toBe(0);
    await delay(1_500);
    const before = await readingsMade();
    await first.stop();
    await until('taken over', async () =>
      (await second.metric('emotide_scout_active')) === 1 ? true : undefined,
    );
    await until('jobs run', async () =>
      (await second.metric('emotide_scout_job_runs_total', { job: 'heard-channels' })) > 1 ? true : undefined,
    );
    expect((await readingsMade()) - before).toBeLessThan(4);
  });
});

describe('the process of a scout', () => {
  it('says that it is ready, keeps its secret to itself, and stops within two seconds', async () => {
    const process = await startScoutProcess(directories[2]!.path, {
      ...nats.env('scout'),
      ...warehouse.env(),
      ...simulator.env,
      ...HELIX_CREDENTIALS,
      EMOTIDE_LOG_LEVEL: 'trace',
    });
    try {
      await until('ready', () => (process.output().includes('"msg":"ready"') ? true : undefined));
      await until('a job', async () => ((await job('global-emotes'))?.state === 'ok' ? true : undefined));
      await delay(500);
      const startedAtMs = performance.now();
      expect(await process.stop()).toBe(0);
      expect(performance.now() - startedAtMs).toBeLessThan(2_000);
      expect(process.output()).not.toContain(HELIX_CREDENTIALS.EMOTIDE_TWITCH_CLIENT_SECRET);
    } finally {
      await process.kill();
    }
  });
});

describe('discovery among three thousand live channels', () => {
  const wanted = 150;
  const settings = {
    ...HELIX_CREDENTIALS,
    EMOTIDE_DISCOVER_CHANNELS: String(wanted),
    EMOTIDE_DISCOVER_EVERY_MS: '200',
    EMOTIDE_PROVIDER_REQUESTS_PER_SECOND: '200',
  };
  const plan = async () => {
    const bytes = await value('channel-plan', CHANNEL_PLAN_KEY);
    return bytes && decodeChannelPlan(bytes);
  };

  it('settles on a plan of the biggest and the listed, and never asks more than Helix allows', async () => {
    const small = simulator.channels.at(-1)!;
    const one = await scout({ ...settings, EMOTIDE_CHANNELS: small.login });
    const looks = () => one.metric('emotide_scout_job_runs_total', { job: 'discover-channels' });
    await until('five looks', async () => ((await looks()) >= 5 ? true : undefined), 60_000);
    const settled = (await plan())!;
    const after = await looks();
    await until('five more', async () => ((await looks()) >= after + 5 ? true : undefined), 60_000);
    const now = (await plan())!;
    expect(now.version - settled.version).toBeLessThanOrEqual(2);
    expect(now.channels.length).toBeGreaterThanOrEqual(wanted);
    expect(now.channels.length).toBeLessThanOrEqual(wanted * 1.25 + 1);
    expect(now.channels.map(({ login }) => login)).toContain(small.login);
    // The simulator lists the biggest first; the very biggest are never in doubt.
    const planned = new Set<string>(now.channels.map(({ id }) => id));
    for (const { id } of simulator.channels.slice(0, 75)) expect(planned.has(id)).toBe(true);
    expect((await simulator.services()).helix.violations).toBe(0);

    const [biggest] = simulator.channels;
    const states = () => latestStreamStates(warehouse.store, { sinceMs: 0, limit: 20_000 });
    const { value: found } = await until('stream states', async () =>
      (await states()).find(({ channelId }) => channelId === biggest!.id),
    );
    expect(found.streamId).not.toBeNull();

    await until(
      'all read',
      async () => ((await one.metric('emotide_scout_channels_unread')) === 0 ? true : undefined),
      60_000,
    );
  });

  it('goes on after a restart without reading everything again', async () => {
    const before = await readingsMade();
    const catalogueRows = async () =>
      Number(((await warehouse.store.select('SELECT count() AS n FROM catalogue')) as { n: string }[])[0]!.n);
    const rows = await catalogueRows();
    const one = await scout(settings);
    await ready(one);
    await until('a look', async () =>
      (await one.metric('emotide_scout_job_runs_total', { job: 'discover-channels' })) > 2 ? true : undefined,
    );
    await delay(2_000);
    const channels = (await plan())!.channels.length;
    expect(channels).toBeGreaterThanOrEqual(wanted);
    // All of them would be six hundred.
    expect((await readingsMade()) - before).toBeLessThan(60);
    expect((await catalogueRows()) - rows).toBeLessThan(rows / 10);
    expect((await simulator.services()).helix.violations).toBe(0);
  });
});
