import { afterEach, expect, it, vi } from 'vitest';
import { createReadinessProbe } from './readiness-probe';

afterEach(() => vi.useRealTimers());

it('follows the warehouse, one ping at a time, until stopped', async () => {
  vi.useFakeTimers();
  const ping = vi.fn().mockResolvedValueOnce(true).mockResolvedValueOnce(false).mockResolvedValue(true);
  const probe = createReadinessProbe({ ping, everyMs: 100 });
  await vi.advanceTimersByTimeAsync(0);
  expect(probe.answers()).toBe(true);
  await vi.advanceTimersByTimeAsync(100);
  expect(probe.answers()).toBe(false);
  await vi.advanceTimersByTimeAsync(100);
  expect(probe.answers()).toBe(true);
  probe.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ping).toHaveBeenCalledTimes(3);
});
