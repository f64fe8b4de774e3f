import { NotKept } from '@emotide/store';
import { describe, expect, it } from 'vitest';
import { parseTimezone, readCut, toUsualGranularity } from './series-cut';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const rangeOf = (lengthMs: number) => ({ fromMs: 0, toMs: lengthMs });
const coded = (code: string) => expect.objectContaining({ extensions: { code } });

describe('how a range is cut by itself', () => {
  it.each([
    [2 * MINUTE, 'SECOND'],
    [9 * MINUTE, 'MINUTE'],
    [500 * MINUTE, 'MINUTE'],
    [501 * MINUTE, 'HOUR'],
    [20 * DAY, 'HOUR'],
    [30 * DAY, 'DAY'],
    [3_000 * DAY, 'WEEK'],
    [30_000 * DAY, 'MONTH'],
  ] as const)('of %d ms is by the %s', (lengthMs, granularity) => {
    expect(toUsualGranularity(rangeOf(lengthMs), 'SECOND')).toBe(granularity);
  });

  it('knows nothing finer than what can be told', () => {
    expect(toUsualGranularity(rangeOf(MINUTE), 'MINUTE')).toBe('MINUTE');
  });

  it('is coarser where finer rows are gone, and gives up where hours are', async () => {
    const tried: string[] = [];
    const read = (kept: string) =>
      readCut({}, rangeOf(2 * MINUTE), 'SECOND', ({ granularity }) => {
        tried.push(granularity);
        if (granularity !== kept) throw new NotKept('MINUTES');
        return Promise.resolve(1);
      });
    expect(await read('HOUR')).toEqual({ granularity: 'HOUR', timezone: 'UTC', rows: 1 });
    expect(tried).toEqual(['SECOND', 'MINUTE', 'HOUR']);
    await expect(read('DAY')).rejects.toThrow(NotKept);
  });
});

describe('how a range is cut when asked', () => {
  const nothing = () => Promise.resolve(0);

  it('is not changed, whatever is gone', async () => {
    const asked = readCut({ granularity: 'MINUTE' }, rangeOf(DAY), 'SECOND', () =>
      Promise.reject(new NotKept('MINUTES')),
    );
    await expect(asked).rejects.toThrow(NotKept);
  });

  it('has its limits', async () => {
    const minutes = readCut({ granularity: 'MINUTE' }, rangeOf(70 * DAY), 'SECOND', nothing);
    await expect(minutes).rejects.toThrow(coded('BAD_RANGE'));
    const seconds = readCut({ granularity: 'SECOND' }, rangeOf(MINUTE), 'MINUTE', nothing);
    await expect(seconds).rejects.toThrow(coded('BAD_ARGUMENT'));
    expect(await readCut({ granularity: 'DAY' }, rangeOf(30_000 * DAY), 'SECOND', nothing)).toMatchObject({
      granularity: 'DAY',
    });
  });
});

describe('a timezone', () => {
  it('has one name, however it is written', () => {
    expect(parseTimezone('europe/MADRID')).toBe('Europe/Madrid');
    expect(parseTimezone(null)).toBe('UTC');
  });

  it.each(['', 'Mars/Olympus', 'x'.repeat(100_000), '\u0000'])('is refused when nobody knows it', (name) => {
    expect(() => parseTimezone(name)).toThrow(coded('BAD_ARGUMENT'));
  });
});
