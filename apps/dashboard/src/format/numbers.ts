const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const signedPercent = new Intl.NumberFormat('en', {
  style: 'percent',
  maximumFractionDigits: 0,
  signDisplay: 'exceptZero',
});

/** A count in full: `12,345`. */
export const formatCount = (count: number): string => whole.format(count);

/** A count where there is little room: `12.3K`; in full below ten thousand. */
export const formatShort = (count: number): string =>
  Math.abs(count) < 10_000 ? whole.format(count) : compact.format(count);

/** Something per second: `4.2`, `312`. */
export const formatRate = (rate: number): string => (rate < 100 ? one.format(rate) : whole.format(rate));

/** A share of a whole: `31.4%`; `–` of nothing. */
export const formatShare = (part: number, of: number): string => (of > 0 ? percent.format(part / of) : '–');

/** What became of a count: `+12%`; undefined where there was nothing before. */
export const formatChange = (now: number, before: number): string | undefined =>
  before > 0 ? signedPercent.format(now / before - 1) : undefined;
