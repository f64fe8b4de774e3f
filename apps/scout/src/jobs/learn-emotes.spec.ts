import type { ChannelId, EmoteId } from '@emotide/domain';
import type { CatalogueEntry, Store } from '@emotide/store';
import { describe, expect, it } from 'vitest';
import type { CatalogueRecorder } from '../catalogue-recorder';
import { NativeCatalogue } from '../native-catalogue';
import { createLearnEmotes } from './learn-emotes';

const xqc = '71092938' as ChannelId;
const MINUTE_MS = 60_000;

function create(options: { helix?: boolean } = {}) {
  const clock = { nowMs: 100 * 86_400_000 };
  const state = { rows: [] as [id: string, name: string, channel: string][], isIll: false, has: ['300'] };
  const asked: string[] = [];
  const since: number[] = [];
  const entries: CatalogueEntry[] = [];
  const readAt = new Map<string, number>();
  const store = {
    select: async (_: string, parameters: Readonly<Record<string, unknown>>) => {
      since.push(clock.nowMs / 1_000 - (parameters['since'] as number));
      return state.rows.map(([emoteId, name, channelId]) => ({ emoteId, name, channelId, uses: '3' }));
    },
  } as unknown as Store;
  const natives = new NativeCatalogue({
    write: () => undefined,
    onEntries: () => undefined,
    onCut: () => undefined,
  });
  const job = createLearnEmotes({
    store,
    natives,
    recorder: {
      offerNew: (some: readonly CatalogueEntry[]) => entries.push(...some),
    } as unknown as CatalogueRecorder,
    channelEmotes:
      options.helix === false
        ? undefined
        : {
            nativesReadAtMs: (id) => readAt.get(id),
            readNatives: async (id) => {
              asked.push(id);
              if (state.isIll) throw new Error('helix is ill');
              readAt.set(id, clock.nowMs);
              natives.learnChannel(
                id,
                state.has.map((each) => ({
                  id: each as EmoteId,
                  name: 'xqcGasp',
                  emoteType: 'subscriptions',
                  tier: 1,
                  setId: '1',
                  ownerId: id,
                  isAnimated: false,
                })),
              );
            },
          },
    everyMs: MINUTE_MS,
    nowMs: () => clock.nowMs,
  });
  const run = async (passMs = 0) => {
    clock.nowMs += passMs;
    return job.run(new AbortController().signal);
  };
  return { run, state, asked, entries, readAt, clock, since };
}

describe('the job of learning emotes', () => {
  it('asks for the emotes of the channel where one is used most, and records what it then knows', async () => {
    const { run, state, asked, entries } = create();
    state.rows = [
      ['300', 'xqcGasp', xqc],
      ['300_TK', 'xqcGasp', xqc],
      ['25', 'Kappa', '5'],
    ];
    expect(await run()).toEqual({
      summary: '3 used emotes of unknown class, 3 learnt',
      figures: { unknown: 3, learnt: 3, channelsAsked: 1 },
    });
    expect(asked).toEqual([xqc]);
    expect(entries.map(({ emoteId, emoteClass }) => [emoteId, emoteClass])).toEqual([
      ['25', 'GLOBAL'],
      ['300', 'SUB_T1'],
      ['300_TK', 'SUB_T1'],
    ]);
  });

  it('asks about one that nobody knows again later and later, and not a channel that was just read', async () => {
    const { run, state, asked } = create();
    state.rows = [['999', 'abcHello', xqc]];
    await run();
    await run(MINUTE_MS);
    await run(8 * MINUTE_MS);
    expect(asked).toHaveLength(1);
    await run(2 * MINUTE_MS);
    expect(asked).toHaveLength(2);
    await run(11 * MINUTE_MS);
    expect(asked).toHaveLength(2);
    await run(10 * MINUTE_MS);
    expect(asked).toHaveLength(3);
  });

  it('looks back a day at first, then to its last run that ended well', async () => {
    const { run, since } = create();
    await run();
    await run(MINUTE_MS);
    expect(since).toEqual([86_400, 660]);
  });

  it('stops asking when Helix fails, says so, and learns what is shipped all the same', async () => {
    const { run, state, asked, entries } = create();
    state.isIll = true;
    state.rows = [
      ['300', 'xqcGasp', xqc],
      ['301', 'abcHello', '5'],
      ['25', 'Kappa', '5'],
    ];
    expect((await run()).trouble).toBe('helix is ill');
    expect(asked).toEqual([xqc]);
    expect(entries.map(({ emoteId }) => emoteId)).toEqual(['25']);
  });

  it('asks nobody without Helix, and no more than fifty channels in a run', async () => {
    const without = create({ helix: false });
    without.state.rows = [['25', 'Kappa', '5']];
    expect((await without.run()).figures).toEqual({ unknown: 1, learnt: 1, channelsAsked: 0 });
    const { run, state, asked } = create();
    state.rows = Array.from({ length: 200 }, (_, i) => [`x${i}`, 'abcHello', String(i + 1)]);
    await run();
    expect(asked).toHaveLength(50);
  });
});
