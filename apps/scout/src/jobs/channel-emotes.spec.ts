import type { ChannelId, EmoteId } from '@emotide/domain';
import { ProviderError, type HelixClient, type ProviderState } from '@emotide/emote-providers';
import type { EmoteSet, NativeCatalogueEmote, ThirdParty } from '@emotide/emotes';
import { Registry, createLogger } from '@emotide/service-kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveWatch } from '../live-watch';
import { NativeCatalogue } from '../native-catalogue';
import type { ProviderClients } from '../provider-clients';
import { ReadingLedger } from '../reading-ledger';
import { createScoutMetrics } from '../scout-metrics';
import { ThirdPartySets } from '../third-party-sets';
import { ChannelEmotes } from './channel-emotes';

const HOUR_MS = 3_600_000;
beforeEach(() => void vi.useFakeTimers({ now: 10 * HOUR_MS }));
afterEach(() => void vi.useRealTimers());

const channel = (n: number) => String(n) as ChannelId;
const setOf = (provider: ThirdParty, channelId: ChannelId, name: string): EmoteSet => ({
  provider,
  channelId,
  setId: provider === 'SEVENTV' ? `set${channelId}` : null,
  emotes: [{ id: name as EmoteId, name, isZeroWidth: false, isModifier: false, isAnimated: false }],
});

