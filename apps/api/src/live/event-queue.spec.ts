import { describe, expect, it } from 'vitest';
import { EventQueue } from './event-queue';

describe('events between two answers', () => {
  it('are given once, in their order', () => {
    const queue = new EventQueue<number>(3);
    for (const event of [1, 2]) queue.offer(event);
    expect(queue.take()).toEqual({ events: [1, 2], total: 2, dropped: 0 });
    expect(queue.isEmpty).toBe(true);
    expect(queue.take()).toEqual({ events: [], total: 2, dropped: 0 });
    queue.offer(3);
    expect(queue.take()).toEqual({ events: [3], total: 3, dropped: 0 });
  });

  it('are the latest when there are too many, and the others are counted', () => {
    const queue = new EventQueue<number>(3);
    for (const event of [1, 2, 3, 4, 5]) queue.offer(event);
    expect(queue.take()).toEqual({ events: [3, 4, 5], total: 5, dropped: 2 });
    for (const event of [6, 7, 8, 9]) queue.offer(event);
    expect(queue.take()).toEqual({ events: [7, 8, 9], total: 9, dropped: 3 });
  });
});
