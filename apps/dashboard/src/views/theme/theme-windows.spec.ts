import { expect, it } from 'vitest';
import { createTimeFormat } from '../../format/times';
import { isOpenAt, toWindowWords } from './theme-windows';

const june = { from: '2018-06-14T00:00:00Z', to: '2018-07-16T00:00:00Z' };
const format = createTimeFormat('UTC');

it('a theme counts within its windows, always without any', () => {
  expect(isOpenAt([], 0)).toBe(true);
  expect(isOpenAt([june], Date.parse('2018-07-15T23:59:59Z'))).toBe(true);
  expect(isOpenAt([june], Date.parse('2018-07-16T00:00:00Z'))).toBe(false);
  expect(isOpenAt([{ from: null, to: june.from }], 0)).toBe(true);
});

it('windows are told in days, the last one included', () => {
  expect(toWindowWords([june], format)).toBe('14 Jun 2018 – 15 Jul 2018');
  expect(toWindowWords([{ from: june.from, to: null }], format)).toBe('since 14 Jun 2018');
  expect(toWindowWords([], format)).toBe('always');
  expect(toWindowWords([june, june, june, june], format)).toContain('and 2 earlier');
});
