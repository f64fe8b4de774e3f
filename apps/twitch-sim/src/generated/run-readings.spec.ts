import { describe, expect, it } from 'vitest';
import { createChatScript } from './chat-script';
import { RECORD_BYTES, writeRecord, type RunHeader, type RunRecord } from './run-record';
import { readingsOf } from './run-readings';

const settings = { seed: 1, channels: 3, linesPerSecond: 100, mix: 'real' } as const;
const header: RunHeader = { settings, number: 1, startedAtMs: 0, fingerprint: '' };
const logins = createChatScript(settings).pool.world.channels.map(({ login }) => login);

function recordsOf(list: readonly RunRecord[]): Buffer {
  const bytes = Buffer.alloc(list.length * RECORD_BYTES);
  for (const [i, record] of list.entries()) writeRecord(record, bytes, i * RECORD_BYTES);
  return bytes;
}

describe('readings of a run', () => {
  it('begin with the first lines sent after a connection came, in the order of coming', () => {
    const records = recordsOf([
      { type: 'audience', connection: 2, channel: 1, isHere: true },
      { type: 'sent', toNumber: 5, atMs: 1_000 },
      { type: 'audience', connection: 2, channel: 1, isHere: false },
      { type: 'audience', connection: 1, channel: 1, isHere: true },
      { type: 'audience', connection: 1, channel: 0, isHere: true },
      { type: 'sent', toNumber: 9, atMs: 2_500 },
      { type: 'audience', connection: 3, channel: 2, isHere: true },
    ]);
    expect(readingsOf({ header, records })).toEqual([
      { connection: 2, channel: logins[1], fromMs: 1_000 },
      { connection: 1, channel: logins[1], fromMs: 2_500 },
      { connection: 1, channel: logins[0], fromMs: 2_500 },
    ]);
  });
});
