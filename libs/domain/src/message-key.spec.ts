import { describe, expect, it } from 'vitest';
import { messageKey } from './message-key';
import { formatU64, parseDecimalId } from './u64';

describe('messageKey', () => {
  it('keeps the values that warehouses hold', () => {
    const pinned = ['', 'a', '2a8bb84b-9ac4-999f-9ab8-f7494d23c64a'].map((id) => formatU64(messageKey(id)));
    expect(pinned).toMatchInlineSnapshot(`
      [
        "4500608654662810615",
        "15390951832807558784",
        "4045203631740644093",
      ]
    `);
  });

  it('tells half a million ids apart', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 500_000; i++) {
      const { hi, lo } = messageKey(`2a8bb84b-9ac4-499f-9ab8-${i.toString(16).padStart(12, '0')}`);
      seen.add(`${hi}:${lo}`);
    }
    expect(seen.size).toBe(500_000);
  });
});

describe('parseDecimalId', () => {
  it('reads digits and nothing else', () => {
    expect(formatU64(parseDecimalId('9007199254740991')!)).toBe('9007199254740991');
    for (const odd of ['', '-1', '1.5', '1e3', ' 1', '9007199254740992', '99999999999999999', '１'])
      expect(parseDecimalId(odd)).toBeUndefined();
  });
});
