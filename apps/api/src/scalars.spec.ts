import { describe, expect, it } from 'vitest';
import { Count, DateTime, Duration } from './scalars';

describe('DateTime', () => {
  it('reads RFC 3339 with any offset and writes UTC', () => {
    expect(DateTime.parseValue('2019-09-15T14:00:00+02:00')).toBe(Date.UTC(2019, 8, 15, 12));
    expect(DateTime.serialize(Date.UTC(2019, 8, 15, 12))).toBe('2019-09-15T12:00:00.000Z');
  });

  it.each([
    '2019-09-15',
    '2019-09-15T12:00:00',
    '2019-02-30T00:00:00Z',
    'now',
    '',
    0,
    null,
    '2019-09-15T25:00:00Z',
  ])('refuses %j', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow('DateTime');
  });
});

it('Duration is ISO 8601 in seconds', () => {
  expect([0, 250, 3_600_000].map((durationMs) => Duration.serialize(durationMs))).toEqual([
    'PT0S',
    'PT0.25S',
    'PT3600S',
  ]);
});

it.each([
  ['PT1S', 1_000],
  ['PT0.1S', 100],
  ['PT90.125S', 90_125],
])('Duration reads %s', (text, durationMs) => {
  expect(Duration.parseValue(text)).toBe(durationMs);
});

it.each(['1', 1, null, 'PT', 'PT1M', 'pt1s', 'PT-1S', 'PT1.0000S', 'PT1e3S', ' PT1S', 'PT9999999999S'])(
  'Duration refuses %j',
  (value) => {
    expect(() => Duration.parseValue(value)).toThrow('Duration');
  },
);

it('Count takes what 32 bits can’t, and nothing that is no whole number', () => {
  expect(Count.serialize(2 ** 40)).toBe(2 ** 40);
  for (const value of [-1, 1.5, NaN, 2 ** 53, '1']) expect(() => Count.serialize(value)).toThrow(TypeError);
});
