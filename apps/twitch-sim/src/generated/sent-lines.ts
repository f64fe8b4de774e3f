import { toTruthLine, type TruthLine } from '../truth-line';
import { createChatScript } from './chat-script';
import { LineCursor } from './line-cursor';
import { createLineTimes } from './line-times';
import { createMessageIds } from './message-ids';
import { readRecord, RECORD_BYTES, type RunHeader } from './run-record';

/** A line of generated chat as it was put on connections. */
export interface SentLine {
  /** Login. */
  readonly channel: string;
  /** Those that it was put on, in no particular order; none where nobody was in the channel. */
  readonly connections: readonly number[];
  /** When, epoch milliseconds. */
  readonly putAtMs: number;
  /** Its `id`. */
  readonly id: string;
  /** Its `tmi-sent-ts`. */
  readonly sentAtMs: number;
  /** All else that it says, without id and time; the same object for every sending of the same line. */
  readonly line: TruthLine;
}

/**
 * Every line of a run, in the order of sending, with the connections that it was put on: what a reader must have counted
 * can be told line by line.
 *
 * @throws RangeError where the log is of another version of the generator.
 */
export function* sentLinesOf({
  header,
  records,
}: {
  header: RunHeader;
  records: Buffer;
}): Generator<SentLine, void> {
  const { pool, sequence, fingerprint } = createChatScript(header.settings);
  if (header.fingerprint !== fingerprint)
    throw new RangeError(`run ${header.number} is of another version of the generator: its lines are lost`);
  const ids = createMessageIds({ seed: header.settings.seed, ...header });
  const times = createLineTimes(header.settings);
  const cursor = new LineCursor(pool, sequence);
  const logins = pool.world.channels.map(({ login }) => login);
  const readers: (readonly number[])[] = logins.map(() => []);
  const lines: (TruthLine | undefined)[] = [];
  const id = Buffer.alloc(36);

  for (let at = 0; at + RECORD_BYTES <= records.length; at += RECORD_BYTES) {
    const record = readRecord(records, at);
    if (record.type === 'audience') {
      const others = (readers[record.channel] ?? []).filter((one) => one !== record.connection);
      readers[record.channel] = record.isHere ? [...others, record.connection] : others;
    }
    if (record.type !== 'sent') continue;
    for (; cursor.number < record.toNumber; cursor.next()) {
      const { template, number } = cursor;
      const channel = pool.channelOf[template] ?? 0;
      ids.write(number, id);
      yield {
        channel: logins[channel] ?? '',
        connections: readers[channel] ?? [],
        putAtMs: record.atMs,
        id: id.toString('latin1'),
        sentAtMs: times.sentAtMs(number, record.atMs),
        line: (lines[template] ??= toTruthLine(pool.lineOf(template))),
      };
    }
  }
}