function create(options: { helix?: boolean; requestsPerSecond?: number; answerAfterMs?: number } = {}) {
  const { requestsPerSecond = 1_000, answerAfterMs = 10 } = options;
  const asked: string[] = [];
  const state: { name: string; failure: 'server' | undefined; circuit: ProviderState['circuit'] } = {
    name: 'one',
    failure: undefined,
    circuit: 'closed',
  };
  const answer = async <T>(source: string, channelId: ChannelId, value: () => T): Promise<T> => {
    asked.push(`${source} ${channelId}`);
    await new Promise((resolve) => setTimeout(resolve, answerAfterMs));
    if (state.failure !== undefined) throw new ProviderError('bttv', state.failure, 'is ill');
    return value();
  };
  const stateOf = (): ProviderState => ({
    provider: 'bttv',
    circuit: state.circuit,
    leftAloneForMs: 0,
    trouble: state.failure && 'bttv: is ill',
  });
  const client = (provider: ThirdParty) => ({
    provider,
    globalSet: () => Promise.reject(new Error('not asked here')),
    channelSet: (id: ChannelId) => answer(provider, id, () => setOf(provider, id, state.name)),
    state: stateOf,
    stop: () => undefined,
  });
  const native: NativeCatalogueEmote = {
    id: '300' as EmoteId,
    name: 'xqcGasp',
    emoteType: 'subscriptions',
    tier: 1,
    setId: '1',
    ownerId: channel(1),
    isAnimated: false,
  };
  const clients: ProviderClients = {
    bttv: client('BTTV'),
    ffz: client('FFZ'),
    sevenTv: {
      ...client('SEVENTV'),
      channel: (id) =>
        answer('SEVENTV', id, () => ({ set: setOf('SEVENTV', id, state.name), userId: `user${id}` })),
    },
    helix: options.helix
      ? ({
          channelEmotes: (id: ChannelId) => answer('TWITCH', id, () => [native]),
          state: stateOf,
        } as unknown as HelixClient)
      : undefined,
    stop: () => undefined,
  };
  const values = new Map<string, Uint8Array>();
  const writes: string[] = [];
  const write = (key: string, toBytes: () => Uint8Array): void => {
    writes.push(key);
    values.set(key, toBytes());
  };
  const watched: string[] = [];
  const live = {
    watchChannel: (id: ChannelId) => watched.push(`channel ${id}`),
    watchWorn: (id: ChannelId, setId: string | null, userId: string | null) =>
      watched.push(`worn ${id} ${setId} ${userId}`),
    unwatch: (id: ChannelId) => watched.push(`unwatch ${id}`),
    state: () => ({ topics: 0, open: 0, failing: 0 }),
  } as unknown as LiveWatch;
  const sets = new ThirdPartySets({ write, onEmotes: () => undefined, onCut: () => undefined });
  const natives = new NativeCatalogue({ write, onEntries: () => undefined, onCut: () => undefined });
  const ledger = new ReadingLedger({ write, nowMs: Date.now });
  const metrics = createScoutMetrics(new Registry());
  const emotes = new ChannelEmotes({
    clients,
    sets,
    natives,
    ledger,
    live,
    everyMs: { FFZ: HOUR_MS, BTTV: HOUR_MS, SEVENTV: HOUR_MS, TWITCH: HOUR_MS },
    requestsPerSecond,
    nowMs: Date.now,
    random: () => 0.5,
    log: createLogger('test', 'silent'),
    metrics,
  });
  const look = () => emotes.job.run(new AbortController().signal);
  /** Lets so much time pass, with the looks in it. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 500) {
      await look();
      await vi.advanceTimersByTimeAsync(Math.min(500, ms - passed));
    }
  };
  return { emotes, asked, state, values, writes, watched, look, pass, sets, natives, ledger, metrics };
}

describe('ChannelEmotes', () => {
  it('asks everybody for a new channel at once, and watches it', async () => {
    const { emotes, asked, values, watched } = create({ helix: true });
    emotes.add([channel(1)]);
    expect(asked).toEqual(['FFZ 1', 'BTTV 1', 'SEVENTV 1', 'TWITCH 1']);
    await vi.advanceTimersByTimeAsync(20);
    expect([...values.keys()]).toEqual(expect.arrayContaining(['channel.1', 'natives.1']));
    expect(watched).toEqual(['channel 1', 'worn 1 set1 user1']);
    emotes.add([channel(1)]);
    expect(asked).toHaveLength(4);
  });

  it('does not ask Twitch without credentials', async () => {
    const { emotes, asked } = create();
    emotes.add([channel(1)]);
    await vi.advanceTimersByTimeAsync(20);
    await emotes.readNatives(channel(1));
    expect(asked).toEqual(['FFZ 1', 'BTTV 1', 'SEVENTV 1']);
  });

  it('keeps to the pace with a thousand new channels, and lets a newer one not wait for what is old', async () => {
    const { emotes, asked, pass } = create({ requestsPerSecond: 20 });
    emotes.add(Array.from({ length: 1_000 }, (_, i) => channel(i + 1)));
    await pass(10_000);
    const bttv = asked.filter((each) => each.startsWith('BTTV'));
    expect(bttv.length).toBeGreaterThan(180);
    expect(bttv.length).toBeLessThanOrEqual(220);
    await pass(60_000);
    expect(new Set(asked).size).toBe(3_000);
    expect(asked).toHaveLength(3_000);
    // All are asked for again together, and a new one comes.
    for (let i = 1; i <= 1_000; i++) emotes.stale(channel(i), 'BTTV', 'reconnected');
    emotes.add([channel(5_000)]);
    await pass(2_000);
    expect(asked).toContain('BTTV 5000');
  });

  it('reads each again when its reading is old, and writes only what is different', async () => {
    const { emotes, asked, writes, state, pass } = create();
    emotes.add([channel(1)]);
    await pass(1_000);
    const written = writes.filter((key) => key === 'channel.1').length;
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    await pass(1_000);
    expect(asked).toHaveLength(6);
    expect(writes.filter((key) => key === 'channel.1')).toHaveLength(written);
    state.name = 'two';
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    await pass(1_000);
    expect(writes.filter((key) => key === 'channel.1').length).toBeGreaterThan(written);
  });

  it('keeps the last good sets while a provider fails, counts it, and says who', async () => {
    const { emotes, asked, state, values, pass, look, metrics } = create();
    emotes.add([channel(1)]);
    await pass(1_000);
    const before = values.get('channel.1');
    state.failure = 'server';
    emotes.stale(channel(1), 'BTTV', 'unreadable');
    await pass(5_000);
    expect(values.get('channel.1')).toEqual(before);
    expect(asked).toHaveLength(4);
    expect((await look()).trouble).toContain('bttv: is ill');
    const { values: counts } = await metrics.readings.get();
    expect(counts.find(({ labels }) => labels.outcome === 'failed')?.value).toBe(1);
    state.failure = undefined;
    await pass(30_000);
    expect(asked).toHaveLength(5);
    expect((await look()).trouble).toBeUndefined();
  });

  it('leaves a provider alone that wants it', async () => {
    const { emotes, asked, state, pass } = create();
    state.circuit = 'open';
    emotes.add([channel(1)]);
    await pass(5_000);
    expect(asked).toEqual([]);
    state.circuit = 'half-open';
    await pass(500);
    expect(asked).toHaveLength(3);
  });

  it('goes on after a restart without reading what is young, and watches what it had', async () => {
    const first = create({ helix: true });
    first.emotes.add([channel(1)]);
    await first.pass(1_000);
    const next = create({ helix: true });
    for (const [key, bytes] of first.values) {
      if (key === 'channel.1') next.sets.restore(channel(1), bytes);
      if (key === 'natives.1') next.natives.restoreChannel(channel(1), bytes);
      if (ReadingLedger.isKey(key)) next.ledger.restore(bytes);
    }
    next.emotes.add([channel(1), channel(2)]);
    next.emotes.stale(channel(1), 'BTTV', 'subscribed');
    await next.pass(10_000);
    expect(next.asked.filter((each) => each.endsWith(' 1'))).toEqual([]);
    expect(next.asked.filter((each) => each.endsWith(' 2'))).toHaveLength(4);
    expect(next.watched).toContain('worn 1 set1 user1');
    // What was missed meanwhile is found in the next quarter of the interval.
    await next.pass(HOUR_MS / 4);
    expect(next.asked).toContain('BTTV 1');
  });

  it('reads a new channel once more when it is watched, as something may have changed in between', async () => {
    const { emotes, asked, pass } = create();
    emotes.add([channel(1)]);
    await pass(1_000);
    emotes.stale(channel(1), 'SEVENTV', 'subscribed');
    await pass(500);
    expect(asked.filter((each) => each === 'SEVENTV 1')).toHaveLength(2);
  });

  it('lets go of a channel, also of the answer that is under way', async () => {
    const { emotes, asked, values, watched, pass } = create();
    emotes.add([channel(1)]);
    emotes.remove([channel(1)]);
    await pass(5_000);
    expect(asked).toHaveLength(3);
    expect(values.has('channel.1')).toBe(false);
    expect(watched).toContain('unwatch 1');
  });

  it('asks nobody once it is stopped', async () => {
    const { emotes, asked, pass } = create();
    emotes.stop();
    emotes.add([channel(1)]);
    await pass(1_000);
    expect(asked).toEqual([]);
  });
});
