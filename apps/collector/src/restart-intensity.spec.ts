import { describe, expect, it } from 'vitest';
import { RestartIntensity } from './restart-intensity';

describe('RestartIntensity', () => {
  it('bears so many failures in a span, lets the next one rest, and begins anew', () => {
    const intensity = new RestartIntensity({ restarts: 2, perMs: 1_000, restMs: 9_000 });
    expect([0, 100, 200].map((ms) => intensity.failed(ms))).toEqual([0, 0, 9_000]);
    expect([9_200, 9_300, 9_400].map((ms) => intensity.failed(ms))).toEqual([0, 0, 9_000]);
  });

  it('bears any number that are far enough apart', () => {
    const intensity = new RestartIntensity({ restarts: 2, perMs: 1_000, restMs: 9_000 });
    expect([0, 500, 1_000, 1_500, 2_000].map((ms) => intensity.failed(ms))).toEqual([0, 0, 0, 0, 0]);
  });
});
