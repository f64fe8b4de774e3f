/** A table as it is shown, exported, and read by those who don't see charts. */
export interface Table {
  /** What it is of; also names the exported file. */
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = string | number | null;

export interface Column {
  readonly label: string;
  /** How a number is shown; in exports it is bare. */
  readonly format?: (value: number) => string;
}

/**
 * RFC 4180, with CRLF. A text that a spreadsheet would take for a formula begins with an apostrophe: names come from
 * strangers.
 */
export function toCsv({ columns, rows }: Table): string {
  const lines = [columns.map(({ label }) => label), ...rows];
  return lines.map((cells) => `${cells.map(toCsvCell).join(',')}\r\n`).join('');
}

/** What spreadsheets begin a formula with, full-width forms included, also after blanks that some of them drop. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

function toCsvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An array of objects, one a row, by the columns' labels. */
export function toJson({ columns, rows }: Table): string {
  const objects = rows.map((cells) =>
    Object.fromEntries(columns.map(({ label }, at) => [label, cells[at] ?? null])),
  );
  return `${JSON.stringify(objects, null, 2)}\n`;
}

export const formatCell = (cell: Cell, { format }: Column): string => {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  return format ? format(cell) : String(cell);
};

/** `Free emotes of forsen` as `free-emotes-of-forsen`. */
export const toFileName = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80) || 'table';
