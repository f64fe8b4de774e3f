import { PLAIN_FORM, createHashedForm, type ChatterForm } from './chatter-form';
import type { UserId } from './ids';
import { OptOutList } from './opt-out-list';
import { U64_ZERO, type U64 } from './u64';

/** How chatters appear in the log and the warehouse. */
export const CHATTER_POLICIES = ['hashed', 'full', 'none'] as const;
export type ChatterPolicy = (typeof CHATTER_POLICIES)[number];

/** What the log may know of a message's chatter. */
export type ToChatter = (userId: UserId | null, sentAtMs: number) => U64;

/**
 * Maps the chatter of a message to what the log may know of them. 0 is nobody: not kept, or opted out.
 *
 * @param key 32 hex digits; only `hashed` needs one
 * @param optOuts may grow while the result is used
 */
export function createChatterKey(
  policy: ChatterPolicy,
  key: string,
  optOuts: OptOutList = new OptOutList([]),
): ToChatter {
  if (policy === 'none') return () => U64_ZERO;
  const { name, toChatter } = policy === 'full' ? PLAIN_FORM : createHashedForm(key);
  const known: { readonly form: string; chatter: U64 } = { form: name, chatter: U64_ZERO };
  return (userId, sentAtMs) => {
    if (userId === null) return U64_ZERO;
    known.chatter = toChatter(userId);
    return optOuts.isNobodys(userId, sentAtMs, known) ? U64_ZERO : known.chatter;
  };
}

/**
 * Every form in which an installation may know a chatter: the one that it keeps first, then those that it kept once.
 *
 * @param keys 32 hex digits each, the present one first
 */
export function chatterForms(policy: ChatterPolicy, keys: readonly string[]): readonly ChatterForm[] {
  const hashed = keys.map(createHashedForm);
  return policy === 'full' ? [PLAIN_FORM, ...hashed] : [...hashed, PLAIN_FORM];
}
