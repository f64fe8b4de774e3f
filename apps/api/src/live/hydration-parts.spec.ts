import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHydrationParts } from './hydration-parts';

const time = { fromMs: 0, nowMs: 3_600_000, toMs: 90_000_000 };

describe('hydration parts', () => {
  it('put neighbours together and cut a large channel in times', () => {
    const channels = [
      { channelId: '1', rows: 40 },
      { channelId: '2', rows: 60 },
      { channelId: '5', rows: 1 },
      { channelId: '9', rows: 250 },
      { channelId: '10', rows: 100 },
    ];
    expect(toHydrationParts(channels, time, 100)).toEqual([
      { fromChannelId: '1', toChannelId: '2', fromMs: 0, toMs: 90_000_000 },
      { fromChannelId: '5', toChannelId: '5', fromMs: 0, toMs: 90_000_000 },
      { fromChannelId: '9', toChannelId: '9', fromMs: 0, toMs: 1_200_000 },
      { fromChannelId: '9', toChannelId: '9', fromMs: 1_200_000, toMs: 2_400_000 },
      { fromChannelId: '9', toChannelId: '9', fromMs: 2_400_000, toMs: 90_000_000 },
      { fromChannelId: '10', toChannelId: '10', fromMs: 0, toMs: 90_000_000 },
    ]);
  });

  it('cover every channel and moment once, whatever there is', () => {
    const rows = fc.array(fc.nat(100_000), { maxLength: 30 });
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 1, max: 5_000 }),
        fc.nat(89_999_999),
        (counts, mostRows, momentMs) => {
          const channels = counts.map((count, i) => ({ channelId: String(i * 3), rows: count }));
          const parts = toHydrationParts(channels, time, mostRows);
          for (const { channelId } of channels) {
            const holding = parts.filter(
              ({ fromChannelId, toChannelId, fromMs, toMs }) =>
                Number(fromChannelId) <= Number(channelId) &&
                Number(channelId) <= Number(toChannelId) &&
                fromMs <= momentMs &&
                momentMs < toMs,
            );
            expect(holding).toHaveLength(1);
          }
        },
      ),
    );
  });
});
