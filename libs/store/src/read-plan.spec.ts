import { describe, expect, it } from 'vitest';
import { toBucketing } from './granularity';
import { readsMinutes, toCoarsePlan, toReadPlan, type ReadPlan } from './read-plan';

const range = (from: string, to: string) => ({
  fromMs: Date.parse(`2026-11-${from}Z`),
  toMs: Date.parse(`2026-11-${to}Z`),
});

/** What the conditions of both tables say, in words of our own: the minutes that each table gives. */
function read({ from, to, hours, cutHours }: ReadPlan): { byHour: number[]; byMinute: number[] } {
  const byHour: number[] = [];
  for (let hour = hours.from; hour < hours.to; hour += 3_600)
    if (!cutHours.includes(hour)) for (let i = 0; i < 60; i += 1) byHour.push(hour + i * 60);
  const byMinute: number[] = [];
  for (let minute = from; minute < to; minute += 60) {
    const isInHours = minute >= hours.from && minute < hours.to;
    if (!isInHours || cutHours.includes(minute - (minute % 3_600))) byMinute.push(minute);
  }
  return { byHour, byMinute };
}

describe('a read plan', () => {
  it('takes whole hours as hours, and needs no minutes for them', () => {
    const plan = toReadPlan(range('23T12:00:00', '23T15:00:00'));
    expect(read(plan)).toMatchObject({ byMinute: [] });
    expect(readsMinutes(plan)).toBe(false);
  });

  it('takes what is cut from minutes', () => {
    const plan = toReadPlan(range('23T12:30:00', '23T15:01:00'));
    expect([read(plan).byHour.length, read(plan).byMinute.length]).toEqual([120, 31]);
    expect(readsMinutes(plan)).toBe(true);
  });

  it('takes all of what lies within an hour from minutes, and seconds from raw rows', () => {
    const within = range('23T12:10:00', '23T13:50:00');
    expect(read(toReadPlan(within))).toMatchObject({ byHour: [] });
    expect(toReadPlan(within, { type: 'steps', step: 1 }).finest).toBe('SECOND');
  });

  it('cuts the hours in which days of an odd timezone begin', () => {
    const days = range('20T00:00:00', '24T00:00:00');
    const plan = toReadPlan(days, toBucketing(days, 'DAY', 'Asia/Kolkata'));
    expect(plan.cutHours.map((hour) => new Date(hour * 1_000).getUTCHours())).toEqual([18, 18, 18, 18]);
    expect(toReadPlan(days, toBucketing(days, 'DAY', 'Europe/Madrid')).cutHours).toEqual([]);
  });

  it.each(['UTC', 'Europe/Madrid', 'Asia/Kathmandu'])(
    'reads every minute once, by days of %s',
    (timezone) => {
      for (let i = 0; i < 40; i += 1) {
        const fromMs = Date.parse('2026-10-24T00:00:00Z') + ((i * 7_919) % 2_880) * 60_000;
        const asked = { fromMs, toMs: fromMs + (1 + ((i * 104_729) % 4_000)) * 60_000 };
        const plan = toReadPlan(asked, i % 2 === 0 ? undefined : toBucketing(asked, 'DAY', timezone));
        const { byHour, byMinute } = read(plan);
        const all = [...byHour, ...byMinute].sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: (plan.to - plan.from) / 60 }, (_, n) => plan.from + n * 60));
      }
    },
  );
});

describe('a coarse plan', () => {
  const coarse = (from: string, to: string) => {
    const range = { fromMs: Date.parse(`${from}Z`), toMs: Date.parse(`${to}Z`) };
    const toTime = (at: number): string => new Date(at * 1_000).toISOString().slice(0, 16);
    const { days, months } = toCoarsePlan(toReadPlan(range));
    return [days, months].map((part) => (part.from < part.to ? [toTime(part.from), toTime(part.to)] : []));
  };

  it('has whole days, and whole months within them', () => {
    expect(coarse('2026-11-23T12:30:00', '2026-11-24T23:00:00')).toEqual([[], []]);
    expect(coarse('2026-11-23T12:30:00', '2026-11-25T01:00:00')).toEqual([
      ['2026-11-24T00:00', '2026-11-25T00:00'],
      [],
    ]);
    expect(coarse('2026-11-30T23:59:00', '2027-01-02T00:00:00')).toEqual([
      ['2026-12-01T00:00', '2027-01-02T00:00'],
      ['2026-12-01T00:00', '2027-01-01T00:00'],
    ]);
    expect(coarse('2026-12-01T00:00:00', '2026-12-31T23:59:00')).toEqual([
      ['2026-12-01T00:00', '2026-12-31T00:00'],
      [],
    ]);
  });

  it('has none where hours are cut', () => {
    const days = range('20T00:00:00', '24T00:00:00');
    const { days: none } = toCoarsePlan(toReadPlan(days, toBucketing(days, 'DAY', 'Asia/Kolkata')));
    expect(none).toEqual({ from: 0, to: 0 });
  });
});
