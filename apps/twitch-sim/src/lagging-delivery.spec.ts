import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLaggingDelivery } from './lagging-delivery';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function open(draws: number[] = []) {
  const sent: string[] = [];
  const delivery = createLaggingDelivery(
    (frame) => void sent.push(String(frame)),
    () => draws.shift() ?? 0,
  );
  return { delivery, sent, say: (text: string) => delivery.deliver(Buffer.from(text)) };
}

describe('a lagging delivery', () => {
  it('is none until it is told to be, and keeps the order when it ends', () => {
    const { delivery, sent, say } = open();
    say('a');
    delivery.setLag({ ms: 100, jitterMs: 0 });
    say('b');
    delivery.setLag({ ms: 0, jitterMs: 0 });
    say('c');
    expect(sent).toEqual(['a']);
    vi.advanceTimersByTime(99);
    expect(sent).toEqual(['a']);
    vi.advanceTimersByTime(2);
    expect(sent).toEqual(['a', 'b', 'c']);
    say('d');
    expect(sent).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets frames overtake each other by chance', () => {
    const { delivery, sent, say } = open([0.9, 0.1]);
    delivery.setLag({ ms: 10, jitterMs: 100 });
    say('a');
    say('b');
    vi.advanceTimersByTime(200);
    expect(sent).toEqual(['b', 'a']);
  });

  it('loses what is under way when it stops', () => {
    const { delivery, sent, say } = open();
    delivery.setLag({ ms: 10, jitterMs: 0 });
    say('a');
    delivery.stop();
    vi.advanceTimersByTime(100);
    expect(sent).toEqual([]);
  });
});
