import type { ChannelId, EmoteId } from '@emotide/domain';
import { Registry, createLogger } from '@emotide/service-kit';
import { StoreUnavailable, type CatalogueEntry, type Store } from '@emotide/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CatalogueRecorder } from './catalogue-recorder';
import { createScoutMetrics } from './scout-metrics';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const entry = (emoteId: string, more: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  provider: 'TWITCH',
  emoteId: emoteId as EmoteId,
  name: 'xqcGasp',
  emoteClass: 'SUB_T1',
  rule: 'SUBSCRIPTION_T1',
  ownerId: '71092938' as ChannelId,
  setId: '310',
  isAnimated: false,
  isZeroWidth: false,
  ...more,
});
const sevenTv = (emoteId: string, more: Partial<CatalogueEntry> = {}): CatalogueEntry =>
  entry(emoteId, {
    provider: 'SEVENTV',
    emoteClass: 'THIRD_PARTY',
    rule: '',
    ownerId: null,
    setId: null,
    ...more,
  });

function start(stored: readonly CatalogueEntry[] = [], mayWrite = () => true) {
  const state = { isAway: false, selects: 0 };
  const inserted: string[][] = [];
  const ask = (): void => {
    if (state.isAway) throw new StoreUnavailable('away');
  };
  const store = {
    select: async (_: string, parameters: Readonly<Record<string, unknown>>) => {
      ask();
      state.selects++;
      return stored
        .filter(({ emoteId }) => parameters['after'] === '' && emoteId !== '')
        .filter(
          ({ provider }) =>
            ({ TWITCH: 'twitch', SEVENTV: '7tv' })[provider as 'TWITCH'] === parameters['provider'],
        )
        .map((each) => ({
          ...each,
          provider: parameters['provider'],
          ownerId: each.ownerId ?? '0',
          setId: each.setId ?? '',
        }));
    },
    send: async (_: string, blocks: readonly Uint8Array[]) => {
      ask();
      const rows = Buffer.concat(blocks).toString().split('\n');
      inserted.push(rows.map((row) => (JSON.parse(row) as { emote_id: string }).emote_id));
    },
    command: async () => ask(),
  } as unknown as Store;
  const recorder = new CatalogueRecorder({
    store,
    mayWrite,
    nowMs: Date.now,
    log: createLogger('test', 'silent'),
    metrics: createScoutMetrics(new Registry()),
  });
  return { recorder, inserted, state };
}

describe('CatalogueRecorder', () => {
  it('records what is new in one insert, and again only what has changed', async () => {
    const { recorder, inserted } = start();
    recorder.offer([entry('1'), entry('2')]);
    recorder.offer([entry('3')]);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(inserted).toEqual([['1', '2', '3']]);
    recorder.offer([entry('1'), entry('2', { emoteClass: 'SUB_T2' }), entry('3')]);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(inserted.slice(1)).toEqual([['2']]);
    expect([recorder.pending, recorder.size]).toEqual([0, 3]);
    await recorder.stop();
  });

  it('does not record again after a restart what the warehouse has', async () => {
    const { recorder, inserted } = start([entry('1'), sevenTv('a')]);
    recorder.offer([entry('1'), entry('2'), sevenTv('a')]);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(inserted).toEqual([['2']]);
    await recorder.stop();
  });

  it('takes another name for a change, and what a channel makes of 7TV’s emote for none', async () => {
    const { recorder, inserted } = start([entry('1'), sevenTv('a'), sevenTv('b', { name: 'catJAM' })]);
    await vi.advanceTimersByTimeAsync(10);
    recorder.offer([
      sevenTv('a', { isZeroWidth: true }),
      sevenTv('b', { name: 'vibe' }),
      entry('1', { name: 'xqcOther' }),
    ]);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(inserted).toEqual([['b', '1']]);
    await recorder.stop();
  });

  it('does not put what it knows little of in the place of what it knows well', async () => {
    const { recorder, inserted } = start([entry('1')]);
    await vi.advanceTimersByTimeAsync(10);
    recorder.offer([entry('2')]);
    recorder.offerNew([
      entry('1', { ownerId: null }),
      entry('2', { ownerId: null }),
      entry('3', { ownerId: null }),
    ]);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(inserted).toEqual([['2', '3']]);
    await recorder.stop();
  });

  it('keeps everything while the warehouse is away, and records it when it is back', async () => {
    const { recorder, inserted, state } = start();
    state.isAway = true;
    recorder.offer([entry('1')]);
    await vi.advanceTimersByTimeAsync(20_000);
    recorder.offer([entry('1', { emoteClass: 'SUB_T3' }), entry('2')]);
    expect(recorder.trouble).toBe('away');
    state.isAway = false;
    await vi.advanceTimersByTimeAsync(40_000);
    expect(inserted).toEqual([['1', '2']]);
    expect(recorder.trouble).toBeUndefined();
    await recorder.stop();
  });

  it('records nothing without the lease', async () => {
    let isValid = false;
    const { recorder, inserted } = start([], () => isValid);
    recorder.offer([entry('1')]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(inserted).toEqual([]);
    isValid = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(inserted).toEqual([['1']]);
    await recorder.stop();
  });

  it('records what is pending when it is stopped, and then no more', async () => {
    const { recorder, inserted } = start();
    recorder.offer([entry('1')]);
    await recorder.stop();
    recorder.offer([entry('2')]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([inserted, vi.getTimerCount()]).toEqual([[['1']], 0]);
  });
});
