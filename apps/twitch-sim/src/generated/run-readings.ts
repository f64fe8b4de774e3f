import { createChatScript } from './chat-script';
import { readRecord, RECORD_BYTES, type RunHeader } from './run-record';

/** A connection's time in a channel of generated chat. */
export interface Reading {
  readonly connection: number;
  /** Login. */
  readonly channel: string;
  /** Time of the first lines that were sent while it was in the channel, epoch milliseconds. */
  readonly fromMs: number;
}

/**
 * Who was in which channel from when on, in the order of joining. One that came when nothing more was sent is left
 * out.
 */
export function readingsOf({ header, records }: { header: RunHeader; records: Buffer }): Reading[] {
  const { channels } = createChatScript(header.settings).pool.world;
  const readings: Reading[] = [];
  let came: { connection: number; channel: string }[] = [];
  for (let at = 0; at + RECORD_BYTES <= records.length; at += RECORD_BYTES) {
    const record = readRecord(records, at);
    if (record.type === 'sent') {
      for (const one of came) readings.push({ ...one, fromMs: record.atMs });
      came = [];
    } else if (record.type === 'audience' && record.isHere) {
      const channel = channels[record.channel]?.login;
      if (channel !== undefined) came.push({ connection: record.connection, channel });
    }
  }
  return readings;
}
