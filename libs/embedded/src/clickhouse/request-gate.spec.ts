import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRequestGate } from './request-gate';

const someone = () => new AbortController().signal;

describe('createRequestGate', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets the next one in when one leaves, in the order they came', async () => {
    const gate = createRequestGate({ limit: 1, queueLimit: 5, waitMs: 1_000 });
    const leave = await gate.enter(someone());
    const order: string[] = [];
    const enter = async (name: string): Promise<void> => {
      const next = await gate.enter(someone());
      order.push(next ? name : `${name} refused`);
      next?.();
    };
    const both = [enter('first'), enter('second')];
    expect(order).toEqual([]);
    leave?.();
    await Promise.all(both);
    expect(order).toEqual(['first', 'second']);
  });

  it('turns away who has waited too long', async () => {
    const gate = createRequestGate({ limit: 1, queueLimit: 5, waitMs: 1_000 });
    await gate.enter(someone());
    const second = gate.enter(someone());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await second).toBeUndefined();
  });

  it('turns away at once when the queue is full', async () => {
    const gate = createRequestGate({ limit: 1, queueLimit: 0, waitMs: 1_000 });
    await gate.enter(someone());
    expect(await gate.enter(someone())).toBeUndefined();
  });

  it('forgets who went away while waiting', async () => {
    const gate = createRequestGate({ limit: 1, queueLimit: 1, waitMs: 1_000 });
    const leave = await gate.enter(someone());
    const impatient = new AbortController();
    const left = gate.enter(impatient.signal);
    impatient.abort();
    expect(await left).toBeUndefined();
    const next = gate.enter(someone());
    leave?.();
    expect(await next).toBeTypeOf('function');
  });

  it('counts a way out once, however often it is taken', async () => {
    const gate = createRequestGate({ limit: 1, queueLimit: 0, waitMs: 1_000 });
    const leave = await gate.enter(someone());
    leave?.();
    leave?.();
    expect(await gate.enter(someone())).toBeTypeOf('function');
    expect(await gate.enter(someone())).toBeUndefined();
  });
});
