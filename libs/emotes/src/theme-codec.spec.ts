import { describe, expect, it } from 'vitest';
import { SHIPPED_THEMES } from './data/themes';
import { decodeTheme, encodeTheme } from './theme-codec';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a theme as a value', () => {
  it('comes back as it was written, each of the shipped ones', () => {
    for (const { theme } of SHIPPED_THEMES)
      expect(decodeTheme(encodeTheme(theme))).toEqual({ type: 'theme', theme });
  });

  it('is refused when it is no theme, or of another version', () => {
    expect(decodeTheme(bytes('{"v":1,"theme":{"slug":"x"}}'))).toMatchObject({ reason: 'wrong-shape' });
    expect(decodeTheme(bytes('{"v":2,"theme":{}}'))).toMatchObject({ reason: 'other-version' });
    expect(decodeTheme(bytes('{"v":1'))).toMatchObject({ reason: 'not-json' });
  });
});
