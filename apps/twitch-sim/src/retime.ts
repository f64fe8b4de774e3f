import { findTag, sentAtMsOf } from './irc-target';

/** A line's tags with `shiftMs` added to `tmi-sent-ts`; the same bytes where that is absent or no number. */
export function retimed(tags: Buffer, shiftMs: number): Buffer {
  const sentAtMs = sentAtMsOf(tags, 0, tags.length);
  const tag = findTag(tags, 0, tags.length, 'tmi-sent-ts');
  if (shiftMs === 0 || sentAtMs === undefined || tag === undefined) return tags;
  return Buffer.concat([
    tags.subarray(0, tag.from),
    Buffer.from(String(sentAtMs + shiftMs), 'latin1'),
    tags.subarray(tag.to),
  ]);
}
