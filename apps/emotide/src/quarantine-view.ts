import { formatU64 } from '@emotide/domain';
import {
  decodeBatch,
  refusalOf,
  walkBatch,
  type BatchRow,
  type QuarantineReplayOutcome,
  type QuarantinedRecord,
} from '@emotide/event-log';
import { toHexdump, toVisible } from './hostile-text';

const HEADERS_OF_A_BATCH = [
  'Nats-Msg-Id',
  'Emotide-Reason',
  'Emotide-Stream-Seq',
  'Emotide-Version',
  'Emotide-Partition',
  'Emotide-Epoch',
  'Emotide-Batch',
  'Emotide-Rows',
  'Emotide-Crc32',
  'Emotide-Sent-From',
  'Emotide-Sent-To',
  'Emotide-Fence',
] as const;
const DUMPED_BYTES = 512;
const SHOWN_ROWS = 20;
/** The last time that JavaScript's calendar has, epoch ms. */
const MAX_TIME_MS = 8.64e15;

/** What is said of an entry in a list. */
export interface QuarantineItem {
  readonly seq: number;
  /** ISO 8601, UTC: when it came here. */
  readonly quarantinedAt: string;
  readonly reason: string;
  readonly partition: number | null;
  /** Where it stood in the log, and when that had stored it. */
  readonly originSeq: number | null;
  readonly storedAt: string | null;
  /** As its headers say, whatever that is worth. */
  readonly epoch: string | null;
  readonly batch: string | null;
  readonly bytes: number;
}

export function toItem(record: QuarantinedRecord): QuarantineItem {
  const text = (name: string) => record.header(name) || null;
  return {
    seq: record.seq,
    quarantinedAt: toTime(record.quarantinedAtMs),
    reason: record.reason,
    partition: record.partition ?? null,
    originSeq: record.originSeq ?? null,
    storedAt: record.storedAtMs === undefined ? null : toTime(record.storedAtMs),
    epoch: text('Emotide-Epoch'),
    batch: text('Emotide-Batch'),
    bytes: record.payload.length,
  };
}

/** A table, one entry a line. */
export function renderList(items: readonly QuarantineItem[]): string {
  const rows = [
    ['seq', 'since', 'reason', 'partition', 'log seq', 'stored', 'epoch.batch', 'bytes'],
    ...items.map((item) =>
      [
        String(item.seq),
        item.quarantinedAt,
        item.reason,
        String(item.partition ?? '-'),
        String(item.originSeq ?? '-'),
        item.storedAt ?? '-',
        item.epoch === null && item.batch === null ? '-' : `${item.epoch ?? '?'}.${item.batch ?? '?'}`,
        String(item.bytes),
      ].map((text) => toVisible(text, 40)),
    ),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Everything about one entry: its headers, its rows if it has any, its first bytes, and whether it can be replayed. */
export function renderRecord(record: QuarantinedRecord, nowMs: number): string {
  const headers = HEADERS_OF_A_BATCH.filter((name) => record.header(name) !== '').map(
    (name) => `  ${name}: ${toVisible(record.header(name), 300)}`,
  );
  return [
    renderList([toItem(record)]),
    '',
    'headers',
    ...headers,
    '',
    ...renderRows(record.payload),
    '',
    toHexdump(record.payload, DUMPED_BYTES),
    '',
    renderVerdict(record, nowMs),
  ].join('\n');
}

function renderVerdict(record: QuarantinedRecord, nowMs: number): string {
  const place = { epoch: '0'.repeat(16), partition: record.partition ?? 0, batch: 1 };
  const refusal = refusalOf(record, place, nowMs);
  if (refusal !== undefined) return `can not be replayed: ${explain(refusal)}`;
  return record.reason === 'refused-by-store'
    ? 'can be replayed; whether the warehouse takes it now, it alone knows: if not, it comes back here'
    : 'can be replayed: emotide quarantine replay ' + String(record.seq);
}

function renderRows(payload: Uint8Array): string[] {
  const shape = walkBatch(payload);
  if (shape === undefined) return ['no whole, sound rows'];
  const lines = [`${shape.rows} rows, ${toTime(shape.sentFromMs)} to ${toTime(shape.sentToMs)}`];
  for (const row of decodeBatch(payload)) {
    if (lines.length > SHOWN_ROWS) return [...lines, `  … ${shape.rows - SHOWN_ROWS} rows more`];
    lines.push(`  ${renderRow(row)}`);
  }
  return lines;
}

function renderRow(row: BatchRow): string {
  const channel = `${formatU64(row.channelId)} (${toVisible(row.channelLogin, 40)})`;
  switch (row.kind) {
    case 'use':
      return `${toTime(row.sentAtMs)} channel ${channel}: ${row.uses} × ${toVisible(row.emoteName, 60)} (${toVisible(row.emoteId, 60)})`;
    case 'activity':
      return `${toTime(row.secondMs)} channel ${channel}: ${row.messages} messages, ${row.messagesWithEmotes} with emotes`;
    case 'moderation':
      return `${toTime(row.sentAtMs)} channel ${channel}: an act of moderators, number ${row.action}`;
    case 'loss':
      return `${toTime(row.firstSecondMs)} channel ${channel}: ${row.messages} messages lost`;
  }
}

/** What became of records, and of those that stay, why. */
export function renderOutcomes(outcomes: readonly QuarantineReplayOutcome[]): string {
  const isDone = ({ outcome }: QuarantineReplayOutcome) => outcome === 'replayed' || outcome === 'finished';
  if (outcomes.length === 0) return 'no such record is in quarantine';
  const done = outcomes.filter(isDone);
  const finished = done.filter(({ outcome }) => outcome === 'finished').length;
  return [
    `${done.length} of ${outcomes.length} records replayed${finished > 0 ? ` (${finished} by a command before this one)` : ''}`,
    ...outcomes
      .filter((outcome) => !isDone(outcome))
      .map(({ seqs, outcome }) => `  ${seqs.join(', ')} stays: ${explain(outcome)}`),
  ].join('\n');
}

function explain(outcome: QuarantineReplayOutcome['outcome']): string {
  switch (outcome) {
    case 'bad-header':
      return 'bad-header: a header that says what it is, is missing or damaged';
    case 'wrong-version':
      return 'wrong-version: this Emotide does not know its layout; a newer one may';
    case 'wrong-partition':
      return 'wrong-partition: it names another partition than it is in';
    case 'wrong-checksum':
      return 'wrong-checksum: its bytes are not those that were sent';
    case 'wrong-rows':
      return 'wrong-rows: its bytes are not the rows that its headers promise';
    case 'absurd-time':
      return 'absurd-time: it has times before 2010 or later than tomorrow';
    case 'untold':
      return 'a command before this one may have replayed it, and the log no longer goes back to that time: compare by hand, then drop it';
    case 'gone':
      return 'somebody removed it meanwhile';
    case 'replayed':
    case 'finished':
      return outcome;
  }
}

/** ISO 8601; a time that no calendar has, as its number. */
function toTime(timeMs: number): string {
  return Math.abs(timeMs) <= MAX_TIME_MS ? new Date(timeMs).toISOString() : `${timeMs} ms`;
}
