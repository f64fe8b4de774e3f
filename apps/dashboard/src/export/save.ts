import { toVisible } from '../format/names';
import { formatCell, toCsv, toFileName, toJson, type Table } from './table';

export const EXPORT_FORMATS = ['csv', 'json', 'png'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Gives a table to the reader as a file; nothing leaves the browser. */
export async function saveTable(table: Table, format: ExportFormat): Promise<void> {
  const blob = await toBlob(table, format);
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = `${toFileName(table.title)}.${format}`;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

function toBlob(table: Table, format: ExportFormat): Promise<Blob> | Blob {
  switch (format) {
    case 'csv':
      return new Blob([toCsv(table)], { type: 'text/csv;charset=utf-8' });
    case 'json':
      return new Blob([toJson(table)], { type: 'application/json' });
    case 'png':
      return drawTable(table);
  }
}

const ROW = 32;
const EDGE = 24;
const MOST_ROWS = 500;
const WIDEST_COLUMN = 420;

/** The table as a picture, in the page's own colours and type. */
function drawTable({ title, columns, rows }: Table): Promise<Blob> {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const family = getComputedStyle(document.body).fontFamily;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  const font = (size: number, weight: number): string => `${weight} ${size}px ${family}`;

  context.font = font(14, 400);
  const shown = rows
    .slice(0, MOST_ROWS)
    .map((cells) => cells.map((cell, at) => toVisible(formatCell(cell, columns[at]!))));
  const widths = columns.map(({ label }, at) => {
    const widest = Math.max(
      ...[label, ...shown.map((cells) => cells[at]!)].map((t) => context.measureText(t).width),
    );
    return Math.min(WIDEST_COLUMN, Math.ceil(widest) + 28);
  });
  const width = Math.max(320, widths.reduce((sum, one) => sum + one, 0) + 2 * EDGE);
  const height = 2 * EDGE + ROW * (shown.length + 2);
  const scale = 2;
  canvas.width = width * scale;
  canvas.height = height * scale;
  context.scale(scale, scale);
  context.fillStyle = colour('--paper');
  context.fillRect(0, 0, width, height);
  context.textBaseline = 'middle';
  context.fillStyle = colour('--ink');
  context.font = font(18, 600);
  context.fillText(toVisible(title), EDGE, EDGE + ROW / 2, width - 2 * EDGE);

  const line = (cells: readonly string[], at: number, ink: string): void => {
    const y = EDGE + ROW * (at + 1.5);
    let x = EDGE;
    cells.forEach((text, column) => {
      const isNumber = typeof rows[0]?.[column] === 'number';
      context.textAlign = isNumber ? 'right' : 'left';
      context.fillStyle = ink;
      context.fillText(text, isNumber ? x + widths[column]! - 14 : x, y, widths[column]! - 14);
      x += widths[column]!;
    });
    context.textAlign = 'left';
    context.fillStyle = colour('--line');
    context.fillRect(EDGE, y + ROW / 2 - 1, width - 2 * EDGE, 1);
  };
  context.font = font(13, 500);
  line(
    columns.map(({ label }) => label),
    0,
    colour('--ink-3'),
  );
  context.font = font(14, 400);
  shown.forEach((cells, at) => line(cells, at + 1, colour('--ink')));
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('no picture could be made'))),
      'image/png',
    );
  });
}
