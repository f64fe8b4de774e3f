import { describe, expect, it } from 'vitest';
import { parseSpeed } from './speed';

describe('a speed', () => {
  it('is real, max or a factor', () => {
    expect(parseSpeed('real')).toEqual({ type: 'paced', factor: 1 });
    expect(parseSpeed('max')).toEqual({ type: 'max' });
    expect(parseSpeed('10')).toEqual({ type: 'paced', factor: 10 });
    expect(parseSpeed('0.5')).toEqual({ type: 'paced', factor: 0.5 });
  });

  it.each(['', '0', '-1', '1e9', 'fast', '999999', 'NaN', '10x'])('is not %j', (typed) => {
    expect(parseSpeed(typed)).toBeUndefined();
  });
});
