import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { EXPORT_FORMATS, saveTable } from '../export/save';
import type { Table } from '../export/table';
import { DataTable } from './data-table';
import { ChartIcon, SaveIcon, TableIcon } from './icons';
import { Menu } from './menu';

/** A part of a view: its title, what it shows, and the same as a table, to read or to take away. */
export function Panel({
  title,
  note,
  table,
  controls,
  children,
  isTableAlready = false,
}: {
  readonly title: ComponentChildren;
  /** In a few words, what is counted and over which time. */
  readonly note?: ComponentChildren;
  /** Made when asked for. Absent: there is nothing to show yet. */
  readonly table?: (() => Table) | undefined;
  readonly controls?: ComponentChildren;
  readonly children: ComponentChildren;
  /** Whether what it shows is a table as it is. */
  readonly isTableAlready?: boolean;
}) {
  const id = useId();
  const [isTable, setTable] = useState(false);
  return (
    <section class="panel" aria-labelledby={id}>
      <header class="panel-head">
        <div class="panel-title">
          <h2 id={id}>{title}</h2>
          {note && <p class="note">{note}</p>}
        </div>
        <div class="panel-tools">
          {controls}
          {table && !isTableAlready && (
            <button
              type="button"
              class="tool"
              aria-pressed={isTable}
              title={isTable ? 'Show the chart' : 'Show as a table'}
              onClick={() => setTable(!isTable)}
            >
              {isTable ? <ChartIcon /> : <TableIcon />}
              <span class="unseen">Show as a table</span>
            </button>
          )}
          {table && <ExportMenu table={table} />}
        </div>
      </header>
      {isTable && table ? <DataTable table={table()} /> : children}
    </section>
  );
}

export function ExportMenu({ table }: { readonly table: () => Table }) {
  const [failure, setFailure] = useState<string>();
  return (
    <Menu label="Export" icon={<SaveIcon />}>
      {(close) => (
        <>
          {EXPORT_FORMATS.map((format) => (
            <button
              key={format}
              type="button"
              role="menuitem"
              class="menu-item"
              onClick={() => {
                saveTable(table(), format).then(close, (error: unknown) => setFailure(String(error)));
              }}
            >
              {format.toUpperCase()}
            </button>
          ))}
          {failure && <p class="menu-note">{failure}</p>}
        </>
      )}
    </Menu>
  );
}

/** Chooses one of few. */
export function Choice<Value extends string>({
  label,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
}) {
  const group = useRef<HTMLDivElement>(null);
  const move = (by: number): void => {
    const at = options.findIndex((option) => option.value === value);
    const next = options[(at + by + options.length) % options.length]!;
    onChange(next.value);
    group.current?.querySelectorAll('button')[options.indexOf(next)]?.focus();
  };
  return (
    <div
      class="choice"
      role="radiogroup"
      aria-label={label}
      ref={group}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight' || event.key === 'ArrowDown') move(1);
        else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') move(-1);
        else return;
        event.preventDefault();
      }}
    >
      {options.map((option, at) => {
        const isOn = option.value === value;
        return (
          <button
            key={option.value}
            type="button"
            role="radio"
            aria-checked={isOn}
            tabIndex={isOn || (value === undefined && at === 0) ? 0 : -1}
            onClick={() => onChange(option.value)}
          >
            {option.label}
          </button>
        );
      })}
    </div>
  );
}
