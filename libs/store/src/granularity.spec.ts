import { describe, expect, it } from 'vitest';
import { TooManyBuckets, toBucketing, toStarts } from './granularity';

const range = (from: string, to: string) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });
const starts = (...input: Parameters<typeof toBucketing>) =>
  toStarts(toBucketing(...input), input[0], 100).map((start) => new Date(start * 1_000).toISOString());

describe('buckets', () => {
  it('are of one length where clocks are not put', () => {
    const minutes = range('2026-11-23T12:00:00Z', '2026-11-23T12:02:00Z');
    expect(starts(minutes, 'MINUTE', 'Asia/Kolkata')).toEqual([
      '2026-11-23T12:00:00.000Z',
      '2026-11-23T12:01:00.000Z',
    ]);
    expect(toBucketing(minutes, 'SECOND', 'UTC')).toEqual({ type: 'steps', step: 1 });
    expect(toBucketing(minutes, 'HOUR', 'Europe/Madrid')).toEqual({ type: 'steps', step: 3_600 });
    expect(toBucketing(minutes, 'DAY', 'UTC')).toEqual({ type: 'steps', step: 86_400 });
  });

  it('are hours of local clocks', () => {
    expect(starts(range('2026-11-23T12:00:00Z', '2026-11-23T13:00:00Z'), 'HOUR', 'Asia/Kathmandu')).toEqual([
      '2026-11-23T11:15:00.000Z',
      '2026-11-23T12:15:00.000Z',
    ]);
  });

  it('are local days, of 23 and 25 hours where clocks are put', () => {
    const spring = range('2026-03-28T10:00:00Z', '2026-03-30T00:00:00Z');
    expect(starts(spring, 'DAY', 'Europe/Madrid')).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
    expect(starts(range('2026-10-25T00:00:00Z', '2026-10-26T00:00:00Z'), 'DAY', 'Europe/Madrid')).toEqual([
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ]);
  });

  it('are weeks from Monday and months of the calendar', () => {
    expect(starts(range('2026-11-29T00:00:00Z', '2026-12-01T00:00:00Z'), 'WEEK', 'UTC')).toEqual([
      '2026-11-23T00:00:00.000Z',
      '2026-11-30T00:00:00.000Z',
    ]);
    expect(starts(range('2026-01-31T00:00:00Z', '2026-04-01T01:00:00Z'), 'MONTH', 'UTC')).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-02-01T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
      '2026-04-01T00:00:00.000Z',
    ]);
  });

  it('are not more than anyone looks at', () => {
    const long = range('2010-01-01T00:00:00Z', '2027-01-01T00:00:00Z');
    expect(() => toStarts(toBucketing(long, 'MINUTE', 'UTC'), long, 1_500)).toThrow(TooManyBuckets);
    expect(() => toBucketing(long, 'HOUR', 'Asia/Kolkata')).toThrow(TooManyBuckets);
    expect(() => toBucketing(long, 'DAY', 'Mars/Olympus')).toThrow(RangeError);
  });
});
