import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REORDER_WINDOW, SeenBatches } from './seen-batches';

describe('SeenBatches', () => {
  it('takes each batch of an epoch once, in any order within the publisher window', () => {
    const order = fc.shuffledSubarray(
      [...Array(200).keys()].map((n) => n + 1),
      { minLength: 200 },
    );
    fc.assert(
      fc.property(order, fc.array(fc.nat(199)), (batches, again) => {
        const seen = new SeenBatches();
        expect(batches.every((batch) => seen.accept('a', batch))).toBe(true);
        expect(again.some((index) => seen.accept('a', index + 1))).toBe(false);
      }),
    );
  });

  it('keeps a batch that the server stored after its successor', () => {
    const seen = new SeenBatches();
    expect([1, 2, 4, 3, 3, 4].map((batch) => seen.accept('a', batch))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('knows epochs apart', () => {
    const seen = new SeenBatches();
    expect(seen.accept('a', 1) && seen.accept('b', 1)).toBe(true);
  });

  it('decides the same after a turn through its state', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 50 })), {
      maxLength: 100,
    });
    fc.assert(
      fc.property(steps, fc.nat(100), (sequence, at) => {
        let saved = new SeenBatches();
        const whole = new SeenBatches();
        for (const [index, [epoch, batch]] of sequence.entries()) {
          if (index === at) saved = new SeenBatches(JSON.parse(JSON.stringify(saved.state())));
          expect(saved.accept(epoch, batch)).toBe(whole.accept(epoch, batch));
        }
      }),
    );
  });

  it('remembers a bounded number of holes and epochs', () => {
    const seen = new SeenBatches();
    seen.accept('a', 1_000_000);
    for (let n = 0; n < 1_000; n++) seen.accept(`e${n}`, 1);
    expect(JSON.stringify(seen.state()).length).toBeLessThan(20_000);
    const holes = new SeenBatches();
    holes.accept('a', 5_000);
    holes.accept('a', 9_000);
    expect(holes.state()[0]!.length).toBeLessThan(1_030);
  });

  it('stays small whatever publishers do, and forgets the longest silent ones first', () => {
    const seen = new SeenBatches();
    const epochs = Array.from({ length: 128 }, (_, n) => n.toString(16).padStart(16, '0'));
    const far = 999_999_999_990_000;
    // Every second batch is missing, with numbers as long as they get.
    const isNew = epochs.flatMap((epoch) =>
      Array.from({ length: 1_025 }, (_, n) => seen.accept(epoch, far + 2 * n)),
    );
    expect(isNew.every(Boolean)).toBe(true);
    expect(JSON.stringify(seen.state()).length).toBeLessThan(700_000);
    const [first, last] = [epochs[0]!, epochs.at(-1)!];
    expect([seen.accept(first, far + 2_047), seen.accept(last, far + 2_047)]).toEqual([false, true]);
    expect([seen.accept(first, far + 2_048), seen.accept(first, far + 2_049)]).toEqual([false, true]);

    const saved = new SeenBatches(JSON.parse(JSON.stringify(seen.state())));
    for (const epoch of epochs.slice().reverse())
      expect(saved.accept(epoch, far + 2_045)).toBe(seen.accept(epoch, far + 2_045));
  });

  it('keeps a hole as long as a publisher may still fill it', () => {
    const behind = (distance: number) => {
      const seen = new SeenBatches();
      seen.accept('a', 1);
      seen.accept('a', 2 + distance);
      return seen.accept('a', 2);
    };
    expect([behind(1), behind(REORDER_WINDOW - 1), behind(REORDER_WINDOW + 1)]).toEqual([true, true, false]);
  });

  it('counts the batches that did not come, not those before the first one heard', () => {
    const seen = new SeenBatches();
    const missingAfter = (...batches: number[]) => {
      for (const batch of batches) seen.accept('a', batch);
      return seen.missing;
    };
    expect([missingAfter(5), missingAfter(3, 4), missingAfter(6, 9), missingAfter(8)]).toEqual([0, 0, 2, 1]);
    const again = new SeenBatches(seen.state());
    expect(again.missing).toBe(seen.state()[0]!.length - 2);
    again.accept('a', 7);
    expect(again.missing).toBe(seen.state()[0]!.length - 3);
    // Too old to come any more, and missing still.
    expect(missingAfter(10 + REORDER_WINDOW * 2, 7)).toBe(REORDER_WINDOW * 2 + 1);
  });

  it('takes no batch of a fenced epoch, new or missing, and others as before', () => {
    const seen = new SeenBatches();
    for (const batch of [1, 2, 5]) seen.accept('a', batch);
    seen.accept('b', 1);
    seen.fence('a');
    expect([3, 4, 6, 1_000_000].map((batch) => seen.accept('a', batch))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect([seen.isFenced('a'), seen.isFenced('b'), seen.accept('b', 2)]).toEqual([true, false, true]);
  });

  it('knows a fence that comes before anything of its epoch, and twice', () => {
    const seen = new SeenBatches();
    seen.fence('a');
    seen.fence('a');
    expect(seen.accept('a', 1)).toBe(false);
    expect(seen.state()).toEqual([['a', Number.MAX_SAFE_INTEGER]]);
  });

  it('keeps a fence while epochs come and go, and living epochs while fences do', () => {
    const seen = new SeenBatches();
    seen.accept('living', 1);
    seen.fence('fenced');
    for (let n = 0; n < 1_000; n++) {
      seen.accept(`e${n}`, 1);
      seen.accept('living', n + 2);
    }
    expect([seen.isFenced('fenced'), seen.accept('living', 500)]).toEqual([true, false]);
    for (let n = 0; n < 1_000; n++) seen.fence(`f${n}`);
    expect([seen.accept('living', 500), seen.isFenced('f999'), seen.isFenced('f0')]).toEqual([
      false,
      true,
      false,
    ]);
    // 128 of each, and nothing else; also for who goes on with its state.
    expect(seen.state().length).toBe(256);
    const saved = new SeenBatches(seen.state());
    for (let n = 0; n < 10; n++) saved.fence(`g${n}`);
    expect([saved.state().length, saved.accept('living', 500)]).toEqual([256, false]);
    expect(JSON.stringify(seen.state()).length).toBeLessThan(10_000);
  });

  it('decides the same after a turn through its state, with fences', () => {
    const step = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(60), (sequence, at) => {
        let saved = new SeenBatches();
        const whole = new SeenBatches();
        const fenced = new Set<string>();
        for (const [index, [epoch, batch]] of sequence.entries()) {
          if (index === at) saved = new SeenBatches(JSON.parse(JSON.stringify(saved.state())));
          if (batch === 0) {
            fenced.add(epoch);
            saved.fence(epoch);
            whole.fence(epoch);
          } else {
            const isNew = whole.accept(epoch, batch);
            expect(saved.accept(epoch, batch)).toBe(isNew);
            if (fenced.has(epoch)) expect(isNew).toBe(false);
          }
        }
        expect(saved.state()).toEqual(whole.state());
      }),
    );
  });
});
