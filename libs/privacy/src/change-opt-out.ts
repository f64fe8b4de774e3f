import {
  PLAIN_FORM,
  isOut,
  optOutKey,
  type ChatterForm,
  type ChatterPolicy,
  type OptOut,
  type UserId,
} from '@emotide/domain';
import { UsageError } from '@emotide/service-kit';
import { recordPrivacyStep, type PrivacyAction } from '@emotide/store';
import { hashedChatter } from './hashed-chatter';
import { listOptOuts, noteOptOuts, type OptOutCopies } from './opt-out-copies';

/** One chatter, and all that is needed to change what is kept of them. */
export interface PersonChange extends OptOutCopies {
  readonly userId: UserId;
  /** The installation's, as `toChatterForms` gives them. */
  readonly forms: readonly ChatterForm[];
  readonly policy: ChatterPolicy;
  /** New for each command. */
  readonly id: string;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/**
 * From now on the chatter's messages count and are nobody's, wherever they come from.
 *
 * @returns false when it was so already
 * @throws LogUnavailable, StoreUnavailable, StoreRefused: repeat
 */
export function optOut(change: PersonChange): Promise<boolean> {
  return noteAndRecord(change, 'opt-out', (known) =>
    isOut(known) ? known : { ...known, outSinceMs: Math.max(change.clock(), known.backSinceMs + 1) },
  );
}

/**
 * From now on the chatter is somebody again. What was sent meanwhile stays nobody's.
 *
 * @returns false when it was so already
 * @throws LogUnavailable, StoreUnavailable, StoreRefused: repeat
 */
export function optBackIn(change: PersonChange): Promise<boolean> {
  return noteAndRecord(change, 'opt-back-in', (known) =>
    isOut(known) ? { ...known, backSinceMs: Math.max(change.clock(), known.outSinceMs) } : known,
  );
}

/** What the list has of the chatter, in every form. @throws LogUnavailable, StoreUnavailable, StoreRefused */
export async function optOutsOf({
  userId,
  forms,
  signal,
  ...copies
}: Pick<PersonChange, 'userId' | 'forms' | 'signal'> & OptOutCopies): Promise<readonly OptOut[]> {
  const known = new Map((await listOptOuts(copies, signal)).map((one) => [optOutKey(one), one]));
  return entriesOf(userId, forms, known).filter((one) => known.has(optOutKey(one)));
}

async function noteAndRecord(
  change: PersonChange,
  action: PrivacyAction,
  toNext: (known: OptOut) => OptOut,
): Promise<boolean> {
  const isChanged = await noteChanges(change, toNext);
  const { store, userId, forms, id, clock } = change;
  const chatter = hashedChatter(userId, forms);
  if (isChanged)
    await recordPrivacyStep(store, {
      atMs: clock(),
      id,
      action,
      state: 'done',
      chatter,
      beforeMs: 0,
      report: '',
    });
  return isChanged;
}

/**
 * Changes every entry of the chatter that the list is to have.
 *
 * @returns whether anything changed. @throws UsageError when there is no number to keep the chatter by
 */
export async function noteChanges(
  { userId, forms, policy, signal, store, values }: PersonChange,
  change: (known: OptOut) => OptOut,
): Promise<boolean> {
  const known = new Map((await listOptOuts({ store, values }, signal)).map((one) => [optOutKey(one), one]));
  // An id in the clear is kept only where all ids are, and where one was kept before.
  const isKept = (one: OptOut): boolean =>
    one.form !== PLAIN_FORM.name || policy === 'full' || known.has(optOutKey(one));
  const entries = entriesOf(userId, forms, known).filter(isKept);
  if (entries.length === 0) throw new UsageError('no EMOTIDE_USER_KEY, so no number to know the chatter by');
  const changes = entries.flatMap((before) => {
    const after = change(before);
    return after === before ? [] : [after];
  });
  await noteOptOuts({ store, values }, changes, signal);
  return changes.length > 0;
}

/** One entry a form; of what is not known yet, an empty one. */
function entriesOf(
  userId: UserId,
  forms: readonly ChatterForm[],
  known: ReadonlyMap<string, OptOut>,
): readonly OptOut[] {
  return forms.map(({ name, toChatter }) => {
    const empty: OptOut = {
      form: name,
      chatter: toChatter(userId),
      outSinceMs: 0,
      backSinceMs: 0,
      forgottenBeforeMs: 0,
    };
    return known.get(optOutKey(empty)) ?? empty;
  });
}
