/**
 * What a template holds where each sending writes something of its own. Control characters that no line of chat has,
 * as many as the value has bytes.
 */
export const MARKS = {
  /** The line's own id: a UUID. */
  id: '\u0002'.repeat(36),
  /** The id of the line that this one follows from; of itself where it follows from none. */
  reference: '\u0003'.repeat(36),
  /** `tmi-sent-ts`: 13 digits until the year 2286. */
  sentAtMs: '\u0004'.repeat(13),
  /** Two digits in the name and id of somebody who drops in: one template serves a hundred such people. */
  visitor: '\u0005\u0005',
} as const;
