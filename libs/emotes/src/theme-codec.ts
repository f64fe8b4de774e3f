import { badValue, parseValue, toValueBytes, type BadCatalogueValue } from './catalogue-value';
import { parseTheme } from './parse-theme';
import type { Theme } from './theme';

/** A theme as one value of the bucket `themes`, under its slug. Readers refuse one over `MAX_CATALOGUE_BYTES`. */
export function encodeTheme(theme: Theme): Uint8Array {
  return toValueBytes({ theme });
}

/** What somebody made of a theme: another one in its place, or none. */
export type ThemeEdit = Theme | 'removed';

/** An edit as one value of the bucket `themes`, under `themeEditKey`. */
export function encodeThemeEdit(edit: ThemeEdit): Uint8Array {
  return edit === 'removed' ? toValueBytes({ removed: true }) : encodeTheme(edit);
}

/** Checked as if a stranger had written it. */
export function decodeThemeEdit(
  bytes: Uint8Array,
): { readonly type: 'edit'; readonly edit: ThemeEdit } | BadCatalogueValue {
  const parsed = parseValue(bytes);
  if (parsed.type === 'bad') return parsed;
  if (parsed.content['removed'] === true) return { type: 'edit', edit: 'removed' };
  const decoded = decodeTheme(bytes);
  return decoded.type === 'theme' ? { type: 'edit', edit: decoded.theme } : decoded;
}

/** Checked as if a stranger had written it. */
export function decodeTheme(
  bytes: Uint8Array,
): { readonly type: 'theme'; readonly theme: Theme } | BadCatalogueValue {
  const parsed = parseValue(bytes);
  if (parsed.type === 'bad') return parsed;
  const theme = parseTheme(parsed.content['theme']);
  return theme.type === 'ok' ? { type: 'theme', theme: theme.theme } : badValue('wrong-shape');
}
