import { describe, expect, it } from 'vitest';
import { PROVIDER_FAILURES, ProviderError } from './provider-error';

describe('ProviderError', () => {
  it('is worth repeating only where time may help, and says nothing of health where the provider was sound', () => {
    const kinds = PROVIDER_FAILURES.map((failure) => new ProviderError('bttv', failure, 'x'));
    expect(kinds.filter((e) => e.isTransient).map((e) => e.failure)).toEqual([
      'network',
      'timeout',
      'rate-limited',
      'server',
    ]);
    expect(kinds.filter((e) => e.isOutage).map((e) => e.failure)).toEqual([
      'network',
      'timeout',
      'rate-limited',
      'server',
      'redirect',
      'too-large',
      'not-json',
    ]);
  });
});
