import { formatU64, isOut, type OptOut } from '@emotide/domain';
import type { ForgetProgress, ForgetReport, Remainder } from '@emotide/privacy';

const day = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
const time = (timeMs: number): string => new Date(timeMs).toISOString().replace(/\.\d+Z$/, 'Z');
const number = new Intl.NumberFormat('en-US').format;

/** One line an entry; a chatter may have several, one for each number. */
export function renderOptOuts(optOuts: readonly OptOut[]): string {
  const out = optOuts.filter((one) => isOut(one) || one.forgottenBeforeMs > 0);
  if (out.length === 0) return 'nobody opted out, and nobody is to be forgotten';
  return out
    .map((one) => {
      const said = [
        ...(isOut(one) ? [`out since ${time(one.outSinceMs)}`] : []),
        ...(one.forgottenBeforeMs > 0 ? [`forgotten before ${time(one.forgottenBeforeMs)}`] : []),
      ];
      return `${one.form.padEnd(9)}  ${formatU64(one.chatter).padStart(20)}  ${said.join(', ')}`;
    })
    .join('\n');
}

export function renderForgetProgress({ step, table, partsLeft }: ForgetProgress): string {
  return table === undefined ? step : `${step}: ${table}, ${number(partsLeft ?? 0)} parts left`;
}

/** What was done and what remains, for whoever asked and for whoever answers them. */
export function renderForgetReport({ beforeMs, rows, sketches, days, remains }: ForgetReport): string {
  return [
    beforeMs === undefined
      ? 'finished what was begun before'
      : `forgotten: all that was sent before ${time(beforeMs)}`,
    ...rows.map(({ table, how, rows: count }) => `  ${table}: ${number(count)} rows ${how}`),
    ...sketches.map(
      ({ table, rows: count }) => `  ${table}: distinct chatters of ${number(count)} rows counted again`,
    ),
    ...(days.length > 0 ? [`  of the log's days ${days[0]} to ${days.at(-1)}`] : []),
    'what remains:',
    ...remains.map((one) => `  ${renderRemainder(one)}`),
    '  backups: as old as they are kept; a restore forgets again what the list says',
    '  the list itself: a keyed hash and a time, for ever, so that this holds',
  ].join('\n');
}

function renderRemainder(one: Remainder): string {
  const until = one.untilMs === undefined ? 'for as long as there is room' : `until ${day(one.untilMs)}`;
  switch (one.where) {
    case 'log':
    case 'quarantine':
      return `${one.where === 'log' ? 'event log' : 'quarantine'}: batches with the chatter's number, ${until}; no reader takes it from them any more`;
    case 'sketches':
      return `${one.table}: distinct chatters of the log's days ${one.from} to ${one.to} still count the chatter once, ${
        one.untilMs === undefined ? 'for ever' : until
      }: no raw rows are left to count them again`;
  }
}
