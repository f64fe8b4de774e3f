import { OPEN_END, type LogRecord } from '@emotide/event-log';
import { describe, expect, it } from 'vitest';
import { parseDay, placeOf, toRange } from './replay-range';

const input = {
  from: undefined,
  to: undefined,
  today: '2026-11-23',
  firstDay: '2026-11-17',
  irreplaceable: [],
  unfinished: undefined,
};

describe('the range of a replay', () => {
  it('is all that the log holds, unless something else is asked for', () => {
    expect(toRange(input)).toEqual({ from: '2026-11-17', to: OPEN_END });
    expect(toRange({ ...input, from: '2026-11-20' })).toEqual({ from: '2026-11-20', to: OPEN_END });
    expect(toRange({ ...input, from: '2026-11-20', to: '2026-11-21' })).toEqual({
      from: '2026-11-20',
      to: '2026-11-21',
    });
  });

  it('is open when it ends today, as today is not over', () => {
    expect(toRange({ ...input, to: '2026-11-23' }).to).toBe(OPEN_END);
  });

  it('begins behind the days that the log does not hold whole', () => {
    expect(toRange({ ...input, irreplaceable: ['2026-11-10', '2026-11-17'] }).from).toBe('2026-11-18');
  });

  it('is refused with the first whole day when it would lose what only the warehouse has', () => {
    expect(() => toRange({ ...input, from: '2026-11-17', irreplaceable: ['2026-11-17'] })).toThrow(
      'the log does not hold all of 2026-11-17: a replay would lose what the warehouse has of it; the first whole day is 2026-11-18',
    );
    expect(() => toRange({ ...input, from: '2026-11-16' })).toThrow('the first whole day is 2026-11-17');
    // A day in between, of another log.
    expect(() => toRange({ ...input, from: '2026-11-18', irreplaceable: ['2026-11-19'] })).toThrow(
      'the log does not hold all of 2026-11-19',
    );
    expect(
      toRange({ ...input, to: '2026-11-18', from: '2026-11-18', irreplaceable: ['2026-11-19'] }),
    ).toEqual({
      from: '2026-11-18',
      to: '2026-11-18',
    });
  });

  it('takes what was begun and not finished with it, also what the log has let go of since', () => {
    const unfinished = { from: '2026-11-16', to: '2026-11-19' };
    expect(toRange({ ...input, unfinished })).toEqual({ from: '2026-11-16', to: OPEN_END });
    expect(toRange({ ...input, from: '2026-11-18', to: '2026-11-20', unfinished })).toEqual({
      from: '2026-11-16',
      to: '2026-11-20',
    });
    expect(toRange({ ...input, from: '2026-11-18', to: '2026-11-18', unfinished })).toEqual(unfinished);
  });

  it('is refused when nothing lies in it', () => {
    expect(() => toRange({ ...input, from: '2026-11-20', to: '2026-11-19' })).toThrow('nothing lies between');
  });

  it('is of days of the calendar', () => {
    expect(parseDay('--from', '2024-02-29')).toBe('2024-02-29');
    for (const text of ['2026-02-29', '2026-13-01', '26-01-01', 'yesterday', '', '2026-11-23T00:00'])
      expect(() => parseDay('--from', text)).toThrow('--from: ');
  });
});

describe('around midnight', () => {
  const range = { from: '2026-11-20', to: '2026-11-21' };
  const at = (seq: number, time: string): LogRecord => ({
    seq,
    storedAtNs: `${Date.parse(time)}000000`,
    payload: new Uint8Array(),
    header: () => '',
  });
  const early = '2026-11-19T23:59:59.900Z';
  const begin = '2026-11-20T00:00:00.000Z';
  const end = '2026-11-21T23:59:59.999Z';
  const late = '2026-11-22T00:00:00.050Z';

  it('a record belongs to the day on which the first record of its run came', () => {
    // A run of the 19th went on to 10, and one of the 21st up to 19.
    const borders = { lastBefore: 10, firstAfter: 20 };
    expect(placeOf(at(9, early), borders, range)).toBe('before');
    expect(placeOf(at(10, begin), borders, range)).toBe('before');
    expect(placeOf(at(11, begin), borders, range)).toBe('within');
    expect(placeOf(at(18, end), borders, range)).toBe('within');
    expect(placeOf(at(19, late), borders, range)).toBe('within');
    expect(placeOf(at(20, late), borders, range)).toBe('after');
  });

  it('the time decides where no run is noted', () => {
    const borders = { lastBefore: 0, firstAfter: undefined };
    expect(placeOf(at(1, begin), borders, range)).toBe('within');
    expect(placeOf(at(2, end), borders, range)).toBe('within');
    expect(placeOf(at(3, late), borders, range)).toBe('after');
  });

  it('a record before the range that is in no noted run is told from the rest', () => {
    expect(placeOf(at(11, early), { lastBefore: 10, firstAfter: 20 }, range)).toBe('uncovered');
    expect(placeOf(at(1, early), { lastBefore: 0, firstAfter: undefined }, range)).toBe('uncovered');
  });
});
