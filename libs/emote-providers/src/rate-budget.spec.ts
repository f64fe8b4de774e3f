import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HELIX_BUDGET, RateBudget, parseBudgetReading, type BudgetReading } from './rate-budget';

/** A server's bucket: takes a point or refuses. */
interface Server {
  request(nowMs: number): boolean;
  reading(nowMs: number): BudgetReading | undefined;
}

/** Refills steadily; says when it would be full by the rate of its documentation, as Twitch does. */
function steadyServer(refillPerMinute: number, points = 800): Server {
  let remaining = points;
  let atMs = 0;
  const refill = (nowMs: number): void => {
    remaining = Math.min(points, remaining + ((nowMs - atMs) * refillPerMinute) / 60_000);
    atMs = nowMs;
  };
  return {
    request(nowMs) {
      refill(nowMs);
      if (remaining < 1) return false;
      remaining--;
      return true;
    },
    reading: () => ({
      limit: points,
      remaining: Math.floor(remaining),
      resetInMs: ((points - remaining) * 60_000) / points,
    }),
  };
}

/** Filled at once at every full minute. */
function windowServer(points = 800, phaseMs = 0): Server {
  let window = -1;
  let used = 0;
  const turn = (nowMs: number): void => {
    const now = Math.floor((nowMs + phaseMs) / 60_000);
    if (now !== window) used = 0;
    window = now;
  };
  return {
    request(nowMs) {
      turn(nowMs);
      return ++used <= points;
    },
    reading(nowMs) {
      turn(nowMs);
      return {
        limit: points,
        remaining: Math.max(0, points - used),
        resetInMs: 60_000 - ((nowMs + phaseMs) % 60_000),
      };
    },
  };
}

/** Clients that always want more, with answers that take a while; events in order of time. */
function simulate(server: Server, clients: number, forMs: number, latencyMs: (n: number) => number) {
  const events: { atMs: number; act: (nowMs: number) => void }[] = [];
  const at = (atMs: number, act: (nowMs: number) => void): void => void events.push({ atMs, act });
  let sent = 0;
  let refused = 0;
  const startClient = (startMs: number): void => {
    const budget = new RateBudget(HELIX_BUDGET, startMs);
    let isWaiting = false;
    const pump = (nowMs: number): void => {
      for (;;) {
        const waitMs = budget.waitMs(nowMs);
        if (waitMs > 0) {
          if (Number.isFinite(waitMs) && !isWaiting) {
            isWaiting = true;
            at(nowMs + waitMs, (thenMs) => {
              isWaiting = false;
              pump(thenMs);
            });
          }
          return;
        }
        const ticket = budget.take(nowMs);
        const halfMs = latencyMs(++sent) / 2;
        at(nowMs + halfMs, (arrivedMs) => {
          if (!server.request(arrivedMs)) refused++;
          const reading = server.reading(arrivedMs);
          at(arrivedMs + halfMs, (answeredMs) => {
            budget.answered(ticket, reading, answeredMs);
            pump(answeredMs);
          });
        });
      }
    };
    at(startMs, pump);
  };
  for (let i = 0; i < clients; i++) startClient(i * 10);
  while (events.length > 0) {
    let first = 0;
    for (let i = 1; i < events.length; i++) if (events[i]!.atMs < events[first]!.atMs) first = i;
    const [event] = events.splice(first, 1);
    if (event!.atMs > forMs) continue;
    event!.act(event!.atMs);
  }
  return { sent, refused };
}

const MINUTES = 60_000;

