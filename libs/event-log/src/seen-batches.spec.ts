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
});
