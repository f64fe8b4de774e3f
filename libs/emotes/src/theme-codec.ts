import { badValue, parseValue, toValueBytes, type BadCatalogueValue } from './catalogue-value';
import { parseTheme } from './parse-theme';
import type { Theme } from './theme';

/** A theme as one value of the bucket `themes`, under its slug. Readers refuse one over `MAX_CATALOGUE_BYTES`. */
export function encodeTheme(theme: Theme): Uint8Array {
  return toValueBytes({ theme });
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
