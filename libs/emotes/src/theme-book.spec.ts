import { describe, expect, it } from 'vitest';
import type { EmoteId } from '@emotide/domain';
import type { Theme } from './theme';
import { ThemeBook, themeEditKey } from './theme-book';
import { encodeTheme, encodeThemeEdit } from './theme-codec';

const theme = (slug: string, name: string): Theme => ({
  slug,
  name,
  windows: [],
  match: { ids: [{ provider: 'TWITCH', id: '25' as EmoteId, name: 'Kappa' }], names: [], patterns: [] },
});
const FOOTIES = 'world-cup-2018';

describe('the book of themes', () => {
  it('has what is shipped, what the bucket says over it, and what people made of it over both', () => {
    const book = new ThemeBook();
    expect(book.find(FOOTIES)?.name).toBe('World Cup 2018 Footies');
    expect(book.note(FOOTIES, encodeTheme(theme(FOOTIES, 'Of a file')))).toBe(true);
    expect(book.find(FOOTIES)?.name).toBe('Of a file');
    expect(book.note(themeEditKey(FOOTIES), encodeThemeEdit(theme(FOOTIES, 'Edited')))).toBe(true);
    // A later version of the program brings its own again.
    book.note(FOOTIES, encodeTheme(theme(FOOTIES, 'Of the next version')));
    expect(book.find(FOOTIES)?.name).toBe('Edited');
    expect(book.isEdited(FOOTIES)).toBe(true);
    book.note(themeEditKey(FOOTIES), undefined);
    expect(book.find(FOOTIES)?.name).toBe('Of the next version');
  });

  it('leaves out what somebody removed, until that is taken back', () => {
    const book = new ThemeBook();
    const before = book.list().length;
    book.note(themeEditKey(FOOTIES), encodeThemeEdit('removed'));
    expect(book.find(FOOTIES)).toBeUndefined();
    expect(book.list()).toHaveLength(before - 1);
    expect(book.removed).toEqual([FOOTIES]);
    book.clear();
    expect(book.find(FOOTIES)).toBeDefined();
  });

  it('lists by name, those that were added too', () => {
    const book = new ThemeBook();
    book.note(themeEditKey('own'), encodeThemeEdit(theme('own', '0 first')));
    expect(book.list()[0]?.slug).toBe('own');
  });

  it('stays as it was at what can not be read, or stands under another slug', () => {
    const book = new ThemeBook();
    expect(book.note(themeEditKey('one'), encodeThemeEdit(theme('other', 'x')))).toBe(false);
    expect(book.note('one', encodeTheme(theme('other', 'x')))).toBe(false);
    expect(book.note(themeEditKey(FOOTIES), new TextEncoder().encode('{"v":1}'))).toBe(false);
    expect(book.note(themeEditKey(FOOTIES), new TextEncoder().encode('nonsense'))).toBe(false);
    expect(book.find('one')).toBeUndefined();
    expect(book.find(FOOTIES)).toBeDefined();
  });
});
