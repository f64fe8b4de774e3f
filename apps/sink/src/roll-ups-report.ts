import { describeDays } from '@emotide/event-log';
import type { RollUpDifference, RollUpVerdict } from '@emotide/store';
import type { RebuildPlan, RebuildProgress, RebuildSummary } from './rebuild-roll-ups';

const grouped = new Intl.NumberFormat('en');
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const countOf = (count: number, what: string): string =>
  `${grouped.format(count)} ${what}${count === 1 ? '' : 's'}`;

/** One day of one roll-up, and what differs in it. */
export function renderVerdict({ rollUp, day, keys, differing, differences }: RollUpVerdict): string[] {
  const of = `${day}  ${rollUp.padEnd(19)}`;
  if (differing === 0) return [`${of}  ${countOf(keys, 'row')} equal`];
  return [
    `${of}  ${grouped.format(differing)} of ${countOf(keys, 'row')} differ`,
    ...differences.map((difference) => `  ${renderDifference(difference)}`),
    ...(differing > differences.length ? ['  …'] : []),
  ];
}

/** Names of emotes are chat's own text, so a key is shown as JSON: no terminal obeys it. */
function renderDifference({ key, column, kept, raw: [least, most] }: RollUpDifference): string {
  const raw = least === most ? grouped.format(least) : `${grouped.format(least)} to ${grouped.format(most)}`;
  return `${column} ${grouped.format(kept)}, of raw rows ${raw}: ${JSON.stringify(key)}`;
}

/** The last line of a comparison. */
export function renderVerdicts(verdicts: readonly RollUpVerdict[]): string {
  const sum = (of: (verdict: RollUpVerdict) => number): number =>
    verdicts.reduce((all, one) => all + of(one), 0);
  const days = new Set(verdicts.map(({ day }) => day)).size;
  const compared = `${countOf(
    sum(({ keys }) => keys),
    'row',
  )} of ${countOf(days, 'day')} compared`;
  const differing = sum(({ differing: rows }) => rows);
  return differing === 0
    ? `0 differences: ${compared}`
    : `${countOf(differing, 'difference')}: ${compared}; emotide rollups rebuild makes them of raw rows again`;
}

/** What a rebuild is about to do, for who has to say yes. */
export function renderRebuildPlan({ range, days, rollUps }: RebuildPlan): string {
  return [
    `makes ${rollUps.join(', ')} again ${describeDays(range)}, by the log's days in UTC`,
    `  out of raw rows of ${countOf(days.length, 'day')}`,
    '  tables stay readable; at the end sinks pause for some seconds, and chat waits in the log',
  ].join('\n');
}

export function renderRebuildProgress({ phase, days, total, rows }: RebuildProgress): string {
  return phase === 'reading' ? `${days} of ${total} days of raw tables, ${grouped.format(rows)} rows` : phase;
}

/** What a rebuild did. Rows of a table that sums are fewer when it had merged more of them. */
export function renderRebuildSummary(
  { range, rows, tables, pausedMs }: RebuildSummary,
  elapsedMs: number,
): string {
  const width = Math.max(...tables.map(({ table }) => table.length));
  return [
    `the roll-ups are made again ${describeDays(range)}: of ${grouped.format(rows)} raw rows in ${seconds(elapsedMs)}`,
    ...tables.map(
      ({ table, rowsBefore, rowsAfter }) =>
        `  ${table.padEnd(width)}  ${grouped.format(rowsBefore)} rows before, ${grouped.format(rowsAfter)} now`,
    ),
    `  sinks paused for ${seconds(pausedMs)}`,
  ].join('\n');
}
