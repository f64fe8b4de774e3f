export const SCHEMES = ['auto', 'light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

export interface Preferences {
  readonly scheme: Scheme;
  /** An IANA name; undefined: this computer's own. */
  readonly timeZone: string | undefined;
}

const PLACE = 'emotide.preferences';

/** What the reader chose before, where the address does not say otherwise (`?tz=`); whatever is odd is as if absent. */
export function readPreferences(storage: Pick<Storage, 'getItem'>, address: URLSearchParams): Preferences {
  let kept: { scheme?: unknown; timeZone?: unknown } = {};
  try {
    kept = (JSON.parse(storage.getItem(PLACE) ?? '{}') as typeof kept | null) ?? {};
  } catch {
    // Somebody else's text in our place.
  }
  const scheme = SCHEMES.find((one) => one === kept.scheme) ?? 'auto';
  const timeZone = [address.get('tz'), kept.timeZone].find(isTimeZone);
  return { scheme, timeZone };
}

export function keepPreferences(storage: Pick<Storage, 'setItem'>, preferences: Preferences): void {
  storage.setItem(PLACE, JSON.stringify(preferences));
}

function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || name === '') return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
