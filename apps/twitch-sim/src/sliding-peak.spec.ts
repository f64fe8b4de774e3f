import { describe, expect, it } from 'vitest';
import { createSlidingPeak } from './sliding-peak';

describe('createSlidingPeak', () => {
  it('remembers the most of any span', () => {
    const peak = createSlidingPeak(100);
    for (const atMs of [0, 10, 20, 99]) peak.add(atMs);
    expect(peak.most).toBe(4);
    for (const atMs of [100, 110, 300]) peak.add(atMs);
    expect(peak.most).toBe(4);
    for (const atMs of [300, 300, 300, 399]) peak.add(atMs);
    expect(peak.most).toBe(5);
    for (let atMs = 500; atMs < 10_000; atMs++) peak.add(atMs);
    expect(peak.most).toBe(100);
  });
});
