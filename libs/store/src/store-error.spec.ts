import { ClickHouseError } from '@clickhouse/client';
import { describe, expect, it } from 'vitest';
import { StoreRefused, StoreUnavailable, toStoreError } from './store-error';

const answered = (code: number) =>
  new ClickHouseError({ code: String(code), type: 'SECRET_EMOTE', message: 'near "secret text"' });

describe('toStoreError', () => {
  it.each([159, 202, 241, 243, 252, 999])('takes error %i for a state that passes', (code) => {
    expect(toStoreError(answered(code), true)).toBeInstanceOf(StoreUnavailable);
  });

  it.each([33, 469, 691])('blames the rows for error %i', (code) => {
    expect(toStoreError(answered(code), true)).toMatchObject({ name: 'StoreRefused', blame: 'data', code });
  });

  it.each([60, 62, 497, 516])('never blames the rows for error %i of our schema or rights', (code) => {
    expect(toStoreError(answered(code), true)).toMatchObject({ name: 'StoreRefused', blame: 'query', code });
  });

  it('takes everything that is no answer of ClickHouse for unavailable', () => {
    const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    expect(toStoreError(reset, true).message).toBe('warehouse unavailable (ECONNRESET)');
    expect(toStoreError(new Error('Timeout error.'), true)).toBeInstanceOf(StoreUnavailable);
    expect(toStoreError(undefined, true)).toBeInstanceOf(StoreUnavailable);
  });

  it('keeps what ClickHouse quoted from the rows to itself', () => {
    for (const code of [33, 60, 241]) {
      const error = toStoreError(answered(code), true);
      expect(error.cause).toBeUndefined();
      expect(error.message).not.toMatch(/secret/i);
    }
  });

  it('hands on the text of a statement without rows, for whoever has to mend it', () => {
    expect(toStoreError(answered(62), false).cause).toMatchObject({ message: 'near "secret text"' });
  });

  it('leaves sorted errors as they are', () => {
    const sorted = new StoreRefused(1, 'data');
    expect(toStoreError(sorted, true)).toBe(sorted);
  });
});
