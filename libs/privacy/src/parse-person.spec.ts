import { describe, expect, it } from 'vitest';
import { parsePerson } from './parse-person';

describe('parsePerson', () => {
  it.each([
    ['27151341', { type: 'id', userId: '27151341' }],
    [' 27151341 ', { type: 'id', userId: '27151341' }],
    ['Forsen', { type: 'login', login: 'forsen' }],
    ['@forsen', { type: 'login', login: 'forsen' }],
    ['https://twitch.tv/forsen', { type: 'login', login: 'forsen' }],
    ['@12345', { type: 'login', login: '12345' }],
  ])('takes %j', (typed, person) => {
    expect(parsePerson(typed)).toEqual(person);
  });

  it.each(['', '0', '007', '99999999999999999', 'for sen', 'förs', '-5', '1.5'])(
    'takes %j for nobody',
    (typed) => {
      expect(parsePerson(typed)).toBeUndefined();
    },
  );
});
