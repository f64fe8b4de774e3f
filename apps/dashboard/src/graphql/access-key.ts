const PLACE = 'emotide.key';

/** The API key that the reader gave, kept for this tab alone: it ends with it. */
export interface AccessKey {
  /** Undefined when none was given. */
  readonly value: string | undefined;
  headers(): Readonly<Record<string, string>>;
  /** An empty text forgets it. */
  set(value: string): void;
}

export function createAccessKey(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): AccessKey {
  let value = storage.getItem(PLACE) ?? undefined;
  return {
    get value() {
      return value;
    },
    headers: () => (value === undefined ? {} : { authorization: `Bearer ${value}` }),
    set(next) {
      value = next.trim() || undefined;
      if (value === undefined) storage.removeItem(PLACE);
      else storage.setItem(PLACE, value);
    },
  };
}
