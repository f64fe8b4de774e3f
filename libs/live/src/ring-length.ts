/** The least power of two that is not below `places`: a ring of it is addressed with a mask. */
export const toRingLength = (places: number): number => 2 ** Math.ceil(Math.log2(places));
