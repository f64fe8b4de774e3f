/** One connection, as far as it matters for where a channel goes. */
export interface Place {
  /** Channels that it may take yet. */
  readonly room: number;
  readonly channels: number;
  /** Sum of its channels' weights. */
  readonly weight: number;
  /** Joins that it has sent within the span of its limit, or has still to send. */
  readonly joins: number;
}

/**
 * Which place each channel goes to: the heaviest choose first, each the place where it is joined soonest, and among
 * those the one with the least weight. So the heaviest channels lie one per connection, and a thousand joins are spread
 * over all connections' limits.
 *
 * Precondition: there is room for all.
 *
 * @param weights of the channels; any unit, all in the same
 * @param joinsAtOnce joins that a connection may send in one span
 * @returns for each channel the index of its place
 */
export function spreadChannels(
  weights: readonly number[],
  places: readonly Place[],
  joinsAtOnce: number,
): number[] {
  const loads = places.map((place) => ({ ...place }));
  const chosen = new Array<number>(weights.length);
  const heaviestFirst = weights.map((_, index) => index).sort((a, b) => weights[b]! - weights[a]!);
  for (const index of heaviestFirst) {
    let best = -1;
    for (let place = 0; place < loads.length; place++) {
      if (loads[place]!.room <= 0) continue;
      if (best < 0 || isBetter(loads[place]!, loads[best]!, joinsAtOnce)) best = place;
    }
    const load = loads[best]!;
    load.room--;
    load.channels++;
    load.joins++;
    load.weight += weights[index]!;
    chosen[index] = best;
  }
  return chosen;
}

function isBetter(a: Place, b: Place, joinsAtOnce: number): boolean {
  const spans = Math.floor(a.joins / joinsAtOnce) - Math.floor(b.joins / joinsAtOnce);
  if (spans !== 0) return spans < 0;
  return a.weight === b.weight ? a.channels < b.channels : a.weight < b.weight;
}
