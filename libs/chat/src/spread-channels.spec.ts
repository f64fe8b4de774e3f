import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadChannels, type Place } from './spread-channels';

const empty = (room: number): Place => ({ room, channels: 0, weight: 0, joins: 0 });

describe('spreadChannels', () => {
  it('puts the heaviest channels one per place, and the others where the least is said', () => {
    expect(spreadChannels([1, 90, 1, 100, 80, 1], [empty(9), empty(9), empty(9)], 20)).toEqual([
      2, 1, 2, 0, 2, 2,
    ]);
  });

  it('spreads channels of equal weight evenly, in their order', () => {
    expect(spreadChannels([0, 0, 0, 0, 0], [empty(3), empty(3)], 20)).toEqual([0, 1, 0, 1, 0]);
  });

  it('prefers a place that can join at once to one where less is said', () => {
    const busy = { room: 9, channels: 2, weight: 0, joins: 20 };
    const free = { room: 9, channels: 50, weight: 500, joins: 3 };
    expect(spreadChannels([1], [busy, free], 20)).toEqual([1]);
    expect(spreadChannels([1], [{ ...busy, joins: 19 }, free], 20)).toEqual([0]);
  });

  it('puts no more into a place than it has room for, and everybody somewhere', () => {
    const places = fc.array(
      fc.record({ room: fc.nat(30), channels: fc.nat(90), weight: fc.nat(1_000), joins: fc.nat(60) }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(places, fc.array(fc.nat(1_000), { maxLength: 200 }), (given, weights) => {
        const room = given.reduce((sum, place) => sum + place.room, 0);
        const channels = weights.slice(0, room);
        const chosen = spreadChannels(channels, given, 18);
        expect(chosen).toHaveLength(channels.length);
        for (const [i, place] of given.entries())
          expect(chosen.filter((index) => index === i).length).toBeLessThanOrEqual(place.room);
      }),
    );
  });
});
