import { expect, it } from 'vitest';
import { rankMatches } from './rank-matches';

it('the same name comes before its beginnings, and those before the rest', () => {
  const names = ['unforsen', 'forsenE', 'Kappa', 'forsen', 'forsenCD'];
  expect(rankMatches(names, 'Forsen', (name) => name)).toEqual(['forsen', 'forsenE', 'forsenCD', 'unforsen']);
  expect(rankMatches(names, '', (name) => name)).toHaveLength(5);
  expect(rankMatches(names, '.*', (name) => name)).toEqual([]);
});
