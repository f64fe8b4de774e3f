import type { StreamConfig } from 'nats';
import { describe, expect, it } from 'vitest';
import { birthOf, toLogDescription } from './log-birth';

const infoOf = (description?: string) => ({
  created: '2026-11-23T23:00:00.123456789Z',
  config: { ...(description !== undefined && { description }) } as StreamConfig,
});

describe('the birth of a log', () => {
  it('is what its description says', () => {
    expect(birthOf(infoOf(toLogDescription(1_795_475_260_977)))).toBe(1_795_475_260_977);
  });

  it('is what the server says where nobody wrote it down', () => {
    const serverSays = Date.parse('2026-11-23T23:00:00.123Z');
    for (const description of [
      undefined,
      '',
      'Batches',
      'born 1795475260977',
      'x; born 17',
      'x; born 1795475260977.',
    ])
      expect(birthOf(infoOf(description))).toBe(serverSays);
  });
});
