import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startClickHouse } from '@emotide/embedded';
import { createLogger } from '@emotide/service-kit';
import { createStore, migrate } from '@emotide/store';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';

/**
 * Writes `docs/data-dictionary.md` from the comments of database `bi`, as a warehouse with all migrations has them; with
 * `--check` writes nothing and exits with 1 when the page is stale.
 */
const target = new URL('../docs/data-dictionary.md', import.meta.url).pathname;

const viewRow = z.object({ name: z.string(), comment: z.string() });
const columnRow = z.object({ table: z.string(), name: z.string(), type: z.string(), comment: z.string() });

async function generate(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'emotide-dictionary-'));
  const users = { app: 'app-password', bi: 'bi-password' };
  const server = await startClickHouse({ directory, users });
  const store = createStore({ url: server.url, username: 'app', password: users.app });
  try {
    await migrate(store, { log: createLogger('dictionary', 'silent') });
    const views = z
      .array(viewRow)
      .parse(
        await store.select("SELECT name, comment FROM system.tables WHERE database = 'bi' ORDER BY name"),
      );
    const columns = z
      .array(columnRow)
      .parse(
        await store.select(
          "SELECT table, name, type, comment FROM system.columns WHERE database = 'bi' ORDER BY table, position",
        ),
      );
    return await render(views, columns);
  } finally {
    await store.close();
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function render(
  views: readonly z.output<typeof viewRow>[],
  columns: readonly z.output<typeof columnRow>[],
): Promise<string> {
  const pages = views.map(({ name, comment }) => {
    const rows = columns
      .filter(({ table }) => table === name)
      .map((column) => `| \`${column.name}\` | \`${cell(column.type)}\` | ${cell(column.comment)} |`);
    return `## ${name}\n\n${comment}.\n\n| column | type | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const list = views.map(({ name }) => `- [${name}](#${name})`).join('\n');
  const text = `# Data dictionary

What database \`bi\` has. Generated from the comments of its views by \`npm run data-dictionary\`; edit the migrations
instead. How to get there, and twenty questions with their SQL: [bi.md](bi.md).

${list}

${pages.join('\n')}`;
  return format(text, { ...(await resolveConfig(target)), parser: 'markdown' });
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

const fresh = await generate();
if (process.argv.includes('--check')) {
  const present = await readFile(target, 'utf8').catch(() => '');
  if (present !== fresh) {
    process.stderr.write(
      'data-dictionary: docs/data-dictionary.md is stale: run `npm run data-dictionary`\n',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(target, fresh);
}