describe('RateBudget', () => {
  it('asks one by one until the first answer tells how much is left', () => {
    const budget = new RateBudget(HELIX_BUDGET, 0);
    expect(budget.waitMs(0)).toBe(0);
    const ticket = budget.take(0);
    expect(budget.waitMs(0)).toBe(Infinity);
    budget.answered(ticket, { limit: 800, remaining: 799, resetInMs: 1_000 }, 50);
    expect(budget.waitMs(50)).toBe(0);
  });

  it('lets another try when the first request was lost', () => {
    const budget = new RateBudget(HELIX_BUDGET, 0);
    budget.take(0);
    budget.lost();
    expect(budget.waitMs(0)).toBe(0);
  });

  it('waits for the reset when nothing is left', () => {
    const budget = new RateBudget(HELIX_BUDGET, 0);
    budget.answered(budget.take(0), { limit: 800, remaining: 3, resetInMs: 42_000 }, 100);
    expect(budget.waitMs(100)).toBe(42_000);
    expect(budget.waitMs(42_100)).toBe(0);
  });

  it('spreads what is left when it is little', () => {
    const budget = new RateBudget(HELIX_BUDGET, 0);
    // 70 left, 40 kept in reserve: 30 in 60 s, one in two seconds.
    budget.answered(budget.take(0), { limit: 800, remaining: 70, resetInMs: 60_000 }, 0);
    let sent = 0;
    for (let nowMs = 0; nowMs < 40_000; nowMs += 100) {
      while (budget.waitMs(nowMs) === 0) {
        budget.take(nowMs);
        sent++;
      }
    }
    expect(sent).toBeGreaterThanOrEqual(35);
    expect(sent).toBeLessThanOrEqual(41);
  });

  it('does not believe an older answer that comes later', () => {
    const budget = new RateBudget(HELIX_BUDGET, 0);
    budget.answered(budget.take(0), undefined, 0);
    const older = budget.take(0);
    budget.answered(budget.take(0), { limit: 800, remaining: 70, resetInMs: 60_000 }, 0);
    budget.answered(older, { limit: 800, remaining: 700, resetInMs: 1_000 }, 0);
    while (budget.waitMs(0) === 0) budget.take(0);
    expect(budget.waitMs(0)).toBeGreaterThan(1_500);
  });

  it('is never refused by a bucket that says nothing of itself', () => {
    const server: Server = { ...steadyServer(600), reading: () => undefined };
    const { sent, refused } = simulate(server, 1, 10 * MINUTES, () => 80);
    expect(refused).toBe(0);
    expect(sent).toBeGreaterThan(5_400);
  });

  it('is never refused by a bucket that refills at the 600 a minute that others measured', () => {
    const { sent, refused } = simulate(steadyServer(600), 1, 10 * MINUTES, () => 80);
    expect(refused).toBe(0);
    expect(sent).toBeGreaterThan(5_400);
  });

  it('is never refused by a bucket that is filled once a minute, and uses most of its share', () => {
    const { sent, refused } = simulate(windowServer(), 1, 10 * MINUTES, () => 80);
    expect(refused).toBe(0);
    expect(sent).toBeGreaterThan(5_400);
  });

  it.each([
    ['that refills steadily', () => steadyServer(600)],
    ['that is filled once a minute', () => windowServer(800, 20_000)],
  ])('is not refused when three clients share a bucket %s', (_what, create) => {
    const { sent, refused } = simulate(create(), 3, 5 * MINUTES, () => 120);
    expect(refused).toBe(0);
    expect(sent).toBeGreaterThan(2_000);
  });

  it('is never refused whatever the latency does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 20 }),
        fc.nat(59_999),
        (latencies, phaseMs) => {
          const { refused } = simulate(
            windowServer(800, phaseMs),
            1,
            2 * MINUTES,
            (n) => latencies[n % latencies.length]!,
          );
          expect(refused).toBe(0);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('parseBudgetReading', () => {
  const headers = (more: Record<string, string> = {}): Headers =>
    new Headers({
      'ratelimit-limit': '800',
      'ratelimit-remaining': '12',
      'ratelimit-reset': '946684799',
      date: 'Fri, 31 Dec 1999 23:59:50 GMT',
      ...more,
    });

  it("measures the reset by the server's own clock, rounded up", () => {
    expect(parseBudgetReading(headers())).toEqual({ limit: 800, remaining: 12, resetInMs: 10_000 });
  });

  it('believes no reset that is in the past or far away', () => {
    expect(parseBudgetReading(headers({ 'ratelimit-reset': '1' }))?.resetInMs).toBe(0);
    expect(parseBudgetReading(headers({ 'ratelimit-reset': '99999999999' }))?.resetInMs).toBe(240_000);
  });

  it.each(['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'date'])(
    'is nothing without a sound %s',
    (name) => {
      expect(parseBudgetReading(headers({ [name]: 'x' }))).toBeUndefined();
    },
  );
});
