import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_SAMPLE_DATA, sampleData } from '@emotide/testkit';
import { describe, expect, it } from 'vitest';
import { listFreeEmotes } from '../src/data/free-emotes';
import { SHIPPED_THEMES } from '../src/data/themes';
import { parseTheme } from '../src/parse-theme';
import { createThemeIndex } from '../src/theme-index';

interface ThemeFact {
  readonly slug: string;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly emotes: readonly { readonly id?: string | null; readonly name: string }[];
}
interface FreeFact {
  readonly id: string;
  readonly name: string;
  readonly in: readonly string[];
}

const read = <T>(file: string): readonly T[] =>
  sampleData === undefined ? [] : (JSON.parse(readFileSync(join(sampleData, file), 'utf8')) as T[]);

describe.skipIf(sampleData === undefined)(`the facts shipped${NO_SAMPLE_DATA}`, () => {
  it('name every free emote, from where it is known', () => {
    const names: Readonly<Record<string, string>> = {
      'helix-global-2025': 'HELIX_GLOBAL_2025',
      'seed-2018': 'GLOBAL_2018',
      'smilies-chatterino': 'SMILEY',
    };
    // The sample escapes the backslash of the smilies `:\` and `:-\` twice.
    const facts = read<FreeFact>('emotes/free-emote-ids.json').map(({ id, name, in: sources }) => [
      id,
      name.replace('\\\\', '\\'),
      sources.map((source) => names[source]).sort(),
    ]);
    const shipped = listFreeEmotes().map(({ id, name, sources }) => [id, name, sources.toSorted()]);
    expect(facts).toHaveLength(407);
    expect(shipped.sort(byFirst)).toEqual(facts.sort(byFirst));
  });

  it('name every emote of every theme, with its id where one is known', () => {
    const facts = read<ThemeFact>('themes/themes.json');
    const emotesOf = (emotes: ThemeFact['emotes']) =>
      [...new Set(emotes.map(({ id, name }) => `${id ?? ''} ${name}`))].sort();
    const shipped = SHIPPED_THEMES.map(({ theme: { slug, match } }) => [
      slug,
      emotesOf([...match.ids, ...match.names.map(({ name }) => ({ name }))]),
    ]);
    expect(facts).toHaveLength(33);
    expect(shipped.sort(byFirst)).toEqual(
      facts.map(({ slug, emotes }): [string, string[]] => [slug, emotesOf(emotes)]).sort(byFirst),
    );
  });

  it('begin and end as the sample says, gaps between windows apart', () => {
    // Given in words there.
    const inWords = ['glitchcon', 'h1z1', 'clappy'];
    for (const { slug, from, to } of read<ThemeFact>('themes/themes.json')) {
      if (inWords.includes(slug)) continue;
      const windows = SHIPPED_THEMES.find(({ theme }) => theme.slug === slug)?.theme.windows ?? [];
      const show = (ms: number | null | undefined, like: string | null | undefined) =>
        typeof ms === 'number' ? new Date(ms).toISOString().slice(0, like?.length) : null;
      expect([slug, show(windows[0]?.fromMs, from)]).toEqual([slug, from ?? null]);
      // The last moment, where the sample has the last day or month.
      const toMs = windows.at(-1)?.toMs;
      expect([slug, show(typeof toMs === 'number' ? toMs - 1 : toMs, to)]).toEqual([slug, to ?? null]);
    }
  });
});

describe('the themes shipped', () => {
  it('are what an admin could have typed', () => {
    for (const { theme, sources, obtained } of SHIPPED_THEMES) {
      expect(parseTheme(JSON.parse(JSON.stringify(theme)))).toEqual({ type: 'ok', theme });
      expect(sources.length * obtained.length).toBeGreaterThan(0);
    }
    expect(new Set(SHIPPED_THEMES.map(({ theme }) => theme.slug)).size).toBe(SHIPPED_THEMES.length);
  });

  it('share emotes that came back', () => {
    const index = createThemeIndex(SHIPPED_THEMES.map(({ theme }) => theme));
    const slugs = index
      .themesOf({ provider: 'TWITCH', id: '304573256' as never, name: '2020Party' })
      .map(({ theme }) => theme.slug);
    expect(slugs.sort()).toEqual(['hindsight-2020', 'hype-train-set-seven']);
  });
});

function byFirst(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}
