import { describe, expect, it } from 'vitest';
import { isAtLeast, parseNatsVersion } from './nats-binary';

describe('parseNatsVersion', () => {
  it.each([
    ['nats-server: v2.10.27\n', [2, 10, 27]],
    ['nats-server: v2.14.2-RC.1', [2, 14, 2]],
    ['nats-server: 2.9.10', [2, 9, 10]],
  ])('reads %j', (text, version) => {
    expect(parseNatsVersion(text)).toEqual(version);
  });

  it.each(['', 'nats-server', 'v2.10', '99999.1.1'])('sees no version in %j', (text) => {
    expect(parseNatsVersion(text)).toBeUndefined();
  });
});

describe('isAtLeast', () => {
  it.each([
    [[2, 10, 27], true],
    [[2, 11, 0], true],
    [[3, 0, 0], true],
    [[2, 10, 26], false],
    [[2, 9, 99], false],
    [[1, 99, 99], false],
  ] as const)('compares %j with 2.10.27', (version, expected) => {
    expect(isAtLeast(version, [2, 10, 27])).toBe(expected);
  });
});
