import { StoreUnavailable, type Store } from '@emotide/store';
import { describe, expect, it } from 'vitest';
import { createWarehouseAnswers, type Found } from './follow-warehouse';

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Answers that are given by hand, by ticks that are rung by hand. */
function start(mostQuestions = 2) {
  const listeners = new Set<() => void>();
  const looks: { give(found: Found<string>): void; fail(error: Error): void }[] = [];
  let nowMs = 1_000;
  let ended = 0;
  const answers = createWarehouseAnswers({
    open: (signal) => {
      signal.addEventListener('abort', () => (ended += 1), { once: true });
      return { store: {} as Store, pipeline: () => Promise.resolve([]) };
    },
    ticker: {
      every(_everyMs, listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      stop: () => undefined,
    },
    clock: () => nowMs,
    mostQuestions,
  });
  const follow = (now = () => 'minute') =>
    answers.follow<string>({
      everyMs: 1_000,
      now,
      look: () => new Promise((give, fail) => looks.push({ give, fail })),
    });
  const tick = async (toMs: number) => {
    nowMs = toMs;
    for (const listener of listeners) listener();
    await settled();
  };
  return { follow, looks, tick, listeners, ended: () => ended };
}
const away = () => new StoreUnavailable('away');

describe('a subscription that the warehouse answers', () => {
  it('gives the state now, then another one when a tick finds it, and looks again only for what is not final', async () => {
    const { follow, looks, tick } = start();
    let minute = '18:00';
    const following = follow(() => minute);
    await settled();
    looks[0]!.give({ answer: 'first', finalFor: undefined });
    const answers = await following;
    expect(await answers.next()).toEqual({ done: false, value: { answer: 'first', stale: null } });
    const second = answers.next();
    await tick(2_000);
    looks[1]!.give({ answer: 'second', finalFor: '18:00' });
    expect((await second).value).toEqual({ answer: 'second', stale: null });
    const third = answers.next();
    await tick(3_000);
    expect(looks).toHaveLength(2);
    minute = '18:01';
    await tick(4_000);
    looks[2]!.give({ answer: 'third', finalFor: '18:01' });
    expect((await third).value).toEqual({ answer: 'third', stale: null });
  });

  it('stands still, marked stale since then, while the warehouse is away', async () => {
    const { follow, looks, tick } = start();
    const following = follow();
    await settled();
    looks[0]!.fail(away());
    const answers = await following;
    const stale = { reason: 'WAREHOUSE_AWAY', since: 1_000 };
    expect((await answers.next()).value).toEqual({ answer: undefined, stale });
    const fresh = answers.next();
    await tick(2_000);
    looks[1]!.give({ answer: 'known', finalFor: 'minute' });
    expect((await fresh).value).toEqual({ answer: 'known', stale: null });
  });

  it('ends with what is wrong otherwise, at its beginning or later', async () => {
    const { follow, looks, tick, listeners } = start();
    const refused = follow();
    await settled();
    looks[0]!.fail(new Error('no such column'));
    await expect(refused).rejects.toThrow('no such column');
    const following = follow();
    await settled();
    looks[1]!.give({ answer: 'first', finalFor: undefined });
    const answers = await following;
    await answers.next();
    const broken = answers.next();
    await tick(2_000);
    looks[2]!.fail(new Error('no such table'));
    await expect(broken).rejects.toThrow('no such table');
    expect(listeners.size).toBe(0);
  });

  it('waits for the others: one look at a time, of so many subscriptions, until they leave', async () => {
    const { follow, looks, tick, ended } = start();
    const [first, second] = [follow(), follow()];
    await expect(follow()).rejects.toMatchObject({ extensions: { code: 'TOO_MANY' } });
    await settled();
    expect(looks).toHaveLength(1);
    looks[0]!.give({ answer: 'a', finalFor: undefined });
    const answers = await first;
    await answers.next();
    await settled();
    expect(looks).toHaveLength(2);
    // A tick while a look runs, or waits for its turn, does not add another one.
    await tick(2_000);
    await tick(3_000);
    expect(looks).toHaveLength(2);
    await answers.return!();
    expect(ended()).toBe(1);
    looks[1]!.give({ answer: 'b', finalFor: undefined });
    await (
      await second
    ).return!();
    const third = follow();
    await settled();
    // What the first one still waited for was not looked for any more.
    expect(looks).toHaveLength(3);
    looks[2]!.give({ answer: 'c', finalFor: undefined });
    await (
      await third
    ).return!();
  });
});
