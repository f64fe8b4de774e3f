import { describeDays } from '@emotide/event-log';
import type { ReplayPlan, ReplayProgress, ReplaySummary } from './replay-log';

const grouped = new Intl.NumberFormat('en');

/** What a replay is about to do, for who has to say yes. */
export function renderPlan({ range, logFrom, records, partitions, warnings }: ReplayPlan): string {
  return [
    `builds the warehouse again ${describeDays(range)}, by the log's days in UTC`,
    `  the log has ${grouped.format(records)} records since ${logFrom}, of ${countOf(partitions.length, 'partition')}`,
    '  tables stay readable; at the end sinks pause for some seconds, and chat waits in the log',
    ...warnings.map((warning) => `  note: ${warning}`),
  ].join('\n');
}

/** One line, for each second. */
export function renderProgress({ phase, records, total, rows }: ReplayProgress, elapsedMs: number): string {
  if (phase !== 'reading') return phase;
  if (total === 0) return 'preparing';
  const perSecond = records / Math.max(0.001, elapsedMs / 1_000);
  const leftSeconds = perSecond > 0 ? Math.max(0, Math.ceil((total - records) / perSecond)) : undefined;
  const share = total > 0 ? Math.min(100, Math.floor((records / total) * 100)) : 100;
  return [
    `${share} %  ${grouped.format(records)} of ${grouped.format(Math.max(total, records))} records`,
    `${grouped.format(rows)} rows`,
    ...(leftSeconds === undefined ? [] : [`${leftSeconds} s left`]),
  ].join(', ');
}

/** What a replay did. Rows of a table that sums are fewer when it had merged more of them. */
export function renderSummary(summary: ReplaySummary, elapsedMs: number): string {
  const { range, records, rows, tables, fromQuarantine, pausedMs } = summary;
  const width = Math.max(...tables.map(({ table }) => table.length));
  return [
    `the warehouse is built again ${describeDays(range)}: ${grouped.format(rows)} rows from ${grouped.format(records)} records in ${seconds(elapsedMs)}`,
    ...tables.map(
      ({ table, rowsBefore, rowsAfter }) =>
        `  ${table.padEnd(width)}  ${grouped.format(rowsBefore)} rows before, ${grouped.format(rowsAfter)} now`,
    ),
    ...(fromQuarantine > 0
      ? [`  ${countOf(fromQuarantine, 'record')} that had been in quarantine can be read now and count`]
      : []),
    `  sinks paused for ${seconds(pausedMs)}`,
  ].join('\n');
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const countOf = (count: number, what: string): string =>
  `${grouped.format(count)} ${what}${count === 1 ? '' : 's'}`;
