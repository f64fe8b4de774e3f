import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  SHIPPED_THEMES,
  ThemeBook,
  encodeThemeEdit,
  themeEditKey,
  decodeTheme,
  type Theme,
} from '@emotide/emotes';
import { createTemporaryDirectory } from '@emotide/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { createThemes } from '../src/jobs/themes';

const directory = createTemporaryDirectory();
afterAll(() => directory.remove());

const own = {
  slug: 'our-event',
  name: 'Our event',
  windows: [],
  match: { names: [{ name: 'Kappa' }] },
};

function create(file: string | undefined, stored: ReadonlyMap<string, Uint8Array> = new Map()) {
  const values = new Map(stored);
  const recorded: Theme[][] = [];
  let writes = 0;
  let isAway = false;
  const book = new ThemeBook();
  for (const [key, value] of stored) book.note(key, value);
  const removed: string[][] = [];
  const job = createThemes({
    file,
    book,
    everyMs: 1_000,
    stored,
    write: (key, toBytes) => {
      values.set(key, toBytes());
      writes++;
    },
    record: (themes, without) => {
      if (isAway) return Promise.reject(new Error('it is away'));
      recorded.push([...themes]);
      removed.push([...without]);
      return Promise.resolve();
    },
  });
  return {
    values,
    recorded,
    removed,
    book,
    writes: () => writes,
    setAway: (away: boolean) => (isAway = away),
    run: () => job.run(new AbortController().signal),
  };
}
const fileOf = (name: string, content: string): string => {
  const path = join(directory.path, name);
  writeFileSync(path, content);
  return path;
};

describe('the job of themes', () => {
  it('writes the shipped ones once, also over restarts', async () => {
    const { run, values, writes } = create(undefined);
    await run();
    await run();
    expect(writes()).toBe(SHIPPED_THEMES.length);
    const next = create(undefined, values);
    await next.run();
    expect(next.writes()).toBe(0);
  });

  it('adds those of a file, in place of the shipped one with the same slug, and follows its changes', async () => {
    const other = { ...own, slug: SHIPPED_THEMES[0]!.theme.slug };
    const file = fileOf('themes.json', JSON.stringify([own, other]));
    const { run, values } = create(file);
    expect((await run()).figures).toMatchObject({ themes: SHIPPED_THEMES.length + 1, ofFile: 2 });
    expect(decodeTheme(values.get(other.slug)!)).toMatchObject({ theme: { name: 'Our event' } });
    fileOf('themes.json', JSON.stringify([{ ...own, name: 'Renamed' }]));
    expect((await run()).figures).toMatchObject({ written: 2 });
    expect(decodeTheme(values.get('our-event')!)).toMatchObject({ theme: { name: 'Renamed' } });
  });

  it('takes the good ones of a file and names what is wrong with the others', async () => {
    const bad = { ...own, slug: 'Not A Slug' };
    const { run, values } = create(fileOf('half.json', JSON.stringify([bad, own, 7])));
    expect((await run()).trouble).toMatch(/theme 1 of the file: slug.*theme 3 of the file/);
    expect(values.has('our-event')).toBe(true);
  });

  it('says that a file can’t be read, has the shipped ones all the same, and leaves what was written', async () => {
    const overridden = SHIPPED_THEMES[0]!.theme.slug;
    const before = create(fileOf('good.json', JSON.stringify([{ ...own, slug: overridden }])));
    await before.run();
    for (const file of [
      join(directory.path, 'absent.json'),
      directory.path,
      fileOf('cut.json', '[{'),
      fileOf('object.json', '{}'),
    ]) {
      const { run, values } = create(file);
      expect((await run()).trouble).toMatch(/the file of themes/);
      expect(values.size).toBe(SHIPPED_THEMES.length);
      const next = create(file, before.values);
      await next.run();
      expect(next.writes()).toBe(0);
    }
  });

  it('brings all into the warehouse, again when something changed, and later when it was away', async () => {
    const file = fileOf('recorded.json', JSON.stringify([own]));
    const { run, recorded, setAway } = create(file);
    setAway(true);
    expect((await run()).trouble).toBe('the warehouse does not have them: it is away');
    setAway(false);
    expect((await run()).trouble).toBeUndefined();
    await run();
    fileOf('recorded.json', JSON.stringify([{ ...own, name: 'Renamed' }]));
    await run();
    expect(recorded.map((themes) => themes.length)).toEqual(Array(2).fill(SHIPPED_THEMES.length + 1));
    expect(recorded[1]!.find(({ slug }) => slug === own.slug)).toMatchObject({ name: 'Renamed' });
    // What the file has instead of a shipped one is not known while it can't be read.
    fileOf('recorded.json', '[{');
    await run();
    expect(recorded.slice(2).flat()).toEqual([]);
  });

  it('brings what people made of them into the warehouse, also after a restart', async () => {
    const [{ theme }, other] = [SHIPPED_THEMES[0]!, SHIPPED_THEMES[1]!.theme];
    const { run, recorded, removed, book, values } = create(undefined);
    await run();
    const edit = [themeEditKey(theme.slug), encodeThemeEdit({ ...theme, name: 'Edited' })] as const;
    const removal = [themeEditKey(other.slug), encodeThemeEdit('removed')] as const;
    for (const [key, value] of [edit, removal]) book.note(key, value);
    await run();
    const next = create(undefined, new Map([...values, edit, removal]));
    await next.run();
    for (const [themes, without] of [
      [recorded[1]!, removed[1]!],
      [next.recorded[0]!, next.removed[0]!],
    ] as const) {
      expect(themes.find(({ slug }) => slug === theme.slug)?.name).toBe('Edited');
      expect(themes.map(({ slug }) => slug)).not.toContain(other.slug);
      expect(without).toEqual([other.slug]);
    }
  });
});
