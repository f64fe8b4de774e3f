import { describe, expect, it } from 'vitest';
import { retimed } from './retime';

const shift = (tags: string, byMs: number): string => retimed(Buffer.from(tags), byMs).toString();

describe('retimed tags', () => {
  it('differ in their time only', () => {
    expect(shift('@a=1;tmi-sent-ts=999;b=tmi-sent-ts=5', 2)).toBe('@a=1;tmi-sent-ts=1001;b=tmi-sent-ts=5');
  });

  it.each(['', '@a=1', '@tmi-sent-ts=', '@tmi-sent-ts=soon', '@x-tmi-sent-ts=5'])(
    'without a time that can be read are left alone: %j',
    (tags) => {
      expect(shift(tags, 1_000)).toBe(tags);
    },
  );
});
