import { describe, expect, it } from 'vitest';
import { PatientLookUps } from './patient-look-ups';

describe('PatientLookUps', () => {
  it('wait ten minutes after a look-up in vain, twice as long after the next, and a day at most', () => {
    const lookUps = new PatientLookUps();
    expect(lookUps.mayAsk('1', 0)).toBe(true);
    let nowMs = 0;
    for (const minutes of [10, 20, 40, 80, 160, 320, 640, 1_280, 1_440, 1_440]) {
      lookUps.inVain('1', nowMs);
      expect(lookUps.mayAsk('1', nowMs + minutes * 60_000 - 1)).toBe(false);
      nowMs += minutes * 60_000;
      expect(lookUps.mayAsk('1', nowMs)).toBe(true);
    }
    expect(lookUps.mayAsk('2', 0)).toBe(true);
  });

  it('remember no more than so many', () => {
    const lookUps = new PatientLookUps();
    for (let i = 0; i < 30_000; i++) lookUps.inVain(String(i), 0);
    expect([lookUps.mayAsk('0', 1), lookUps.mayAsk('29999', 1)]).toEqual([true, false]);
  });
});
