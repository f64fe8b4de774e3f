import { expect, it } from 'vitest';
import { drillAbuse } from '../src/drill/abuse.drill';

/** The short form of `npm run drill -- abuse`. */
it('the api answers all abuse clearly, stays small, and serves others on', async () => {
  const { faults, sent, halfRequests, deafSubscribers, abused, rssMb } = await drillAbuse({
    sockets: 300,
    pairs: 2,
    seconds: 2,
    say: () => undefined,
  });
  expect(faults).toEqual([]);
  expect(sent).toBeGreaterThan(10);
  expect([halfRequests.left, deafSubscribers.left]).toEqual([0, 0]);
  // Good requests were all answered, or the drill had thrown; a machine that is busy may be slow.
  expect(Math.max(...abused.map(({ p50 }) => p50))).toBeLessThan(1_000);
  expect(rssMb.most - rssMb.before).toBeLessThan(150);
});
