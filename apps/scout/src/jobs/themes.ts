import { readFile, stat } from 'node:fs/promises';
import {
  MAX_CATALOGUE_BYTES,
  SHIPPED_THEMES,
  encodeTheme,
  parseTheme,
  type Theme,
  type ThemeBook,
} from '@emotide/emotes';
import type { Job } from '../job';

export interface ThemesOptions {
  /** A JSON array of themes; undefined for the shipped ones only. */
  readonly file: string | undefined;
  readonly everyMs: number;
  /** What the bucket has, by slug. */
  readonly stored: ReadonlyMap<string, Uint8Array>;
  /** Brings a value into the bucket `themes`. */
  readonly write: (key: string, toBytes: () => Uint8Array) => void;
  /** What is in force, with what people made of it: follows the bucket. */
  readonly book: ThemeBook;
  /** Brings all that is in force into the warehouse, for who asks it in SQL, and takes out what was removed. */
  readonly record: (themes: readonly Theme[], removed: readonly string[]) => Promise<void>;
}

const MAX_FILE_BYTES = 16 * 1024 * 1024;
const MAX_THEMES = 1_000;

/**
 * Brings the shipped themes and those of a file into the bucket, one value each, when they are new or different; and what
 * is in force into the warehouse, when this process has not yet or something changed, whoever changed it.
 */
export function createThemes({ file, everyMs, stored, book, write, record }: ThemesOptions): Job {
  const written = new Map(stored);
  let recorded = '';
  return {
    name: 'themes',
    everyMs,
    async run() {
      const own = await readThemes(file);
      const themes = new Map(
        [...SHIPPED_THEMES.map(({ theme }) => theme), ...own.themes].map((theme) => [theme.slug, theme]),
      );
      const problems = [...own.problems];
      let changes = 0;
      // A file that can't be read now may have another one under a slug that stands.
      const meant = [...themes.values()].filter(({ slug }) => own.isWhole || !written.has(slug));
      for (const theme of meant) {
        const { slug } = theme;
        const bytes = encodeTheme(theme);
        const before = written.get(slug);
        if (before !== undefined && Buffer.compare(before, bytes) === 0) continue;
        if (bytes.length > MAX_CATALOGUE_BYTES) {
          problems.push(`${slug}: more than a value can hold`);
          continue;
        }
        written.set(slug, bytes);
        write(slug, () => bytes);
        book.note(slug, bytes);
        changes++;
      }
      const inForce = book.list();
      const text = JSON.stringify([inForce, book.removed]);
      if (text !== recorded)
        await record(inForce, book.removed).then(
          () => (recorded = text),
          (error: unknown) => problems.push(`the warehouse does not have them: ${(error as Error).message}`),
        );
      return {
        summary: `${themes.size} themes, ${changes} written`,
        figures: { themes: themes.size, ofFile: own.themes.length, written: changes },
        ...(problems.length > 0 && { trouble: problems.join('; ') }),
      };
    },
  };
}

interface ThemesRead {
  readonly themes: readonly Theme[];
  /** What is wrong with the others, or with all of the file; for people. */
  readonly problems: readonly string[];
  /** False when nothing can be said about what is in the file. */
  readonly isWhole: boolean;
}

async function readThemes(file: string | undefined): Promise<ThemesRead> {
  if (file === undefined) return { themes: [], problems: [], isWhole: true };
  const unusable = (why: string): ThemesRead => ({
    themes: [],
    problems: [`the file of themes ${why}`],
    isWhole: false,
  });
  let entries: unknown;
  try {
    entries = JSON.parse(await readBounded(file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return unusable(`can not be read: ${code ?? message}`);
  }
  if (!Array.isArray(entries) || entries.length > MAX_THEMES)
    return unusable(`is no JSON array of at most ${MAX_THEMES}`);
  const themes: Theme[] = [];
  const problems: string[] = [];
  for (const [i, entry] of (entries as readonly unknown[]).entries()) {
    const parsed = parseTheme(entry);
    if (parsed.type === 'ok') themes.push(parsed.theme);
    else problems.push(`theme ${i + 1} of the file: ${parsed.problems[0]}`);
  }
  return { themes, problems, isWhole: true };
}

/** A path may lead to a pipe, which waits for ever, or to a device that never ends. */
async function readBounded(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isFile()) throw new Error('no file');
  if (found.size > MAX_FILE_BYTES) throw new Error('too large');
  return readFile(path, 'utf8');
}
