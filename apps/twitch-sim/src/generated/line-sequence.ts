import { drawAt, toKey } from './draw';
import { VISITORS, type LinePool } from './line-pool';
import type { GeneratedSettings } from './settings';
import { createWeightedChoice } from './weighted-choice';

/** A template and the visitor who says it, in one number: `template * VISITORS + visitor`. */
export type Choice = number;

/** The endless order in which a pool's templates are said. Any place can be asked for, in any order. */
export interface LineSequence {
  /** The choice at a position, a whole number from 0 to below 2^52. What follows a template has no position of its own. */
  at(position: number): Choice;
}

/** Time is counted in lines here; as fast as it goes, so many lines are taken for a second. */
const NOMINAL_LINES_PER_SECOND = 100_000;
/** Every so often some channel may have a burst: a raid, or a moment that makes everybody write. */
const EPOCH_SECONDS = 10;
const BURST_CHANCE = 0.7;
const BURST_FACTOR = 10;
const TWO_32 = 4_294_967_296;

interface Burst {
  readonly from: number;
  readonly to: number;
  readonly channel: number;
  /** Up to this draw, a line is the burst's. */
  readonly upTo: number;
}

export function createLineSequence(settings: GeneratedSettings, pool: LinePool): LineSequence {
  const { seed, mix, linesPerSecond } = settings;
  const { firstOf, countOf, world } = pool;
  const channels = createWeightedChoice(world.weights);
  const epochLines = Math.max(1, Math.round((linesPerSecond ?? NOMINAL_LINES_PER_SECOND) * EPOCH_SECONDS));
  const [channelKey, templateKey, burstKey, epochKey] = [11, 12, 13, 14].map((use) => toKey(seed, use)) as [
    number,
    number,
    number,
    number,
  ];
  let epoch = -1;
  let burst: Burst | undefined;

  const burstOf = (number: number): Burst | undefined => {
    const draw = (i: number): number => drawAt(epochKey, number * 4 + i) / TWO_32;
    if (draw(0) >= BURST_CHANCE) return undefined;
    const channel = Math.floor(draw(1) * world.channels.length);
    const from = Math.floor(draw(2) * 0.2 * epochLines);
    const lines = Math.floor((0.3 + draw(3) * 0.5) * epochLines);
    // So that the channel has ten times what it would have, of a total that stays the same.
    const share = channels.share(channel);
    const extra = ((BURST_FACTOR - 1) * share) / (1 + (BURST_FACTOR - 1) * share);
    return { from, to: from + lines, channel, upTo: extra * TWO_32 };
  };

  return {
    at(position) {
      const number = Math.floor(position / epochLines);
      if (number !== epoch) {
        epoch = number;
        burst = burstOf(number);
      }
      let channel = -1;
      if (burst !== undefined) {
        const offset = position - number * epochLines;
        if (offset === burst.from && mix === 'real') return (firstOf[burst.channel] ?? 0) * VISITORS;
        if (offset >= burst.from && offset < burst.to && drawAt(burstKey, position) < burst.upTo)
          channel = burst.channel;
      }
      if (channel < 0) channel = channels.at(drawAt(channelKey, position));
      const bits = drawAt(templateKey, position);
      // The upper bits choose the template, the lowest five the visitor.
      const nth = Math.floor((bits / TWO_32) * (countOf[channel] ?? 1));
      return ((firstOf[channel] ?? 0) + 1 + nth) * VISITORS + (bits & (VISITORS - 1));
    },
  };
}
