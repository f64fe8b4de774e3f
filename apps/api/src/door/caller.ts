import type { ApiRole } from '@emotide/domain';

/** Who asks, as far as it is known. */
export interface Caller {
  /** Of the key that was shown; undefined of whoever showed none. */
  readonly keyId: string | undefined;
  readonly roles: ReadonlySet<ApiRole>;
  /** What rates are counted by where there is no key: `toNetwork` of the address. */
  readonly network: string;
}

/** Whose answers may be the same: of those who may do the same. */
export const scopeOf = ({ roles }: Pick<Caller, 'roles'>): string => [...roles].sort().join();

/** What the internals of the server take for granted: nobody in particular, who may read. */
export const ANYBODY: Caller = { keyId: undefined, roles: new Set(['read']), network: '' };
