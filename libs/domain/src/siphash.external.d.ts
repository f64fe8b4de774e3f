/** The part of npm `siphash` (BSD-2-Clause JavaScript without types) that chatter-key.ts uses. */
declare module 'siphash' {
  const SipHash: {
    /** SipHash-2-4 of a text's UTF-8 bytes under four 32-bit key words; two 32-bit halves. */
    hash(key: Uint32Array, text: string): { h: number; l: number };
  };
  export default SipHash;
}
