import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../stack';

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What one bench or drill found. */
export interface Result {
  /** What it asks, in one sentence. */
  readonly question: string;
  /** Exactly what was typed. */
  readonly command: string;
  readonly table: Table;
  /** Further tables, each with a sentence above it. */
  readonly more?: readonly { readonly caption: string; readonly table: Table }[];
  /** How to read it: what limits the figures, what is not in them. */
  readonly notes?: readonly string[];
}

const PAGE = join(projectRoot, 'docs/benchmarks.md');

/** The machine in one line. */
export function describeMachine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`;
}

export function toMarkdown(result: Result, date: Date): string {
  return [
    result.question,
    '',
    `\`${result.command}\` on ${date.toISOString().slice(0, 10)}, ${describeMachine()}.`,
    '',
    ...toRows(result.table),
    ...(result.more ?? []).flatMap(({ caption, table }) => ['', caption, '', ...toRows(table)]),
    ...(result.notes === undefined ? [] : ['', ...result.notes.map((note) => `- ${note}`)]),
  ].join('\n');
}

function toRows({ head, rows }: Table): string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}

/** Puts a result in its place on the page: between the two comments with its name, or else at the end. */
export function saveResult(name: string, title: string, markdown: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const begin = `<!-- ${name} -->`;
  const end = `<!-- /${name} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) {
    writeFileSync(PAGE, `${page.trimEnd()}\n\n## ${title}\n\n${begin}\n\n${markdown}\n\n${end}\n`);
    return;
  }
  writeFileSync(PAGE, `${page.slice(0, from + begin.length)}\n\n${markdown}\n\n${page.slice(to)}`);
}
