import { describe, expect, it } from 'vitest';
import { Refusal } from '../refusal';
import { createFailures } from './failures';

const order = (text: string) => new URLSearchParams(text);

describe('failures on command', () => {
  it('last for so many answers, or until they are taken back', () => {
    const failures = createFailures();
    failures.order(order('service=bttv&kind=status&status=503&retryAfter=2&times=2'));
    failures.order(order('service=ffz&kind=slow&ms=50'));
    expect(failures.all()).toEqual([
      { service: 'bttv', kind: 'status', times: 2 },
      { service: 'ffz', kind: 'slow', times: null },
    ]);
    expect(failures.next('7tv')).toBeUndefined();
    expect(failures.next('bttv')).toMatchObject({ kind: 'status', status: 503, retryAfterSeconds: 2 });
    expect(failures.next('bttv')).toBeDefined();
    expect(failures.next('bttv')).toBeUndefined();
    expect(failures.next('ffz')).toMatchObject({ delayMs: 50 });
    failures.order(order('service=ffz&kind=none'));
    expect(failures.next('ffz')).toBeUndefined();
  });

  it.each(['', 'service=bttv', 'service=x&kind=slow', 'service=bttv&kind=explode'])(
    'say what to ask for: %j',
    (text) => {
      expect(() => createFailures().order(order(text))).toThrow(Refusal);
      expect(() => createFailures().order(order(text))).toThrow(
        /^ask for service=oauth2\|helix\|.*kind=status\|slow/,
      );
    },
  );

  it.each(['status=99', 'status=abc', 'times=0', 'ms=-1', 'retryAfter=1.5'])('refuse %s', (text) => {
    expect(() => createFailures().order(order(`service=bttv&kind=status&${text}`))).toThrow(
      'whole number from',
    );
  });
});
