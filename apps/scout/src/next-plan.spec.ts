import type { ChannelId, ChannelLogin, PlannedChannel } from '@emotide/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAN_RULES, createPlanState, looksAtMost, nextPlan, type Look, type PlanState } from './next-plan';

const rules = { ...PLAN_RULES, channels: 4 };
const channel = (n: number, viewers = 1_000 - n, login = `c${n}`): PlannedChannel => ({
  id: String(n) as ChannelId,
  login: login as ChannelLogin,
  viewers,
});
const look = (numbers: readonly number[], more: Partial<Look> = {}): Look => ({
  ranked: numbers.map((n, rank) => channel(n, 1_000 - rank)),
  alsoLive: new Set(),
  always: [],
  ...more,
});
const idsOf = ({ plan }: PlanState) => plan.channels.map(({ id }) => Number(id)).sort((a, b) => a - b);
const start = () => nextPlan(createPlanState({ version: 0, channels: [] }), look([1, 2, 3, 4, 5, 6]), rules);

describe('nextPlan', () => {
  it('takes the wanted ones at once when there is nothing yet', () => {
    expect(idsOf(start())).toEqual([1, 2, 3, 4]);
    expect(start().plan.version).toBe(1);
  });

  it('lets a channel in after two looks, and at once when it is in the upper half', () => {
    let state = nextPlan(start(), look([1, 2, 3, 9, 4]), rules);
    expect(idsOf(state)).toEqual([1, 2, 3, 4]);
    state = nextPlan(state, look([1, 2, 3, 9, 4]), rules);
    expect(idsOf(state)).toEqual([1, 2, 3, 4, 9]);
    expect(idsOf(nextPlan(start(), look([9, 1, 2, 3, 4]), rules))).toEqual([1, 2, 3, 4, 9]);
  });

  it('does not let one in that comes and goes at the edge', () => {
    let state = start();
    for (let i = 0; i < 20; i++)
      state = nextPlan(state, look(i % 2 === 0 ? [1, 2, 3, 9, 4] : [1, 2, 3, 4, 9]), rules);
    expect(idsOf(state)).toEqual([1, 2, 3, 4]);
    expect(state.plan.version).toBe(1);
  });

  it('lets a channel go that is too low for five looks, or offline for three', () => {
    const low = look([1, 2, 3, 5, 6, 4], { alsoLive: new Set(['4' as ChannelId]) });
    const offline = look([1, 2, 3, 5, 6]);
    for (const [looks, seen] of [
      [5, low],
      [3, offline],
    ] as const) {
      let state = start();
      for (let i = 1; i < looks; i++) state = nextPlan(state, seen, rules);
      expect(idsOf(state)).toContain(4);
      expect(idsOf(nextPlan(state, seen, rules))).not.toContain(4);
      expect(idsOf(nextPlan(nextPlan(state, look([1, 2, 3, 4]), rules), seen, rules))).toContain(4);
    }
  });

  it('has the channels of the list always, beside the others, live or not', () => {
    const always = [channel(77, 0), channel(2, 500)];
    const state = nextPlan(
      createPlanState({ version: 0, channels: [] }),
      look([1, 2, 3, 4, 5], { always }),
      rules,
    );
    expect(idsOf(state)).toEqual([1, 2, 3, 4, 5, 77]);
    expect(idsOf(nextPlan(state, look([], { always }), rules))).toContain(77);
  });

  it('has another version when a channel takes another name, and not when only viewers change', () => {
    const renamed = look([1, 2, 3, 4]);
    const state = nextPlan(
      start(),
      { ...renamed, ranked: [channel(1, 9, 'other'), ...renamed.ranked.slice(1)] },
      rules,
    );
    expect(state.plan.version).toBe(2);
    expect(
      nextPlan(state, { ...renamed, ranked: [channel(1, 5_000, 'other'), ...renamed.ranked.slice(1)] }, rules)
        .plan.version,
    ).toBe(2);
  });

  it('goes on from a plan that somebody else made', () => {
    const state = nextPlan(
      createPlanState({ version: 7, channels: [channel(1), channel(8)] }),
      look([1, 2, 3]),
      rules,
    );
    expect(idsOf(state)).toEqual([1, 2, 8]);
    expect(idsOf(nextPlan(state, look([1, 2, 3]), rules))).toEqual([1, 2, 3, 8]);
  });

  const looks = fc.array(
    fc.record({
      order: fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 30 }),
      alwaysIn: fc.subarray([1, 2, 31]),
    }),
    { minLength: 1, maxLength: 40 },
  );

  it('never grows beyond its bounds, never lacks a listed one, never lets in one from below, whatever comes', () => {
    fc.assert(
      fc.property(looks, fc.integer({ min: 1, max: 12 }), (all, channels) => {
        let state = createPlanState({ version: 0, channels: [] });
        for (const { order, alwaysIn } of all) {
          const before = new Set(idsOf(state));
          const always = alwaysIn.map((n) => channel(n));
          const next = nextPlan(
            state,
            look(order, { always, alsoLive: new Set(order.map((n) => String(n) as ChannelId)) }),
            { ...PLAN_RULES, channels },
          );
          const now = idsOf(next);
          const others = order.filter((n) => !alwaysIn.includes(n));
          expect(new Set(now).size).toBe(now.length);
          expect(now).toEqual(expect.arrayContaining(alwaysIn));
          expect(now.length - alwaysIn.length).toBeLessThanOrEqual(looksAtMost(channels));
          for (const n of now)
            if (!before.has(n) && !alwaysIn.includes(n)) expect(others.indexOf(n)).toBeLessThan(channels);
          // Whoever is high enough to stay stays.
          for (const n of others.slice(0, looksAtMost(channels))) if (before.has(n)) expect(now).toContain(n);
          const isSame = now.length === before.size && now.every((n) => before.has(n));
          expect(next.plan.version).toBe(state.plan.version + (isSame ? 0 : 1));
          state = next;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('settles on an order that stays, within seven looks, and has all the wanted ones then', () => {
    fc.assert(
      fc.property(looks, fc.integer({ min: 1, max: 12 }), (all, channels) => {
        let state = createPlanState({ version: 0, channels: [] });
        for (const { order } of all) state = nextPlan(state, look(order), { ...PLAN_RULES, channels });
        const last = look(all.at(-1)!.order);
        for (let i = 0; i < 7; i++) state = nextPlan(state, last, { ...PLAN_RULES, channels });
        const settled = state.plan;
        for (let i = 0; i < 5; i++) state = nextPlan(state, last, { ...PLAN_RULES, channels });
        expect(state.plan.version).toBe(settled.version);
        expect(idsOf(state)).toEqual(expect.arrayContaining(all.at(-1)!.order.slice(0, channels)));
      }),
      { numRuns: 300 },
    );
  });

  it('hardly changes while viewers drift by a seventh, as they do from minute to minute', () => {
    let seed = 1;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    let state = createPlanState({ version: 0, channels: [] });
    const settings = { ...PLAN_RULES, channels: 100 };
    const drift = (): Look => {
      const ranked = Array.from({ length: 400 }, (_, i) =>
        channel(i + 1, (60_000 / (i + 1)) * (0.85 + 0.3 * random())),
      ).sort((a, b) => b.viewers - a.viewers);
      return {
        ranked: ranked.slice(0, looksAtMost(100)),
        alsoLive: new Set(ranked.map(({ id }) => id)),
        always: [],
      };
    };
    for (let i = 0; i < 30; i++) state = nextPlan(state, drift(), settings);
    let changes = 0;
    for (let i = 0; i < 100; i++) {
      const before = new Set(idsOf(state));
      state = nextPlan(state, drift(), settings);
      changes += idsOf(state).filter((n) => !before.has(n)).length;
    }
    expect(changes).toBeLessThan(25);
  });
});
