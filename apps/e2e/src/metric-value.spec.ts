import { describe, expect, it } from 'vitest';
import { readMetric } from './metric-value';

describe('a metric', () => {
  const text = [
    '# HELP lag_seconds how late',
    'lag_seconds{partition="0"} 1.5',
    'lag_seconds{partition="1",of="a b"} 2',
    'lag_seconds_total 7',
    'plain 3e-3',
  ].join('\n');

  it('has a value for each set of its labels', () => {
    expect(readMetric(text, 'lag_seconds')).toEqual([1.5, 2]);
    expect(readMetric(text, 'lag_seconds', 'partition="1"')).toEqual([2]);
    expect(readMetric(text, 'plain')).toEqual([0.003]);
  });

  it('has none where it is absent', () => {
    expect(readMetric(text, 'lag')).toEqual([]);
  });
});
