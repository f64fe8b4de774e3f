import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followJoins, type JoiningChannel } from './follow-joins';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(ports: readonly number[] = [1]) {
  const said: string[] = [];
  const shown: Record<number, readonly JoiningChannel[] | undefined> = {};
  const joins = followJoins({
    ports: () => ports,
    expected: 4,
    view: { say: (text) => said.push(text.trim()) },
    readChannels: (port) => Promise.resolve(shown[port]),
    clock: () => Date.now(),
  });
  return { said, shown, joins };
}
const channels = (joined: number, all: number): JoiningChannel[] =>
  Array.from({ length: all }, (_, n) => ({
    login: `room${n}`,
    phase: n < joined ? 'reading' : 'joining',
    ...(n === joined && { trouble: 'no answer to JOIN' }),
  }));

describe('what is joined', () => {
  it('is said once when all is, of all collectors together', async () => {
    const { said, shown } = start([1, 2]);
    await vi.advanceTimersByTimeAsync(500);
    shown[1] = channels(3, 3);
    await vi.advanceTimersByTimeAsync(500);
    expect(said).toEqual([]);
    shown[2] = channels(1, 1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(said).toEqual(['joined      all 4 channels after 1.3 s']);
  });

  it('is said as it stands when it takes long, and again when all is', async () => {
    const { said, shown } = start();
    shown[1] = channels(200, 1_000);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(said).toEqual(['joined      200 of 1,000 channels so far']);
    shown[1] = channels(1_000, 1_000);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(said.slice(1)).toEqual(['joined      all 1,000 channels after 20.3 s']);
  });

  it('is given up after a while, saying what is not and why', async () => {
    const { said, shown } = start();
    shown[1] = channels(1, 6);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(said).toEqual([
      'joined      1 of 6 channels so far',
      'joined      1 of 6 channels; not yet: room1 (no answer to JOIN), room2, room3 and 2 more',
    ]);
  });

  it('is nobody’s matter after a stop', async () => {
    const { said, joins } = start();
    joins.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(said).toEqual([]);
  });
});
