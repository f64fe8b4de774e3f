/** Chooses an index by weight. */
export interface WeightedChoice {
  /** @param bits 32 random bits, unsigned. */
  at(bits: number): number;
  /** An index's share of all choices. */
  share(index: number): number;
}

/** Walker's alias table in Vose's form: one step a choice, however many there are. */
export function createWeightedChoice(weights: readonly number[]): WeightedChoice {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const { length } = weights;
  const scaled = weights.map((weight) => (weight / total) * length);
  const keep = new Float64Array(length).fill(1);
  const alias = new Uint32Array(length);
  const small = [...scaled.keys()].filter((i) => (scaled[i] ?? 0) < 1);
  const large = [...scaled.keys()].filter((i) => (scaled[i] ?? 0) >= 1);
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop() ?? 0;
    const rich = large.at(-1) ?? 0;
    keep[poor] = scaled[poor] ?? 0;
    alias[poor] = rich;
    const left = (scaled[rich] ?? 0) - (1 - (scaled[poor] ?? 0));
    scaled[rich] = left;
    if (left < 1) small.push(large.pop() ?? 0);
  }
  return {
    at(bits) {
      const place = (bits / 4_294_967_296) * length;
      const index = Math.floor(place);
      return place - index < (keep[index] ?? 1) ? index : (alias[index] ?? 0);
    },
    share: (index) => (weights[index] ?? 0) / total,
  };
}

/** Zipf's law: the item of rank r (from 1) weighs 1 / r^exponent. Chat channels and emotes follow it closely. */
export function toZipfWeights(length: number, exponent = 1): number[] {
  return Array.from({ length }, (_, i) => (i + 1) ** -exponent);
}
