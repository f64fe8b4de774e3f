import { describe, expect, it } from 'vitest';
import { changesOf } from './changes';

function setup() {
  const state = { value: { n: 1 }, error: undefined as Error | undefined, isListening: false };
  let tick = (): void => undefined;
  const changes = changesOf({
    read: () => {
      if (state.error) throw state.error;
      return state.value;
    },
    onTick: (listener) => {
      state.isListening = true;
      tick = listener;
      return () => {
        state.isListening = false;
      };
    },
  });
  return { state, changes, tick: () => tick() };
}

describe('changes', () => {
  it('begin with the value now, and go on with others only', async () => {
    const { state, changes, tick } = setup();
    expect(await changes.next()).toEqual({ done: false, value: { n: 1 } });
    const next = changes.next();
    tick();
    state.value = { n: 2 };
    tick();
    expect(await next).toEqual({ done: false, value: { n: 2 } });
  });

  it('give the latest of those that came while nobody waited', async () => {
    const { state, changes, tick } = setup();
    await changes.next();
    for (const n of [2, 3, 4]) {
      state.value = { n };
      tick();
    }
    const next = changes.next();
    tick();
    expect(await next).toEqual({ done: false, value: { n: 4 } });
  });

  it('end at once when told to, whoever waits', async () => {
    const { state, changes } = setup();
    await changes.next();
    const next = changes.next();
    expect(await changes.return?.()).toEqual({ done: true, value: undefined });
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await changes.next()).toEqual({ done: true, value: undefined });
    expect(state.isListening).toBe(false);
  });

  it('end with the error of a value that can not be read', async () => {
    const { state, changes, tick } = setup();
    await changes.next();
    const next = changes.next();
    state.error = new Error('unreadable');
    tick();
    await expect(next).rejects.toThrow('unreadable');
    expect(await changes.next()).toEqual({ done: true, value: undefined });
    expect(state.isListening).toBe(false);
  });
});
