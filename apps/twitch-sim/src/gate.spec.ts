import { describe, expect, it } from 'vitest';
import { createGate } from './gate';

describe('a gate', () => {
  it('keeps who comes waiting until it is open', async () => {
    const gate = createGate();
    const { signal } = new AbortController();
    await gate.opened(signal);
    gate.shut();
    let passed = 0;
    const waiting = [1, 2].map(() => gate.opened(signal).then(() => (passed += 1)));
    await Promise.resolve();
    expect([gate.isShut, passed]).toEqual([true, 0]);
    gate.open();
    await Promise.all(waiting);
    expect([gate.isShut, passed]).toEqual([false, 2]);
  });

  it('lets who waits go when they are told to stop', async () => {
    const gate = createGate();
    const stopping = new AbortController();
    gate.shut();
    const waiting = gate.opened(stopping.signal);
    stopping.abort();
    await waiting;
    await gate.opened(stopping.signal);
    expect(gate.isShut).toBe(true);
  });
});
