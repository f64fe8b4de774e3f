import { describe, expect, it } from 'vitest';
import { createRateBucket } from './rate-bucket';

describe('a rate bucket', () => {
  it('gives its points at once, then as they come back', () => {
    const bucket = createRateBucket(800, 0);
    expect(Array.from({ length: 900 }, () => bucket.take(0)).filter(Boolean)).toHaveLength(800);
    expect(bucket.remaining(0)).toBe(0);
    expect(bucket.take(74)).toBe(false);
    expect(bucket.take(75)).toBe(true);
    expect(bucket.take(75)).toBe(false);
    expect(bucket.remaining(75 + 1_500)).toBe(20);
  });

  it('never holds more than its size, and says when it is full', () => {
    const bucket = createRateBucket(60, 0);
    for (let i = 0; i < 30; i++) bucket.take(0);
    expect(bucket.fullAtMs(0)).toBe(30_000);
    expect(bucket.remaining(600_000)).toBe(60);
    expect(bucket.fullAtMs(600_000)).toBe(600_000);
  });

  it('lets one who keeps to the rate go on for ever', () => {
    const bucket = createRateBucket(800, 0);
    for (let i = 0; i < 800; i++) bucket.take(0);
    for (let i = 1; i <= 2_000; i++) expect(bucket.take(i * 75)).toBe(true);
  });
});
