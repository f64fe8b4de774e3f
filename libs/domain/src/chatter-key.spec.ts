import { describe, expect, it } from 'vitest';
import { createChatterKey } from './chatter-key';
import type { UserId } from './ids';
import { formatU64 } from './u64';

const KEY = '000102030405060708090a0b0c0d0e0f';
const user = (id: string) => id as UserId;

describe('createChatterKey', () => {
  it('gives the same chatter the same number, and another under another key', () => {
    const hashed = createChatterKey('hashed', KEY);
    expect(hashed(user('27151341'))).toEqual(hashed(user('27151341')));
    expect(hashed(user('27151341'))).not.toEqual(hashed(user('27151342')));
    expect(hashed(user('27151341'))).not.toEqual(
      createChatterKey('hashed', KEY.replaceAll('0', 'f'))(user('27151341')),
    );
  });

  it('never changes, since the warehouse has what it gave', () => {
    const hashed = createChatterKey('hashed', KEY);
    expect(['1', '27151341', '1234567890123456'].map((id) => formatU64(hashed(user(id))))).toEqual([
      '8450141481578932043',
      '17544506838268818440',
      '12795396091834873958',
    ]);
  });

  it('keeps ids as they are only when asked to, and nobody when asked not to', () => {
    expect(formatU64(createChatterKey('full', KEY)(user('27151341')))).toBe('27151341');
    expect(formatU64(createChatterKey('none', KEY)(user('27151341')))).toBe('0');
    expect(formatU64(createChatterKey('hashed', KEY)(null))).toBe('0');
  });
});
