import { describe, expect, it } from 'vitest';
import { toEndMs, toLagReason, toSlowest } from './progress';

const at = (seconds: number): number => Date.UTC(2026, 10, 23, 18) + seconds * 1_000;

describe('progress', () => {
  it('closes a second two seconds after its end while the log is heard each second', () => {
    const known = { completeToMs: at(58.9), answeredAtMs: at(58.9) };
    expect(toEndMs(at(59.999), known)).toBe(at(57));
    expect(toEndMs(at(60), known)).toBe(at(58));
    expect(toLagReason(at(60), known)).toBeUndefined();
  });

  it('closes nothing that may still be in a log that is not heard', () => {
    const known = { completeToMs: at(50), answeredAtMs: at(50) };
    expect(toEndMs(at(60), known)).toBe(at(49));
    expect(toEndMs(at(600), known)).toBe(at(49));
    expect(toLagReason(at(51.5), known)).toBeUndefined();
    expect(toLagReason(at(51.501), known)).toBe('LOG_AWAY');
  });

  it('tells a log that is away from one that has more than was read yet', () => {
    expect(toLagReason(at(60), { completeToMs: at(50), answeredAtMs: at(59.5) })).toBe('BEHIND');
  });

  it('is that of the partition furthest behind', () => {
    const ahead = { completeToMs: 20, answeredAtMs: 10 };
    expect(toSlowest([ahead, { completeToMs: 5, answeredAtMs: 30 }])).toEqual({
      completeToMs: 5,
      answeredAtMs: 10,
    });
  });
});
