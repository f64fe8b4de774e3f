import { describe, expect, it } from 'vitest';
import { Pace } from './pace';

describe('Pace', () => {
  it('lets a second’s worth happen at once, and no more than that in any second after', () => {
    const pace = new Pace(20, 0);
    let times = 0;
    for (let nowMs = 0; nowMs <= 10_000; nowMs += 7) {
      const now = pace.available(nowMs);
      pace.spend(now);
      times += now;
    }
    expect(times).toBeGreaterThanOrEqual(219);
    expect(times).toBeLessThanOrEqual(220);
  });

  it('does not go back with a clock that does', () => {
    const pace = new Pace(10, 1_000);
    pace.spend(10);
    expect(pace.available(0)).toBe(0);
    expect(pace.available(1_100)).toBe(1);
  });
});
