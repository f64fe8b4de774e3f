import type { ChannelId } from '@emotide/domain';
import { expect, it } from 'vitest';
import { KnownChannels } from '../known-channels';
import { ForgetChannels } from './forget-channels';

const DAY_MS = 86_400_000;
const NOW_MS = 100 * DAY_MS;
const [kept, left, young, native] = ['1', '2', '3', '4'] as [ChannelId, ChannelId, ChannelId, ChannelId];

function create() {
  const removed: string[] = [];
  const held = { sets: new Set<ChannelId | null>([null, kept, left, young]), natives: new Set([native]) };
  const readAtMs: Record<string, number> = { [left]: NOW_MS - 8 * DAY_MS, [young]: NOW_MS - 6 * DAY_MS };
  const known = new KnownChannels({
    sources: ['plan', 'heard'],
    onAdded: () => undefined,
    onRemoved: (channelIds) => forget.note(channelIds),
  });
  const forget: ForgetChannels = new ForgetChannels({
    known,
    sets: { owners: [...held.sets], forget: (id) => void held.sets.delete(id) },
    natives: { owners: [...held.natives], forget: (id) => void held.natives.delete(id) },
    ledger: { timesOf: (id) => (readAtMs[id] === undefined ? {} : { BTTV: readAtMs[id] }) },
    remove: (key) => removed.push(key),
    everyMs: 1,
    days: 7,
    nowMs: () => NOW_MS,
  });
  return { forget, known, removed, held, readAtMs, run: () => forget.job.run(new AbortController().signal) };
}

it('forgets who is not known and was not read for a week, and nobody else', async () => {
  const { known, removed, held, run } = create();
  known.replace('plan', []);
  known.replace('heard', [kept]);
  await run();
  expect(removed).toEqual(['channel.2', 'natives.2', 'channel.4', 'natives.4']);
  expect(held.sets).toEqual(new Set([null, kept, young]));
});

it('forgets nobody before all have said which channels matter', async () => {
  const { known, removed, run } = create();
  await run();
  known.replace('heard', [kept]);
  await run();
  expect(removed).toEqual([]);
});

it('forgets who leaves later, unless they are back', async () => {
  const { known, removed, readAtMs, run } = create();
  const [gone, back] = ['5', '6'] as [ChannelId, ChannelId];
  known.replace('plan', [gone, back]);
  known.replace('heard', [kept, left, young, native]);
  known.replace('plan', []);
  known.replace('heard', [kept, left, young, native, back]);
  await run();
  expect(removed).toEqual(['channel.5', 'natives.5']);
  readAtMs[back] = NOW_MS;
  known.replace('heard', [kept, left, young, native]);
  await run();
  expect(removed).toHaveLength(2);
  readAtMs[back] = NOW_MS - 8 * DAY_MS;
  await run();
  expect(removed.slice(2)).toEqual(['channel.6', 'natives.6']);
});
