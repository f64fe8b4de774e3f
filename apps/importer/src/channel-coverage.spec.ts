import { toU64 } from '@emotide/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChannelCoverage } from './channel-coverage';
import { SpanKeeper, toEdgeKey } from './covered-span';

const at = (seconds: number) => Date.UTC(2021, 0, 1) + seconds * 1_000;

describe('ChannelCoverage', () => {
  it('covers what spans touch, and nothing between them', () => {
    const coverage = new ChannelCoverage([
      { fromMs: at(10), toMs: at(20) + 999 },
      { fromMs: at(15), toMs: at(30) + 999 },
      { fromMs: at(50), toMs: at(50) + 999 },
    ]);
    expect([9.999, 10, 20, 30.999, 31, 49.9, 50, 51].map((second) => coverage.at(at(second)))).toEqual([
      'clear',
      'covered',
      'covered',
      'covered',
      'clear',
      'clear',
      'covered',
      'clear',
    ]);
  });

  it('says the same in whatever order it is asked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(100), fc.nat(20)), { maxLength: 6 }),
        fc.array(fc.nat(130), { minLength: 1, maxLength: 40 }),
        (spans, asked) => {
          const coverage = new ChannelCoverage(
            spans.map(([from, length]) => ({ fromMs: from, toMs: from + length })),
          );
          for (const ms of asked) {
            const isCovered = spans.some(([from, length]) => from <= ms && ms <= from + length);
            expect(coverage.at(ms)).toBe(isCovered ? 'covered' : 'clear');
          }
        },
      ),
    );
  });

  it('decides at the ends of a file message by message', () => {
    const keeper = new SpanKeeper();
    for (let n = 0; n <= 100; n++) keeper.note(at(0) + n * 100, toU64(n));
    const coverage = new ChannelCoverage([]);
    coverage.add(keeper.span());
    expect(coverage.at(at(5))).toBe('covered');
    expect(coverage.at(at(0.4))).toBe('edge');
    expect(coverage.hasMessage(at(0.4), toEdgeKey(toU64(4)))).toBe(true);
    expect(coverage.at(at(10.9))).toBe('edge');
    expect(coverage.hasMessage(at(10), toEdgeKey(toU64(100)))).toBe(true);
    expect(coverage.hasMessage(at(10), toEdgeKey(toU64(4_711)))).toBe(false);
    expect(coverage.at(at(11))).toBe('clear');
  });
});
