import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareUtf8 } from './compare-utf8';

it('orders an emoji after every character of the basic plane', () => {
  expect(compareUtf8('\u{1F600}', '\uFF5E')).toBeGreaterThan(0);
  expect('\u{1F600}' < '\uFF5E').toBe(true);
});

it('orders any two texts as their bytes are ordered', () => {
  const text = fc.string({ unit: 'binary', maxLength: 6 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
