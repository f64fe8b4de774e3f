import { toVisible } from '../format/names';
import { formatCell, type Table } from '../export/table';

/** Rows beyond this are exported and not shown: thousands of them would take longer than a look. */
const MOST_ROWS = 500;

export function DataTable({ table }: { readonly table: Table }) {
  const { title, columns, rows } = table;
  const isNumeric = columns.map(
    (column, at) => column.format !== undefined || typeof rows[0]?.[at] === 'number',
  );
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label={title}>
      <table>
        <caption class="unseen">{title}</caption>
        <thead>
          <tr>
            {columns.map(({ label }, at) => (
              <th key={label} scope="col" class={isNumeric[at] ? 'number' : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, at) => {
                const text = formatCell(cell, columns[at]!);
                return at === 0 ? (
                  <th key={at} scope="row">
                    <bdi>{toVisible(text)}</bdi>
                  </th>
                ) : (
                  <td key={at} class={isNumeric[at] ? 'number' : undefined}>
                    <bdi>{toVisible(text)}</bdi>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS && (
        <p class="note">
          The first {MOST_ROWS} of {rows.length}; exports have all.
        </p>
      )}
    </div>
  );
}
