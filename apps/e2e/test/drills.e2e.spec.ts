import { describe, expect, it } from 'vitest';
import { drillKill } from '../src/drill/kill.drill';
import { drillLive } from '../src/drill/live.drill';

const load = { seconds: 20, channels: 60, rate: 3_000, say: () => undefined };
const parts = ['nats', 'clickhouse', 'sink', 'api', 'collector'] as const;

/** The short forms of `npm run drill`. */
describe('under generated load and kills', () => {
  it('every table equals what the simulator sent', async () => {
    const { kills, comparison } = await drillKill({ ...load, seed: 3, parts });
    expect(Object.values(kills).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(8);
    expect(comparison.differences).toEqual([]);
    expect(comparison.messages.counted).toBe(comparison.messages.truth);
    expect(comparison.messages.counted).toBeGreaterThan(20_000);
    expect(comparison.compared).toBeGreaterThan(1_000);
  });

  it('every live answer that claims to be fresh equals the warehouse', async () => {
    const { compared, differences } = await drillLive({ ...load, seed: 5, parts });
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(5);
  });
});
