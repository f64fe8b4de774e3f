import { describe, expect, it } from 'vitest';
import { formatCell, toCsv, toFileName, toJson, type Table } from './table';

const table: Table = {
  title: 'Emotes',
  columns: [{ label: 'Emote' }, { label: 'Uses', format: (n) => `${n} times` }],
  rows: [
    ['Kappa', 12],
    ['=HYPERLINK("http://x")', -3],
    ['a,"b"\nc', null],
  ],
};

describe('exports', () => {
  it('CSV quotes what must be quoted, and holds no formula of a stranger', () => {
    expect(toCsv(table)).toBe(
      'Emote,Uses\r\nKappa,12\r\n"\'=HYPERLINK(""http://x"")",-3\r\n"a,""b""\nc",\r\n',
    );
  });

  it('JSON has bare numbers by column', () => {
    expect(JSON.parse(toJson(table))).toEqual([
      { Emote: 'Kappa', Uses: 12 },
      { Emote: '=HYPERLINK("http://x")', Uses: -3 },
      { Emote: 'a,"b"\nc', Uses: null },
    ]);
  });

  it('cells are shown by their column', () => {
    expect(table.rows.map(([, uses]) => formatCell(uses!, table.columns[1]!))).toEqual([
      '12 times',
      '-3 times',
      '–',
    ]);
  });

  it('files are named after what they hold', () => {
    expect(toFileName('Free emotes of forsen / 1 h')).toBe('free-emotes-of-forsen-1-h');
    expect(toFileName('../')).toBe('table');
  });
});
