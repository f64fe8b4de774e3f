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

  it.each([
    '=1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '  =1',
    '\uff1d1',
    '\uff0b1',
    '\uff0d1',
    '\uff201',
  ])('CSV takes the text %j for no formula, in a head neither', (name) => {
    const [head, row] = toCsv({ title: 'T', columns: [{ label: name }], rows: [[name]] }).split('\r\n');
    for (const cell of [head, row]) expect(cell).toMatch(/^"?'/);
  });

  it('CSV leaves emotes that only look odd as they are', () => {
    const names = [':)', '<3', 'D:', 'R-)', 'a=b', '\u202Egnp', '<b>'];
    expect(toCsv({ title: 'T', columns: [{ label: 'Emote' }], rows: names.map((name) => [name]) })).toBe(
      `Emote\r\n${names.join('\r\n')}\r\n`,
    );
  });

  it('JSON keeps names that mean something to JavaScript', () => {
    const rows = [['__proto__'], ['constructor']];
    expect(JSON.parse(toJson({ title: 'T', columns: [{ label: '__proto__' }], rows }))).toEqual(
      rows.map(([name]) => JSON.parse(`{"__proto__":"${name}"}`) as unknown),
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
