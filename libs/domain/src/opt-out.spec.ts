import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOptOut, encodeOptOut, isOut, mergeOptOuts, optOutKey, type OptOut } from './opt-out';

const time = fc.integer({ min: 0, max: 2 ** 45 });
const half = fc.integer({ min: 0, max: 0xffff_ffff });
const optOuts = fc.record({
  form: fc.constantFrom('id', 'k0123abcd'),
  chatter: fc.record({ hi: half, lo: half }),
  outSinceMs: time,
  backSinceMs: time,
  forgottenBeforeMs: time,
});
const decode = (key: string, text: string) => decodeOptOut(key, new TextEncoder().encode(text));

describe('an opt-out', () => {
  it('is the same after it was stored', () => {
    fc.assert(
      fc.property(optOuts, (one) => {
        expect(decodeOptOut(optOutKey(one), encodeOptOut(one))).toEqual(one);
      }),
    );
  });

  it('is merged in any order, and any number of times', () => {
    fc.assert(
      fc.property(
        fc.array(optOuts, { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        (copies, random) => {
          const same = copies.map((copy): OptOut => ({ ...copy, form: 'id', chatter: copies[0]!.chatter }));
          const shuffled = [...same, ...same]
            .map((copy) => ({ copy, at: random.next().value }))
            .sort((a, b) => a.at - b.at)
            .map(({ copy }) => copy);
          expect(shuffled.reduce(mergeOptOuts)).toEqual(same.reduce(mergeOptOuts));
        },
      ),
    );
  });

  it('holds from when it was said until it is taken back', () => {
    const one = { form: 'id', chatter: { hi: 0, lo: 1 }, forgottenBeforeMs: 0 };
    expect(isOut({ ...one, outSinceMs: 5, backSinceMs: 0 })).toBe(true);
    expect(isOut({ ...one, outSinceMs: 5, backSinceMs: 5 })).toBe(false);
  });

  it.each([
    ['id.5', 'not JSON'],
    ['id.5', 'null'],
    ['id.5', '{"v":2,"out":1,"back":0,"forgotten":0}'],
    ['id.5', '{"v":1,"out":-1,"back":0,"forgotten":0}'],
    ['id.5', '{"v":1,"out":"1","back":0,"forgotten":0}'],
    ['id.05', '{"v":1,"out":1,"back":0,"forgotten":0}'],
    ['id.18446744073709551616', '{"v":1,"out":1,"back":0,"forgotten":0}'],
    ['login.5', '{"v":1,"out":1,"back":0,"forgotten":0}'],
    ['id.5.6', '{"v":1,"out":1,"back":0,"forgotten":0}'],
    ['5', '{"v":1,"out":1,"back":0,"forgotten":0}'],
  ])('is not read from %s: %s', (key, text) => {
    expect(decode(key, text)).toBeUndefined();
  });
});
